"""Take in what students handed in: find each student's notebook in a download and put it where it is graded.

Only notebooks are taken, and of a name only what `autograder.lms.student_id` lets through becomes a
path. Everything that is left aside is named with the reason.
"""

from __future__ import annotations

import errno
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from . import lms, text
from .archives import Download, Limits, Member, MemberError, open_download
from .errors import CourseError, UnreadableNotebook
from .notebook import read_submission

_NEVER = datetime.min.replace(tzinfo=UTC)
_LITTER = frozenset(["__MACOSX", ".ipynb_checkpoints", ".git", ".DS_Store", "Thumbs.db", "desktop.ini"])


@dataclass(frozen=True)
class Taken:
    """A submission that is in its place; ``replaced`` tells whether another one was there before."""

    student: str
    source: str
    modified: datetime | None = None
    replaced: bool = False

    def __str__(self) -> str:
        return self.student


@dataclass(frozen=True)
class Skipped:
    """A file that was left aside. ``harmless``: no submission is lost with it."""

    what: str
    why: str
    harmless: bool = False


@dataclass(frozen=True)
class CollectReport:
    """What became of every file of a download; safe to print."""

    taken: tuple[Taken, ...]
    unchanged: tuple[Taken, ...]
    skipped: tuple[Skipped, ...]

    @property
    def needs_a_person(self) -> bool:
        """True when something may be missing that a student meant to hand in."""
        return any(not skipped.harmless for skipped in self.skipped)


@dataclass(frozen=True)
class _Candidate:
    """A notebook that a student may have meant to hand in."""

    member: Member
    claim: lms.Claim

    @property
    def rank(self) -> tuple[bool, int, datetime, str]:
        """What the most fitting and newest has most of."""
        return self.claim.named, self.claim.attempt, self.member.modified or _NEVER, self.member.path


@dataclass(frozen=True)
class _Place:
    """Where one student's submission goes."""

    submitted: Path
    student: str
    assignment: str

    @property
    def notebook(self) -> Path:
        return self.submitted / self.student / self.assignment / f"{self.assignment}.ipynb"


@dataclass
class _Record:
    """The report while it is being written."""

    taken: list[Taken] = field(default_factory=list)
    unchanged: list[Taken] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    beside: list[tuple[str, str, str]] = field(default_factory=list)  # student, path, why; judged at the end
    settled: set[str] = field(
        default_factory=set
    )  # students, as the download names them, who have a submission

    def skip(self, path: str, why: str, *, harmless: bool = False) -> None:
        """Note that a file is left aside."""
        self.skipped.append(Skipped(text.one_line(path), text.one_line(why, 300), harmless))

    def finish(self) -> CollectReport:
        """Close the record: a file beside a submission is harmless, one instead of a submission is not."""
        for student, path, why in self.beside:
            there = student in self.settled
            self.skip(path, why if there else f"{why}; no notebook came from this student", harmless=there)
        return CollectReport(tuple(self.taken), tuple(self.unchanged), tuple(self.skipped))


def collect(source: Path, assignment: str, submitted: Path, *, limits: Limits | None = None) -> CollectReport:
    """Put the notebooks of a download into ``submitted/<student>/<assignment>/<assignment>.ipynb``.

    Understands downloads of Moodle, Canvas and Gradescope, nbgrader's own layout, and plain folders or
    files that bear the students' names. Of several notebooks of one student one is taken: what is named
    after the assignment before others, then the latest attempt, then the latest file.

    Parameters
    ----------
    source : Path
        A ZIP file or a folder. Nothing in it is changed; links in it are not followed.
    assignment : str
        Name of the assignment.
    submitted : Path
        Where submissions lie. A file there is replaced as a whole, and only if its content differs; the
        time of handing in goes beside it into ``timestamp.txt``, in nbgrader's format.
    limits : Limits, optional
        How much is read at most.

    Raises
    ------
    ArchiveError
        If ``source`` cannot be read at all.
    CourseError
        If ``assignment`` cannot be the name of a folder.
    """
    if not assignment or Path(assignment).name != assignment or assignment.startswith("."):
        raise CourseError(f"expected the name of an assignment, got {assignment!r}")
    record = _Record()
    with open_download(source, limits or Limits()) as download:
        handed = _sort_out(download.members(), assignment, record)
        for name, student in _ids(handed, submitted, record).items():
            _take(download, handed[name], _Place(submitted, student, assignment), record)
    return record.finish()


def _sort_out(members: Iterable[Member], assignment: str, record: _Record) -> dict[str, list[_Candidate]]:
    """Gather the notebooks by the names of students as they stand in the download."""
    kept = [(member, parts) for member in members if (parts := _parts(member, record))]
    handed: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for (member, _), claim in zip(kept, lms.claims([parts for _, parts in kept], assignment), strict=True):
        notebook = member.path.lower().endswith(".ipynb")
        if member.problem is not None:
            record.skip(member.path, member.problem)
        elif claim is None or not (notebook or claim.certain):
            why = "bears no student's name" if notebook else "not a notebook"
            record.skip(member.path, why, harmless=not notebook)
        elif not notebook or claim.other is not None:
            why = f"belongs to the assignment {claim.other}" if notebook else "not a notebook"
            record.beside.append((claim.student, member.path, why))
        else:
            handed[claim.student].append(_Candidate(member, claim))
    return dict(handed)


def _parts(member: Member, record: _Record) -> tuple[str, ...]:
    """Return the parts of a path; none for what no student made and for what leads out of the download."""
    parts = member.path.split("/")
    if any(part in _LITTER for part in parts) or parts[-1].startswith("._"):
        record.skip(member.path, "left by a computer, not by a student", harmless=True)
        return ()
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        record.skip(member.path, "its path leads out of the download")
        return ()
    return tuple(unicodedata.normalize("NFC", part) for part in parts if part not in ("", "."))


def _ids(handed: Mapping[str, Sequence[_Candidate]], submitted: Path, record: _Record) -> dict[str, str]:
    """Return the students' ids by name, leaving out names that cannot be ids or would be mixed up."""
    ids: dict[str, str] = {}
    for name in sorted(handed):
        try:
            ids[name] = lms.student_id(name)
        except lms.StudentNameError as error:
            _refuse(handed[name], str(error), record)
    alike = Counter(student.casefold() for student in ids.values())
    present = {path.name.casefold(): path.name for path in submitted.iterdir()} if submitted.is_dir() else {}
    for name, student in list(ids.items()):
        if alike[student.casefold()] > 1 or present.get(student.casefold(), student) != student:
            _refuse(handed[name], f"another student's name is too much like {student}", record)
            del ids[name]
    return ids


def _refuse(candidates: Iterable[_Candidate], why: str, record: _Record) -> None:
    for candidate in candidates:
        record.skip(candidate.member.path, why)


def _take(download: Download, candidates: Sequence[_Candidate], place: _Place, record: _Record) -> None:
    """Put the best of a student's notebooks in its place, and say of the others why not."""
    failed: list[_Candidate] = []
    chosen = _choose(download, candidates, place.assignment, failed, record)
    if chosen is None:
        return
    best, data = chosen
    for other in candidates:
        if other is not best and other not in failed:
            clear = best.claim.named or best.claim.attempt > other.claim.attempt
            record.skip(other.member.path, f"{best.member.path} was taken instead", harmless=clear)
    _put(place, best, data, record)


def _choose(
    download: Download,
    candidates: Sequence[_Candidate],
    assignment: str,
    failed: list[_Candidate],
    record: _Record,
) -> tuple[_Candidate, bytes] | None:
    """Read notebooks, the likeliest first, up to one that is not another assignment's, else the first."""
    first: tuple[_Candidate, bytes] | None = None
    for candidate in sorted(candidates, key=lambda c: c.rank, reverse=True):
        try:
            data = download.read(candidate.member)
        except MemberError as error:
            failed.append(candidate)
            record.skip(candidate.member.path, str(error))
            continue
        if len(candidates) == 1 or not _is_for_another(data, assignment):
            return candidate, data
        first = first or (candidate, data)
    return first


def _is_for_another(data: bytes, assignment: str) -> bool:
    try:
        return read_submission(data).assignment not in (assignment, None)
    except UnreadableNotebook:
        return False  # the grader will tell the student


def _put(place: _Place, best: _Candidate, data: bytes, record: _Record) -> None:
    """Write a submission unless it is there already."""
    source, modified = best.member.path, best.member.modified
    try:
        before = _content(place.notebook)
        if before != data:
            _write(place, data, modified)
    except OSError as error:
        record.skip(source, f"could not be written to {place.notebook}: {error.strerror or error}")
        return
    entry = Taken(place.student, text.one_line(source), modified, before is not None and before != data)
    (record.unchanged if before == data else record.taken).append(entry)
    record.settled.add(best.claim.student)


def _content(path: Path) -> bytes | None:
    """Return what lies there already; None for anything but a plain file."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _write(place: _Place, data: bytes, modified: datetime | None) -> None:
    """Write the time first: should we be stopped in between, the notebook still differs and comes again."""
    folder = place.notebook.parent
    if folder.is_symlink() or folder.parent.is_symlink():
        raise FileExistsError(errno.EEXIST, "a symbolic link is in the way")
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "timestamp.txt"
    if modified is None:
        stamp.unlink(missing_ok=True)
    else:
        _replace(stamp, modified.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC\n").encode())
    _replace(place.notebook, data)


def _replace(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
