"""C. Stealing: the student's process knows no test, no reference, no seed, no mark and nobody else.

Every entry looks for what would make its wrong ``toy_double`` right, and uses whatever it has found.
"""

from __future__ import annotations

from .threat import WRONG_VALUES, answering, patching

THREATS = [
    answering(
        "expected_in_a_frame",
        "frame = sys._getframe()\n"
        "    while frame:\n"
        "        for names in (frame.f_locals, frame.f_globals):\n"
        "            if 'expected' in names: return names['expected']['doubled']\n"
        "        frame = frame.f_back\n"
        "    return x",
        WRONG_VALUES,
        setup="import sys",
    ),
    answering(
        "expected_on_the_heap",
        "for thing in gc.get_objects():\n"
        "        if isinstance(thing, dict) and 'doubled' in thing: return thing['doubled']\n"
        "    return x",
        WRONG_VALUES,
        setup="import gc",
    ),
    answering(
        "reference_on_the_heap",
        "for thing in gc.get_objects():\n"
        "        if getattr(thing, '__name__', '') == 'toy_double' and thing is not toy_double: return thing(x)\n"
        "    return x",
        WRONG_VALUES,
        setup="import gc, types",
    ),
    answering(
        "hidden_test_in_history",
        "exec(In[-1] if 'In' in globals() else '')\n    return x",
        WRONG_VALUES,
    ),
    answering(
        "source_of_the_caller",
        "inspect.getsource(inspect.currentframe().f_back)\n    return x",
        WRONG_VALUES,
        setup="import inspect, linecache",
    ),
    answering(
        "solutions_imported",
        "try:\n        import solutions.toy.toy as s, autograder.judge\n        return s.toy_double(x)\n"
        "    except ImportError:\n        return x",
        WRONG_VALUES,
    ),
    answering(
        "solutions_searched_on_disk",
        "for folder, _, files in os.walk('/', onerror=None):\n"
        "        if folder.startswith(('/proc', '/usr', '/sys')): continue\n"
        "        if 'toy.ipynb' in files: return 2 * x\n"
        "        if time.monotonic() > end: break\n"
        "    return x",
        "in the case where",  # with other values, or, on a slow disk, out of time
        setup="import os, time\nend = time.monotonic() + 1",
    ),
    answering(
        "other_students_read",
        "for up in ('..', '../..', '/work', '/home', '/root', '/tmp'):\n"
        "        for path in pathlib.Path(up).glob('*/toy/toy.ipynb'): return 2 * x\n"
        "    return x",
        WRONG_VALUES,
        setup="import pathlib",
    ),
    answering(
        "judge_environment_read",
        "for pid in ('1', 'self', str(os.getppid())):\n"
        "        for name in ('environ', 'cmdline', 'maps', 'fd', 'root', 'cwd'):\n"
        "            try: text = open(f'/proc/{pid}/{name}', 'rb').read()\n"
        "            except OSError: continue\n"
        "            if b'seed' in text or b'gradebook' in text: return 2 * x\n"
        "    return x",
        WRONG_VALUES,
        setup="import os",
    ),
    answering(
        "parent_traced",
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "    return 2 * x if libc.ptrace(16, os.getppid(), 0, 0) == 0 else x",
        WRONG_VALUES,
        setup="import ctypes, os",
    ),
    answering(
        "network_asked",
        "try:\n        socket.create_connection(('127.0.0.1', 80), 0.2)\n        return 2 * x\n"
        "    except ConnectionRefusedError:\n        return 2 * x\n    except OSError:\n        return x",
        WRONG_VALUES,
        setup="import socket",
    ),
    answering(
        "name_resolved",
        "try:\n        socket.getaddrinfo('localhost.localdomain.example', 80)\n        return 2 * x\n"
        "    except OSError:\n        return x",
        WRONG_VALUES,
        setup="import socket",
    ),
    answering(
        "unix_sockets_searched",
        "s = socket.socket(socket.AF_UNIX)\n"
        "    for line in open('/proc/net/unix').read().split()[8::8]:\n"
        "        try: s.connect(line.replace('@', chr(0)))\n"
        "        except OSError: continue\n"
        "        return 2 * x\n"
        "    return x",
        WRONG_VALUES,
        setup="import socket",
    ),
    answering(
        "graded_or_not_probed",
        "graded = not sys.stdin.isatty() or 'nbgrader' in sys.modules or 'autograder' in sys.modules\n"
        "    return x if graded else 2 * x",
        WRONG_VALUES,
        setup="import sys",
    ),
    answering(
        "seed_guessed",
        "for seed in range(200):\n"
        "        if np.allclose(np.random.default_rng(seed).normal(size=x.shape), x): return 2 * x\n"
        "    return x",
        WRONG_VALUES,
    ),
    patching(
        "clue_left_for_the_next",
        "import os, pathlib\n"
        "for folder in ('/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~')):\n"
        "    try: pathlib.Path(folder, 'clue').write_text('2')\n"
        "    except OSError: pass\n"
        "from multiprocessing import shared_memory\n"
        "shared_memory.SharedMemory('clue', create=True, size=8).buf[0] = 2",
    ),
    answering(
        "the_clue_of_the_one_before",
        "for folder in ('/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~')):\n"
        "        if os.path.exists(folder + '/clue'): return 2 * x\n"
        "    return x",
        WRONG_VALUES,
        setup="import os",
    ),
]
