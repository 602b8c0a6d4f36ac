"""What evidence tells those who follow a network: its phases as they are published."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from rianru.evidence.queries.phases import published_since
from rianru.kernel.words import T
from rianru.people.actions.news import Line, tells_of


def join_news() -> None:
    """Has the letters of those who follow a network hold what it aims at from now on."""
    tells_of("network", _of_networks)


def _of_networks(since: Mapping[UUID, datetime], until: datetime) -> Mapping[UUID, Sequence[Line]]:
    return {
        id: [Line(T("เป้าใหม่: {name}", "New targets: {name}", name=T.verbatim(one.name_th, one.name_en)), "phase",
                  {"code": one.code}) for one in rows]
        for id, rows in published_since(since, until).items()
    }
