"""CIFAR-10 from a folder, an archive, a download, and from everything that only pretends to be it."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_lib import data
from cs231n_lib.data import cifar10_files
from cs231n_lib.errors import DataError


def same(first: data.Split, second: data.Split) -> bool:
    """Say whether two splits hold the same images and labels."""
    names = ["X_train", "y_train", "X_val", "y_val", "X_test", "y_test", "mean_image"]
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


class TestWhereItComesFrom:
    """Folder, archive, environment variable, download."""

    def test_all_ways_lead_to_the_same_images(
        self, cifar10_folder: Path, cifar10_archive: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Do the folder, its parent, the archive and the variable agree?"""
        expected = data.load_cifar10(cifar10_folder)
        for place in (
            cifar10_folder,
            str(cifar10_folder),
            cifar10_folder.parent,
            cifar10_archive,
            str(cifar10_archive),
        ):
            assert same(data.load_cifar10(place), expected)
        for place in (cifar10_folder, cifar10_folder.parent, cifar10_archive):
            monkeypatch.setenv("CS231N_CIFAR10", str(place))
            assert same(data.load_cifar10(), expected)

    def test_files_saved_anew_by_python_3_are_read(
        self, cifar10_folder: Path, cifar10_batches: dict[str, dict[bytes, Any]]
    ) -> None:
        """Are text keys as good as bytes keys?"""
        expected = data.load_cifar10(cifar10_folder)
        for name, batch in cifar10_batches.items():
            record = {key.decode(): value for key, value in batch.items()}
            (cifar10_folder / name).write_bytes(pickle.dumps(record, protocol=4))
        assert same(data.load_cifar10(cifar10_folder), expected)

    @pytest.mark.parametrize("named_by", ["path", "CS231N_CIFAR10"])
    def test_a_place_that_does_not_exist_is_named(
        self, cifar10_folder: Path, monkeypatch: pytest.MonkeyPatch, named_by: str
    ) -> None:
        """Does the message say who pointed there, and what to try?"""
        nowhere = cifar10_folder / "nowhere"
        monkeypatch.setenv("CS231N_CIFAR10", str(nowhere if named_by != "path" else cifar10_folder))
        with pytest.raises(
            DataError, match=f"nowhere, as .*{named_by} says, .*; try the folder cifar-10-batches"
        ):
            data.load_cifar10(nowhere if named_by == "path" else None)

    @pytest.mark.parametrize("name", ["data_batch_3", "test_batch", "batches.meta"])
    def test_a_missing_file_is_named(self, cifar10_folder: Path, name: str) -> None:
        """Is an incomplete folder told from an empty one?"""
        (cifar10_folder / name).unlink()
        with pytest.raises(DataError, match=f"got none named {name}; try"):
            data.load_cifar10(cifar10_folder)

    @pytest.mark.parametrize("content", [b"<html>404</html>", b"", None], ids=["page", "empty", "cut short"])
    def test_an_archive_that_is_none_is_refused(self, cifar10_archive: Path, content: bytes | None) -> None:
        """Is half a download, or an error page, told apart from CIFAR-10?"""
        cifar10_archive.write_bytes(cifar10_archive.read_bytes()[:5000] if content is None else content)
        with pytest.raises(DataError, match="try downloading it again"):
            data.load_cifar10(cifar10_archive)

    def test_nothing_of_an_archive_lands_on_the_disk(
        self, cifar10_contents: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Are members with other names, links and paths leading out just passed over?"""
        monkeypatch.chdir(tmp_path)
        place = tmp_path / "odd.tar"
        with tarfile.open(place, "w") as file:
            for name, target in (("../../escaped", ""), ("/tmp/escaped", ""), ("test_batch", "/etc/passwd")):
                member = tarfile.TarInfo(name)
                member.type, member.linkname = (tarfile.SYMTYPE, target) if target else (tarfile.REGTYPE, "")
                file.addfile(member)
            for name, content in cifar10_contents.items():
                member = tarfile.TarInfo(f"./cifar-10-batches-py/{name}")
                member.size = len(content)
                file.addfile(member, io.BytesIO(content))
        assert len(data.load_cifar10(place).y_test) == 20
        assert os.listdir(tmp_path) == ["odd.tar"]  # noqa: PTH208  # names, not paths, are compared

    def test_a_monstrous_member_is_refused_before_it_is_read(
        self, cifar10_archive: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Does a size beyond any batch stop the reading?"""
        monkeypatch.setattr(cifar10_files, "MAX_FILE_BYTES", 1000)
        with pytest.raises(DataError, match="expected at most 1,000 bytes, got 6"):
            data.load_cifar10(cifar10_archive)


class TestDownload:
    """The real pooch, with a server on this machine in place of Toronto's."""

    @pytest.fixture
    def server(self, cifar10_archive: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
        """Serve the archive, and keep the cache to this test."""
        handler = partial(SimpleHTTPRequestHandler, directory=str(cifar10_archive.parent))
        monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
        monkeypatch.setenv("XDG_CACHE_HOME", str(cifar10_archive.parent / "cache"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        md5 = hashlib.md5(cifar10_archive.read_bytes(), usedforsecurity=False).hexdigest()
        monkeypatch.setattr(cifar10_files, "MD5", md5)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
            url = f"http://127.0.0.1:{running.server_port}/{cifar10_archive.name}"
            monkeypatch.setattr(cifar10_files, "URL", url)
            thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            yield running
            running.shutdown()
            thread.join()

    @pytest.mark.usefixtures("server")
    def test_downloads_once_and_then_reads_what_it_kept(
        self, cifar10_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Is the second call served from the cache, network or not?"""
        expected = data.load_cifar10(cifar10_folder)
        assert same(data.load_cifar10(), expected)
        monkeypatch.setattr(cifar10_files, "URL", "http://127.0.0.1:9/cifar-10-python.tar.gz")
        assert same(data.load_cifar10(), expected)

    @pytest.mark.usefixtures("server")
    def test_a_wrong_checksum_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Is an archive that is not the official one never opened?"""
        monkeypatch.setattr(cifar10_files, "MD5", "0" * 32)
        with pytest.raises(DataError, match=r"expected to download .* load_cifar10\(path\), or the variable"):
            data.load_cifar10()

    def test_no_network_is_explained(self, cifar10_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Does somebody offline learn the two ways around the download?"""
        monkeypatch.setenv("XDG_CACHE_HOME", str(cifar10_archive.parent / "cache"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setattr(cifar10_files, "URL", "http://127.0.0.1:9/cifar-10-python.tar.gz")
        with pytest.raises(DataError, match="try again, or download it by other means"):
            data.load_cifar10()

    def test_the_official_place_and_checksum(self) -> None:
        """Are the constants those of the official page?"""
        assert cifar10_files.URL == "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
        assert cifar10_files.MD5 == "c58f30108f718f92721af3bb95e74349"
