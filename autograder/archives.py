"""Read the files of a download, a ZIP file or a folder, without trusting a byte of it.

Nothing is ever unpacked by the names that an archive gives: a caller sees members, and asks for the
bytes of those it wants. Whatever is not a plain file is described, never opened.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from .errors import AutograderError
from .notebook import MAX_BYTES

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_UTF8 = 0x800
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EXTENDED_TIME = 0x5455


class ArchiveError(AutograderError):
    """The download as a whole cannot be read."""


class MemberError(AutograderError):
    """One file of the download cannot be taken; the message says why."""


@dataclass(frozen=True)
class Limits:
    """How much of a download is read at most; sizes in bytes, after decompression.

    ``ratio`` bounds decompressed to compressed size, for files larger than ``ratio_from``.
    """

    file: int = MAX_BYTES
    total: int = 8 * 2**30
    members: int = 100_000
    ratio: float = 200.0
    ratio_from: int = 2**20
    directory: int = 64 * 2**20


@dataclass(frozen=True)
class Member:
    """A file of a download: its path there, with ``/`` between the parts, and why it is not to be read."""

    path: str
    modified: datetime | None
    problem: str | None = None
    index: int = -1  # two files of one name are two files


class Download(Protocol):
    """What a ZIP file and a folder have in common."""

    def members(self) -> list[Member]:
        """Return all files, in the order in which the source lists them."""

    def read(self, member: Member) -> bytes:
        """Return the content; MemberError if it is too large, damaged or not a plain file."""


@contextmanager
def open_download(source: Path, limits: Limits) -> Iterator[Download]:
    """Open a ZIP file or a folder.

    Raises
    ------
    ArchiveError
        If ``source`` is neither, is damaged, or lists more files than the limits allow.
    """
    if source.is_dir():
        yield _Folder(source, limits)
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(source.open("rb"))
            archive = stack.enter_context(zipfile.ZipFile(_Guarded(file, limits.directory)))
        except (OSError, *_DAMAGE) as error:
            raise ArchiveError(
                f"expected a folder or a sound ZIP file, got {source} ({error}); "
                "download it again, or unpack it and name the folder"
            ) from error
        yield _Zip(archive, limits)


class _Budget:
    """Counts what has been read against the limits of a whole download."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.total

    def read(self, stream: IO[bytes], compressed: int | None = None) -> bytes:
        """Read a stream to its end in pieces, giving up as soon as a limit is passed."""
        data = bytearray()
        while piece := stream.read(_CHUNK):
            data += piece
            self.left -= len(piece)
            self._check(len(data), compressed)
        return bytes(data)

    def _check(self, size: int, compressed: int | None) -> None:
        if size > self.limits.file:
            raise MemberError(
                f"larger than {self.limits.file / 2**20:.0f} MB; ask for it with its outputs cleared"
            )
        if self.left < 0:
            raise MemberError(f"the files before it already come to {self.limits.total / 2**30:.0f} GB")
        if compressed is not None and size > max(self.limits.ratio_from, self.limits.ratio * compressed):
            raise MemberError(
                f"packed more than {self.limits.ratio:.0f} times smaller than it is, like a ZIP bomb"
            )


class _Folder:
    def __init__(self, root: Path, limits: Limits) -> None:
        self._root = root
        self._budget = _Budget(limits)

    def members(self) -> list[Member]:
        found: list[Member] = []
        closed: list[OSError] = []
        for folder, folders, files in os.walk(self._root, onerror=closed.append):
            folders.sort()
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            found += [self._member(Path(folder) / name) for name in sorted([*files, *links])]
            _check_number(len(found), self._budget.limits)
        return found + [self._unreadable(Path(error.filename), error) for error in closed]

    def _member(self, path: Path) -> Member:
        try:
            status = path.lstat()
        except OSError as error:
            return self._unreadable(path, error)
        name = path.relative_to(self._root).as_posix()
        if not stat.S_ISREG(status.st_mode):
            return Member(name, None, f"{_kind(status.st_mode)}, not a plain file")
        return Member(name, datetime.fromtimestamp(status.st_mtime, UTC))

    def _unreadable(self, path: Path, error: OSError) -> Member:
        return Member(path.relative_to(self._root).as_posix(), None, f"cannot be read: {error.strerror}")

    def read(self, member: Member) -> bytes:
        flags = (
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_BINARY", 0)
        )
        try:
            descriptor = os.open(self._root / member.path, flags)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise MemberError("not a plain file")
                return self._budget.read(file)
        except OSError as error:
            raise MemberError(f"cannot be read: {error.strerror}") from error


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._budget = _Budget(limits)
        self._entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]

    def members(self) -> list[Member]:
        _check_number(len(self._entries), self._budget.limits)
        return [Member(_name(e), _modified(e), _problem(e), i) for i, e in enumerate(self._entries)]

    def read(self, member: Member) -> bytes:
        entry = self._entries[member.index]
        try:
            with self._archive.open(entry) as stream:
                return self._budget.read(stream, entry.compress_size)
        except (OSError, *_DAMAGE) as error:
            raise MemberError(f"damaged in the ZIP file ({error})") from error


class _Guarded:
    """A file that refuses to be read in one huge piece, as is the list of a ZIP file's million entries."""

    def __init__(self, file: IO[bytes], largest: int) -> None:
        self._file = file
        self._largest = largest
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int = -1) -> bytes:
        if size > self._largest:
            raise ValueError(f"a directory of {size} bytes")
        return self._file.read(size)

    def seekable(self) -> bool:
        return True


def _check_number(number: int, limits: Limits) -> None:
    if number > limits.members:
        raise ArchiveError(
            f"expected at most {limits.members} files, got {number} or more; collect it in parts"
        )


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name as its author wrote it: many programs write UTF-8 without saying so."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        with suppress(UnicodeError):  # else it is what the standard says
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _modified(entry: zipfile.ZipInfo) -> datetime | None:
    """Return when the file was last changed, taken for local time unless in UTC; None if it does not say."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _EXTENDED_TIME and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return datetime.fromtimestamp(int.from_bytes(extra[5:9], "little", signed=True), UTC)
        extra = extra[4 + size :]
    try:
        return datetime(*entry.date_time).astimezone(UTC) if entry.date_time[0] > 1980 else None
    except (ValueError, OverflowError, OSError):
        return None


def _problem(entry: zipfile.ZipInfo) -> str | None:
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return f"{_kind(mode)}, not a plain file"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted; unpack it with its password and collect the folder"
    if entry.compress_type not in _ZIP_METHODS:
        return "packed by an unusual method; unpack it and collect the folder"
    return None


def _kind(mode: int) -> str:
    tests = {stat.S_ISLNK: "a symbolic link", stat.S_ISDIR: "a folder", stat.S_ISFIFO: "a named pipe"}
    return next((word for test, word in tests.items() if test(mode)), "a device or socket")
