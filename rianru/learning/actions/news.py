"""What learning tells those who follow a space, a network or an activity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from rianru.kernel.words import T
from rianru.learning.queries.news import NewsRow, dates_since, opened_since
from rianru.people.actions.news import Line, tells_of


def join_news() -> None:
    """Has the letters of those who follow hold what is new here."""
    tells_of("space", lambda since, until: _lines(opened_since(since, until, of="space")))
    tells_of("network", lambda since, until: _lines(opened_since(since, until, of="network")))
    tells_of("activity", _of_activities)


def _of_activities(since: Mapping[UUID, datetime], until: datetime) -> Mapping[UUID, Sequence[Line]]:
    """Each date is news of its own, though all lead to one page: told as one line."""
    return {
        id: [Line(T.verbatim(*(", ".join(row.text.in_(lang) for row in rows) for lang in ("th", "en"))), "activity",
                  {"id": id})]
        for id, rows in dates_since(since, until).items()
    }


def _lines(found: Mapping[UUID, Sequence[NewsRow]]) -> Mapping[UUID, Sequence[Line]]:
    return {id: [Line(row.text, "activity", {"id": row.activity_id}) for row in rows] for id, rows in found.items()}
