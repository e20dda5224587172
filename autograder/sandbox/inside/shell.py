"""An IPython shell without a kernel: runs a notebook's cells and keeps a bounded record of their output."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

MAX_TEXT = 20_000
MAX_IMAGE = 500_000
MAX_OUTPUTS = 50
MAX_LINE = 2_000  # of a traceback
MAX_TOTAL = 3 * 2**20  # characters of all outputs as JSON: they travel in one message
_DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class CellTimeout(BaseException):
    """Raised inside a cell that has used up its time."""


class BoundedText(io.TextIOBase):
    """A text stream that keeps the first characters and forgets the rest, however much is printed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = MAX_TEXT

    def writable(self) -> bool:
        """Accept text always."""
        return True

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
            if self._room <= 0:
                self._parts.append("\n... (output cut here)\n")
        return len(text)

    def text(self) -> str:
        """Return what was kept."""
        return "".join(self._parts)


class NotebookShell(InteractiveShell):
    """Runs cells as a notebook would; errors are recorded instead of printed, and nothing is remembered."""

    def init_history(self) -> None:
        """Keep no history file: its thread and database would be shared by all forks."""
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # IPython is typed in part
        self.colors = "nocolor"
        self.error: dict[str, Any] | None = None
        self._own_transforms = self._transforms()

    def _transforms(self) -> list[Any]:
        return [*self.input_transformers_cleanup, *self.input_transformers_post, *self.ast_transformers]

    @property
    def is_as_made(self) -> bool:
        """Whether no cell has asked for the text of later cells to be read in another way."""
        return self._transforms() == self._own_transforms

    def enable_gui(self, gui: str | None = None) -> None:
        """Accept ``%matplotlib inline``: there is no event loop to start."""

    def system(self, cmd: str) -> None:
        """Run a line after ``!`` without the terminal that IPython asks for, which there is none of here."""
        command = self.var_expand(cmd, depth=1)  # type: ignore[no-untyped-call]
        done = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        sys.stdout.write(done.stdout.decode(errors="replace"))
        sys.stderr.write(done.stderr.decode(errors="replace"))
        self.user_ns["_exit_code"] = done.returncode

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.error = {
            "ename": getattr(etype, "__name__", "Error"),
            "evalue": _text_of(evalue),
            "traceback": _lines(stb),
        }


def make_shell() -> NotebookShell:
    """Return the one shell of this process, with inline figures, as a notebook has them."""
    shell: NotebookShell = NotebookShell.instance()
    shell.run_line_magic("matplotlib", "inline")
    return shell


def run_cell(shell: NotebookShell, source: str, seconds: float) -> dict[str, Any]:
    """Run one cell and return its status and outputs; a cell that takes too long is interrupted."""
    shell.error, stdout, stderr = None, BoundedText(), BoundedText()
    status = "ok"
    with (
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
        capture_output(stdout=False, stderr=False, display=True) as captured,
    ):
        shell.display_trap.hook = sys.displayhook  # the capturing one: the cell's last value is an output too
        try:
            with _alarm(seconds):
                _run(shell, source)
        except CellTimeout:
            shell.error = {"ename": "CellTimeout", "evalue": "", "traceback": []}
        except (SystemExit, KeyboardInterrupt) as error:
            shell.error = {"ename": type(error).__name__, "evalue": _text_of(error), "traceback": []}
    if shell.error is not None and shell.error["ename"] == "CellTimeout":
        text = f"the cell ran for more than {seconds:g} s"
        status, shell.error = "timeout", {"ename": "TimeoutError", "evalue": text, "traceback": [text]}
    elif shell.error is not None:
        status = "error"
    return {"status": status, "outputs": _outputs(stdout, stderr, captured.outputs, shell.error)}


def _run(shell: NotebookShell, source: str) -> None:
    """Run a cell; what only imports and defines, which shows nothing, without the machinery to show things.

    That writes to hundreds of pages, each of which has to be copied again after every fork.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # IPython's syntax, or none: it knows
        tree = ast.Module([], [])
    defines = bool(tree.body) and all(isinstance(node, _DEFINES) for node in tree.body)
    if not (defines and shell.is_as_made):
        shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
        return
    name = shell.compile.cache(source, shell.execution_count)
    try:
        code = shell.compile(tree, name, "exec")  # type: ignore[arg-type]  # it remembers __future__ imports
        exec(code, shell.user_ns)
    except Exception:  # noqa: BLE001 (whatever a cell raises is shown)
        shell.showtraceback()


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):  # Windows: whoever waits for the cell ends the process
        yield
        return

    def ring(_signal: int, _frame: Any) -> None:
        raise CellTimeout

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _outputs(
    stdout: BoundedText, stderr: BoundedText, shown: list[Any], error: dict[str, Any] | None
) -> list[Any]:
    """Return the cell's outputs in nbformat's form: text and PNG only."""
    outputs: list[Any] = [
        {"output_type": "stream", "name": name, "text": stream.text()}
        for name, stream in (("stdout", stdout), ("stderr", stderr))
        if stream.text()
    ]
    for output in shown[:MAX_OUTPUTS]:
        data = {"text/plain": str(output.data.get("text/plain", ""))[:MAX_TEXT]}
        image = output.data.get("image/png")
        if isinstance(image, str) and len(image) <= MAX_IMAGE:
            data["image/png"] = image
        outputs.append({"output_type": "display_data", "data": data, "metadata": {}})
    outputs = _as_many_as_fit(outputs)
    if error is not None:
        outputs.append({"output_type": "error", **error})
    return outputs


def _as_many_as_fit(outputs: list[Any]) -> list[Any]:
    room = MAX_TOTAL
    for number, output in enumerate(outputs):
        room -= len(json.dumps(output))
        if room < 0:
            text = f"... ({len(outputs) - number} more outputs left out here)\n"
            return [*outputs[:number], {"output_type": "stream", "name": "stdout", "text": text}]
    return outputs


def _lines(stb: Any) -> list[str]:
    lines = stb if isinstance(stb, list) else [str(stb)]
    return [str(line)[:MAX_LINE] for line in lines[:60]]


def _text_of(value: object) -> str:
    try:
        return str(value)[:2_000]
    except BaseException:  # noqa: BLE001 (a student's exception may fail in its own __str__)
        return ""
