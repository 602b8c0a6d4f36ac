"""Bags between spaces: what is to be sent is scanned into one, its code travels on it, and it is scanned out there."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.returning import Returned, check_in
from rianru.lending.actions.scanning import at_desk, copy_scanned, title_of
from rianru.lending.models import Manifest, Route, Transit
from rianru.places import queries as places

LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # read aloud and typed without doubt; no word comes of them
DEAREST = 10_000_000  # satang


class BagNotOpen(Refused):
    """The bag left already."""

    code = "lending.bag_not_open"
    says = T("ถุง {code} ส่งออกไปแล้ว เปิดถุงใหม่ก่อน", "The bag {code} has left. Open a new one first.")


class BagEmpty(Refused):
    """Nothing is inside."""

    code = "lending.bag_empty"
    says = T("ถุงนี้ยังว่าง สแกนหนังสือใส่ก่อน แล้วค่อยส่ง", "This bag is empty. Scan something into it first.")


class NotForThisBag(Refused):
    """The copy goes elsewhere, or nowhere."""

    code = "lending.not_for_this_bag"
    says = T("{title} ไม่ได้ไปทางนี้ สแกนรับเข้าที่เคาน์เตอร์ก่อน แล้วดูว่าไปไหน",
             "{title} does not go this way. Check it in at the desk first, and see where it goes.")


class BagSameSpace(NotUnderstood):
    """A bag leads from one space to another of its network."""

    code = "lending.bag_same_space"
    says = T("เลือกสาขาปลายทางอื่นในเครือข่ายเดียวกัน", "Choose another place of the same network.")


class RouteWrong(NotUnderstood):
    """Costs and days of a route that cannot be."""

    code = "lending.route_wrong"
    says = T("ค่าส่งต้องอยู่ระหว่าง 0 ถึง 100,000 บาท และไม่เกิน 60 วัน",
             "A route costs 0 to 100,000 baht and takes up to 60 days.")


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag with its code and how many are inside."""

    id: UUID
    code: str
    inside: int


def open_bag(*, actor: Actor, at: datetime, space_id: UUID, receiver_id: UUID) -> Bag:
    """A bag from here to another space. One that is open already is given again: there is one at a time for each way.
    """
    network_id = at_desk(actor, at, space_id)
    there = places.space_by_id(receiver_id)
    if there is None or there.network_id != network_id or receiver_id == space_id:
        raise BagSameSpace()
    with transaction.atomic():
        found = Manifest.objects.select_for_update().filter(sender=space_id, receiver=receiver_id, sent_at=None).first()
        if found is None:
            code = "".join(secrets.choice(LETTERS) for _ in range(8))
            found = Manifest.objects.create(code=code, sender_id=space_id, receiver_id=receiver_id, made_at=at)
            facts.record(kinds.MANIFEST_MADE, actor=actor, at=at, object_kind="manifest", object_id=found.id,
                         space_id=space_id)
    return Bag(found.id, found.code, found.transits.count())


def put_in_bag(*, actor: Actor, at: datetime, space_id: UUID, bag_id: UUID, barcode: str) -> str:
    """A copy that is to go where the bag goes is inside from now on; its title. Twice is once.

    Refuses with BagNotOpen, NotForThisBag, and with what `check_in` refuses of a barcode.
    """
    network_id = at_desk(actor, at, space_id)
    with transaction.atomic():
        bag = Manifest.objects.select_for_update().filter(id=bag_id, sender=space_id).first()
        if bag is None:
            raise NotFound()
        if bag.sent_at is not None:
            raise BagNotOpen(code=bag.code)
        copy = copy_scanned(barcode, space_id=space_id, network_id=network_id, at=at, day=day_of(at))
        if copy.way is None or copy.way_to != bag.receiver_id or copy.sent_at is not None:
            raise NotForThisBag(title=title_of(copy))
        Transit.objects.filter(id=copy.way).update(manifest=bag, sender=space_id)
        facts.record(kinds.SENT, actor=actor, at=at, object_kind="item", object_id=copy.id, space_id=space_id)
    return copy.title


def send_bag(*, actor: Actor, at: datetime, space_id: UUID, bag_id: UUID) -> int:
    """The bag leaves; how many are inside. Refuses with BagNotOpen and BagEmpty."""
    at_desk(actor, at, space_id)
    with transaction.atomic():
        bag = Manifest.objects.select_for_update().filter(id=bag_id, sender=space_id).first()
        if bag is None:
            raise NotFound()
        if bag.sent_at is not None:
            raise BagNotOpen(code=bag.code)
        inside = Transit.objects.filter(manifest=bag, received_at=None).update(sent_at=at)
        if not inside:
            raise BagEmpty()
        Manifest.objects.filter(id=bag_id).update(sent_at=at)
        facts.record(kinds.MANIFEST_SENT, actor=actor, at=at, object_kind="manifest", object_id=bag_id,
                     space_id=space_id, count=inside)
    return inside


def receive_bag(*, actor: Actor, at: datetime, space_id: UUID, bag_id: UUID) -> list[Returned]:
    """Everything in the bag has come, and is checked in one after another: each says where it goes next.

    What is not in it after all is declared missing from the list of what should have come.
    """
    at_desk(actor, at, space_id)
    with transaction.atomic():
        bag = Manifest.objects.select_for_update().filter(id=bag_id, receiver=space_id).first()
        if bag is None:
            raise NotFound()
        inside = Transit.objects.filter(manifest=bag, received_at=None).order_by("id")
        barcodes = list(inside.values_list("item__barcode", flat=True))
        Manifest.objects.filter(id=bag_id, received_at=None).update(received_at=at)
        facts.record(kinds.MANIFEST_RECEIVED, actor=actor, at=at, object_kind="manifest", object_id=bag_id,
                     space_id=space_id, count=len(barcodes))
        return [check_in(actor=actor, at=at, space_id=space_id, barcode=barcode) for barcode in barcodes]


def set_route(
    *, actor: Actor, at: datetime, sender_id: UUID, receiver_id: UUID, satang: int, days: int
) -> None:
    """What it costs to send a copy from one space to another, and how long it takes. Refuses with RouteWrong."""
    require("lending.keep_routes", actor=actor, at=at, scope=places.scope_of_space(sender_id))
    if sender_id == receiver_id or not 0 <= satang <= DEAREST or not 0 <= days <= 60:
        raise RouteWrong()
    with transaction.atomic():
        Route.objects.update_or_create(
            sender_id=sender_id, receiver_id=receiver_id, defaults={"satang": satang, "days": days}
        )
        facts.record(kinds.ROUTE_SET, actor=actor, at=at, object_kind="route", space_id=sender_id, satang=satang)
