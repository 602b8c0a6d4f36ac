"""Statements that the database plans once for a connection: large ones that are sent many times a second.

Django writes values into the text of a statement, so that the database reads and plans it anew each time; for a join of
ten tables that takes longer than the answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor


def rows(sql: str, given: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement with its values apart from it, in the transaction that is open."""
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(sql, given, prepare=True)
        return list(cursor.fetchall())
