"""D. Dying, hanging, hogging: each costs itself alone, is told in words, and ends."""

from __future__ import annotations

from tests.autograder.toy_course import MAX_SCORE, append, insert, submission

from .threat import SECONDS, Threat, answering

TOO_LONG = f"it took more than {SECONDS} s"
GONE = "it ended the process"
HOARD = (
    "import ctypes, os, threading, time\n"
    "def hold(size):\n    kept = np.ones(size * 2**17)\n    time.sleep(60)\n"
    "def hoard(size):\n    if os.fork(): return\n"
)


def careless(name: str, source: str, says: str = "", score: float = MAX_SCORE) -> Threat:
    """Return a submission that is right, but for a cell that misbehaves before ``toy_loss``."""
    return Threat(name, submission(insert(source, before="toy_loss")), score, says)


FUNCTIONS = [
    answering("os_exit", "import os; os._exit(0)", GONE),
    answering("sys_exit", "import sys; sys.exit(1)", "SystemExit: 1"),
    answering("keyboard_interrupt", "raise KeyboardInterrupt", "KeyboardInterrupt"),
    answering("generator_exit", "raise GeneratorExit", "GeneratorExit"),
    answering("kills_itself", "import os; os.kill(os.getpid(), 9)", "(signal 9)"),
    answering("kills_everybody", "import os; os.kill(-1, 9)", "it returned None"),
    answering("kills_its_parent", "import os; os.kill(os.getppid(), 9)\n    return x", "doubled"),
    answering("segmentation_fault", "import ctypes; ctypes.string_at(0)", "(signal 11)"),
    answering("abort", "import os; os.abort()", "(signal 6)"),
    answering("endless_recursion", "return toy_double(x)", "RecursionError"),
    answering(
        "stack_overflow",
        "import sys; sys.setrecursionlimit(10**9); f = lambda n: f(n + 1) + max([n], key=f)\n    return f(0)",
        "",
    ),
    answering("endless_loop", "while True: pass", TOO_LONG),
    answering(
        "endless_loop_that_catches",
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        TOO_LONG,
    ),
    answering("sleeps", "import time; time.sleep(10**6)", TOO_LONG),
    answering(
        "waits_for_a_lock", "import threading; t = threading.Lock(); t.acquire(); t.acquire()", TOO_LONG
    ),
    answering("waits_for_input", "return 2 * x * float(input())", "EOFError"),
    answering(
        "memory_in_one_array", "return np.ones((10**6, 10**6))", "MemoryError: Unable to allocate 7.28 TiB"
    ),
    answering(
        "memory_in_many_arrays", "hoard = []\n    while True: hoard.append(np.empty(2**24))", "MemoryError"
    ),
    answering("returns_far_too_much", "return np.zeros((2000, 2000))", "doubled has shape (2000, 2000)"),
    answering("returns_a_huge_view", "return np.broadcast_to(2.0, (2**31, 2**31))", "array is too big"),
    answering("returns_endlessly", "return iter(int, 1)", "must hold real numbers"),
    answering("huge_message", "raise ValueError('x' * 10**8)", "ValueError: xxxx"),
    answering(
        "message_that_fails", "raise type('E', (Exception,), {'__str__': lambda self: 1 / 0})", "E: (no text)"
    ),
    answering(
        "message_that_exits",
        "raise type('E', (Exception,), {'__str__': lambda self: exit()})",
        "E: (no text)",
    ),
    answering(
        "threads_left_running",
        "import threading, time\n    for _ in range(5): threading.Thread(target=time.sleep, args=(9**9,)).start()\n"
        "    return x",
        "doubled[0, 0]: expected",
    ),
    answering(
        "deletes_its_hooks",
        "import atexit, os; atexit.register(os._exit, 0)\n    return Last()",
        "",
        setup="class Last:\n    def __del__(self): import os; os._exit(0)",
    ),
    answering(
        "memory_of_processes_whose_first_thread_is_dead",
        "for _ in range(4): hoard(300)\n    time.sleep(1.5)\n    return x",
        "toy_double used more than 1024 MiB of memory in all its processes",
        setup=HOARD + "    threading.Thread(target=hold, args=(size,)).start()\n"
        "    time.sleep(0.01)\n    ctypes.CDLL(None).pthread_exit(0)",
    ),
    answering(
        "memory_of_processes_that_cannot_be_looked_into",
        "for _ in range(4): hoard(300)\n    time.sleep(1.5)\n    return x",
        "toy_double used more than 1024 MiB of memory in all its processes",
        setup=HOARD + "    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n    hold(size)",
    ),
    answering("closes_descriptors", "import os; os.closerange(0, 99)", GONE),
    answering(
        "forks_and_both_return",
        "import os; os.fork()\n    return x",
        "doubled[0, 0]: expected",
    ),
]

CELLS = [
    careless("cell_os_exit", "import os; os._exit(0)", "ended the process"),
    careless("cell_sys_exit", "import sys; sys.exit(1)"),
    careless("cell_exit", "exit()"),
    careless("cell_segmentation_fault", "import ctypes; ctypes.string_at(0)", "ended the process"),
    careless("cell_kills_everybody", "import os, signal\nos.kill(-1, signal.SIGKILL)"),
    careless("cell_endless_loop", "while True: pass", f"ran for more than {SECONDS} s and was stopped"),
    careless(
        "cell_sleeps",
        "import time; time.sleep(10**6)",
        f"ran for more than {SECONDS} s and was stopped",
    ),
    careless(
        "cell_that_cannot_be_stopped",
        "import time\nwhile True:\n    try: time.sleep(99)\n    except BaseException: pass",
        f"ran for more than {SECONDS} s and could not be interrupted",
    ),
    careless(
        "cell_awaits_for_ever",
        "import asyncio\nawait asyncio.sleep(10**6)",
        f"ran for more than {SECONDS} s",
    ),
    careless(
        "cell_starts_children",
        "import subprocess\nfor _ in range(5):\n    subprocess.Popen(['sleep', '1000'], start_new_session=True)",
    ),
    careless(
        "fork_bomb",
        "import os\nfor _ in range(300):\n    try:\n        if not os.fork(): __import__('time').sleep(99); os._exit(0)\n"
        "    except OSError: break",
    ),
    careless(
        "thread_bomb",
        "import threading, time\ntry:\n    for _ in range(10**4):\n"
        "        threading.Thread(target=time.sleep, args=(0.2,), daemon=True).start()\nexcept RuntimeError: pass\n"
        "time.sleep(0.3)",
    ),
    careless("memory_bomb", "hoard = []\nwhile True: hoard.append(bytearray(2**26))"),
    careless("huge_output", "print('x' * 10**8)"),
    careless("output_below_python", "import os\nfor _ in range(2000): os.write(1, b'x' * 2**16)"),
    careless("many_displays", "for _ in range(5_000): display('x')"),
    careless("huge_image", "from IPython.display import Image\nImage(b'\\x89PNG' + bytes(2**25))"),
    careless("huge_repr", "class A:\n    def __repr__(self): return 'x' * 10**8\nA()"),
    careless("huge_exception", "raise ValueError('x' * 10**8)"),
    careless(
        "disk_filled",
        "try:\n    for n in range(99): open(f'{n}', 'wb').write(bytes(2**24))\nexcept OSError: pass",
        "",
        10,
    ),
    careless(
        "many_files", "try:\n    for n in range(10**5): open(f'{n}', 'w').close()\nexcept OSError: pass"
    ),
    careless(
        "descriptors_used_up",
        "files = []\ntry:\n    while True: files.append(open('/dev/null'))\nexcept OSError: files = 0",
    ),
    careless(
        "descriptors_kept",
        "files = []\ntry:\n    while True: files.append(open('/dev/null'))\nexcept OSError: pass",
    ),
    careless(
        "namespace_left", "import os\nos.unshare(os.CLONE_NEWUSER) if hasattr(os, 'CLONE_NEWUSER') else 1 / 0"
    ),
    careless("mounts", "!mount -t tmpfs none /tmp"),
    careless("deletes_everything", "!rm -rf / --no-preserve-root 2>/dev/null"),
    careless("installs_packages", "!pip install --quiet --no-input tqdm 2>&1 | tail -1", "", 10),
    careless("magic_reset", "%reset -f", "NameError: name 'np' is not defined", 6),
    careless("magic_autoreload", "%load_ext autoreload\n%autoreload 2"),
    careless("shut_down_kernel", "get_ipython().kernel.do_shutdown(True)"),
    careless("numpy_raises_on_everything", "np.seterr(all='raise')"),
    careless("warnings_are_errors", "import warnings; warnings.simplefilter('error')"),
    careless("print_options", "np.set_printoptions(threshold=1, precision=1)"),
    careless("working_folder_changed", "import os; os.mkdir('x'); os.chdir('x'); os.rmdir('../x')"),
    careless("locale_changed", "import locale, os; os.environ.clear(); locale.setlocale(locale.LC_ALL, 'C')"),
    careless(
        "resource_limits_lowered", "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))"
    ),
    careless(
        "signals_ignored",
        "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass",
    ),
    careless("children_ignored", "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)"),
    careless("garbage_collector_off", "import gc; gc.disable(); gc.set_debug(gc.DEBUG_LEAK)"),
    Threat(
        "dies_in_every_cell", submission(*[append("import os; os._exit(1)")]), MAX_SCORE, "ended the process"
    ),
]

THREATS = [*FUNCTIONS, *CELLS]
