"""A librarian's word on what belongs together. It goes before every rule, outlives reloads, and can be taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from rianru.catalogue.actions.settling import alone, settle
from rianru.catalogue.models import Decision, Doubt, Record
from rianru.catalogue.models.joining import Level
from rianru.catalogue.queries import scope_of
from rianru.core import facts
from rianru.core.actors import NATIONAL, Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T

MOST_PAIRS = 5_000  # of one decision
LONGEST_NOTE = 500  # characters


class NothingToDecide(Refused):
    """One side has no record, or both are the same already."""

    code = "catalogue.nothing_to_decide"
    status = 422
    says = T(
        "เลือกระเบียนอย่างน้อยหนึ่งรายการจากแต่ละฝั่ง และสองฝั่งต้องไม่ใช่เรื่องเดียวกันอยู่แล้ว",
        "Choose at least one record of each side, and two sides that are not one already.",
    )


class TooManyRecords(Refused):
    """The two sides have more pairs of records than one decision holds."""

    code = "catalogue.too_many_records"
    status = 422
    says = T(
        "ระเบียนมากเกินไปสำหรับการตัดสินครั้งเดียว เลือกทีละส่วน",
        "These are too many records for one decision. Take them part by part.",
    )


def join_works(*, actor: Actor, at: datetime, left: UUID, right: UUID, note: str = "") -> UUID:
    """Two works are one; the decision's id. Refuses a work that has no record (NothingToDecide)."""
    return _decide(
        actor, at, Level.WORK, True, note, _records(edition__work=left), _records(edition__work=right)
    )


def join_editions(*, actor: Actor, at: datetime, left: UUID, right: UUID, note: str = "") -> UUID:
    """Two editions are one, and so are their works; the decision's id."""
    return _decide(actor, at, Level.EDITION, True, note, _records(edition=left), _records(edition=right))


def part_from_work(*, actor: Actor, at: datetime, work: UUID, editions: Sequence[UUID], note: str = "") -> UUID:
    """These editions of a work are another work; the decision's id."""
    every = _records(edition__work=work)
    taken = [record for record in every if record.edition_id in set(editions)]
    return _decide(actor, at, Level.WORK, False, note, taken, _others(every, taken))


def part_from_edition(*, actor: Actor, at: datetime, edition: UUID, records: Sequence[UUID], note: str = "") -> UUID:
    """These records of an edition are of another edition; the decision's id."""
    every = _records(edition=edition)
    taken = [record for record in every if record.id in set(records)]
    return _decide(actor, at, Level.EDITION, False, note, taken, _others(every, taken))


def settle_doubt(*, actor: Actor, at: datetime, doubt_id: UUID, same: bool, note: str = "") -> UUID:
    """Whether the two records of a doubt are one edition; the decision's id."""
    doubt = Doubt.objects.filter(id=doubt_id).first()
    if doubt is None:
        raise NotFound()
    return _decide(
        actor, at, Level.EDITION, same, note, _records(id=doubt.left_id), _records(id=doubt.right_id)
    )


def take_back(*, actor: Actor, at: datetime, decision: UUID) -> None:
    """Withdraws a decision: the rules say again what belongs together."""
    with transaction.atomic(), connection.cursor() as cursor:
        alone(cursor)
        rows = list(Decision.objects.filter(group=decision).values_list("left_id", "right_id"))
        if not rows:
            raise NotFound()
        ids = {id for pair in rows for id in pair}
        _require(actor, at, Record.objects.filter(id__in=ids).select_related("source"))
        Decision.objects.filter(group=decision).delete()
        Doubt.objects.filter(left__in=ids, right__in=ids).update(settled_at=None)
        facts.record("catalogue.decision_withdrawn", actor=actor, at=at, object_kind="decision", object_id=decision)
        _settle_around(cursor, ids, at)


def _records(**which: UUID) -> list[Record]:
    return list(
        Record.objects.filter(**which, state=Record.State.LIVE).select_related("source", "edition")
        .defer("raw").order_by("id")
    )


def _others(every: Sequence[Record], taken: Sequence[Record]) -> list[Record]:
    ids = {record.id for record in taken}
    return [record for record in every if record.id not in ids]


def _require(actor: Actor, at: datetime, records: Iterable[Record]) -> None:
    """Who may decide for one of the sources may decide; a national librarian for all."""
    scopes = {record.source_id: scope_of(record.source) for record in records}
    if not any(permitted("catalogue.decide", actor=actor, at=at, scope=scope) for scope in scopes.values()):
        require("catalogue.decide", actor=actor, at=at, scope=NATIONAL)


def _decide(
    actor: Actor, at: datetime, level: Level, same: bool, note: str, left: Sequence[Record], right: Sequence[Record]
) -> UUID:
    pairs = {
        (min(one.id, other.id), max(one.id, other.id)) for one, other in product(left, right) if one.id != other.id
    }
    _require(actor, at, [*left, *right])
    if not pairs or {record.id for record in left} & {record.id for record in right}:
        raise NothingToDecide()
    if len(pairs) > MOST_PAIRS:
        raise TooManyRecords()
    group, ids = new_id(), {id for pair in pairs for id in pair}
    with transaction.atomic(), connection.cursor() as cursor:
        alone(cursor)
        _unsay(level, same, pairs)
        Decision.objects.bulk_create(
            [
                Decision(level=level, same=same, left_id=one, right_id=other, group=group,
                         note=normalise(note)[:LONGEST_NOTE], decided_by=actor.key, decided_at=at)
                for one, other in sorted(pairs)
            ],
            batch_size=1_000,
        )
        Doubt.objects.filter(left__in=ids, right__in=ids).update(settled_at=at)
        facts.record("catalogue.decided", actor=actor, at=at, object_kind="decision", object_id=group, count=len(pairs))
        _settle_around(cursor, ids, at)
    return group


def _unsay(level: Level, same: bool, pairs: set[tuple[UUID, UUID]]) -> None:
    """Earlier words about the same pairs that the new one overrules; what was said within one side still holds."""
    ids = {id for pair in pairs for id in pair}
    between = Q(left__in=ids, right__in=ids)
    overruled = Q(level=level) | (Q(level=Level.WORK, same=False) if same else Q(level=Level.EDITION, same=True))
    if level == Level.EDITION and not same:
        overruled = Q(level=Level.EDITION)
    found = Decision.objects.filter(between & overruled).values_list("id", "left_id", "right_id")
    Decision.objects.filter(id__in=[id for id, left, right in found if (left, right) in pairs]).delete()


def _settle_around(cursor: object, ids: set[UUID], at: datetime) -> None:
    """Places the records anew, with all that share a work with them."""
    works = Record.objects.filter(id__in=ids).values("edition__work")
    around = Record.objects.filter(edition__work__in=works, state=Record.State.LIVE).order_by("id")
    settle(cursor, at=at, ids=list(around.values_list("id", flat=True)))
