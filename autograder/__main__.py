"""``python -m autograder`` is the command ``autograder``."""

from .cli import main

if __name__ == "__main__":
    main()
