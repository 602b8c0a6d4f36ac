"""The only two ways by which a fact is written."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rianru.core import requests
from rianru.core.actors import Actor
from rianru.core.facts.verbs import known
from rianru.kernel.ids import new_id

Own = tuple[str, UUID]
"""A loan, hold or reading: its kind and its id."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about to be written; `count` of what, `minutes` and `satang` (integers) as the verb means them."""

    verb: str
    occurred_at: datetime
    actor_key: UUID | None = None
    subject_key: UUID | None = None
    object_kind: str = ""
    object_id: UUID | None = None
    space_id: UUID | None = None
    area: str = ""
    home_area: str = ""
    programme: str = ""
    age_band: str = ""
    sex: str = ""
    format: str = ""
    count: int = 1
    minutes: int = 0
    satang: int = 0
    changed: Sequence[str] = ()
    request: UUID | None = None

    def row(self) -> tuple[Any, ...]:
        """The values in the order of COLUMNS."""
        return tuple(
            json.dumps(sorted(self.changed)) if name == "changed" else getattr(self, name) for name in COLUMNS
        )


COLUMNS = tuple(field.name for field in fields(NewFact))
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_ONE = f"INSERT INTO core_fact ({_NAMES}, recorded_at) VALUES ({', '.join(['%s'] * len(COLUMNS))}, core_fact_clock())"
# The key of one loan, hold or reading is made or destroyed by the statement that tells of it.
_BEGINS = f"WITH own AS (INSERT INTO core_oneoffkey (key, object_kind, object_id) VALUES (%s, %s, %s)) {_ONE}"
_PLACES = ", ".join("(SELECT key FROM own)" if name == "subject_key" else "%s" for name in COLUMNS)
_OWN = "core_oneoffkey WHERE object_kind = %s AND object_id = %s"
_LAST = f"INSERT INTO core_fact ({_NAMES}, recorded_at) VALUES ({_PLACES}, core_fact_clock())"
_ENDS = f"WITH own AS (DELETE FROM {_OWN} RETURNING key) {_LAST}"
_GOES_ON = f"WITH own AS (SELECT key FROM {_OWN}) {_LAST}"
_MANY = f"COPY core_fact ({_NAMES}, recorded_at) FROM STDIN"


def record(
    verb: str, *, actor: Actor, at: datetime, subject: UUID | None = None, object_kind: str = "",
    object_id: UUID | None = None, space_id: UUID | None = None, area: str = "", home_area: str = "",
    programme: str = "", age_band: str = "", sex: str = "", format: str = "", count: int = 1, minutes: int = 0,
    satang: int = 0, changed: Sequence[str] = (), begins: Own | None = None, ends: Own | None = None,
    keeps: bool = False,
) -> None:
    """Writes one fact in the caller's transaction; outside of one it is a RuntimeError, an unknown verb a KeyError.

    `begins` is a loan, hold or reading (kind, id) of which this is the first fact: it gets a one-off key, which is the
    subject. `ends` is one of which this is the last: its key is the subject and is destroyed with this, unless it
    `keeps` what was told of it.
    """
    _inside_a_transaction()
    fact = NewFact(
        verb=known(verb), occurred_at=at, actor_key=actor.key, subject_key=subject, object_kind=object_kind,
        object_id=object_id, space_id=space_id, area=area, home_area=home_area, programme=programme,
        age_band=age_band, sex=sex, format=format, count=count, minutes=minutes, satang=satang, changed=changed,
        request=requests.current(),
    )
    with connection.cursor() as cursor:
        if begins is not None:
            key = new_id()
            cursor.execute(_BEGINS, [key, *begins, *replace(fact, subject_key=key).row()])
        elif ends is not None:
            row = [cell for name, cell in zip(COLUMNS, fact.row(), strict=True) if name != "subject_key"]
            cursor.execute(_GOES_ON if keeps else _ENDS, [*ends, *row])
        else:
            cursor.execute(_ONE, fact.row())


def record_many(facts: Iterable[NewFact]) -> int:
    """Writes facts by COPY with one `recorded_at`, in the caller's transaction; returns how many.

    While they are written the connection is busy: `facts` may not ask the database for anything.
    """
    _inside_a_transaction()
    written = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_fact_clock()")
        (recorded_at,) = cursor.fetchone()
        with cursor.copy(_MANY) as copy:
            for fact in facts:
                known(fact.verb)
                copy.write_row((*fact.row(), recorded_at))
                written += 1
    return written


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a fact belongs to the transaction of its action")
