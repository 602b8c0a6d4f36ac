"""What stands on a member's list: kept, noted, put in order, let go and brought back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rianru.catalogue.actions.lists import own_list, themselves
from rianru.catalogue.models import ListEntry, ReadingList, Work
from rianru.catalogue.queries import where_to
from rianru.core import facts
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T

MOST_ENTRIES = 2_000  # of one list
LONGEST_NOTE = 1_000  # characters


class ListFull(Refused):
    """As many works as one list holds."""

    code = "catalogue.list_full"
    says = T(
        "รายการนี้ครบ {most:,} เรื่องแล้ว เอาเรื่องที่อ่านแล้วออก หรือสร้างรายการใหม่",
        "This list holds {most:,} works already. Take some off that you have read, or make a new list.",
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a work is kept now, and whether it was not there before."""

    list_id: UUID
    entry_id: UUID
    new: bool


@transaction.atomic
def keep_work(*, actor: Actor, at: datetime, work_id: UUID, list_id: UUID | None = None) -> Kept:
    """Keeps a work on a list of one's own; without a list on “want to read”, which the first such tap makes.

    Keeping what is kept changes nothing. A work that was merged into another is kept as that one. ListFull may refuse.
    """
    require("catalogue.keep_lists", actor=actor, at=at)
    work = work_now(work_id)
    onto = own_list(actor, list_id) if list_id else _wanted(actor, at)
    known = ListEntry.objects.filter(within=onto, work_id=work.id).first()
    if known and known.removed_at is None:
        return Kept(onto.id, known.id, new=False)
    if ListEntry.objects.filter(within=onto, removed_at=None).count() >= MOST_ENTRIES:
        raise ListFull(most=MOST_ENTRIES)
    entry = known or ListEntry(within=onto, work_id=work.id)
    entry.title, entry.kept_at, entry.removed_at, entry.place = work.title, at, None, _top(onto)
    entry.save()
    _note("catalogue.list_kept", at, work.id)
    return Kept(onto.id, entry.id, new=True)


@transaction.atomic
def let_go(*, actor: Actor, at: datetime, entry_id: UUID) -> UUID:
    """Takes a work off a list; its list. For a week it can be brought back, note and place and all."""
    entry = _entry(actor, at, entry_id)
    entry.removed_at = at
    entry.save(update_fields=["removed_at"])
    _note("catalogue.list_let_go", at, entry.work_id)
    return entry.within_id


@transaction.atomic
def let_go_of_work(*, actor: Actor, at: datetime, work_id: UUID, list_id: UUID | None = None) -> bool:
    """Takes a work off one list, or off “want to read”; whether it was on it."""
    require("catalogue.keep_lists", actor=actor, at=at)
    onto = own_list(actor, list_id) if list_id else _wanted(actor, at)
    if not ListEntry.objects.filter(within=onto, work_id=work_id, removed_at=None).update(removed_at=at):
        return False
    _note("catalogue.list_let_go", at, work_id)
    return True


@transaction.atomic
def bring_back(*, actor: Actor, at: datetime, entry_id: UUID) -> UUID:
    """Undoes `let_go`; its list. Refuses with ListFull."""
    entry = _entry(actor, at, entry_id, removed=True)
    if ListEntry.objects.filter(within=entry.within_id, removed_at=None).count() >= MOST_ENTRIES:
        raise ListFull(most=MOST_ENTRIES)
    entry.removed_at = None
    entry.save(update_fields=["removed_at"])
    _note("catalogue.list_kept", at, entry.work_id)
    return entry.within_id


@transaction.atomic
def note_entry(*, actor: Actor, at: datetime, entry_id: UUID, note: str) -> UUID:
    """One's own words beside a work, at most LONGEST_NOTE characters; its list."""
    entry = _entry(actor, at, entry_id)
    entry.note = note.replace("\x00", "").strip()[:LONGEST_NOTE]
    entry.save(update_fields=["note"])
    _note("catalogue.list_noted", at, entry.work_id)
    return entry.within_id


@transaction.atomic
def move_entry(*, actor: Actor, at: datetime, entry_id: UUID, way: str) -> UUID:
    """Moves a work "up" or "down" by one, or to the "top"; its list. At the end already, it stays."""
    entry = _entry(actor, at, entry_id)
    others = ListEntry.objects.filter(within=entry.within_id, removed_at=None).exclude(id=entry.id)
    if way == "top":
        if others.filter(place__gte=entry.place).exists():
            entry.place = _top(entry.within)
            entry.save(update_fields=["place"])
    else:
        beside = _beside(entry, up=way == "up")
        if beside:
            beside.place, entry.place = entry.place, beside.place
            ListEntry.objects.bulk_update([beside, entry], ["place"])
    _note("catalogue.list_ordered", at, entry.work_id)
    return entry.within_id


def _beside(entry: ListEntry, *, up: bool) -> ListEntry | None:
    others = ListEntry.objects.filter(within=entry.within_id, removed_at=None)
    if up:
        return others.filter(place__gt=entry.place).order_by("place", "id").first()
    return others.filter(place__lt=entry.place).order_by("-place", "-id").first()


def _top(of: ReadingList) -> int:
    """Places are given once, removed entries keep theirs: so no two are alike."""
    highest = ListEntry.objects.filter(within=of).aggregate(highest=Max("place"))["highest"]
    return int(highest or 0) + 1


def _entry(actor: Actor, at: datetime, entry_id: UUID, *, removed: bool = False) -> ListEntry:
    """An entry of one's own, its list locked; NotFound for everybody else's."""
    require("catalogue.keep_lists", actor=actor, at=at)
    found = ListEntry.objects.filter(id=entry_id, removed_at__isnull=not removed).values_list("within_id", flat=True)
    list_id = found.first()
    if list_id is None:
        raise NotFound()
    own_list(actor, list_id)
    entry = ListEntry.objects.select_related("within").filter(id=entry_id, removed_at__isnull=not removed).first()
    if entry is None:
        raise NotFound()
    return entry


def _wanted(actor: Actor, at: datetime) -> ReadingList:
    """“Want to read”, locked; made where it is not there yet."""
    owner = themselves(actor).person_id
    own, made = ReadingList.objects.get_or_create(owner_id=owner, want=True, defaults={"made_at": at})
    if made:
        facts.record("catalogue.list_made", actor=ANONYMOUS, at=at, object_kind="list")
    return own_list(actor, own.id)


def work_now(work_id: UUID) -> Work:
    """A work, or what it was merged into; NotFound where it is gone."""
    work = Work.objects.filter(id=work_id).first()
    if work is None and (there := where_to(id=work_id)):
        work = Work.objects.filter(id=there).first()
    if work is None:
        raise NotFound()
    return work


def _note(verb: str, at: datetime, work_id: UUID) -> None:
    facts.record(verb, actor=ANONYMOUS, at=at, object_kind="work", object_id=work_id)
