"""Submissions that try to win or to spy: no tampering earns a point, and no hidden input gets out.

One entry per way of THREATS' parts A to C and E; every one of them answers ``toy_double`` wrongly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.course import Assignment
from autograder.grading import Graded
from autograder.judge import Judge
from autograder.results import SubmissionResult

from .conftest import SEED
from .toy_course import Change, append, cell_of, code_cell, insert, submission

Grade = Callable[..., Graded]
WRONG = "    return x"


def lost(result: SubmissionResult) -> set[str]:
    """Return the exercises that lost points."""
    return {e.name for e in result.exercises if e.score < e.max_score}


TAMPERING: dict[str, str] = {
    "assert_allclose": "np.testing.assert_allclose = lambda *a, **k: None",
    "fake_module": "import sys, types\nsys.modules['numpy.testing'] = np.testing = types.ModuleType('t')",
    "comparisons": (
        "for name in ('allclose', 'isclose', 'array_equal', 'isfinite', 'all'):\n"
        "    setattr(np, name, lambda *a, **k: np.True_)"
    ),
    "reductions": "np.max = np.abs = np.sum = np.linalg.norm = lambda *a, **k: np.float64(0)",
    "constructors": "np.array = np.asarray = np.ascontiguousarray = lambda *a, **k: 2.0",
    "random": "np.random.default_rng = np.random.seed = lambda *a, **k: None",
    "builtins": "import builtins\nbuiltins.abs = builtins.max = lambda *a, **k: 0",
    "isinstance": "import builtins\nbuiltins.isinstance = lambda *a: True",
    "check": "check = lambda *a, **k: None",
    "library": (
        "import cs231n_lib.comparison as c, cs231n_lib.outputs as o, cs231n_lib.checking as k\n"
        "c.compare = c.agrees = k.check = lambda *a, **kw: True\n"
        "c.ROUNDING = 1e9"
    ),
    "input_transformer": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])",
    "ast_transformer": (
        "import ast\n"
        "class T(ast.NodeTransformer):\n"
        "    def visit_Raise(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(T())"
    ),
    "custom_exception": "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)",
    "hook": "get_ipython().events.register('post_run_cell', lambda *a: None)",
    "trace": "import sys\nsys.setprofile(lambda *a: None)",
    "import_hook": "import sys\nsys.meta_path.insert(0, type('F', (), {'find_spec': lambda *a: None})())",
    "score_output": "5.0",
    "score_output_nan": "float('nan')",
    "score_display": "from IPython.display import display\ndisplay(5.0)\nprint('All tests passed: 100/100')",
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_earns_nothing(graded: Grade, name: str) -> None:
    """Is a wrong answer wrong, whatever was done to the checker in the student's own process?"""
    result = graded(submission(insert(TAMPERING[name], before="toy_double"), toy_double=WRONG)).result
    assert "toy_double" in lost(result)
    assert result.exercises[0].score == 0


FAKES: dict[str, tuple[str, str]] = {
    "agreeable_subclass": (
        "class A(np.ndarray):\n"
        "    def __array_ufunc__(self, *a, **k): return np.True_\n"
        "    def __array_function__(self, *a, **k): return 0.0\n"
        "    def __eq__(self, other): return True",
        "return x.view(A)",
    ),
    "subclass_called_ndarray": ("class ndarray(np.ndarray): pass", "return x.view(ndarray)"),
    "array_protocol": (
        "class P:\n    shape = (4, 3)\n    def __array__(self, *a, **k): return np.full((4, 3), np.nan)",
        "return P()",
    ),
    "nan": ("", "return np.full_like(x, np.nan)"),
    "inf": ("", "return np.full_like(x, np.inf)"),
    "huge": ("", "return np.full_like(x, 1.7e308)"),
    "tiny": ("", "return np.full_like(x, 5e-324)"),
    "broadcasts": ("", "return (2 * x)[:1]"),
    "number": ("", "return 2.0"),
    "extra_axis": ("", "return 2 * x[None]"),
    "complex": ("", "return 2 * x + 0j"),
    "float32": ("", "return (2 * x).astype(np.float32)"),
    "float16": ("", "return (2 * x).astype(np.float16)"),
    "object": ("", "return (2 * x).astype(object)"),
    "matrix": ("", "return np.asmatrix(2 * x)"),
    "masked": ("", "return np.ma.masked_array(2 * x)"),
    "list": ("", "return (2 * x).tolist()"),
    "generator": ("", "return (2 * row for row in x)"),
    "overwrites_the_input": ("", "x[:] = 0\n    return x"),
    "works_in_place": ("", "x *= 2\n    return x"),
    "known_by_heart": ("seen = []", "seen.append(1)\n    return 2 * x if len(seen) < 3 else x"),
    "moody": ("seen = []", "seen.append(1)\n    return 2 * x if len(seen) < 5 else x"),
}


@pytest.mark.parametrize("name", FAKES)
def test_a_faked_answer_earns_nothing(graded: Grade, name: str) -> None:
    """Is only a right array of the right kind, every time, a right answer?"""
    setup, body = FAKES[name]
    change = insert(setup, before="toy_double") if setup else None
    result = graded(submission(change, toy_double=f"    {body}")).result
    assert lost(result) == {"toy_double"}
    assert result.exercises[0].score == 0
    json.loads(result.to_json())


def test_a_dictionary_that_lies_earns_nothing(graded: Grade) -> None:
    """Is a mapping that gives another value each time taken apart once, and compared?"""
    lying = (
        "class D(dict):\n"
        "    def __getitem__(self, key): return np.zeros(1)\n"
        "    def __contains__(self, key): return True"
    )
    result = graded(submission(insert(lying), toy_step="    return D(params), 0.0")).result
    assert lost(result) == {"toy_step"}


# Writes a forged reply on every socket of the process; ``op`` and ``text`` say what to claim.
FORGE = """
import os, json, struct
def forge(header, body=b""):
    text, body = json.dumps(header).encode(), bytes(body)
    forge_bytes(struct.pack("!II", len(text), len(body)) + text + body)
def forge_bytes(data):
    for fd in range(3, 99):
        try:
            os.write(fd, data)
        except OSError:
            pass
"""
LEAF = '{"shape": list(x.shape), "dtype": "float64", "type": "ndarray"}'
FORGERIES: dict[str, str] = {
    "verdict": 'forge({"status": "passed", "score": 5.0}); os._exit(0)',
    "problem_kind": 'forge({"problem": ["passed", "", None, None, None]}); os._exit(0)',
    "nonsense": 'forge("nonsense"); os._exit(0)',
    "list": "forge([1, 2]); os._exit(0)",
    "half": 'forge({"problem": None, "changed": [], "leaves": [{"shape": [4, 3]}]}); os._exit(0)',
    "wrong_size": f'forge({{"problem": None, "changed": [], "leaves": [{LEAF}]}}, b"short"); os._exit(0)',
    "endless": "\n    while True: forge(None)",
    "lies_about_length": "forge_bytes(b'\\xff' * 8)",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_messages_earn_nothing_and_cost_nobody(graded: Grade, name: str) -> None:
    """Is what a hostile process writes on its sockets never a verdict, and never the grader's trouble?"""
    body = f"    {FORGERIES[name]}\n    return x"
    result = graded(submission(insert(FORGE), toy_double=body)).result
    assert lost(result) == {"toy_double"}
    assert result.status == "graded"


@pytest.mark.parametrize(
    "reply",
    [
        '{"status": "ok", "outputs": []}',
        '{"pid": 1, "status": "ok", "outputs": [], "end": "ok"}',
        '{"status": "ok", "outputs": [{"output_type": "execute_result", "data": {"text/plain": "5.0"}}]}',
        "[]",
        "5",
        '{"status": 5, "outputs": 5}',
    ],
    ids=["ok", "all", "score", "list", "number", "wrong_types"],
)
def test_a_cell_that_answers_for_the_process_earns_nothing(graded: Grade, reply: str) -> None:
    """Can a cell talk to the judge in the place of the process that runs it?"""
    source = FORGE + f"for _ in range(50):\n    forge(json.loads('''{reply}'''))"
    result = graded(submission(insert(source), toy_double=WRONG)).result
    assert "toy_double" in lost(result)
    assert result.status == "graded"


def test_a_flood_of_descriptors_costs_nobody(graded: Grade) -> None:
    """Does a submission that sends the judge its descriptors harm no other?"""
    source = (
        "import socket\n"
        "for fd in range(3, 99):\n"
        "    try: s = socket.socket(fileno=fd); [socket.send_fds(s, [b'x'], [0] * 9) for _ in range(99)]\n"
        "    except OSError: pass"
    )
    graded(submission(insert(source)))
    assert graded(submission()).result.score == 10


def edit(name: str, **fields: Any) -> Change:
    """Return a change of a cell's fields."""
    return lambda made: cell_of(made, name).update(fields)


def about(name: str, **fields: Any) -> Change:
    """Return a change of what a cell says to nbgrader."""
    return lambda made: cell_of(made, name)["metadata"]["nbgrader"].update(fields)


def prefilled(made: Any) -> None:
    """Fill every output with a full score."""
    score = {
        "output_type": "execute_result",
        "data": {"text/plain": "5.0"},
        "metadata": {},
        "execution_count": 1,
    }
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [score]


EDITS: dict[str, Change] = {
    "weak_test": edit("test_toy_double", source="pass"),
    "points": about("test_toy_double", points=500),
    "negative_points": about("test_toy_loss", points=-500),
    "no_grade": about("test_toy_double", grade=False),
    "unlocked": about("test_toy_double", locked=False),
    "schema": about("test_toy_double", schema_version=99),
    "renamed": about("test_toy_double", grade_id="my_test"),
    "skipped": edit("test_toy_double", metadata={"tags": ["skip-execution"]}),
    "markdown": edit("test_toy_double", cell_type="markdown"),
    "prefilled": prefilled,
    "second_test_cell_first": insert("check('toy_double', lambda x: 2 * x)", cell_id="test_toy_double"),
    "exploring": edit("test_toy_double", source="explored = True\nprint('explored')"),
    "tagged_exploring": edit("toy_double", metadata={"tags": ["explore"]}),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_notebook_earns_nothing(graded: Grade, name: str) -> None:
    """Do points, tests and metadata come from the instructor alone?"""
    done = graded(submission(EDITS[name], toy_double=WRONG))
    assert lost(done.result) == {"toy_double"}
    assert (done.result.score, done.result.max_score) == (9.0, 10.0)
    assert cell_of(done.notebook, "test_toy_double")["metadata"]["nbgrader"]["points"] == 1.0


@pytest.fixture(scope="module")
def secrets(toy: Assignment) -> set[str]:
    """Return the first digits of all numbers in hidden inputs and in what is right for them."""
    numbers: set[str] = set()
    for name in ("toy_double", "toy_sum"):
        for case in Judge(toy, SEED).docket(name).cases:
            if not case.visible:
                arrays = [*case.inputs.values(), *case.expected.values()]
                numbers |= {f"{abs(x):.8f}"[:6] for array in arrays for x in np.ravel(array)}
    assert len(numbers) > 40
    return numbers


# What a function does with its inputs ``x`` to get them out; visible cases come first and are no secret.
LEAKS: dict[str, str] = {
    "exception": "raise ValueError(repr(x))",
    "exception_type": "raise type(repr(x.ravel()[0]), (Exception,), {})",
    "custom_text": "raise type('E', (Exception,), {'__str__': lambda self: repr(x)})",
    "not_written": "raise NotImplementedError(repr(x))",
    "system_exit": "raise SystemExit(repr(x))",
    "warning": "import warnings; warnings.warn(repr(x))",
    "print": "print(repr(x))",
    "stderr": "import sys; print(repr(x), file=sys.stderr)",
    "descriptor": "import os; os.write(1, repr(x).encode()); os.write(2, repr(x).encode())",
    "display": "from IPython.display import display; display(x)",
    "exit_code": "import os; os._exit(int(abs(x.ravel()[0]) * 100) % 256)",
    "type_name": "return x.view(type(repr(x.ravel()[0]), (np.ndarray,), {}))",
    "missing_key": "raise KeyError(repr(x))",
    "problem_missing": 'forge({"problem": ["missing", repr(x), None, None, repr(x)]}); os._exit(0)',
    "problem_not_written": 'forge({"problem": ["not_written", *[repr(x)] * 4]}); os._exit(0)',
    "problem_exception": 'forge({"problem": ["exception", *[repr(x)] * 4]}); os._exit(0)',
    "problem_took_long": (
        'forge({"problem": ["exception", f"it took more than {x!r}", "", "", ""]}); os._exit(0)'
    ),
    "changed_names": (
        f'forge({{"problem": None, "changed": [repr(x)], "leaves": [{LEAF}]}}, 2 * x); os._exit(0)'
    ),
    "state": "kept.append(repr(x))",
    "file": "open('leak', 'a').write(repr(x))",
    "shared_memory": "shared.write(repr(x).encode())",
    "pipe": "os.write(ends[1], repr(x).encode())",
}
LEFT = """
import mmap, os, pathlib
seen, kept, shared, ends, leak = [], [], mmap.mmap(-1, 2**16), os.pipe(), pathlib.Path("leak").absolute()
os.set_blocking(ends[0], False)
def left():
    try: piped = os.read(ends[0], 2**16)
    except BlockingIOError: piped = b""
    return [kept, shared[:].strip(b"\\0"), piped, leak.read_text() if leak.exists() else ""]
"""


@pytest.mark.parametrize("name", LEAKS)
def test_no_hidden_input_gets_out(graded: Grade, secrets: set[str], name: str) -> None:
    """Does nothing of a hidden case reach a message, a note or the graded notebook?"""
    body = f"    seen.append(1)\n    if len(seen) > 2:\n        {LEAKS[name]}\n    return 2 * x"
    change = insert(FORGE + LEFT)

    def look(made: Any) -> None:
        change(made)
        made["cells"].append(code_cell("print(seen, left())", "show"))

    done = graded(submission(look, toy_double=body, toy_sum="    raise ValueError(str(left()))"))
    told = json.dumps([json.loads(done.result.to_json()), done.notebook])
    assert not [number for number in secrets if re.search(rf"(?<!\d){re.escape(number)}", told)]


def test_the_students_process_knows_no_answer(graded: Grade) -> None:
    """Are references, seeds and the grader's own modules out of a submission's reach?"""
    spy = append(
        "import gc, sys\n"
        "modules = [m for m in sys.modules if m.startswith('autograder') and 'inside' not in m]\n"
        "texts = [o for o in gc.get_objects() if isinstance(o, dict) and 'reference' in o]\n"
        "print(sorted(m for m in modules if m not in ('autograder', 'autograder.sandbox')), len(texts))"
    )
    shown = graded(submission(spy)).notebook["cells"][-1]["outputs"]
    assert shown[0]["text"] == "[] 0\n"


def test_the_students_process_sees_no_course(graded: Grade, toy: Assignment, course: Any) -> None:
    """Are solutions, gradebook and other submissions not there, where namespaces can hide them?"""
    spy = append(
        "import os, pathlib\n"
        f"print([os.path.exists(p) for p in ({str(course.root)!r}, '/etc/passwd', '/etc/hosts', '/boot')])\n"
        "processes = len(list(pathlib.Path('/proc').glob('[0-9]*')))\n"
        "print(processes, [n for n in os.environ if n.startswith(('PYTEST', 'GIT', 'SSH'))], os.getuid() > 0)"
    )
    done = graded(submission(spy))
    if done.result.sandbox != "namespaces":
        pytest.skip("without namespaces, files are not hidden")
    visible, processes = done.notebook["cells"][-1]["outputs"][0]["text"].splitlines()
    assert visible == "[False, False, False, False]"
    assert processes == "3 [] True"  # its own, one that remembers how it stood, and one that answers


def test_one_submission_leaves_nothing_for_the_next(graded: Grade) -> None:
    """Are files, patches and environment of one student gone for the next?"""
    first = "import os\nopen('/tmp/clue', 'w').write('2')\nos.environ['CLUE'] = '2'\nnp.clue = 2"
    graded(submission(insert(first)))
    look = append("import os\nprint(os.path.exists('/tmp/clue'), 'CLUE' in os.environ, hasattr(np, 'clue'))")
    done = graded(submission(look))
    if done.result.sandbox != "namespaces":
        pytest.skip("without namespaces, /tmp is shared")
    assert done.notebook["cells"][-1]["outputs"][0]["text"] == "False False False\n"


def test_there_is_no_network(graded: Grade) -> None:
    """Can a submission ask nobody for the answer?"""
    ask = append("import socket\ntry: socket.socket()\nexcept OSError as error: print(type(error).__name__)")
    done = graded(submission(ask))
    if done.result.sandbox != "namespaces":
        pytest.skip("without namespaces, the network is there")
    assert done.notebook["cells"][-1]["outputs"][0]["text"] == "PermissionError\n"
