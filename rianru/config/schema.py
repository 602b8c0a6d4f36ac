"""Whether the database fits the program, answered without loading Django.

After everything is prepared, a fingerprint of what decides it (migrations, settings, installed packages) is written as
the comment of the database itself, with the number of applied migrations: a restored or replaced database does not
match it, and then Django looks properly.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rianru.config.embedded import locate, var_folder
from rianru.config.refusals import DatabaseDown, DatabaseNotRunning, DatabaseTooOld

if TYPE_CHECKING:
    import psycopg

PACKAGE = Path(__file__).resolve().parent.parent
OLDEST = 150000


def conninfo() -> str:
    """DATABASE_URL, else the embedded server that runs now. Refuses with DatabaseNotRunning."""
    from psycopg.conninfo import make_conninfo

    if url := os.environ.get("DATABASE_URL"):
        return url
    found = locate(var_folder())
    if found is None:
        raise DatabaseNotRunning()
    return make_conninfo("", **found)


def connect() -> psycopg.Connection[tuple[Any, ...]]:
    """A connection in autocommit. Refuses with DatabaseNotRunning, DatabaseDown and DatabaseTooOld."""
    import psycopg

    try:
        connection = psycopg.connect(conninfo(), autocommit=True, connect_timeout=5)
    except psycopg.Error as error:
        raise DatabaseDown(reason=" ".join(str(error).split())[:300]) from error
    if connection.info.server_version < OLDEST:
        version = connection.info.server_version // 10000
        connection.close()
        raise DatabaseTooOld(version=version)
    return connection


def fingerprint() -> str:
    """Of every migration and setting of ours and every installed package; about 5 ms."""
    digest = hashlib.sha256()
    for path in (*sorted(PACKAGE.glob("*/migrations/*.py")), PACKAGE / "config" / "settings.py"):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    for name in _packages():
        digest.update(name.encode() + b"\0")
    return digest.hexdigest()[:32]


def is_current(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """True only where nothing is left to migrate. False may also mean "look properly"."""
    noted = note(connection)
    return noted.get("fingerprint") == fingerprint() and noted.get("applied") == _applied(connection)


def note(connection: psycopg.Connection[tuple[Any, ...]]) -> dict[str, Any]:
    """`{"fingerprint", "applied", "demo"}` as `remember` wrote it; empty where nobody did."""
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    try:
        found = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def remember(connection: psycopg.Connection[tuple[Any, ...]], *, demo: bool) -> None:
    """Notes that the database fits. Where the role does not own it nothing is noted, and Django looks each time."""
    from psycopg import errors, sql

    text = json.dumps({"fingerprint": fingerprint(), "applied": _applied(connection), "demo": demo})
    name = sql.Identifier(connection.info.dbname)
    try:
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(text)))
    except errors.InsufficientPrivilege:
        pass


def static_fingerprint() -> str:
    """Of every static file's name, size and time."""
    digest = hashlib.sha256()
    root = PACKAGE / "web" / "static"
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        found = path.stat()
        digest.update(f"{path.relative_to(root)}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def static_is_current(var: Path) -> bool:
    """Whether `var/static` was gathered from the static files of now."""
    try:
        return static_note(var).read_text() == static_fingerprint()
    except FileNotFoundError:
        return False


def demo_fingerprint() -> str:
    """Of the program and of what the demo is made by."""
    digest = hashlib.sha256(fingerprint().encode())
    for path in (*sorted((PACKAGE / "demo").rglob("*.py")), *sorted(PACKAGE.glob("*/sample.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def static_note(var: Path) -> Path:
    return var / "static" / ".gathered-from"


def _applied(connection: psycopg.Connection[tuple[Any, ...]]) -> list[int]:
    """How many migrations the database has, and the number of the last."""
    if connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone() == (True,):
        return [0, 0]
    row = connection.execute("SELECT count(*), coalesce(max(id), 0) FROM django_migrations").fetchone()
    return list(row or (0, 0))


def _packages() -> Iterator[str]:
    import django

    yield from sorted(path.name for path in Path(django.__file__).parents[1].glob("*.dist-info"))
