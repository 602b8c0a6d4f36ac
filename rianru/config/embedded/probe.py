"""Asks a PostgreSQL socket whether someone takes connections, in PostgreSQL's protocol 3.0, without a driver.

The server says "starting up" or "shutting down" before it asks for a password, so an unfinished sign-in is enough.
The kernel says who listens (SO_PEERCRED), so neither postmaster.pid nor a reused process number is believed.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["ready", "starting", "stopping", "nothing"]
PROTOCOL = 196608  # 3.0
CANNOT_CONNECT_NOW = b"57P03"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`pid` and `uid` of the process that listens; 0 and -1 where nobody does or the kernel does not say."""

    state: State
    pid: int = 0
    uid: int = -1


def ask(folder: Path, *, port: int, user: str, database: str, seconds: float = 2.0) -> Answer:
    """One question to `folder/.s.PGSQL.port`. Never raises: what cannot be asked is "nothing"."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(seconds)
            line.connect(str(folder / f".s.PGSQL.{port}"))
            pid, uid = _listener(line)
            line.sendall(_startup(user, database))
            return Answer(state=_state(_message(line)), pid=pid, uid=uid)
    except (OSError, ValueError):
        return Answer(state="nothing")


def _listener(line: socket.socket) -> tuple[int, int]:
    if not hasattr(socket, "SO_PEERCRED"):
        return 0, -1
    pid, uid, _gid = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return pid, uid


def _startup(user: str, database: str) -> bytes:
    words = b"".join(word.encode() + b"\0" for word in ("user", user, "database", database)) + b"\0"
    return struct.pack("!ii", len(words) + 8, PROTOCOL) + words


def _message(line: socket.socket) -> bytes:
    """The first message: its type byte and body, at most 8 KiB."""
    received = b""
    while len(received) < 5 or len(received) < 1 + struct.unpack("!i", received[1:5])[0]:
        part = line.recv(8192)
        if not part or len(received) > 8192:
            break
        received += part
    return received


def _state(message: bytes) -> State:
    kind = message[:1]
    if kind == b"E" and b"C" + CANNOT_CONNECT_NOW in message:
        return "stopping" if b"shutting down" in message else "starting"
    # Any other error (too many connections, no such role) is also the answer of a server that lives.
    return "ready" if kind in (b"R", b"E") else "nothing"
