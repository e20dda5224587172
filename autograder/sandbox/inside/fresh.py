"""A process for one submission that was started by exec, where it cannot be a fork of the warm process.

Usage: ``python -P -s -m autograder.sandbox.inside.fresh WHERE PLACE``, where WHERE is the descriptor of a
socket to the judge, or a port of this machine to connect to (standard input then holds the key), and PLACE is
JSON.
"""

from __future__ import annotations

import json
import socket
import sys

from . import levels
from .keeper import silence_all_but
from .levels import Place
from .stock import prepare

BY_DESCRIPTOR, BY_PORT = "descriptor", "port"


def main() -> None:
    """Import what notebooks import, and do what the judge asks."""
    place = Place(**json.loads(sys.argv[2]))
    with _connected(*sys.argv[1].split(":")) as sock:
        try:
            shell = prepare()
        except Exception as error:  # noqa: BLE001 (told to the judge, who decides)
            levels.tell(sock, error)
            return
        levels.load(place.level).begin(place, sock, shell)


def _connected(how: str, number: str) -> socket.socket:
    if how == BY_DESCRIPTOR:
        silence_all_but(int(number))
        return socket.socket(fileno=int(number))
    sock = socket.create_connection(("127.0.0.1", int(number)))
    sock.sendall(sys.stdin.buffer.read())
    return sock


if __name__ == "__main__":
    main()
