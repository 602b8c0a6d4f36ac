"""A stocktake: somebody walks along the shelves and scans. What should be there and is not seen is missing at the end.

What stands where it should not by the books is treated as found: it is checked in, and the answer says what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.catalogue.actions.circulating import turn
from rianru.catalogue.models import Item
from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.facts import NewFact
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.answering import look_again
from rianru.lending.actions.refusals import BarcodeTwice, BarcodeUnknown, CopyOfAnotherNetwork, CopyWithdrawn
from rianru.lending.actions.returning import check_in
from rianru.lending.actions.scanning import copy_scanned, network_in
from rianru.lending.models import Hold, Sighting, Stocktake
from rianru.lending.queries.scene import Copy
from rianru.lending.queries.stocktakes import counts, missing_ids
from rianru.places import queries as places

LONGEST = 100  # characters of a barcode or a call number
_SEEN = """
    INSERT INTO lending_sighting (stocktake_id, barcode, found, goes, seen_at) VALUES (%s, %s, 'unknown', '', %s)
    ON CONFLICT (stocktake_id, barcode) DO NOTHING RETURNING id
"""
_WAS = {
    "on_loan": "out", "lost": "gone", "missing": "gone", "in_transit": "moving", "on_hold_shelf": "moving",
    "damaged": "damaged",
}


class StocktakeClosed(Refused):
    """It was closed meanwhile."""

    code = "lending.stocktake_closed"
    says = T("การตรวจนับนี้ปิดไปแล้ว เริ่มรอบใหม่ได้เลย", "This stocktake is closed. Begin another one.")


class NothingSeen(Refused):
    """Nothing was scanned: all of it would be missing."""

    code = "lending.nothing_seen"
    says = T("ยังไม่ได้สแกนเล่มไหนเลย ถ้าไม่นับแล้ว เลือกเลิกตรวจนับ",
             "Nothing was scanned yet. If you do not want to go on, give this stocktake up.")


class MissingChanged(Refused):
    """How many are missing is no longer what was agreed to."""

    code = "lending.missing_changed"
    says = T("ตอนนี้ยังไม่พบ {now:,} เล่ม ดูรายการอีกครั้งก่อนปิด",
             "{now:,} {now:is|are} not seen now. Look through the list once more.")


class RangeWrong(NotUnderstood):
    """The call numbers end before they begin."""

    code = "lending.range_wrong"
    says = T("เลขเรียกตัวท้ายต้องไม่มาก่อนตัวแรก", "The last call number cannot come before the first.")


class NothingScanned(NotUnderstood):
    """A scan without a number."""

    code = "lending.nothing_scanned"
    says = T("สแกนบาร์โค้ดก่อน หรือพิมพ์เลขแล้วกด Enter", "Scan a barcode, or type its number and press Enter.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a scan found: a code of words.FOUND, and where it goes as check_in says; blank where it stays.

    `again`: it was seen before, and this is what was said then.
    """

    barcode: str
    found: str
    title: str
    goes: str
    to: UUID | None
    again: bool


def open_stocktake(
    *, actor: Actor, at: datetime, space_id: UUID, shelf: str = "", call_from: str = "", call_until: str = ""
) -> UUID:
    """Begins a walk along the shelves of a space, one shelf, or a range of call numbers; blank: no limit.

    One that is open for the same shelves already is given again. Refuses with RangeWrong.
    """
    require("lending.take_stock", actor=actor, at=at, scope=(scope := places.scope_of_space(space_id)))
    network_in(scope)
    limits = {"shelf": _short(shelf), "call_from": _short(call_from), "call_until": _short(call_until)}
    last = limits["call_until"]
    if last and limits["call_from"] > last and not limits["call_from"].startswith(last):
        raise RangeWrong()
    with transaction.atomic():
        newest = Item.objects.filter(space=space_id).order_by("-id").values_list("id", flat=True).first()
        walk, made = Stocktake.objects.get_or_create(
            space_id=space_id, closed_at=None, **limits, defaults={"id": new_id(), "begun_at": at, "newest": newest}
        )
        if made:
            facts.record(kinds.STOCKTAKE_OPENED, actor=actor, at=at, object_kind="stocktake", object_id=walk.id,
                         space_id=space_id)
    return walk.id


def see(*, actor: Actor, at: datetime, space_id: UUID, stocktake_id: UUID, barcode: str) -> Seen:
    """A barcode was seen on a shelf. Seen twice is seen once, and answers what it answered.

    What is elsewhere, out, lost or on its way by the books is checked in. Refuses with StocktakeClosed, NothingScanned.
    """
    require("lending.take_stock", actor=actor, at=at, scope=(scope := places.scope_of_space(space_id)))
    typed = _short(barcode)
    if not typed:
        raise NothingScanned()
    with transaction.atomic():
        walk = _open(stocktake_id, space_id, shared=True)
        with connection.cursor() as cursor:
            cursor.execute(_SEEN, [walk.id, typed, at])
            row = cursor.fetchone()
        if row is None:
            return _seen_before(walk, typed)
        copy, found = _copy(typed, space_id=space_id, network_id=network_in(scope), at=at)
        goes, to = "", None
        if copy is not None:
            found = _found(copy, walk)
            if found not in ("here", "shelf") or copy.state != Item.State.AVAILABLE:
                gone = check_in(actor=actor, at=at, space_id=space_id, barcode=typed)
                goes, to = gone.goes, gone.to
        Sighting.objects.filter(id=row[0]).update(
            item=copy.id if copy else None, found=found, goes=goes, to=to
        )
        facts.record(kinds.SEEN, actor=actor, at=at, object_kind="item" if copy else "",
                     object_id=copy.id if copy else None, space_id=space_id)
    return Seen(typed, found, copy.title if copy else "", goes, to, again=False)


def close_stocktake(*, actor: Actor, at: datetime, space_id: UUID, stocktake_id: UUID, agreed: int) -> int:
    """The walk is over: what was expected and not seen is missing from now on; how many. `agreed`: as was shown.

    Who waits for one of them gets another copy. Refuses with StocktakeClosed, NothingSeen and MissingChanged.
    """
    require("lending.take_stock", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        walk = _open(stocktake_id, space_id)
        if not walk.sightings.exists():
            raise NothingSeen()
        counted = counts(walk)
        ids = missing_ids(walk)
        if len(ids) != agreed:
            raise MissingChanged(now=len(ids))
        gone = sorted(turn(ids, was=[Item.State.AVAILABLE], becomes=Item.State.MISSING, at=at))
        Stocktake.objects.filter(id=walk.id).update(closed_at=at, expected=counted.expected, missing=len(gone))
        facts.record_many(
            NewFact(kinds.MISSING, at, actor.key, object_kind="item", object_id=id, space_id=space_id) for id in gone
        )
        facts.record(kinds.STOCKTAKE_CLOSED, actor=actor, at=at, object_kind="stocktake", object_id=walk.id,
                     space_id=space_id, count=len(gone))
        _others_answer(actor, at, space_id, gone)
    return len(gone)


def give_up_stocktake(*, actor: Actor, at: datetime, space_id: UUID, stocktake_id: UUID) -> None:
    """The walk ends, and nothing becomes missing. What was found stays found. Refuses with StocktakeClosed."""
    require("lending.take_stock", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        walk = _open(stocktake_id, space_id)
        Stocktake.objects.filter(id=walk.id).update(closed_at=at, given_up=True)
        facts.record(kinds.STOCKTAKE_CLOSED, actor=actor, at=at, object_kind="stocktake", object_id=walk.id,
                     space_id=space_id, count=0)


def _open(id: UUID, space_id: UUID, *, shared: bool = False) -> Stocktake:
    """An open stocktake of this space, kept open until this transaction ends: scans share the lock, closing waits."""
    lock = "FOR SHARE" if shared else "FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM lending_stocktake WHERE id = %s AND space_id = %s {lock}", [id, space_id])
    walk = Stocktake.objects.filter(id=id, space=space_id).first()
    if walk is None:
        raise NotFound()
    if walk.closed_at is not None:
        raise StocktakeClosed()
    return walk


def _seen_before(walk: Stocktake, barcode: str) -> Seen:
    seen = Sighting.objects.select_related("item__edition").get(stocktake=walk, barcode=barcode)
    title = seen.item.edition.title if seen.item else ""
    return Seen(barcode, seen.found, title, seen.goes, seen.to_id, again=True)


def _copy(barcode: str, *, space_id: UUID, network_id: UUID, at: datetime) -> tuple[Copy | None, str]:
    """The copy with this barcode; where there is none here, which code of FOUND says so."""
    try:
        return copy_scanned(barcode, space_id=space_id, network_id=network_id, at=at, day=day_of(at)), ""
    except BarcodeUnknown:
        return None, "unknown"
    except BarcodeTwice:
        return None, "twice"
    except CopyOfAnotherNetwork:
        return None, "foreign"
    except CopyWithdrawn:
        return None, "withdrawn"


def _found(copy: Copy, walk: Stocktake) -> str:
    if copy.state in _WAS:
        return _WAS[copy.state]
    if copy.space != walk.space_id:
        return "elsewhere"
    return "shelf" if _beyond(copy, walk) else "here"


def _beyond(copy: Copy, walk: Stocktake) -> bool:
    """Whether it belongs on another shelf than those that are looked through."""
    shelf = Item.objects.values_list("shelf", flat=True).get(id=copy.id) if walk.shelf else ""
    number, last = copy.call_number, walk.call_until
    after = bool(last and number > last and not number.startswith(last))
    return shelf != walk.shelf or number < walk.call_from or after


def _others_answer(actor: Actor, at: datetime, space_id: UUID, gone: Sequence[UUID]) -> None:
    """Somebody had just been promised one of them: another copy is looked for."""
    for hold_id, copy_id in Hold.objects.filter(copy__in=gone, ended_at=None).values_list("id", "copy_id"):
        assert copy_id is not None
        look_again(actor, at, hold_id, space_id=space_id, passed=copy_id)


def _short(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST]
