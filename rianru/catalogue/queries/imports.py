"""Imports and sources as staff see them."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from rianru.catalogue.models import Import, Outcome, Record, Source
from rianru.catalogue.queries.missing import later_imports
from rianru.catalogue.words import mended, why
from rianru.core.actors import NATIONAL, Actor, Role, Scope
from rianru.core.permissions import permitted
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.formats.marc.table import Table, guess
from rianru.kernel.words import T
from rianru.places import queries as places

LISTS = ("accepted", "repaired", "damaged", "deleted", "unchanged", "rejected")
"""The parts of a report; each can be read and downloaded."""
UNDOABLE = (Import.State.DONE, Import.State.REFUSED, Import.State.COLUMNS)
_WHICH = {
    "accepted": ~Q(kind=Outcome.Kind.REJECTED),
    "repaired": ~Q(kind__in=(Outcome.Kind.REJECTED, Outcome.Kind.DELETED)) & ~Q(repairs=[]),
    "damaged": ~Q(kind__in=(Outcome.Kind.REJECTED, Outcome.Kind.DELETED)) & ~Q(losses=[]),
    "deleted": Q(kind=Outcome.Kind.DELETED),
    "rejected": Q(kind=Outcome.Kind.REJECTED),
}
_LATER = Subquery(later_imports(OuterRef("id"), OuterRef("source_id")).values("file_name")[:1])


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import; `later`: the newest file that was sent into its source after it (see later_imports), or blank."""

    run: Import
    later: str = ""

    @property
    def percent(self) -> int:
        """How many of a hundred of its bytes are dealt with."""
        return min(100, self.run.offset * 100 // max(self.run.size, 1))

    @property
    def over(self) -> bool:
        """Whether nothing more will change by itself."""
        return self.run.state in (Import.State.DONE, Import.State.REFUSED, Import.State.UNDONE, Import.State.COLUMNS)

    @property
    def may_undo(self) -> bool:
        """Whether it can be rolled back: it is over, or only its columns were never confirmed."""
        return self.run.state in UNDOABLE

    @property
    def refusal(self) -> T:
        """Why it could not go on, if so."""
        return T.verbatim(self.run.refusal_th, self.run.refusal_en)

    @property
    def left_out(self) -> int:
        """Records that a complete file left out and that were not withdrawn."""
        return self.run.missing - self.run.withdrawn if self.run.state == Import.State.DONE else 0

    @property
    def waiting_missing(self) -> int:
        """Those of them that a person must confirm: none once a later file has come."""
        return 0 if self.later else self.left_out


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What became of one record: number in the file, byte offset, and codes with their words."""

    number: int
    offset: int
    kind: str
    control_number: str
    title: str
    encoding: str
    repairs: tuple[tuple[str, T], ...] = ()
    losses: tuple[tuple[str, T], ...] = ()
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with how many live records it has and its last import."""

    source: Source
    records: int
    last: Import | None


def scope_of(source: Source | None) -> Scope:
    """Every scope that covers a source: its network's, else national."""
    return places.scope_of_network(source.network_id) if source and source.network_id else NATIONAL


def sources(*, actor: Actor, at: datetime) -> list[Source]:
    """The sources this actor may import into, by code."""
    return [
        source for source in Source.objects.select_related("network", "default_space").order_by("code")
        if permitted("catalogue.import_records", actor=actor, at=at, scope=scope_of(source))
    ]


def source_views(*, actor: Actor, at: datetime) -> list[SourceView]:
    """The same with their counts, in three queries."""
    own = sources(actor=actor, at=at)
    ids = [source.id for source in own]
    counts = dict(
        Record.objects.filter(source__in=ids, state=Record.State.LIVE).values_list("source").annotate(n=Count("id"))
    )
    last = {
        run.source_id: run
        for run in Import.objects.filter(source__in=ids).order_by("source", "-id").distinct("source")
    }
    return [SourceView(source, counts.get(source.id, 0), last.get(source.id)) for source in own]


def source(*, actor: Actor, at: datetime, code: str) -> Source | None:
    """One source, where this actor may import into it."""
    found = Source.objects.select_related("network", "default_space").filter(code=code).first()
    allowed = found and permitted("catalogue.import_records", actor=actor, at=at, scope=scope_of(found))
    return found if allowed else None


def _visible_to(actor: Actor, at: datetime) -> QuerySet[Import]:
    if actor.kind == "system":
        return Import.objects.all()
    allowed = [
        grant for grant in actor.grants
        if actor.secure and grant.role in (Role.ADMINISTRATOR, Role.LIBRARIAN) and grant.since <= at
        and (grant.until is None or at < grant.until)
    ]
    if any(grant.scope_kind == "national" for grant in allowed):
        return Import.objects.all()
    networks = [grant.scope_id for grant in allowed if grant.scope_kind == "network"]
    return Import.objects.filter(Q(source__network__in=networks))


def imports(*, actor: Actor, at: datetime, before: UUID | None = None, limit: int = 30) -> list[ImportView]:
    """The newest imports this actor may see, older than `before`."""
    found = _visible_to(actor, at).select_related("source").annotate(later=_LATER).order_by("-id")
    return [ImportView(run, run.later or "") for run in (found.filter(id__lt=before) if before else found)[:limit]]


def import_view(*, actor: Actor, at: datetime, id: UUID) -> ImportView | None:
    """One import, where this actor may see it."""
    run = _visible_to(actor, at).select_related("source").annotate(later=_LATER).filter(id=id).first()
    return ImportView(run, run.later or "") if run else None


def outcomes(*, run_id: UUID, which: str, after: int = 0, limit: int = 100) -> list[OutcomeView]:
    """Records of one list of the report (LISTS) behind a number; `unchanged` is read from the file itself."""
    if which == "unchanged":
        return list(islice(_unchanged(run_id, after), limit))
    found = list(Outcome.objects.filter(_WHICH[which], run_id=run_id, number__gt=after).order_by("number")[:limit])
    known = dict(
        Record.objects.filter(
            source__import=run_id, control_number__in=[one.control_number for one in found if one.control_number]
        ).values_list("control_number", "id")
    )
    return [_outcome(one, known.get(one.control_number)) for one in found]


def every_outcome(*, run_id: UUID, which: str) -> Iterator[OutcomeView]:
    """A whole list, page by page, for a download."""
    if which == "unchanged":
        yield from _unchanged(run_id, 0)
        return
    after = 0
    while page := outcomes(run_id=run_id, which=which, after=after, limit=2_000):
        yield from page
        after = page[-1].number


def repair_counts(*, run_id: UUID) -> list[tuple[str, T, int, bool]]:
    """Code, words, how many records, and whether it is a loss: repairs and losses of an import, most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, count(*), lost FROM ("
            "SELECT unnest(repairs) AS code, false AS lost FROM catalogue_outcome WHERE run_id = %(run)s "
            "AND kind IN ('new', 'changed') UNION ALL "
            "SELECT unnest(losses), true FROM catalogue_outcome WHERE run_id = %(run)s AND kind <> 'deleted') AS codes "
            "GROUP BY code, lost ORDER BY lost, count(*) DESC, code", {"run": run_id},
        )
        return [(code, why(code) if lost else mended(code), count, lost) for code, count, lost in cursor.fetchall()]


def table_of(*, run: Import) -> Table:
    """The columns of a waiting spreadsheet, as guessed: header, first rows, and what each column seems to be."""
    with closing(run.file.open("rb")) as stream:
        return guess(stream, encoding=run.source.encoding)


def remembered(*, run: Import, table: Table) -> list[str]:
    """What a person said the columns are when a table with these headings last came from its source; else nothing."""
    known = Import.objects.filter(source=run.source_id, form=Import.Form.CSV, columns=run.source.columns)
    last = known.exclude(id=run.id).exclude(columns=[]).select_related("source").order_by("-id").first()
    if last is None or len(last.columns) != table.width or table_of(run=last).headings != table.headings:
        return []
    return list(last.columns)


def _outcome(one: Outcome, record_id: UUID | None) -> OutcomeView:
    return OutcomeView(
        one.number, one.offset, one.kind, one.control_number, one.title, one.encoding,
        tuple((code, mended(code)) for code in one.repairs), tuple((code, why(code)) for code in one.losses), record_id,
    )


def _unchanged(run_id: UUID, after: int) -> Iterator[OutcomeView]:
    """What the file holds beyond the outcomes: nothing is stored of a record that changed nothing."""
    run = Import.objects.select_related("source").get(id=run_id)
    with closing(run.file.open("rb")) as stream:
        form = open_form(stream, name=run.form, columns=run.columns or None, encoding=run.source.encoding)
        chunks = (chunk for chunk in islice(form.split(stream), run.number) if chunk.number > after)
        while page := list(islice(chunks, 1_000)):
            told = set(Outcome.objects.filter(
                run_id=run_id, number__range=(page[0].number, page[-1].number)).values_list("number", flat=True))
            own = {chunk.number: hashlib.sha256(chunk.raw).digest() for chunk in page if chunk.number not in told}
            rows = Record.objects.filter(source=run.source, digest__in=list(own.values()))
            known = {bytes(digest): (number, title, id) for digest, number, title, id
                     in rows.values_list("digest", "control_number", "reading__said__title", "id")}
            for chunk in page:
                if chunk.number in own:
                    number, title, id = known.get(own[chunk.number], ("", "", None))
                    yield OutcomeView(chunk.number, chunk.offset, "unchanged", number, title, "", record_id=id)
