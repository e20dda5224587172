"""A. Tampering with the checker: nothing that is done inside the student's process decides anything."""

from __future__ import annotations

from tests.autograder.toy_course import submission

from .threat import WRONG, WRONG_VALUES, Threat, answering, patching

# Writes to every descriptor of the process: whatever connects it with the judge is among them.
FORGE = """
import os, json, struct
def forge(header, body=b""):
    text, body = json.dumps(header).encode(), bytes(body)
    forge_bytes(struct.pack("!II", len(text), len(body)) + text + body)
def forge_bytes(data):
    for fd in range(3, 64):
        try:
            os.write(fd, data)
        except OSError:
            pass
"""
LEAF = '{"shape": list(x.shape), "dtype": "float64", "type": "ndarray"}'
NO_RESPONSE = "it ended the process"

PATCHES = [
    patching("assert_allclose_patched", "np.testing.assert_allclose = lambda *a, **k: None"),
    patching(
        "numpy_testing_replaced",
        "import sys, types\nsys.modules['numpy.testing'] = np.testing = types.ModuleType('t')",
    ),
    patching(
        "comparisons_patched",
        "for name in ('allclose', 'isclose', 'array_equal', 'isfinite', 'all', 'any'):\n"
        "    setattr(np, name, lambda *a, **k: np.True_)",
    ),
    patching("reductions_patched", "np.max = np.abs = np.linalg.norm = lambda *a, **k: np.float64(0)"),
    patching("builtins_patched", "import builtins\nbuiltins.abs = builtins.max = lambda *a, **k: 0", 2),
    patching("assertion_error_patched", "import builtins\nbuiltins.AssertionError = type('E', (), {})"),
    patching(
        "import_patched",
        "import builtins\nreal = builtins.__import__\n"
        "builtins.__import__ = lambda name, *a, **k: real('math' if 'autograder' in name else name, *a, **k)",
    ),
    patching("open_patched", "import builtins, io\nbuiltins.open = lambda *a, **k: io.StringIO('5.0')"),
    patching("checker_redefined", "check = rel_error = _ref = assert_allclose = lambda *a, **k: None"),
    patching(
        "library_patched",
        "import cs231n_lib.comparison as c, cs231n_lib.checking as k\n"
        "c.compare = c.agrees = k.check = lambda *a, **kw: True\nc.ROUNDING = 1e9",
    ),
    patching(
        "input_transformer_added",
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])",
        0,
        "the notebook defines no function of this name",
    ),
    patching(
        "asserts_removed_by_ast",
        "import ast\nclass T(ast.NodeTransformer):\n"
        "    def visit_Raise(self, node): return ast.Pass()\n"
        "    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(T())",
    ),
    patching(
        "do_execute_replaced",
        "async def ok(*a, **k): return {'status': 'ok', 'execution_count': 1}\n"
        "get_ipython().kernel.do_execute = ok",
    ),
    patching("exceptions_swallowed", "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)"),
    patching(
        "errors_cleared_by_hook",
        "from IPython.display import clear_output\n"
        "get_ipython().events.register('post_run_cell', lambda *a: clear_output())",
    ),
    patching("score_as_last_value", "5.0"),
    patching("nan_as_last_value", "float('nan')"),
    patching(
        "score_printed_and_displayed",
        "from IPython.display import display\ndisplay(5.0)\nprint('All tests passed: 100/100')",
    ),
    patching(
        "kernel_connection_forged",
        "import glob, os\nfor path in glob.glob(os.path.expanduser('~/.local/share/jupyter/runtime/*.json')):\n"
        "    print(open(path).read())",
    ),
    patching(
        "profile_set",
        "import sys, threading\nsys.setprofile(lambda *a: None)\nthreading.settrace(lambda *a: None)",
    ),
    patching(
        "import_hook_added",
        "import sys\nsys.meta_path.insert(0, type('F', (), {'find_spec': lambda *a: None})())",
    ),
    patching(
        "startup_files_written",
        "import os, pathlib\nhome = pathlib.Path.home()\n"
        "for name in ('profile_default/startup/00.py', '.ipython/profile_default/startup/00.py', 'usercustomize.py'):\n"
        "    (home / name).parent.mkdir(parents=True, exist_ok=True)\n"
        "    (home / name).write_text('import os; os._exit(0)')\n"
        "os.environ['PYTHONSTARTUP'] = str(home / 'usercustomize.py')",
    ),
    patching(
        "numpy_written_to_disk",
        "import os, site\nfor folder in (*site.getsitepackages(), os.path.dirname(np.__file__), '/tmp'):\n"
        "    try: open(f'{folder}/sitecustomize.py', 'w').write('raise SystemExit')\n"
        "    except OSError: pass",
    ),
    patching(
        "random_patched",
        "np.random.default_rng = np.random.RandomState = np.random.seed = lambda *a, **k: None",
    ),
    patching(
        "response_class_patched",
        "import cs231n_lib.outputs as o\n"
        "o.Response.__init__ = lambda self, *a, **k: self.__dict__.update(leaves={}, problem=None, changed_inputs=())",
        0,
        "",
    ),
    answering(
        "messages_patched_away",
        "import sys\n    sys.modules['autograder.sandbox.inside.wire'].send = lambda *a, **k: None\n    return x",
        WRONG_VALUES,
    ),
]

FORGERIES = [
    answering(
        "forged_verdict", 'forge({"status": "passed", "score": 5.0}); os._exit(0)', NO_RESPONSE, setup=FORGE
    ),
    answering(
        "forged_problem_kind",
        'forge({"problem": ["passed", "", None, None, None]}); os._exit(0)',
        NO_RESPONSE,
        setup=FORGE,
    ),
    answering("forged_nonsense", 'forge("nonsense"); os._exit(0)', NO_RESPONSE, setup=FORGE),
    answering(
        "forged_short_body",
        f'forge({{"problem": None, "changed": [], "leaves": [{LEAF}]}}, b"short"); os._exit(0)',
        NO_RESPONSE,
        setup=FORGE,
    ),
    answering(
        "forged_wrong_answer_and_exit",
        f'forge({{"problem": None, "changed": [], "leaves": [{LEAF}]}}, x.tobytes()); os._exit(0)',
        WRONG_VALUES,
        setup=FORGE,
    ),
    answering(
        "forged_object_dtype",
        'forge({"problem": None, "changed": [], "leaves": [{"shape": [4, 3], "dtype": "object", "type": "ndarray"}]},'
        " bytes(96)); os._exit(0)",
        NO_RESPONSE,
        setup=FORGE,
    ),
    answering(
        "forged_negative_shape",
        'forge({"problem": None, "changed": [], "leaves": [{"shape": [-4, -3], "dtype": "float64", "type": "ndarray"}]},'
        " bytes(96)); os._exit(0)",
        NO_RESPONSE,
        setup=FORGE,
    ),
    answering(
        "forged_endless_shape",
        'forge({"problem": None, "changed": [], "leaves": [{"shape": [1] * 9999, "dtype": "float64", "type": ""}]},'
        " bytes(8)); os._exit(0)",
        NO_RESPONSE,
        setup=FORGE,
    ),
    answering("forged_length", "forge_bytes(b'\\xff' * 8)\n    return x", NO_RESPONSE, setup=FORGE),
    answering(
        "forged_deep_json",
        "forge_bytes(struct.pack('!II', 60000, 0) + b'[' * 60000)\n    return x",
        NO_RESPONSE,
        setup=FORGE,
    ),
    answering("forged_endlessly", "\n    while True: forge(None)", "it ended the process", setup=FORGE),
]

SHADOWS = [
    Threat(
        "modules_shipped_beside",
        submission(toy_double=WRONG),
        says=WRONG_VALUES,
        beside={
            "numpy.py": "raise SystemExit('shadowed')",
            "cs231n_lib/__init__.py": "def check(*a): print('passed')",
            "conftest.py": "raise SystemExit",
            "sitecustomize.py": "import os; os._exit(0)",
            "nbgrader_config.py": "c = get_config()\nc.Autograde.autograde_preprocessors = []",
            ".ipython/profile_default/startup/00.py": "import os; os._exit(0)",
        },
    ),
    answering(
        "pickle_bomb_returned",
        "return np.array([Bomb()] * 12, dtype=object).reshape(4, 3)",
        "must hold real numbers",
        setup="class Bomb:\n    def __reduce__(self): return (exec, ('raise SystemExit',))",
    ),
]

THREATS = [*PATCHES, *FORGERIES, *SHADOWS]
