"""Stamps as rows, written in the transaction of whatever gives them: attendance, a code, a loan, the desk, a log."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rianru.core import facts, jobs, prepared
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import Stamp
from rianru.learning.queries.learners import Learner

QUIET = ("reading", "borrowing")  # kinds whose facts carry no key: what people read is nobody else's affair
_STAMP = """
    INSERT INTO learning_stamp (id, person_id, kind, space_id, occurred_on, occurred_at, source, session_id, minutes,
                                books, title, made_by)
    VALUES (gen_random_uuid(), %(person)s, %(kind)s, %(space)s, %(on)s, %(moment)s, %(source)s, %(session)s,
            %(minutes)s, %(books)s, %(title)s, %(by)s)
    ON CONFLICT DO NOTHING
"""
# What was borrowed at a space on a day is one stamp: it tells how many, and of which titles where that was asked for.
_BORROWED = """
    INSERT INTO learning_stamp (id, person_id, kind, space_id, occurred_on, source, minutes, books, title)
    SELECT gen_random_uuid(), passport.person_id, 'borrowing', %(space)s, %(on)s, 'loan', 0, 1,
           CASE WHEN passport.titles THEN %(title)s ELSE '' END
    FROM learning_passport AS passport WHERE passport.person_id = %(person)s AND passport.borrowing
    ON CONFLICT (person_id, space_id, occurred_on) WHERE kind = 'borrowing' DO UPDATE
    SET books = least(learning_stamp.books + 1, 500),
        title = concat_ws(E'\\n', nullif(learning_stamp.title, ''), nullif(excluded.title, ''))
    RETURNING books
"""
_GIVEN_BACK = """
    UPDATE learning_stamp SET books = books - 1,
           title = array_to_string(array_remove(string_to_array(title, E'\\n'), %(title)s), E'\\n')
    WHERE person_id = %(person)s AND space_id = %(space)s AND occurred_on = %(on)s AND kind = 'borrowing' AND books > 0
    RETURNING books
"""


def stamped(
    actor: Actor, at: datetime, person: Learner, *, kind: str, space_id: UUID | None, on: date, source: str,
    session_id: UUID | None = None, minutes: int = 0, books: int = 0, title: str = "", moment: datetime | None = None,
) -> bool:
    """Writes a stamp; False where it was there already. The caller says `advance_later` for whom it did."""
    given = {"person": person.id, "kind": kind, "space": space_id, "on": on, "moment": moment, "source": source,
             "session": session_id, "minutes": minutes, "books": books, "title": title,
             "by": actor.key if source == "desk" else None}
    if not prepared.write(_STAMP, given):
        return False
    facts.record(verbs.STAMPED, space_id=space_id, minutes=minutes, **_said(actor, at, person, kind))
    return True


def unstamped(actor: Actor, at: datetime, person: Learner, *, session_id: UUID, space_id: UUID) -> bool:
    """They did not come after all: the stamp of a session goes. False where there was none."""
    gone, _ = Stamp.objects.filter(person=person.id, session=session_id).delete()
    if gone:
        facts.record(verbs.UNSTAMPED, space_id=space_id, **_said(actor, at, person, "activity"))
    return bool(gone)


def _said(actor: Actor, at: datetime, person: Learner, kind: str) -> dict[str, Any]:
    """What the fact of a stamp tells besides its place."""
    quiet = kind in QUIET
    return {
        "actor": system("learning.stamp") if quiet else actor, "at": at, "subject": None if quiet else person.key,
        "object_kind": "stamp", "format": kind, "home_area": person.lives_in, "age_band": person.band(day_of(at)),
    }


def stamp_loan(*, actor: Actor, at: datetime, space_id: UUID, person_id: UUID, key: UUID, title: str) -> bool:
    """In the transaction of a loan: a stamp, or one book more on that of the day, of whoever asked for such stamps.

    Nothing for everybody else: False. No loan, copy or moment is kept; the title where that was asked for.
    """
    require("learning.advance", actor=actor, at=at)
    rows = prepared.rows(_BORROWED, {"person": person_id, "space": space_id, "on": day_of(at), "title": _line(title)})
    if not rows:
        return False
    if rows[0][0] == 1:
        facts.record(verbs.STAMPED, actor=actor, at=at, object_kind="stamp", space_id=space_id, format="borrowing")
    advance_later([key])
    return True


def unstamp_loan(
    *, actor: Actor, at: datetime, space_id: UUID, person_id: UUID, key: UUID, title: str, on: date
) -> bool:
    """That loan of a day was a mistake: one book fewer, and no stamp where none is left."""
    require("learning.advance", actor=actor, at=at)
    rows = prepared.rows(_GIVEN_BACK, {"person": person_id, "space": space_id, "on": on, "title": _line(title)})
    if not rows:
        return False
    if rows[0][0] == 0:
        Stamp.objects.filter(person=person_id, space=space_id, occurred_on=on, kind="borrowing").delete()
        facts.record(verbs.UNSTAMPED, actor=actor, at=at, object_kind="stamp", space_id=space_id, format="borrowing")
    advance_later([key])
    return True


def _line(title: str) -> str:
    return " ".join(title.split())[:300]


def advance_later(keys: Iterable[UUID]) -> None:
    """Says in the transaction of a stamp that the challenges of these people are to be counted.

    By the keys that stand for them: a job that was done is kept for days, and must lead to nobody who was erased.
    """
    people = sorted({str(key) for key in keys})
    if people:
        jobs.defer("learning.advance", people=people)


__all__ = ["advance_later", "stamp_loan", "stamped", "unstamp_loan", "unstamped"]
