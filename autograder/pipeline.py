"""What nbgrader's own commands call, by `configuration.autograde_config`: they grade with the kit's judge.

A submission is graded where ``nbgrader autograde`` would sanitise it, and never executed again.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, Enum, Float

from .course import Course, load_assignment
from .errors import AutograderError
from .grading import grade
from .judge import Judge
from .sandbox.limits import LEVELS, Limits
from .sandbox.process import Sandbox
from .seeds import fresh_seed
from .store import read_regular


class SubmissionExporter(NotebookExporter):
    """Hands a submission on as bytes, so that no file can stop nbgrader by being unreadable."""

    def from_filename(  # type: ignore[override]  # nbconvert's own hint is wrong: this exporter makes text
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[str, Any]:
        """Read a file that may be anything; what of it is a notebook is decided when it is graded."""
        data, _ = read_regular(Path(filename))
        resources = resources if resources is not None else {}
        resources["cs231n_submission"] = data
        try:
            notebook = nbformat.reads(data.decode(), as_version=4)
        except Exception:  # noqa: BLE001 (the judge reads the bytes again, and says what is wrong)
            notebook = nbformat.v4.new_notebook()
        output: tuple[str, Any] = self.from_notebook_node(  # type: ignore[no-untyped-call]
            notebook, resources=resources, **kwargs
        )
        return output


class GradeSubmission(Preprocessor):
    """Grades where nbgrader sanitises: the notebook that comes out holds the verdicts as outputs."""

    enabled = Bool(True).tag(config=True)
    sandbox = Enum(LEVELS, LEVELS[-1], help="Isolation to demand at least.").tag(config=True)
    call_seconds = Float(Limits.call_seconds, help="Seconds for one call of a function.").tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Seconds for one cell.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ARG002 (only its bytes count)
        """Replace the notebook by the graded one."""
        about: Mapping[str, str] = resources["nbgrader"]
        course = Course(Path(self.config.CourseDirectory.root))
        limits = Limits(call_seconds=self.call_seconds, cell_seconds=self.cell_seconds)
        judge, sandbox = _grader(course, about["assignment"], limits, self.sandbox)
        graded = grade(resources.pop("cs231n_submission"), judge, sandbox, about["student"])
        if graded.result.status == "grader_error":
            raise AutograderError("; ".join(graded.result.notes))
        _remove_extras(course.notebook_file("autograded", about["student"], about["assignment"]))
        for note in graded.result.notes:
            self.log.warning("%s: %s", about["student"], note)
        return nbformat.from_dict(graded.notebook), resources


def _remove_extras(notebook: Path) -> None:
    """Remove what nbgrader has copied beside a notebook: no student's page or picture is shown as ours."""
    for path in notebook.parent.glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in (notebook.name, "timestamp.txt"):
            path.unlink()


@cache
def _grader(course: Course, assignment: str, limits: Limits, level: str) -> tuple[Judge, Sandbox]:
    """Return this process's judge and sandbox for an assignment."""
    sandbox = Sandbox(limits, level)
    atexit.register(sandbox.close)
    return Judge(load_assignment(course, assignment), fresh_seed()), sandbox
