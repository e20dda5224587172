"""Which workers may grade, and what travels to them and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course, assignment_files, load_assignment
from autograder.engine import Setup, cluster, distant, grade_all, make_engine, parcels
from autograder.engine.vetting import Kit
from autograder.errors import ClusterError
from autograder.options import Options
from autograder.store import Handed
from tests.dask_cluster import Cluster

from .toy_course import submission


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a cluster of one worker."""
    with Cluster(tmp_path_factory.mktemp("alone")) as made:
        made.start_worker("ann")
        made.wait_for_workers(1)
        yield made


def test_a_worker_like_this_machine_may_grade(alone: Cluster) -> None:
    """Does a worker report what is here, for it runs the same files?"""
    with alone.client() as client:
        found = client.submit(Kit.here).result()
    assert found == Kit.here()
    assert Kit.here().refusal(found) is None


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"digest": "0123456789ab"}, r"as they are here \(0123456789ab\).*install it from the same files"),
        ({"python": "3.99"}, r"expected Python 3\.99, found 3\.\d+; install Python 3\.99 there"),
        ({"numpy": "9.9"}, r"expected NumPy 9\.9, found \d+\.\d+; install NumPy 9\.9 there"),
    ],
)
def test_a_worker_unlike_this_machine_is_refused(
    other: dict[str, str], reason: str, alone: Cluster, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is a real worker refused by name, when what it reports differs in one point?"""
    real = cluster._parcel

    def edited(setup: Setup) -> parcels.Parcel:
        parcel = real(setup)
        return replace(parcel, kit=replace(parcel.kit, **other))

    monkeypatch.setattr(cluster, "_parcel", edited)
    engine = make_engine(Setup(course.root, "toy", Options(seed=3)), None, alone.address)
    with pytest.raises(ClusterError, match=f"found none: ann .*{reason}"):
        list(grade_all(engine, [Handed("ada", submission(), None)]))


def test_the_version_is_named_before_what_follows_from_it() -> None:
    """Is another version not blamed on the modules, which differ of course?"""
    here = Kit("0.1.0", "abc", "3.12", "2.1")
    assert "found 0.2.0; install cs231n-kit[grader,cluster] there" in str(
        here.refusal(Kit("0.2.0", "def", "3.11", "1.26"))
    )


def test_an_assignment_arrives_as_it_was_sent(course: Course, tmp_path: Path) -> None:
    """Are all files there, and the assignment the same; and is the archive, whenever it is made?"""
    archive = parcels.pack(course, "toy")
    there = parcels.unpack(archive, "toy", tmp_path)
    sent, arrived = (one.source("toy").parent for one in (course, there))
    names = assignment_files(sent)
    assert names == assignment_files(arrived)
    assert [(sent / name).read_bytes() for name in names] == [(arrived / name).read_bytes() for name in names]
    assert load_assignment(there, "toy").version == load_assignment(course, "toy").version
    assert parcels.pack(there, "toy") == archive


def test_a_result_arrives_as_it_was_sent(course: Course, tmp_path: Path) -> None:
    """Does a result of a real submission survive its journey, notebook and all?"""
    parcel = parcels.Parcel("key", "toy", parcels.pack(course, "toy"), Options(seed=3), Kit.here())
    post = distant.open_post(parcel)
    graded = post.grader.grade(submission(toy_double="    return 3 * x"), "ada")
    assert parcels.decode(parcels.encode(graded)) == graded
    assert graded.result.exercises


def test_a_worker_that_cannot_do_the_sandbox_is_refused(course: Course, tmp_path: Path) -> None:
    """Is the level that is demanded had on the worker, too, and said why it cannot be?"""

    def refuse_all() -> None:
        from autograder.sandbox import levels

        def refuse() -> str:
            raise levels.LevelRefused("not today")

        for name in ("namespaces", "bubblewrap"):
            levels.BY_NAME[name] = levels.Level(name, refuse)

    with Cluster(tmp_path) as used:
        used.start_worker("ann")
        used.wait_for_workers(1)
        with used.client() as client:
            client.run(refuse_all)
        setup = Setup(course.root, "toy", Options(seed=3, sandbox="bubblewrap"))
        reason = r"expected a sandbox of level bubblewrap .*not today; run `autograder doctor` there"
        with pytest.raises(ClusterError, match=f"found none: ann .*{reason}"):
            list(grade_all(make_engine(setup, None, used.address), [Handed("ada", submission(), None)]))
