"""What a submission may use. Time is enforced from outside, everything else by the kernel."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20
LEVELS = ("namespaces", "bubblewrap", "landlock", "process", "plain")  # how well shut in, the best first


@dataclass(frozen=True)
class Limits:
    """Limits on one submission.

    Parameters
    ----------
    cell_seconds, call_seconds, notebook_seconds
        Wall-clock seconds for one cell, for one call of a graded function, and for everything.
    memory_mib, file_mib, tmp_mib
        MiB of memory (address space of each process, and what all of them hold together), per file written,
        and of everything in the scratch folder (which only levels with a mount namespace can limit).
    processes
        Processes and threads at one time; counted where the submission has a user of its own.
    open_files
        Open descriptors per process.
    """

    cell_seconds: float = 60.0
    call_seconds: float = 10.0
    notebook_seconds: float = 600.0
    memory_mib: int = 4096
    file_mib: int = 64
    tmp_mib: int = 256
    processes: int = 64
    open_files: int = 256

    def rlimits(self) -> dict[str, int]:
        """Return the kernel's limits by the names of the `resource` module."""
        return {
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_AS": self.memory_mib * MIB,
            "RLIMIT_CPU": int(self.notebook_seconds) + 1,
            "RLIMIT_FSIZE": self.file_mib * MIB,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CORE": 0,
        }
