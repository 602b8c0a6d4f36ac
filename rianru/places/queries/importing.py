"""Lists of spaces as those see them who send them: files, what each would do or did, row by row."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.words import T
from rianru.places.models import Network, Space, SpaceImport, SpaceImportRow, SpaceSource
from rianru.places.queries.scopes import scope_of_network

LISTS = ("added", "changed", "unchanged", "rejected", "noted")
"""The parts of a report; each can be read and downloaded."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A file of spaces, its source and its network."""

    run: SpaceImport

    @property
    def percent(self) -> int:
        """How many of a hundred of its rows are looked at, or written."""
        done = self.run.written if self.run.state == SpaceImport.State.WRITING else self.run.number
        return min(100, done * 100 // max(self.run.rows, 1))

    @property
    def live(self) -> bool:
        """Whether something goes on by itself."""
        return self.run.state in (SpaceImport.State.CHECKING, SpaceImport.State.WRITING)

    @property
    def refusal(self) -> T:
        """Why it could not go on, if so."""
        return T.verbatim(self.run.refusal_th, self.run.refusal_en)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row; `reasons` are codes with values, `code` the space's where there is one."""

    number: int
    line: int
    kind: str
    key: str
    name: str
    area: str
    reasons: Sequence[tuple[str, dict[str, object]]]
    fields: Sequence[str]
    code: str = ""


def networks_to_import(*, actor: Actor, at: datetime) -> list[Network]:
    """The networks into which this actor may bring spaces, by code."""
    return [
        one for one in Network.objects.order_by("code")
        if permitted("places.add_space", actor=actor, at=at, scope=scope_of_network(one.id))
    ]


def space_sources(*, actor: Actor, at: datetime) -> list[SpaceSource]:
    """The sources of those networks, by name."""
    own = [one.id for one in networks_to_import(actor=actor, at=at)]
    return list(SpaceSource.objects.filter(network__in=own).order_by("name"))


def _visible_to(actor: Actor, at: datetime) -> QuerySet[SpaceImport]:
    own = [one.id for one in networks_to_import(actor=actor, at=at)]
    return SpaceImport.objects.filter(source__network__in=own).select_related("source__network")


def space_imports(*, actor: Actor, at: datetime, before: UUID | None = None, limit: int = 30) -> list[ListView]:
    """The newest files of spaces, older than `before`."""
    found = _visible_to(actor, at).order_by("-id")
    return [ListView(run) for run in (found.filter(id__lt=before) if before else found)[:limit]]


def space_import(*, actor: Actor, at: datetime, id: UUID) -> ListView | None:
    """One file, where this actor may bring spaces into its network."""
    run = _visible_to(actor, at).filter(id=id).first()
    return ListView(run) if run else None


def import_rows(*, run_id: UUID, which: str, after: int = 0, limit: int = 100) -> list[RowView]:
    """Rows of one list of the report (LISTS) behind a number, with the codes of their spaces; two queries."""
    found = list(
        SpaceImportRow.objects.filter(_which(which), run_id=run_id, number__gt=after).order_by("number").defer("said")
        [:limit]
    )
    codes = dict(Space.objects.filter(id__in=[row.space_id for row in found if row.space_id]).values_list("id", "code"))
    return [
        RowView(row.number, row.line, row.kind, row.key, row.name, row.area, row.reasons, row.fields,
                codes.get(row.space_id, "") if row.space_id else "")
        for row in found
    ]


def _which(which: str) -> Q:
    if which == "noted":
        return ~Q(kind=SpaceImportRow.Kind.REJECTED) & ~Q(reasons=[])
    return Q(kind=which)


def every_import_row(*, run_id: UUID, which: str) -> Iterator[RowView]:
    """A whole list, page by page, for a download."""
    after = 0
    while page := import_rows(run_id=run_id, which=which, after=after, limit=2_000):
        yield from page
        after = page[-1].number


def reason_counts(*, run_id: UUID) -> list[tuple[str, bool, int]]:
    """Code, whether it kept the row out, and how many rows: the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason->>0, kind = 'rejected', count(DISTINCT number) FROM places_spaceimportrow "
            "CROSS JOIN jsonb_array_elements(reasons) AS reason WHERE run_id = %s "
            "GROUP BY 1, 2 ORDER BY 2 DESC, 3 DESC, 1", [run_id],
        )
        return list(cursor.fetchall())


def import_file(run: SpaceImport) -> Iterator[bytes]:
    """The file as it was sent."""
    with closing(run.file.open("rb")) as stream:
        while part := stream.read(1 << 16):
            yield part
