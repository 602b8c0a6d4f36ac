"""Copies, by hand: added, described, moved, withdrawn, brought back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.catalogue.actions.shelving import LONGEST_BARCODE
from rianru.catalogue.actions.sources import SpaceUnknown
from rianru.catalogue.models import Edition, Item, Record
from rianru.catalogue.words import TYPES
from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.places import queries as places

LONGEST = 1_000  # characters of a note
DEAREST = 100_000_000  # satang
GONE = (Item.State.ABSENT, Item.State.WITHDRAWN)
OUT = (Item.State.ON_LOAN, Item.State.IN_TRANSIT, Item.State.ON_HOLD_SHELF)


class BarcodeTaken(Refused):
    """Another copy that is there has this barcode."""

    code = "catalogue.barcode_taken"
    says = T(
        "บาร์โค้ด {barcode} เป็นของ {title} อยู่แล้ว ตรวจป้ายอีกครั้ง",
        "The barcode {barcode} is on a copy of {title}. Look at the label again.",
    )


class PriceWrong(Refused):
    """A price below nought or beyond a million baht."""

    code = "catalogue.price_wrong"
    status = 422
    says = T("ราคาต้องอยู่ระหว่าง 0 ถึง 1,000,000 บาท", "A price is between 0 and 1,000,000 baht.")


class TypeUnknown(NotUnderstood):
    """No such kind of thing."""

    code = "catalogue.type_unknown"
    says = T("เลือกชนิดจากรายการ หรือเว้นว่างให้ใช้ตามฉบับ", "Choose a kind from the list, or leave it to the edition.")


class CopyIsOut(Refused):
    """The copy is with a member, on its way, or waits for one."""

    code = "catalogue.copy_is_out"
    says = T(
        "เล่มนี้ยังไม่ได้อยู่บนชั้น รับคืนที่เคาน์เตอร์ก่อน แล้วทำต่อได้เลย",
        "This copy is not on its shelf. Check it in at the desk first, then go on.",
    )


def add_item(
    *, actor: Actor, at: datetime, edition_id: UUID, space_id: UUID, barcode: str = "", call_number: str = "",
    copy: str = "", shelf: str = "", price: int | None = None, note: str = "", type: str = "",
) -> UUID:
    """A copy that no source lists; its id. `price` in satang; `type` for the rules of lending (`words.TYPES`)."""
    require("catalogue.keep_items", actor=actor, at=at, scope=places.scope_of_space(space_id))
    edition = Edition.objects.filter(id=edition_id).first()
    if edition is None:
        raise NotFound()
    beside = edition.records.filter(state=Record.State.LIVE).order_by("id").only("id").first()
    with transaction.atomic():
        _free(barcode, None)
        item = Item.objects.create(
            edition=edition, beside=beside, space_id=space_id,
            barcode=normalise(barcode)[:LONGEST_BARCODE],
            call_number=normalise(call_number), copy=normalise(copy), shelf=normalise(shelf), price=_price(price),
            note=note.strip()[:LONGEST], type=_type(type), changed_at=at,
        )
        facts.record(
            "catalogue.item_added", actor=actor, at=at, object_kind="item", object_id=item.id, space_id=space_id
        )
        changes.touch("work", [edition.work_id])
    return item.id


def describe_item(
    *, actor: Actor, at: datetime, item_id: UUID, barcode: str, call_number: str, copy: str, shelf: str,
    price: int | None, note: str, type: str = "",
) -> None:
    """What the label and the staff say of a copy. What its source writes comes again when the source changes it."""
    with transaction.atomic():
        item = _item(actor, at, item_id)
        if barcode != item.barcode:
            _free(barcode, item.id)
        item.barcode, item.call_number = normalise(barcode)[:LONGEST_BARCODE], normalise(call_number)
        item.copy, item.shelf, item.price = normalise(copy), normalise(shelf), _price(price)
        item.note, item.type, item.changed_at = note.strip()[:LONGEST], _type(type), at
        item.save()
        facts.record("catalogue.item_described", actor=actor, at=at, object_kind="item", object_id=item.id,
                     space_id=item.space_id)
        changes.touch("work", [item.edition.work_id])


def move_item(*, actor: Actor, at: datetime, item_id: UUID, space_code: str) -> None:
    """A copy stands in another space from now on, and stays there until its source names another branch than before."""
    with transaction.atomic():
        item = _item(actor, at, item_id)
        there = places.space_ids([space_code]).get(space_code)
        if there is None:
            raise SpaceUnknown(space=space_code)
        if there == item.space_id:
            return
        if item.state in OUT:
            raise CopyIsOut()
        require("catalogue.keep_items", actor=actor, at=at, scope=places.scope_of_space(there))
        facts.record("catalogue.item_moved", actor=actor, at=at, object_kind="item", object_id=item.id, space_id=there)
        item.space_id, item.changed_at = there, at
        item.save(update_fields=["space", "changed_at"])
        changes.touch("work", [item.edition.work_id])


def withdraw_item(*, actor: Actor, at: datetime, item_id: UUID) -> None:
    """Takes a copy out of the stock: kept, not shown to readers, and no reload brings it back."""
    _turn(actor, at, item_id, Item.State.WITHDRAWN, "catalogue.item_withdrawn")


def restore_item(*, actor: Actor, at: datetime, item_id: UUID) -> None:
    """A withdrawn or absent copy is on its shelf after all."""
    _turn(actor, at, item_id, Item.State.AVAILABLE, "catalogue.item_restored")


def _turn(actor: Actor, at: datetime, item_id: UUID, state: Item.State, verb: str) -> None:
    with transaction.atomic():
        item = _item(actor, at, item_id)
        if item.state == state:
            return
        if item.state in OUT:
            raise CopyIsOut()
        item.state, item.changed_at = state, at
        item.save(update_fields=["state", "changed_at"])
        facts.record(verb, actor=actor, at=at, object_kind="item", object_id=item.id, space_id=item.space_id)
        changes.touch("work", [item.edition.work_id])


def _item(actor: Actor, at: datetime, id: UUID) -> Item:
    item = Item.objects.select_for_update(of=("self",)).select_related("edition").filter(id=id).first()
    if item is None:
        raise NotFound()
    require("catalogue.keep_items", actor=actor, at=at, scope=places.scope_of_space(item.space_id))
    return item


def _free(barcode: str, own: UUID | None) -> None:
    if not barcode:
        return
    others = Item.objects.filter(barcode=normalise(barcode)).exclude(state__in=GONE).select_related("edition")
    other = next((item for item in others[:2] if item.id != own), None)
    if other:
        raise BarcodeTaken(barcode=barcode, title=other.edition.title)


def _type(type: str) -> str:
    if type and type not in TYPES:
        raise TypeUnknown()
    return type


def _price(price: int | None) -> int | None:
    if price is not None and not 0 <= price <= DEAREST:
        raise PriceWrong()
    return price
