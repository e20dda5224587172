"""Map nbgrader onto this tree: where it looks, what it releases, where the gradebook is.

nbgrader runs this file from the folder it is called in; every path is taken from this file's own folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from autograder.configuration import autograde_config

if TYPE_CHECKING:
    from traitlets.config import Config

    def get_config() -> Config:
        """Return the configuration being loaded; traitlets puts this function into the file's namespace."""


c = get_config()

root = Path(__file__).resolve().parent
grading = root / "grading"
exchange = grading / "exchange"
exchange.mkdir(parents=True, exist_ok=True)  # nbgrader and SQLite make files, not folders

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "cs231n"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.solution_directory = "grading/solution"
c.CourseDirectory.db_url = f"sqlite:///{grading / 'gradebook.db'}"

c.Exchange.root = str(exchange)  # a shared server puts the folder here that all of its users can write to

# Only notebooks are released: what lies beside them in solutions/ is the hidden half.
folders = [".ipynb_checkpoints", "__pycache__", "alternatives", "misconceptions"]
c.CourseDirectory.ignore = [*folders, "*.py", "*.pyc", "*.json", "*.md"]

c.ExportPlugin.to = str(grading / "grades.csv")

c.ClearSolutions.code_stub = {
    "python": 'raise NotImplementedError("Write the body here, then delete this line")'
}

# nbgrader's own commands grade with the kit's judge and sandbox, and so give the same scores.
autograde_config(c)
