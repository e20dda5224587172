"""What travels between machines that share no files: an assignment as a zip archive, a result as JSON.

Nothing here is pickled, and nothing that comes out of a submission is decoded as anything but JSON.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from ..course import Course, assignment_files
from ..grading import Graded
from ..options import Options
from ..results import SubmissionResult
from .vetting import Kit

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the same assignment is the same archive, whenever its files were written


@dataclass(frozen=True)
class Parcel:
    """All that a worker elsewhere needs in order to grade: the assignment's folder, and how to grade.

    ``key`` says what is in it, and which run it belongs to; ``kit`` is what the worker must have itself.
    """

    key: str
    assignment: str
    archive: bytes
    options: Options
    kit: Kit


def pack(course: Course, assignment: str) -> bytes:
    """Return the folder of an assignment as a zip archive: the notebook and the modules beside it."""
    folder = course.source(assignment).parent
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in assignment_files(folder):
            entry = zipfile.ZipInfo(name.as_posix(), FIXED_TIME)
            archive.writestr(entry, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack(archive: bytes, assignment: str, root: Path) -> Course:
    """Make a course of one assignment in a fresh folder; the archive is one that `pack` has made."""
    folder = root / "solutions" / assignment
    folder.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(folder)
    return Course(root)


def encode(graded: Graded) -> bytes:
    """Return a result and its notebook as compressed JSON."""
    record = {"result": graded.result.to_json(), "notebook": graded.notebook}
    return zlib.compress(json.dumps(record).encode(), level=1)


def decode(data: bytes) -> Graded:
    """Return what `encode` was given."""
    record = json.loads(zlib.decompress(data))
    return Graded(SubmissionResult.from_json(record["result"]), record["notebook"])
