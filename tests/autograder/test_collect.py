"""Downloads of learning systems, as they come and as an enemy would make them."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import sys
import unicodedata
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.archives import ArchiveError, Limits
from autograder.collect import CollectReport, collect
from autograder.errors import CourseError

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")
LATER = (2025, 3, 2, 12, 0, 0)
EARLIER = (2025, 3, 1, 12, 0, 0)


def notebook(text: str = "x = 1", assignment: str | None = "svm") -> bytes:
    """Return a small notebook of an assignment."""
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": text,
        "outputs": [],
        "execution_count": None,
    }
    metadata = {} if assignment is None else {"cs231n": {"assignment": assignment, "version": 1}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}).encode()


def entry(name: str, date: tuple[int, int, int, int, int, int] = LATER, mode: int = 0) -> zipfile.ZipInfo:
    """Return the head of a ZIP entry."""
    info = zipfile.ZipInfo(name, date)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = mode << 16
    return info


def pack(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """Write a ZIP file."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files:
            archive.writestr(entry(name) if isinstance(name, str) else name, data)
    return path


def unpack(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    """Return where submissions are to lie; it does not exist yet."""
    return tmp_path / "course" / "grading" / "submitted"


def content(submitted: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path, time stamps aside."""
    files = (path for path in submitted.rglob("*") if path.is_file() and path.name != "timestamp.txt")
    return {path.relative_to(submitted).as_posix(): path.read_bytes() for path in files}


def why(report: CollectReport, what: str) -> str:
    """Return why a file was skipped."""
    (reason,) = [skipped.why for skipped in report.skipped if skipped.what == what]
    return reason


LAYOUTS = {
    "Moodle folders": {
        "Jane Doe_12345_assignsubmission_file_/svm.ipynb": "Jane_Doe_12345",
        "José O'Neil_7_assignsubmission_file/sub folder/My Homework.ipynb": "José_O_Neil_7",
        "Group A-Li Wei_99_assignsubmission_file_/x.ipynb": "Group_A-Li_Wei_99",
    },
    "Moodle flat": {
        "Jane Doe_12345_assignsubmission_file_svm.ipynb": "Jane_Doe_12345",
        "Bo_1_assignsubmission_file_my_work.ipynb": "Bo_1",
    },
    "Canvas": {
        "doejane_LATE_123_456_svm-2.ipynb": "doejane_123",
        "doejane_124_457_svm.ipynb": "doejane_124",
        "muster_1_2_Untitled.ipynb": "muster_1",
    },
    "Gradescope": {
        "assignment_42_export/submission_1001/svm.ipynb": "submission_1001",
        "assignment_42_export/submission_1002/work/final.ipynb": "submission_1002",
    },
    "nbgrader": {"ada/svm/svm.ipynb": "ada", "bob/svm/svm.ipynb": "bob"},
    "nbgrader inside": {"grading/submitted/ada/svm/svm.ipynb": "ada"},
    "folders": {"ada/anything.ipynb": "ada", "bob@uni.edu/svm.ipynb": "bob@uni.edu", "svm-cy/x.ipynb": "cy"},
    "one folder": {"ada/anything.ipynb": "ada"},
    "folders in a folder": {"all of them/ada/a.ipynb": "ada", "all of them/bob/b.ipynb": "bob"},
    "files": {"ada.ipynb": "ada", "bob_svm.ipynb": "bob", "svm_cy.ipynb": "cy", "team-1.ipynb": "team-1"},
    "files in a folder": {"svm submissions/ada.ipynb": "ada", "svm submissions/team-2.ipynb": "team-2"},
}


@pytest.mark.parametrize("kind", ["zip", "folder"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_is_understood(layout: str, kind: str, tmp_path: Path, submitted: Path) -> None:
    """Does every student's notebook arrive, byte for byte, under the student's name?"""
    files = {name: notebook(f"of = {i}") for i, name in enumerate(LAYOUTS[layout])}
    source = pack(tmp_path / "d.zip", *files.items()) if kind == "zip" else unpack(tmp_path / "d", files)
    report = collect(source, "svm", submitted)
    expected = {f"{student}/svm/svm.ipynb": files[name] for name, student in LAYOUTS[layout].items()}
    assert content(submitted) == expected
    assert {(t.student, t.source) for t in report.taken} == {(s, n) for n, s in LAYOUTS[layout].items()}
    assert not report.skipped
    assert not report.needs_a_person


@pytest.mark.parametrize(
    ("files", "winner"),
    [
        (["doe_1_2_svm.ipynb", "doe_1_3_svm-1.ipynb", "doe_1_4_svm-2.ipynb"], "doe_1_4_svm-2.ipynb"),
        (["doe_1_2_svm-9.ipynb", "doe_1_4_svm-10.ipynb"], "doe_1_4_svm-10.ipynb"),
        (["ada/svm.ipynb", "ada/svm (1).ipynb"], "ada/svm (1).ipynb"),
        (["ada/svm.ipynb", "ada/scratch.ipynb"], "ada/svm.ipynb"),
        (["ada/a/svm_final.ipynb", "ada/b/notes.ipynb"], "ada/a/svm_final.ipynb"),
    ],
)
def test_one_of_several_is_taken_and_the_others_named(
    files: list[str], winner: str, tmp_path: Path, submitted: Path
) -> None:
    """Do attempt numbers and the assignment's name decide, whatever the order?"""
    for i, order in enumerate([files, files[::-1]]):
        zipped = pack(
            tmp_path / f"{i}.zip", *((name, notebook(name)) for name in order), ("bob/x.ipynb", notebook())
        )
        report = collect(zipped, "svm", submitted)
        assert [t.source for t in (*report.taken, *report.unchanged)].count(winner) == 1
        assert {s.what for s in report.skipped} == set(files) - {winner}
        assert all(winner in s.why for s in report.skipped)
        assert not report.needs_a_person


def test_newest_wins_among_equals(tmp_path: Path, submitted: Path) -> None:
    """Does the later file win, and is a guess between unlike names left to a person?"""
    new, old = notebook("new"), notebook("old")
    source = pack(
        tmp_path / "d.zip", (entry("ada/b.ipynb", LATER), new), (entry("ada/c.ipynb", EARLIER), old)
    )
    report = collect(source, "svm", submitted)
    assert content(submitted) == {"ada/svm/svm.ipynb": new}
    assert why(report, "ada/c.ipynb") == "ada/b.ipynb was taken instead"
    assert report.needs_a_person


def test_same_name_twice_in_a_zip(tmp_path: Path, submitted: Path) -> None:
    """Is the newer of two entries with one name taken, not the last or the first?"""
    head = [entry("ada/svm.ipynb", LATER), entry("ada/svm.ipynb", EARLIER)]
    with pytest.warns(UserWarning, match="Duplicate name"):
        source = pack(tmp_path / "d.zip", (head[0], notebook("new")), (head[1], notebook("old")))
    collect(source, "svm", submitted)
    assert content(submitted) == {"ada/svm/svm.ipynb": notebook("new")}


def test_notebook_of_this_assignment_beats_a_newer_one_of_another(tmp_path: Path, submitted: Path) -> None:
    """Does a student who hands in two assignments' notebooks get the right one graded?"""
    files = {"ada/a.ipynb": notebook("mine"), "ada/z.ipynb": notebook("other", "softmax")}
    report = collect(pack(tmp_path / "d.zip", *files.items()), "svm", submitted)
    assert content(submitted)["ada/svm/svm.ipynb"] == files["ada/a.ipynb"]
    assert [s.what for s in report.skipped] == ["ada/z.ipynb"]


def test_only_notebook_is_taken_even_if_of_another_assignment_or_broken(
    tmp_path: Path, submitted: Path
) -> None:
    """Is it left to the grader to say what is wrong with a student's only file?"""
    files = {"ada/x.ipynb": notebook("x", "softmax"), "bob/x.ipynb": b"not JSON", "cy/x.ipynb": b""}
    report = collect(pack(tmp_path / "d.zip", *files.items()), "svm", submitted)
    assert list(map(str, report.taken)) == ["ada", "bob", "cy"]
    assert content(submitted)["bob/svm/svm.ipynb"] == b"not JSON"


def test_other_assignments_of_a_course_are_left_aside(tmp_path: Path, submitted: Path) -> None:
    """Can a whole nbgrader folder be collected, one assignment of it at a time?"""
    files = {"ada/svm/svm.ipynb": notebook(), "ada/softmax/softmax.ipynb": notebook("x", "softmax")}
    files["bob/softmax/softmax.ipynb"] = notebook("x", "softmax")
    report = collect(unpack(tmp_path / "d", files), "svm", submitted)
    assert list(content(submitted)) == ["ada/svm/svm.ipynb"]
    harmless = {s.what: s.harmless for s in report.skipped}
    assert harmless == {"ada/softmax/softmax.ipynb": True, "bob/softmax/softmax.ipynb": False}


def test_what_is_no_notebook_is_skipped_and_named(tmp_path: Path, submitted: Path) -> None:
    """Are modules, data, litter and archives never taken, and each accounted for?"""
    beside = ["ada/numpy.py", "ada/data.csv", "ada/nbgrader_config.py", "ada/more.zip", "ada/timestamp.txt"]
    litter = ["__MACOSX/ada/._svm.ipynb", "ada/.ipynb_checkpoints/svm-checkpoint.ipynb", "ada/.DS_Store"]
    files = [(name, b"x") for name in [*beside, *litter, "README.md"]]
    report = collect(pack(tmp_path / "d.zip", ("ada/svm.ipynb", notebook()), *files), "svm", submitted)
    assert list(content(submitted)) == ["ada/svm/svm.ipynb"]
    assert {s.what for s in report.skipped} == {name for name, _ in files}
    assert not report.needs_a_person


def test_student_without_a_notebook_needs_a_person(tmp_path: Path, submitted: Path) -> None:
    """Is somebody told when a student handed in a ZIP file or a picture instead?"""
    files = ["Jane Doe_1_assignsubmission_file_/work.zip", "doe_1_2_svm.pdf", "cy/svm.py"]
    report = collect(pack(tmp_path / "d.zip", *((name, b"PK") for name in files)), "svm", submitted)
    assert report.needs_a_person
    assert {s.what for s in report.skipped if not s.harmless} == set(files)
    assert "no notebook came from this student" in why(report, files[0])


def test_notebook_that_bears_no_name_needs_a_person(tmp_path: Path, submitted: Path) -> None:
    """Is a bare svm.ipynb refused instead of becoming a student called svm?"""
    files = [("svm.ipynb", notebook()), ("svm-2.ipynb", notebook()), ("svm (1).ipynb", notebook())]
    report = collect(pack(tmp_path / "d.zip", *files), "svm", submitted)
    assert not report.taken
    assert report.needs_a_person
    assert why(report, "svm.ipynb") == "bears no student's name"


# Coming again


def test_collecting_again_changes_nothing(tmp_path: Path, submitted: Path) -> None:
    """Is a second run of the same download a no-op, down to the time of the file?"""
    source = pack(tmp_path / "d.zip", ("ada/svm.ipynb", notebook()))
    assert list(map(str, collect(source, "svm", submitted).taken)) == ["ada"]
    path = submitted / "ada/svm/svm.ipynb"
    os.utime(path, (1, 1))
    report = collect(source, "svm", submitted)
    assert not report.taken
    assert list(map(str, report.unchanged)) == ["ada"]
    assert path.stat().st_mtime == 1


def test_changed_submission_is_replaced(tmp_path: Path, submitted: Path) -> None:
    """Does a later download replace what differs, say so, and leave the others?"""
    files = {"ada/svm.ipynb": notebook("old"), "bob/svm.ipynb": notebook("same")}
    collect(unpack(tmp_path / "d", files), "svm", submitted)
    (tmp_path / "d/ada/svm.ipynb").write_bytes(notebook("new"))
    report = collect(tmp_path / "d", "svm", submitted)
    assert [(t.student, t.replaced) for t in report.taken] == [("ada", True)]
    assert content(submitted)["ada/svm/svm.ipynb"] == notebook("new")


def test_failed_write_leaves_the_old_submission_whole(
    tmp_path: Path, submitted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is nothing half-written when the disk is full, and are the other students taken?"""
    files = {"ada/svm.ipynb": notebook("old"), "bob/svm.ipynb": notebook("b")}
    collect(unpack(tmp_path / "d", files), "svm", submitted)
    unpack(tmp_path / "d", {"ada/svm.ipynb": notebook("new"), "bob/svm.ipynb": notebook("b2")})
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if "ada" in self.parts and data == notebook("new"):
            real(self, data[:10])
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    report = collect(tmp_path / "d", "svm", submitted)
    assert content(submitted) == {"ada/svm/svm.ipynb": notebook("old"), "bob/svm/svm.ipynb": notebook("b2")}
    assert "No space left on device" in why(report, "ada/svm.ipynb")
    monkeypatch.undo()
    assert list(map(str, collect(tmp_path / "d", "svm", submitted).taken)) == ["ada"]


def test_time_is_written_as_nbgrader_reads_it(tmp_path: Path, submitted: Path) -> None:
    """Does nbgrader itself read the time that the archive gives, exact to the second where it is in UTC?"""
    from nbgrader.utils import parse_utc

    moment = datetime(2025, 3, 2, 8, 15, 1, tzinfo=UTC)
    exact = entry("ada/svm.ipynb")
    exact.extra = struct.pack("<HHBl", 0x5455, 5, 1, int(moment.timestamp()))
    unset = entry("cy/svm.ipynb", (1980, 1, 1, 0, 0, 0))
    files = [(exact, notebook()), (entry("bob/svm.ipynb", LATER), notebook()), (unset, notebook())]
    report = collect(pack(tmp_path / "d.zip", *files), "svm", submitted)
    assert parse_utc((submitted / "ada/svm/timestamp.txt").read_text().strip()) == moment.replace(tzinfo=None)
    local = datetime(*LATER).astimezone(UTC).replace(tzinfo=None)
    assert parse_utc((submitted / "bob/svm/timestamp.txt").read_text().strip()) == local
    assert not (submitted / "cy/svm/timestamp.txt").exists()
    assert {t.student: t.modified for t in report.taken}["ada"] == moment


# Hostile archives


def everything(folder: Path) -> set[str]:
    """Return the paths of all that lies in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "name",
    [
        "../../x.ipynb",
        "/etc/x.ipynb",
        "ada/../../x.ipynb",
        "..\\..\\x.ipynb",
        "C:\\x.ipynb",
        "C:/x.ipynb",
        "//server/share/x.ipynb",
        "ada/../bob/x.ipynb",
    ],
)
def test_paths_that_lead_out_are_refused(name: str, tmp_path: Path, submitted: Path) -> None:
    """Is nothing written anywhere for a path that climbs, and are the others taken?"""
    source = pack(tmp_path / "d.zip", (name, notebook()), ("cy/svm.ipynb", notebook()))
    report = collect(source, "svm", submitted)
    assert list(map(str, report.taken)) == ["cy"]
    assert [s.why for s in report.skipped] == ["its path leads out of the download"]
    course = {"course", "course/grading", "course/grading/submitted", "course/grading/submitted/cy"}
    inside = "course/grading/submitted/cy/svm"
    assert everything(tmp_path) == {
        "d.zip",
        *course,
        inside,
        f"{inside}/svm.ipynb",
        f"{inside}/timestamp.txt",
    }


@pytest.mark.parametrize(
    ("mode", "word"),
    [
        (stat.S_IFLNK, "symbolic link"),
        (stat.S_IFIFO, "named pipe"),
        (stat.S_IFCHR, "device"),
        (stat.S_IFSOCK, "socket"),
    ],
)
def test_entries_that_are_no_files_are_refused(mode: int, word: str, tmp_path: Path, submitted: Path) -> None:
    """Is a link in an archive neither followed nor taken for a notebook?"""
    source = pack(tmp_path / "d.zip", (entry("ada/svm.ipynb", mode=mode | 0o777), b"/etc/passwd"))
    report = collect(source, "svm", submitted)
    assert word in why(report, "ada/svm.ipynb")
    assert not submitted.exists()


def patched(source: Path, name: str, offset: int, value: bytes) -> Path:
    """Overwrite a field of an entry's record in the directory of a ZIP file."""
    data = bytearray(source.read_bytes())
    at = data.rindex(name.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + offset : at + offset + len(value)] = value
    source.write_bytes(data)
    return source


def test_encrypted_entry_is_refused(tmp_path: Path, submitted: Path) -> None:
    """Is a file behind a password named with what to do about it?"""
    source = pack(tmp_path / "d.zip", ("ada/svm.ipynb", notebook()), ("bob/svm.ipynb", notebook()))
    report = collect(patched(source, "ada/svm.ipynb", 8, b"\x01\x00"), "svm", submitted)
    assert "encrypted" in why(report, "ada/svm.ipynb")
    assert list(map(str, report.taken)) == ["bob"]


def test_unusual_packing_is_refused(tmp_path: Path, submitted: Path) -> None:
    """Are methods that can be made to take gigabytes of memory left alone?"""
    head = entry("ada/svm.ipynb")
    head.compress_type = zipfile.ZIP_LZMA
    report = collect(pack(tmp_path / "d.zip", (head, notebook())), "svm", submitted)
    assert "unusual method" in why(report, "ada/svm.ipynb")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(), "ZIP bomb"),
        (Limits(ratio=1e9, file=2**20), "larger than 1 MB"),
        (Limits(ratio=1e9, total=2**21), "already come to"),
    ],
)
def test_bombs_are_given_up_early(limits: Limits, reason: str, tmp_path: Path, submitted: Path) -> None:
    """Is a file of zeros given up at the limit of ratio, size or total, not after it is unpacked?"""
    small, bomb = notebook(), bytes(40 * 2**20)
    source = pack(tmp_path / "d.zip", ("a/svm.ipynb", small), ("bomb/svm.ipynb", bomb))
    assert source.stat().st_size < 100_000
    report = collect(source, "svm", submitted, limits=limits)
    assert reason in why(report, "bomb/svm.ipynb")
    assert content(submitted) == {"a/svm/svm.ipynb": small}


def test_older_attempt_stands_in_for_a_bomb(tmp_path: Path, submitted: Path) -> None:
    """Is a student's readable notebook taken where the newer one cannot be, and a person told?"""
    source = pack(
        tmp_path / "d.zip", ("doe_1_2_svm.ipynb", notebook()), ("doe_1_3_svm-1.ipynb", bytes(2**25))
    )
    report = collect(source, "svm", submitted)
    assert [t.source for t in report.taken] == ["doe_1_2_svm.ipynb"]
    assert report.needs_a_person


def test_wrong_sizes_and_sums_are_damage(tmp_path: Path, submitted: Path) -> None:
    """Is an entry that lies about its size or checksum skipped, and the next one taken?"""
    files = [(f"{name}/svm.ipynb", notebook(name)) for name in ("ada", "bob", "cy")]
    source = pack(tmp_path / "d.zip", *files)
    patched(source, "ada/svm.ipynb", 24, struct.pack("<L", 10))
    patched(source, "bob/svm.ipynb", 16, b"\0\0\0\0")
    report = collect(source, "svm", submitted)
    assert list(map(str, report.taken)) == ["cy"]
    assert "damaged" in why(report, "ada/svm.ipynb")
    assert "damaged" in why(report, "bob/svm.ipynb")


def test_too_many_entries_are_refused(tmp_path: Path, submitted: Path) -> None:
    """Are very many files refused by number, and by the length of their list before it is read?"""
    source = pack(tmp_path / "d.zip", *((f"s{i}/svm.ipynb", b"") for i in range(300)))
    with pytest.raises(ArchiveError, match="at most 100 files, got 300"):
        collect(source, "svm", submitted, limits=Limits(members=100))
    with pytest.raises(ArchiveError, match="a directory of"):
        collect(source, "svm", submitted, limits=Limits(directory=1_000))
    with pytest.raises(ArchiveError, match="at most 2 files"):
        collect(
            unpack(tmp_path / "d", {f"s/{i}": b"" for i in range(3)}),
            "svm",
            submitted,
            limits=Limits(members=2),
        )


@pytest.mark.parametrize("data", [b"", b"PK", b"<html>log in</html>", bytes(1000)])
def test_what_is_no_zip_is_refused(data: bytes, tmp_path: Path, submitted: Path) -> None:
    """Does a damaged download end with what to do, and not with a traceback?"""
    (tmp_path / "d.zip").write_bytes(data)
    with pytest.raises(ArchiveError, match=r"expected a folder or a sound ZIP file, got .*download it again"):
        collect(tmp_path / "d.zip", "svm", submitted)
    with pytest.raises(ArchiveError, match=r"got .*absent"):
        collect(tmp_path / "absent.zip", "svm", submitted)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_to_a_zip_is_survived(tmp_path: Path, data: st.DataObject) -> None:
    """Does any change to the bytes give a report or an ArchiveError, never anything else?"""
    good = pack(
        tmp_path / "good.zip", ("ada/svm.ipynb", notebook()), ("bob/svm.ipynb", notebook())
    ).read_bytes()
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "bad.zip").write_bytes(bad)
    with suppress(ArchiveError):
        collect(tmp_path / "bad.zip", "svm", tmp_path / "fuzzed")


def test_entry_without_a_name_is_refused(tmp_path: Path, submitted: Path) -> None:
    """Is a name that is empty, or empty up to a null byte, no reason to stop?"""
    source = pack(tmp_path / "d.zip", ("", notebook()), ("ada/svm.ipynb", notebook()))
    assert list(map(str, collect(source, "svm", submitted).taken)) == ["ada"]
    source.write_bytes(source.read_bytes().replace(b"ada/", b"\0da/"))
    assert not collect(source, "svm", submitted / "again").taken


# Hostile names


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("evil\x1b[2J", "control or invisible"),
        ("\u202egnp", "control or invisible"),
        ("jane\u200b", "control or invisible"),
        ("new\nline", "control or invisible"),
        (".hidden", "start with a dot or dash"),
        ("-rf", "start with a dot or dash"),
        ("…", "must have a letter or digit"),
        ("a" * 101, "more than 100 characters"),
        ("李" * 80, "more than 100 characters"),
        ("CON", "reserved by Windows"),
        ("aux.tar", "reserved by Windows"),
    ],
)
def test_names_that_cannot_be_ids_are_refused(
    name: str, reason: str, tmp_path: Path, submitted: Path
) -> None:
    """Is each kind of bad name refused with its reason, without harm to the others?"""
    files = [(f"{name}/svm.ipynb", notebook()), ("cy/svm.ipynb", notebook())]
    report = collect(pack(tmp_path / "d.zip", *files), "svm", submitted)
    assert list(map(str, report.taken)) == ["cy"]
    (skipped,) = report.skipped
    assert reason in skipped.why
    assert skipped.what.isprintable()
    assert report.needs_a_person


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ('=HYPERLINK("x")', "_HYPERLINK_x_"),
        ("$(touch x); `rm`", "_touch_x_rm_"),
        ("Doe, Jane", "Doe_Jane"),
        ("a*[b]?", "a_b_"),
        ("%s{0}", "_s_0_"),
        ("J. D.", "J._D"),
        ("مريم", "مريم"),
        ("Jose\u0301", "José"),
    ],
)
def test_other_names_are_made_harmless(name: str, student: str, tmp_path: Path, submitted: Path) -> None:
    """Does what a shell, a pattern, a spreadsheet or Windows would misread become an underscore?"""
    report = collect(pack(tmp_path / "d.zip", (f"{name}/svm.ipynb", notebook())), "svm", submitted)
    assert list(map(str, report.taken)) == [student]
    assert list(content(submitted)) == [f"{student}/svm/svm.ipynb"]


@pytest.mark.parametrize("names", [["jane", "Jane"], ["a b", "a,b"], ["STRASSE", "straße"]])
def test_names_that_would_be_mixed_up_are_refused(names: list[str], tmp_path: Path, submitted: Path) -> None:
    """Does nobody's work end up under another student's name, also on a Mac or Windows?"""
    files = [(f"{name}/svm.ipynb", notebook(name)) for name in [*names, "cy"]]
    report = collect(pack(tmp_path / "d.zip", *files), "svm", submitted)
    assert list(map(str, report.taken)) == ["cy"]
    assert all("too much like" in s.why and not s.harmless for s in report.skipped)


def test_name_like_one_that_is_there_is_refused(tmp_path: Path, submitted: Path) -> None:
    """Is a second download's `Jane` kept apart from the first one's `jane`?"""
    collect(pack(tmp_path / "1.zip", ("jane/svm.ipynb", notebook("a"))), "svm", submitted)
    report = collect(pack(tmp_path / "2.zip", ("Jane/svm.ipynb", notebook("b"))), "svm", submitted)
    assert not report.taken
    assert content(submitted) == {"jane/svm/svm.ipynb": notebook("a")}


def test_names_in_utf8_without_the_flag_are_read(tmp_path: Path, submitted: Path) -> None:
    """Is José José, although his archive's program did not say that it writes UTF-8?"""
    source = pack(tmp_path / "d.zip", ("Jos__/svm.ipynb", notebook()))
    source.write_bytes(source.read_bytes().replace(b"Jos__", "José".encode()))
    assert list(map(str, collect(source, "svm", submitted).taken)) == ["José"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), min_size=1, max_size=4, unique=True
    )
)
def test_no_name_whatever_is_written_elsewhere(tmp_path: Path, names: list[str]) -> None:
    """Whatever files are called, do they land as student/svm/svm.ipynb, and are all accounted for?"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(f"{name}.ipynb", LATER), notebook(name))
    area = tmp_path / str(len(list(tmp_path.iterdir())))
    area.mkdir()
    (area / "d.zip").write_bytes(buffer.getvalue())
    report = collect(area / "d.zip", "svm", area / "in" / "submitted")
    files = {path.relative_to(area).as_posix() for path in area.rglob("*") if path.is_file()}
    expected = {
        f"in/submitted/{t}/svm/{file}" for t in report.taken for file in ("svm.ipynb", "timestamp.txt")
    }
    assert files == {"d.zip", *expected}
    assert len(report.taken) + len(report.skipped) == len(names)
    said = "".join(s.what + s.why for s in report.skipped)
    assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


# Hostile folders


@posix
def test_folder_with_links_and_pipes_is_read_without_them(tmp_path: Path, submitted: Path) -> None:
    """Are links not followed and pipes not waited for, each with its reason?"""
    source = unpack(
        tmp_path / "d", {"ada/svm.ipynb": notebook(), "bob/.keep": b"", "cy/.keep": b"", "dan/.keep": b""}
    )
    (tmp_path / "secret.ipynb").write_bytes(notebook("secret"))
    (source / "bob/svm.ipynb").symlink_to(tmp_path / "secret.ipynb")
    os.mkfifo(source / "cy/svm.ipynb")
    (source / "dan/svm.ipynb").mkdir()
    (source / "eve").symlink_to(tmp_path, target_is_directory=True)
    report = collect(source, "svm", submitted)
    assert list(map(str, report.taken)) == ["ada"]
    assert why(report, "bob/svm.ipynb") == "a symbolic link, not a plain file"
    assert why(report, "cy/svm.ipynb") == "a named pipe, not a plain file"
    assert why(report, "eve") == "a symbolic link, not a plain file"
    assert "secret" not in str(content(submitted))


@posix
def test_folder_with_a_name_that_is_no_text(tmp_path: Path, submitted: Path) -> None:
    """Is a name in bytes that are not UTF-8 refused, and safe to print?"""
    folder = os.fsencode(unpack(tmp_path / "d", {"ada/svm.ipynb": notebook()})) + b"/\xff\xfe"
    try:
        os.mkdir(folder)  # noqa: PTH102  a Path cannot spell it
    except OSError:
        pytest.skip("this file system refuses such names itself")
    (Path(os.fsdecode(folder)) / "svm.ipynb").write_bytes(notebook())
    report = collect(tmp_path / "d", "svm", submitted)
    assert list(map(str, report.taken)) == ["ada"]
    (skipped,) = report.skipped
    assert skipped.what.encode() == "\ufffd\ufffd/svm.ipynb".encode()


@posix
def test_link_in_the_way_is_not_written_through(tmp_path: Path, submitted: Path) -> None:
    """Does a link below `submitted` lead nobody's work elsewhere?"""
    (tmp_path / "elsewhere").mkdir()
    submitted.mkdir(parents=True)
    (submitted / "ada").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    report = collect(pack(tmp_path / "d.zip", ("ada/svm.ipynb", notebook())), "svm", submitted)
    assert "symbolic link is in the way" in why(report, "ada/svm.ipynb")
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("name", ["", "..", "a/b", ".git", "/etc"])
def test_assignment_must_be_the_name_of_a_folder(name: str, tmp_path: Path, submitted: Path) -> None:
    """Is an assignment that would be a path refused?"""
    with pytest.raises(CourseError, match="expected the name of an assignment"):
        collect(tmp_path, name, submitted)


def test_two_thousand_students_are_collected(tmp_path: Path, submitted: Path) -> None:
    """Does a department's download arrive, everybody once?"""
    source = pack(tmp_path / "d.zip", *((f"doe{i}_{i}_1_svm.ipynb", notebook(str(i))) for i in range(2_000)))
    assert len(collect(source, "svm", submitted).taken) == 2_000
    assert len(content(submitted)) == 2_000
