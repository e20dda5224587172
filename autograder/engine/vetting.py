"""Whether a machine may grade: the same kit, and a Python and NumPy that compute the same."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from dataclasses import dataclass
from pathlib import Path

DISTRIBUTION = "cs231n-kit"
PACKAGES = ("cs231n_lib", "autograder")


@dataclass(frozen=True)
class Kit:
    """What decides about scores besides the assignment.

    Python and NumPy are given as far as they matter ("3.12", "2.1"); ``digest`` is that of the kit's own
    modules, for a checkout that was edited has the version of the one that was not.
    """

    version: str
    digest: str
    python: str
    numpy: str

    @classmethod
    def here(cls) -> Kit:
        """Return the kit of this machine."""
        version, numpy = (importlib.metadata.version(name) for name in (DISTRIBUTION, "numpy"))
        return cls(version, _digest(), _minor(platform.python_version()), _minor(numpy))

    def refusal(self, found: Kit) -> str | None:
        """Return why a machine with the kit ``found`` must not grade, or None if it may."""
        if found.version != self.version:
            return wrong_version(self.version, found.version)
        if found.digest != self.digest:
            return (
                f"expected the modules of {DISTRIBUTION} {self.version} as they are here ({self.digest}), "
                f"found others of the same version ({found.digest}); install it from the same files"
            )
        for name, wanted, got in (("Python", self.python, found.python), ("NumPy", self.numpy, found.numpy)):
            if got != wanted:
                return f"expected {name} {wanted}, found {got}; install {name} {wanted} there"
        return None


def wrong_version(expected: str, found: str) -> str:
    """Say that a machine has another version of the kit than expected, or none, and what to do."""
    return (
        f"expected {DISTRIBUTION} {expected}, found {found}; "
        f"install {DISTRIBUTION}[grader,cluster] there as it is installed here, and restart the worker"
    )


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _digest() -> str:
    top = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for path in sorted(path for name in PACKAGES for path in (top / name).rglob("*.py")):
        digest.update(path.relative_to(top).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
