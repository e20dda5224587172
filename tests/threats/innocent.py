"""Right answers in unusual clothes: every one of them keeps all its points."""

from __future__ import annotations

from tests.autograder.toy_course import MAX_SCORE, append, insert, submission

from .threat import Threat


def innocent(name: str, body: str = "    return 2.0 * x", cell: str | None = None) -> Threat:
    """Return a submission that is right."""
    change = insert(cell) if cell else None
    return Threat(name, submission(change, toy_double=body), MAX_SCORE)


THREATS = [
    innocent("honest_ada"),
    innocent("honest_mia"),
    innocent("honest_zoe"),
    innocent(
        "warns_on_stderr",
        "    import sys, warnings\n    warnings.warn('w')\n    print('e', file=sys.stderr)\n    return 2 * x",
    ),
    innocent("prints_a_lot", "    print('x' * 10**6)\n    return 2 * x"),
    innocent(
        "joins_its_threads",
        "    import threading\n    out = x.copy()\n    ts = [threading.Thread(target=out.__imul__, args=(2,))]\n"
        "    for t in ts: t.start()\n    for t in ts: t.join()\n    return out",
    ),
    innocent("uses_a_large_array", "    big = np.ones((2_000, 2_000))\n    return 2 * x * big[0, 0]"),
    innocent(
        "loops_slowly",
        "    out = np.zeros_like(x)\n    for i in range(len(x)):\n        for j in range(x.shape[1]):\n"
        "            out[i, j] = sum(x[i, j] for _ in range(2))\n    return out",
    ),
    innocent(
        "raises_and_catches",
        "    try:\n        raise ValueError\n    except ValueError:\n        return 2 * x",
    ),
    innocent(
        "draws_figures",
        "    import matplotlib.pyplot as plt\n    plt.plot([1, 2])\n    plt.close('all')\n    return 2 * x",
    ),
    innocent(
        "uses_global_state",
        "    global calls\n    calls += 1\n    return factor * x",
        "factor, calls = 2.0, 0",
    ),
    innocent(
        "caches_rightly",
        "    return double_of(x.tobytes(), x.shape)",
        "import functools\n@functools.lru_cache\ndef double_of(data, shape):\n"
        "    return 2 * np.frombuffer(data).reshape(shape)",
    ),
    innocent("defines_with_lambda", "    return twice(x)", "twice = lambda x: 2 * x"),
    innocent(
        "writes_a_module",
        "    from helper import two\n    return two() * x",
        "%%writefile helper.py\ndef two(): return 2.0",
    ),
    innocent(
        "leaves_a_pool_of_processes",
        cell="from multiprocessing import Pool\npool = Pool(2)\nprint(pool.map(abs, range(4)))",
    ),
    innocent("leaves_a_task", cell="import asyncio\ntask = asyncio.create_task(asyncio.sleep(100))"),
    innocent("an_error_elsewhere", cell="1 / 0"),
    innocent("magics_and_shell", cell="%matplotlib inline\n%time 1 + 1\n!echo hello"),
    innocent("top_level_await", cell="import asyncio\nawait asyncio.sleep(0)"),
    Threat("more_cells_at_the_end", submission(append("plt.plot([1, 2]); plt.show()")), MAX_SCORE),
]
