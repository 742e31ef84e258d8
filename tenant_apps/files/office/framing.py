"""How the service is spoken to over its socket: one line of JSON, then the bytes it announces."""

import json
import socket
from collections.abc import Iterable
from typing import Any, BinaryIO

LONGEST_LINE = 4096
PIECE = 1 << 16
LARGEST = 512 << 20


class Broken(Exception):
    """The other side went away, or does not speak as we do."""


def send(to: socket.socket, said: dict[str, Any], pieces: Iterable[bytes] = ()) -> None:
    to.sendall(json.dumps(said).encode() + b"\n")
    for piece in pieces:
        to.sendall(piece)


def hear(stream: BinaryIO) -> dict[str, Any]:
    line = stream.readline(LONGEST_LINE)
    try:
        said = json.loads(line)
    except ValueError:
        raise Broken("no answer") from None
    if not line.endswith(b"\n") or not isinstance(said, dict):
        raise Broken("not a line")
    return said


def take(stream: BinaryIO, size: int, target: BinaryIO) -> None:
    """Exactly `size` bytes, or Broken."""
    if not 0 <= size <= LARGEST:
        raise Broken("too large")
    left = size
    while left:
        piece = stream.read(min(PIECE, left))
        if not piece:
            raise Broken("cut short")
        target.write(piece)
        left -= len(piece)


def pieces_of(file: BinaryIO) -> Iterable[bytes]:
    while piece := file.read(PIECE):
        yield piece
