"""pg_dump and pg_restore that fit a server: those of the wheel (16 and 18), of Debian's packages, of the PATH.

A program must be as new as its server. From 17 on they set a parameter that older servers refuse, so they serve
only servers from 17 on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rianru.config.backup.refusals import ProgramFailed, ProgramsMissing
from rianru.config.embedded import binaries
from rianru.config.refusals import HalfInstalled

DEBIAN = Path("/usr/lib/postgresql")
SESSION = "-c timezone=UTC -c bytea_output=hex -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
_CONDITION = 17  # the first whose programs say SET transaction_timeout


def fits(program: int, server: int) -> bool:
    """Whether a program of that major version may speak to a server of that one."""
    return program >= server and (server >= _CONDITION or program < _CONDITION)


def choose(name: str, *, server: int, at_least: int = 0) -> tuple[Path, int]:
    """The oldest program that fits, and its major version. Refuses with ProgramsMissing."""
    found = [(major, path) for major, path in _candidates(name) if fits(major, server) and major >= at_least]
    if not found:
        raise ProgramsMissing(program=name, major=max(server, at_least))
    major, path = min(found, key=lambda one: one[0])
    return path, major


def connecting(conninfo: str) -> tuple[str, dict[str, str]]:
    """What to pass as --dbname, and the environment with the password, which stands in no list of processes."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    given: dict[str, Any] = dict(conninfo_to_dict(conninfo))
    password = given.pop("password", None)
    given["options"] = f"{given.get('options', '')} {SESSION}".strip()
    return make_conninfo("", **given), dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})


def run(argv: list[str], *, env: dict[str, str]) -> None:
    """To its end. Refuses with ProgramFailed and the last thing that the program said."""
    done = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    demand_success(Path(argv[0]).name, done.returncode, done.stderr)


def demand_success(name: str, code: int, said: bytes) -> None:
    if code:
        lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
        reason = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else f"exit code {code}")
        raise ProgramFailed(program=name, reason=reason[:300])


def _candidates(name: str) -> Iterator[tuple[int, Path]]:
    try:
        yield from ((one.major, one.program(name)) for one in binaries.carried() if one.program(name).is_file())
    except HalfInstalled:
        pass
    for path in DEBIAN.glob(f"*/bin/{name}"):
        if path.parents[1].name.isdigit():
            yield int(path.parents[1].name), path
    if found := shutil.which(name):
        told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if match := re.search(r"\s(\d+)", told):
            yield int(match.group(1)), Path(found)
