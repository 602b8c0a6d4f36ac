"""What belongs together and why: doubts, the records of a work, two records side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from rianru.catalogue.models import Decision, Doubt, Edition, MatchKey, Merged, Reading, Record
from rianru.catalogue.queries.imports import scope_of
from rianru.core.actors import NATIONAL, Actor
from rianru.core.permissions import permitted
from rianru.kernel.matching import APART, JOINED, Traits, same_edition, same_work
from rianru.kernel.words import T
from rianru.places import queries as places

COMPARED = (
    ("title", T("ชื่อเรื่อง", "Title")), ("part", T("เล่ม / ตอน", "Part")), ("people", T("ผู้แต่ง", "People")),
    ("statement", T("ส่วนรับผิดชอบ", "Statement")), ("edition", T("ครั้งที่พิมพ์", "Edition")),
    ("publisher", T("สำนักพิมพ์", "Publisher")), ("year_text", T("ปีพิมพ์", "Year")),
    ("extent", T("จำนวนหน้า", "Extent")),
    ("series", T("ชุด", "Series")), ("isbns", T("ISBN", "ISBN")), ("issns", T("ISSN", "ISSN")),
    ("language", T("ภาษา", "Language")), ("format", T("รูปแบบ", "Format")),
)
MOST_NEAR = 40


@dataclass(frozen=True, slots=True)
class RecordCard:
    """A record beside others: whose it is, what it says, and why it is where it is."""

    record: Record
    reading: Edition  # what it says; not the stored edition
    traits: Traits

    @property
    def because(self) -> T:
        """Why it is of its edition, in words."""
        return JOINED.get(self.record.because, T(self.record.because, self.record.because))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that two records say, beside each other."""

    label: T
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether they say different things; silence is no difference."""
        return bool(self.left and self.right) and self.left != self.right


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, what the rules say of them, and what they say line by line."""

    left: RecordCard
    right: RecordCard
    same_edition: bool | None
    same_work: bool | None
    because: T
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A doubt with its two records."""

    doubt: Doubt
    pair: Pair


@dataclass(frozen=True, slots=True)
class EditionRecords:
    """An edition, why it is of its work, and its records."""

    edition: Edition
    because: T
    cards: tuple[RecordCard, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided in one act about records of a work."""

    group: UUID
    same: bool
    level: str
    note: str
    decided_at: datetime


def may_decide(*, actor: Actor, at: datetime, records: Iterable[Record] = ()) -> bool:
    """Whether this actor may join and part these records."""
    scopes = [scope_of(record.source) for record in records] or [NATIONAL]
    return any(permitted("catalogue.decide", actor=actor, at=at, scope=scope) for scope in [*scopes, NATIONAL])


def _open(actor: Actor, at: datetime) -> QuerySet[Doubt]:
    """Doubts of live records in two editions, one of them of a source for which this actor may decide."""
    found = Doubt.objects.filter(
        settled_at=None, left__state=Record.State.LIVE, right__state=Record.State.LIVE
    ).exclude(left__edition=F("right__edition"))
    if permitted("catalogue.decide", actor=actor, at=at, scope=NATIONAL):
        return found
    networks = [
        grant.scope_id for grant in actor.grants
        if grant.scope_kind == "network" and grant.scope_id
        and permitted("catalogue.decide", actor=actor, at=at, scope=places.scope_of_network(grant.scope_id))
    ]
    return found.filter(Q(left__source__network__in=networks) | Q(right__source__network__in=networks))


def doubts(*, actor: Actor, at: datetime, before: UUID | None = None, limit: int = 20) -> list[DoubtView]:
    """Open doubts, the newest first, that this actor may settle."""
    found = _open(actor, at).order_by("-id")
    page = list((found.filter(id__lt=before) if before else found)[:limit])
    cards = _cards({id for doubt in page for id in (doubt.left_id, doubt.right_id)})
    return [DoubtView(doubt, _pair(cards[doubt.left_id], cards[doubt.right_id])) for doubt in page]


def doubt(*, actor: Actor, at: datetime, id: UUID) -> DoubtView | None:
    """One doubt, settled or not, where this actor may settle it."""
    found = Doubt.objects.filter(id=id).first()
    if found is None:
        return None
    cards = _cards({found.left_id, found.right_id})
    pair = _pair(cards[found.left_id], cards[found.right_id])
    allowed = may_decide(actor=actor, at=at, records=(pair.left.record, pair.right.record))
    return DoubtView(found, pair) if allowed else None


def count_doubts(*, actor: Actor, at: datetime) -> int:
    """Open doubts that this actor may settle, up to 1,000."""
    return _open(actor, at)[:1_000].count()


def records_of_work(*, work_id: UUID) -> list[EditionRecords]:
    """The editions of a work with their records, newest edition first."""
    editions = list(Edition.objects.filter(work_id=work_id).order_by("-live", "-year", "id"))
    ids = Record.objects.filter(edition__in=editions).order_by("id").values_list("id", flat=True)
    cards = _cards(set(ids))
    return [
        EditionRecords(
            edition, JOINED.get(edition.because, T(edition.because, edition.because)),
            tuple(sorted((card for card in cards.values() if card.record.edition_id == edition.id),
                         key=lambda card: card.record.id)),
        )
        for edition in editions
    ]


def decisions_on(*, record_ids: Sequence[UUID]) -> list[DecisionView]:
    """What was decided about these records, the newest first."""
    rows = Decision.objects.filter(left__in=record_ids) | Decision.objects.filter(right__in=record_ids)
    found: dict[UUID, DecisionView] = {}
    for one in rows.order_by("-decided_at", "id"):
        found.setdefault(one.group, DecisionView(one.group, one.same, one.level, one.note, one.decided_at))
    return list(found.values())


def compare(*, left: UUID, right: UUID) -> Pair | None:
    """Two records side by side, with what the rules say of them now."""
    cards = _cards({left, right})
    return _pair(cards[left], cards[right]) if len(cards) == 2 else None


def near(*, record_id: UUID) -> list[Pair]:
    """Records that share something telling with one, each with why it was joined or kept apart."""
    reading = Reading.objects.filter(record=record_id).first()
    if reading is None:
        return []
    found = MatchKey.objects.filter(key__in=reading.keys).exclude(record_id=record_id)
    ids = set(found.values_list("record_id", flat=True)[: MOST_NEAR * 4])
    cards = _cards({record_id, *sorted(ids)[:MOST_NEAR]})
    own = cards.pop(record_id)
    return [_pair(own, card) for card in sorted(cards.values(), key=lambda card: card.record.id)]


def where_to(*, id: UUID) -> UUID | None:
    """Where a work went that was merged into another; the end of the way."""
    seen: set[UUID] = set()
    while id not in seen:
        seen.add(id)
        found = Merged.objects.filter(id=id).values_list("into", flat=True).first()
        if found is None:
            return id if len(seen) > 1 else None
        id = found
    return None


def matches(*, size: int = 5_000) -> Iterable[tuple[str, str, UUID, UUID]]:
    """Source code, control number, edition, work of every live record, source by source, in bounded memory."""
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT record.id, source.code, record.control_number, edition.id, edition.work_id "
                "FROM catalogue_record AS record JOIN catalogue_edition AS edition ON edition.id = record.edition_id "
                "JOIN catalogue_source AS source ON source.id = record.source_id "
                "WHERE record.state = 'live' AND record.id > %s ORDER BY record.id LIMIT %s", [last, size]
            )
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield from (row[1:] for row in rows)


def _cards(ids: set[UUID]) -> dict[UUID, RecordCard]:
    readings = Reading.objects.filter(record__in=ids).select_related("record__source", "record__edition")
    return {reading.record_id: _card(reading) for reading in readings.defer("record__raw")}


def _card(reading: Reading) -> RecordCard:
    return RecordCard(reading.record, reading.told(), Traits.restore(reading.traits))


def _pair(left: RecordCard, right: RecordCard) -> Pair:
    one, other = left.traits, right.traits
    edition = same_edition(one, other, same_source=left.record.source_id == right.record.source_id)
    work = same_work(one, other)
    words = JOINED if edition.same else APART
    lines = tuple(
        Line(label, _text(left.reading, name), _text(right.reading, name)) for name, label in COMPARED
    )
    shown = tuple(line for line in lines if line.left or line.right)
    because = words.get(edition.because, T(edition.because, edition.because))
    return Pair(left, right, edition.same, work.same, because, shown)


def _text(reading: Edition, name: str) -> str:
    value = getattr(reading, name)
    return " ; ".join(value) if isinstance(value, list) else str(value or "")
