"""Statements that the database plans once for a connection: large ones that are sent many times a second.

Django writes values into the text of a statement, so that the database reads and plans it anew each time; for a join of
ten tables that takes longer than the answer. Columns are named one by one, never with a star: a prepared statement
whose columns change under it, by the next release's migration, fails.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rianru.core.postgres.base import ask

Given = Mapping[str, Any] | Sequence[Any]


def rows(sql: str, given: Given) -> list[tuple[Any, ...]]:
    """The rows of a statement with its values apart from it, in the transaction that is open."""
    with ask(sql, given) as cursor:
        return list(cursor.fetchall())


def write(sql: str, given: Given) -> int:
    """How many rows a statement wrote that answers nothing."""
    with ask(sql, given) as cursor:
        return int(cursor.rowcount)
