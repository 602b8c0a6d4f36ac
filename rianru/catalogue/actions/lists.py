"""A member's lists: made, named, shared, removed. Nobody but the owner can change one, or learn that it is there.

Facts about lists carry no key of a person: what one wants to read is nobody's affair.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.catalogue.models import ListEntry, ReadingList
from rianru.core import facts
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.people.models import Person
from rianru.people.queries import Named

MOST_LISTS = 200  # of one member
LONGEST_NAME = 100  # characters
GROWN_AT = 18  # years; TRUST: a child has no public profile
KEPT_FOR = timedelta(days=7)  # what was removed can be brought back


class ListNameMissing(NotUnderstood):
    """A list without a name."""

    code = "catalogue.list_name_missing"
    says = T("ตั้งชื่อรายการก่อน เช่น อ่านกับลูก", "Give the list a name first, such as “To read with the children”.")


class TooManyLists(Refused):
    """As many lists as one member may have."""

    code = "catalogue.too_many_lists"
    says = T(
        "มีครบ {most} รายการแล้ว ลบรายการที่ไม่ใช้ แล้วสร้างใหม่ได้เลย",
        "You have {most} lists already. Remove one that you do not use, then make a new one.",
    )


class ListStays(Refused):
    """The list of what one wants to read is always there, under its own name."""

    code = "catalogue.list_stays"
    says = T(
        "รายการอยากอ่านมีไว้เสมอ เอาเรื่องออกทีละเรื่องได้ หรือสร้างรายการใหม่",
        "The list “Want to read” is always there. Take works off it one by one, or make another list.",
    )


class DisplayNameMissing(Refused):
    """A public list shows a name that its owner chose, and none is chosen."""

    code = "catalogue.display_name_missing"
    says = T(
        "รายการสาธารณะแสดงชื่อที่คุณเลือก ตั้งชื่อที่อยากให้เรียกในหน้าบัญชีก่อน",
        "A public list shows a name of your choice. Set the name you want to be called on your account page first.",
    )


class TooYoungForPublic(Refused):
    """Nobody under eighteen is shown to strangers by name; of a birth year only the year is known."""

    code = "catalogue.too_young_for_public"
    status = 403
    says = T(
        "ก่อนอายุ 18 เราไม่แสดงชื่อคุณต่อคนที่ไม่รู้จัก ให้เพื่อนดูด้วยลิงก์แทนได้ ลิงก์ไม่มีชื่อคุณ",
        "Before you are 18 we do not show your name to strangers. Share a link with friends: your name is not on it.",
    )


class AgeNotSaid(Refused):
    """We do not know how old the owner is, and they have not said that they are grown up."""

    code = "catalogue.age_not_said"
    says = T(
        "ก่อนเปิดเป็นสาธารณะ ยืนยันว่าคุณอายุ 18 ปีขึ้นไป",
        "Before the list becomes public, confirm that you are 18 or older.",
    )


@transaction.atomic
def make_list(*, actor: Actor, at: datetime, name: str) -> UUID:
    """A new list with a name, private; its id. Refuses with ListNameMissing and TooManyLists."""
    require("catalogue.keep_lists", actor=actor, at=at)
    owner = themselves(actor)
    Person.objects.select_for_update().get(id=owner.person_id)  # two at once must not both be the last
    if ReadingList.objects.filter(owner=owner.person_id, removed_at=None).count() >= MOST_LISTS:
        raise TooManyLists(most=MOST_LISTS)
    made = ReadingList.objects.create(owner_id=owner.person_id, name=_name(name), made_at=at)
    facts.record("catalogue.list_made", actor=ANONYMOUS, at=at, object_kind="list")
    return made.id


@transaction.atomic
def rename_list(*, actor: Actor, at: datetime, list_id: UUID, name: str) -> bool:
    """Another name; whether it changed. Refuses with ListNameMissing, and with ListStays where it has its own name."""
    require("catalogue.keep_lists", actor=actor, at=at)
    own, wanted = own_list(actor, list_id), _name(name)
    if own.want:
        raise ListStays()
    if own.name == wanted:
        return False
    own.name = wanted
    own.save(update_fields=["name"])
    facts.record("catalogue.list_renamed", actor=ANONYMOUS, at=at, object_kind="list", object_id=own.id)
    return True


@transaction.atomic
def share_list(*, actor: Actor, at: datetime, list_id: UUID, sharing: str, grown_up: bool = False) -> str | None:
    """Who sees the list: "private", "link" or "public"; the token of the link, if that is the way.

    A link that was taken back never works again. `grown_up`: the owner says so, asked where their birth year is not
    known. Refuses with DisplayNameMissing, TooYoungForPublic and AgeNotSaid.
    """
    require("catalogue.keep_lists", actor=actor, at=at)
    own = own_list(actor, list_id)
    wanted = ReadingList.Sharing(sharing)
    if wanted == ReadingList.Sharing.PUBLIC:
        _may_be_public(themselves(actor), at, grown_up=grown_up)
    if own.sharing == wanted:
        return own.token
    own.sharing = wanted
    own.token = secrets.token_urlsafe(24) if wanted == ReadingList.Sharing.LINK else None
    own.save(update_fields=["sharing", "token"])
    facts.record("catalogue.list_shared", actor=ANONYMOUS, at=at, object_kind="list", object_id=own.id,
                 changed=(str(wanted),))
    return own.token


def _may_be_public(owner: Named, at: datetime, *, grown_up: bool) -> None:
    if owner.birth_year is not None and day_of(at).year - owner.birth_year <= GROWN_AT:
        raise TooYoungForPublic()
    if not owner.display_name:
        raise DisplayNameMissing()
    if owner.birth_year is None and not grown_up:
        raise AgeNotSaid()


@transaction.atomic
def remove_list(*, actor: Actor, at: datetime, list_id: UUID) -> None:
    """Removes a list; for a week it can be brought back. Nobody else sees it from now on. Refuses with ListStays."""
    require("catalogue.keep_lists", actor=actor, at=at)
    own = own_list(actor, list_id)
    if own.want:
        raise ListStays()
    own.removed_at, own.sharing, own.token = at, ReadingList.Sharing.PRIVATE, None
    own.save(update_fields=["removed_at", "sharing", "token"])
    facts.record("catalogue.list_removed", actor=ANONYMOUS, at=at, object_kind="list", object_id=own.id)


@transaction.atomic
def restore_list(*, actor: Actor, at: datetime, list_id: UUID) -> None:
    """Brings a removed list back, private. Refuses with TooManyLists."""
    require("catalogue.keep_lists", actor=actor, at=at)
    owner = themselves(actor)
    Person.objects.select_for_update().get(id=owner.person_id)
    mine = ReadingList.objects.filter(owner=owner.person_id)
    if mine.filter(removed_at=None).count() >= MOST_LISTS:
        raise TooManyLists(most=MOST_LISTS)
    if not mine.filter(id=list_id, removed_at__isnull=False).update(removed_at=None):
        raise NotFound()
    facts.record("catalogue.list_restored", actor=ANONYMOUS, at=at, object_kind="list", object_id=list_id)


@transaction.atomic
def forget_removed(*, actor: Actor, at: datetime) -> int:
    """Erases what was removed over a week ago, lists and entries; how many rows."""
    require("catalogue.forget_lists", actor=actor, at=at)
    before = at - KEPT_FOR
    gone = ListEntry.objects.filter(removed_at__lt=before).delete()[0]
    gone += ReadingList.objects.filter(removed_at__lt=before).delete()[0]
    if gone:
        facts.record("catalogue.lists_forgotten", actor=actor, at=at, count=gone)
    return gone


def themselves(actor: Actor) -> Named:
    """The person who acts; NotFound for a key that leads nowhere any more."""
    found = people.named(actor.key)
    if found is None:
        raise NotFound()
    return found


def own_list(actor: Actor, list_id: UUID) -> ReadingList:
    """A list of the one who acts, locked; NotFound for everybody else's, as for those that are not there."""
    owner = themselves(actor)
    mine = ReadingList.objects.select_for_update().filter(id=list_id, owner=owner.person_id, removed_at=None)
    found = mine.first()
    if found is None:
        raise NotFound()
    return found


def _name(typed: str) -> str:
    name = normalise(typed)[:LONGEST_NAME].strip()
    if not name:
        raise ListNameMissing()
    return name
