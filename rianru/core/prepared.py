"""Statements that the database plans once for a connection: large ones that are sent many times a second.

Django writes values into the text of a statement, so that the database reads and plans it anew each time; for a join of
ten tables that takes longer than the answer. Columns are named one by one, never with a star: a prepared statement
whose columns change under it, by the next release's migration, fails.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from rianru.core.postgres.base import ask

Row = tuple[Any, ...]
_EACH = """
    SELECT each.id, found.* FROM unnest(%(each)s::uuid[]) AS each (id)
    CROSS JOIN LATERAL (SELECT row_number() OVER () AS line, one.* FROM ({one}) AS one) AS found
    ORDER BY each.id, found.line
"""
Given = Mapping[str, Any] | Sequence[Any]


def rows(sql: str, given: Given) -> list[Row]:
    """The rows of a statement with its values apart from it, in the transaction that is open."""
    with ask(sql, given) as cursor:
        return list(cursor.fetchall())


def rows_of_each(sql: str, name: str, ids: Collection[UUID], given: Mapping[str, Any]) -> dict[UUID, list[Row]]:
    """The rows of a statement about one thing, whose id it calls `%(name)s`, for each of several, in its own order: one
    statement for all of them, which reads each as it would read that one alone.
    """
    found: dict[UUID, list[Row]] = {id: [] for id in ids}
    for id, _, *values in rows(_of_each(sql, name), {**given, "each": list(found)}) if found else ():
        found[id].append(tuple(values))
    return found


@cache
def _of_each(sql: str, name: str) -> str:
    return _EACH.format(one=sql.replace(f"%({name})s", "each.id"))


def write(sql: str, given: Given) -> int:
    """How many rows a statement wrote that answers nothing."""
    with ask(sql, given) as cursor:
        return int(cursor.rowcount)
