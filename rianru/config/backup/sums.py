"""The sum of a table: of its rows as COPY writes them, whatever their order, so that a dump and a table compare.

Each row's SHA-256 is added modulo 2^256. Two tables with the same rows have the same sum; a row changed, missing or
there twice changes it. Memory stays at one row.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rianru.config.backup.programs import demand_success

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_FULL = 2**256 - 1
_HEAD = re.compile(rb"^COPY (.+?) \(.*\) FROM stdin;$")
_TABLES = """
    SELECT format('%I.%I', space.nspname, class.relname),
           (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE class.relkind = 'r' AND space.nspname NOT LIKE 'pg\\_%' AND space.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = class.oid
                      AND deptype = 'e')
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows, and 64 hexadecimal digits."""

    rows: int
    digest: str


class _Adding:
    """Rows one by one."""

    def __init__(self) -> None:
        self.rows, self.total = 0, 0

    def add(self, row: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(row).digest())) & _FULL

    def sum(self) -> Sum:
        return Sum(self.rows, f"{self.total:064x}")


def of_database(connection: Connection) -> dict[str, Sum]:
    """By table, each partition for itself; what this connection's transaction sees."""
    connection.execute(
        "SET timezone = 'UTC'; SET bytea_output = 'hex'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; "
        "SET extra_float_digits = 3; SET client_encoding = 'UTF8'"
    )
    return {name: _of_table(connection, name, columns) for name, columns in connection.execute(_TABLES).fetchall()}


def of_dump(dump: Path, program: Path) -> dict[str, Sum]:
    """By table, as the dump would restore them. Refuses with ProgramFailed where it cannot be read."""
    argv = [str(program), "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        found = _of_script(reading.stdout)
        said = reading.stderr.read()
    demand_success(program.name, reading.returncode, said)
    return found


def overall(tables: dict[str, Sum]) -> str:
    """One digest for all of them."""
    lines = "".join(f"{name} {one.rows} {one.digest}\n" for name, one in sorted(tables.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def differing(one: dict[str, Sum], other: dict[str, Sum]) -> list[str]:
    """Tables that are not the same in both, each with its numbers of rows."""
    return [f"{name}: {_rows(one.get(name))} ≠ {_rows(other.get(name))}"
            for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def _rows(one: Sum | None) -> str:
    return f"{one.rows} ({one.digest[:8]})" if one else "–"


def _of_table(connection: Connection, name: str, columns: str | None) -> Sum:
    adding, rest = _Adding(), b""
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) TO STDOUT".encode()) as copy:
        for block in copy:
            *rows, rest = (rest + bytes(block)).split(b"\n")
            for row in rows:
                adding.add(row)
    return adding.sum()


def _of_script(lines: Iterable[bytes]) -> dict[str, Sum]:
    found: dict[str, Sum] = {}
    name, adding = "", _Adding()
    for line in lines:
        row = line[:-1]
        if not name:
            if head := _HEAD.match(row):
                name, adding = head.group(1).decode(), _Adding()
        elif row == b"\\.":
            found[name], name = adding.sum(), ""
        else:
            adding.add(row)
    return found
