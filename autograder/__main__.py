"""The command ``autograder``, also as ``python -m autograder``."""

from __future__ import annotations

import sys


def run() -> None:
    """Run the command line; without the grader's packages, say how to get them."""
    try:
        from .cli import main
    except ModuleNotFoundError as error:
        advice = "try: pip install 'cs231n-kit[grader]'"
        sys.stderr.write(f"autograder: expected the package {error.name}, found none; {advice}\n")
        sys.exit(2)  # as for any other mistake of configuration
    except KeyboardInterrupt:  # while the packages are imported; later ones are told by the commands
        sys.exit(130)
    main()


if __name__ == "__main__":
    run()
