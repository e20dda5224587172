"""The recipe for Kubernetes: do its parts fit together, and does Dask know the commands in it?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with Dask; its types would be one more package
from distributed.cli import dask_scheduler, dask_worker

COMMANDS = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}


@pytest.fixture
def recipe(root: Path) -> list[dict[str, Any]]:
    """Return the documents of the recipe."""
    return list(yaml.safe_load_all((root / "docs" / "kubernetes.yaml").read_text("utf-8")))


def of_kind(recipe: list[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    """Return what is wanted of each object of a kind, by its name."""
    return {one["metadata"]["name"]: one["spec"] for one in recipe if one["kind"] == kind}


def test_what_is_selected_is_there(recipe: list[dict[str, Any]]) -> None:
    """Do the service and the policies mean pods that the deployments make?"""
    deployments = of_kind(recipe, "Deployment")
    made = [spec["template"]["metadata"]["labels"] for spec in deployments.values()]
    selected = [spec["selector"]["matchLabels"] for spec in deployments.values()]
    selected += [spec["selector"] for spec in of_kind(recipe, "Service").values()]
    for policy in of_kind(recipe, "NetworkPolicy").values():
        ends = [end for rule in policy.get("ingress", []) for end in rule["from"]]
        ends += [end for rule in policy.get("egress", []) for end in rule.get("to", [])]
        selected += [end["podSelector"]["matchLabels"] for end in ends]
        selected.append(policy["podSelector"]["matchLabels"])
    assert len(selected) == 8
    assert all(labels in made for labels in selected)


def test_the_commands_are_dasks(recipe: list[dict[str, Any]]) -> None:
    """Does Dask take each command, and do graders look for the scheduler where it is?"""
    given = {}
    for spec in of_kind(recipe, "Deployment").values():
        (container,) = spec["template"]["spec"]["containers"]
        dask, name, *arguments = container["command"]
        assert dask == "dask"
        given[name] = COMMANDS[name].make_context(name, list(arguments)).params
    ((service, spec),) = of_kind(recipe, "Service").items()
    (port,) = spec["ports"]
    assert given["worker"]["scheduler"] == f"tcp://{service}:{port['port']}"
    assert given["worker"]["nthreads"] == 1
    assert given["scheduler"]["port"] == str(port["port"])
