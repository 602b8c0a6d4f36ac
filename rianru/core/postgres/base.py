"""The database engine of settings: Django's own for PostgreSQL, and three things more.

Statements of `core.prepared` are really prepared (Django switches that off for poolers that give each transaction
another connection; ours stays with its thread), and their plans are made once, without looking at the values. A kept
connection over a socket of this machine is asked only whether anything came or it was closed: that costs no statement.
"""

import select
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.postgresql import base

PREPARED = 5  # any number: what is prepared says so itself
# Before the fifth use PostgreSQL would plan anew each time, to see whether values matter. They do not: all are keys.
_PLANS = "SET plan_cache_mode = force_generic_plan"


@dataclass(frozen=True, slots=True)
class Asked:
    """The text of a statement, where Django looks for it."""

    query: bytes


class Prepared(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor whose statements are prepared, with their values apart from them."""

    def execute(self, query: Any, params: Any = None, **given: Any) -> "Prepared":
        """As psycopg's; what was asked can be read in Django's log of statements, without the values."""
        super().execute(query, params, prepare=True, **given)
        self._query = Asked(str(query).encode())  # type: ignore[assignment]
        return self


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, with statements that may be prepared."""
        return super().get_connection_params() | {"prepare_threshold": PREPARED}

    def init_connection_state(self) -> None:
        """As Django's, and plans that hold."""
        super().init_connection_state()
        self.connection.execute(_PLANS)

    def is_usable(self) -> bool:
        """Whether the connection still stands; over the network it is asked, because silence there says nothing."""
        raw = self.connection
        if raw is None or raw.closed:
            return False
        if raw.info.host.startswith("/") and not _something_came(raw):
            return True
        return bool(super().is_usable())

    def ask(self, sql: str, given: Any) -> Any:
        """A statement of `core.prepared`, counted and watched as all others; the cursor that holds its answer."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_thread_sharing()
        with self.wrap_database_errors:
            asked: Any = Prepared(self.connection)
        cursor = self.make_debug_cursor(asked) if self.queries_logged else self.make_cursor(asked)
        cursor.execute(sql, given)
        return cursor


def ask(sql: str, given: Any) -> Any:
    """That of this thread's connection."""
    return cast(DatabaseWrapper, connection).ask(sql, given)


def _something_came(raw: psycopg.Connection[Any]) -> bool:
    """Whether there is anything to read: an end, an error, a notice. A connection that idles has nothing."""
    waiting = select.poll()
    waiting.register(raw.pgconn.socket, select.POLLIN)
    return bool(waiting.poll(0))
