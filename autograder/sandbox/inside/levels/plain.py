"""No isolation: a process that anybody could have started, for one's own notebook on Windows."""

from __future__ import annotations

from . import Level, Place, make_home


class Plain(Level):
    """A process of its own, started anew for each submission; it answers by itself instead of forking."""

    forks = False

    def settle(self, place: Place) -> None:
        """Work in the scratch folder."""
        make_home(place.scratch)


LEVEL = Plain()
