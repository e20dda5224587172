"""B. Faking the value: only a right array of the right kind, every time it is asked for, is a right answer."""

from __future__ import annotations

from tests.autograder.toy_course import submission

from .threat import WRONG_VALUES, Threat, answering

NOT_AGAIN = "right on the visible cases, but not on other inputs (wrong values)"

FAKES = [
    answering(
        "subclass_that_agrees",
        "return x.view(A)",
        "plain numpy array, not a A",
        setup="class A(np.ndarray):\n"
        "    def __array_ufunc__(self, *a, **k): return np.True_\n"
        "    def __array_function__(self, *a, **k): return 0.0\n"
        "    def __eq__(self, other): return True",
    ),
    answering(
        "subclass_called_ndarray",
        "return x.view(ndarray)",
        WRONG_VALUES,
        setup="class ndarray(np.ndarray): pass",
    ),
    answering(
        "array_protocol_lies",
        "return P()",
        "plain numpy array, not a P",
        setup="class P:\n    shape = (4, 3)\n    def __array__(self, *a, **k): return np.full((4, 3), np.nan)",
    ),
    answering(
        "array_interface_to_nowhere",
        "return P()",
        "it ended the process",
        setup="class P:\n"
        "    __array_interface__ = {'shape': (4, 3), 'typestr': '<f8', 'data': (8, False), 'version': 3}",
    ),
    answering("all_nan", "return np.full_like(x, np.nan)", "is nan"),
    answering("all_inf", "return np.full_like(x, np.inf)", "is inf"),
    answering("huge_values", "return np.full_like(x, 1.7e308)", WRONG_VALUES),
    answering("denormals", "return np.full_like(x, 5e-324)", WRONG_VALUES),
    answering("negative_zeros", "return np.full_like(x, -0.0)", WRONG_VALUES),
    answering("one_row_to_broadcast", "return (2 * x)[:1]", "doubled has shape (1, 3), expected (4, 3)"),
    answering("number_to_broadcast", "return 2.0", "doubled is one number"),
    answering("one_axis_too_many", "return 2 * x[None]", "doubled has shape (1, 4, 3)"),
    answering("complex_numbers", "return 2 * x + 0j", "must hold real numbers"),
    answering("half_the_digits", "return (2 * x).astype(np.float32)", "doubled is float32"),
    answering("float16", "return (2 * x).astype(np.float16)", "doubled is float16"),
    answering("objects", "return (2 * x).astype(object)", "must hold real numbers"),
    answering("datetimes", "return (2 * x).astype('m8[s]')", "must hold real numbers"),
    answering("structured_array", "return np.zeros(12, [('a', 'f8')])", "must hold real numbers"),
    answering("matrix", "return np.asmatrix(2 * x)", "plain numpy array, not a matrix"),
    answering(
        "masked_array", "return np.ma.masked_array(2 * x, x > 0)", "plain numpy array, not a MaskedArray"
    ),
    answering("list_of_lists", "return (2 * x).tolist()", "plain numpy array, not a list"),
    answering("generator", "return (2 * row for row in x)", "must hold real numbers"),
    answering("text", "return str(2 * x)", "must be an array of numbers"),
    answering("bytes_of_the_answer", "return (2 * x).tobytes()", "must be an array of numbers"),
    answering("tuple_of_answers", "return 2 * x, x, x * 3", "doubled"),
    answering("input_overwritten", "x[:] = 0\n    return x", "changes its input x"),
    answering("input_doubled_in_place", "x *= 2\n    return x", "changes its input x"),
    answering("array_changed_later", "keep.append(2 * x)\n    return x", WRONG_VALUES, setup="keep = []"),
]

MEMORY = [
    answering(
        "visible_cases_by_heart",
        "seen.append(1)\n    return 2 * x if len(seen) < 3 else x",
        NOT_AGAIN,
        setup="seen = []",
    ),
    answering(
        "gives_up_in_the_end",
        "seen.append(1)\n    return 2 * x if len(seen) < 5 else x",
        NOT_AGAIN,
        setup="seen = []",
    ),
    answering(
        "caches_by_shape",
        "return cache.setdefault(x.shape, 2 * x)",
        NOT_AGAIN,
        setup="cache = {}",
    ),
    answering(
        "caches_by_first_entry_rounded",
        "return cache.setdefault(round(x.ravel()[0], 0), 2 * x)[:len(x), :x.shape[1]]",
        "right on the visible cases",
        setup="cache = {}",
    ),
    answering(
        "answers_each_input_once",
        "key = x.tobytes()\n    new = key not in seen\n    seen.add(key)\n    return 2 * x if new else x",
        NOT_AGAIN,
        setup="seen = set()",
    ),
    answering(
        "shipped_cases_by_heart",
        "return known[x.tobytes()]",
        "right on the visible cases, but not on other inputs (it raised an exception",
        setup="rng = np.random.default_rng([231, __import__('zlib').crc32(b'toy_double')])\n"
        "known = {a.tobytes(): 2 * a for a in (rng.normal(0, 1, (4, 3)), rng.normal(0, 1, (1, 5)))}",
    ),
    answering(
        "right_by_the_clock",
        "import time\n    return 2 * x if time.monotonic_ns() < start + 10**4 else x",
        "",
        setup="import time\nstart = time.monotonic_ns()",
    ),
    Threat(
        "dictionary_that_lies",
        submission(
            lambda made: made["cells"][1].update(
                source=made["cells"][1]["source"]
                + "\nclass D(dict):\n    def __getitem__(self, key): return np.zeros(1)\n"
                "    def __contains__(self, key): return True"
            ),
            toy_step="    return D(params), 0.0",
        ),
        7.0,
        "W1 has shape (1,), expected (3, 2)",
    ),
    Threat(
        "half_right_for_half",
        submission(toy_loss="    return reg * np.sum(W * W), reg * W"),
        8.0,
        "lacks its factor 2",
    ),
    Threat(
        "loop_where_none_is_allowed",
        submission(toy_sum="    return np.array([sum(column) for column in X.T])"),
        8.0,
        "with a Python loop (list comprehension in line 2 of toy_sum",
    ),
    Threat(
        "generator_of_the_judge_patched",
        submission(toy_step="    rng.permutation = None\n    return params, 0.0"),
        7.0,
        "",
    ),
    Threat(
        "probe_function_patched",
        submission(
            toy_step="    import cs231n_lib.probes as p\n    p.quadratic_net_loss = lambda **k: (0.0, {})\n"
            "    return params, 0.0"
        ),
        7.0,
        "",
    ),
]

THREATS = [*FAKES, *MEMORY]
