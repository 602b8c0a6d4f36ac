"""A librarian's shelf: made, put in words, filled, published, taken down. Of one space or of one network."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rianru.catalogue.actions.keeping import work_now
from rianru.catalogue.models import Shelf, ShelfEntry
from rianru.catalogue.queries.shelves import scope_of_shelf
from rianru.core import changes, facts
from rianru.core.actors import Actor, Scope
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, NotUnderstood, Refused
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.places import queries as places

MOST_ENTRIES = 200  # of one shelf
LONGEST_TITLE, LONGEST_WORDS, LONGEST_SENTENCE = 120, 3_000, 500


class ShelfTitleMissing(NotUnderstood):
    """A shelf without a Thai title."""

    code = "catalogue.shelf_title_missing"
    says = T("ตั้งชื่อชั้นเป็นภาษาไทยก่อน ภาษาอังกฤษเติมทีหลังได้", "Give the shelf a Thai title; the English one can wait.")


class ShelfEmpty(Refused):
    """Nothing stands on it that readers could see."""

    code = "catalogue.shelf_empty"
    says = T(
        "วางหนังสือสักเล่มบนชั้นก่อนเผยแพร่", "Put at least one work on the shelf before you publish it.",
    )


class ShelfFull(Refused):
    """As many works as a shelf holds: a reader wants a choice, not a catalogue."""

    code = "catalogue.shelf_full"
    says = T(
        "ชั้นนี้ครบ {most} เรื่องแล้ว เอาบางเรื่องออก หรือเปิดชั้นใหม่",
        "This shelf holds {most} works already. Take some off, or begin another shelf.",
    )


@transaction.atomic
def make_shelf(
    *, actor: Actor, at: datetime, title_th: str, title_en: str = "", words_th: str = "", words_en: str = "",
    space_id: UUID | None = None, network_id: UUID | None = None,
) -> UUID:
    """A new shelf of a space, or of a network, which readers do not see yet; its id. Refuses with ShelfTitleMissing."""
    if (space_id is None) == (network_id is None):
        raise NotFound()
    scope: Scope = places.scope_of_space(space_id) if space_id else places.scope_of_network(network_id)  # type: ignore[arg-type]
    require("catalogue.keep_shelves", actor=actor, at=at, scope=scope)
    said = _said(title_th, title_en, words_th, words_en)
    made = Shelf.objects.create(space_id=space_id, network_id=network_id, made_at=at, **said)
    _record("catalogue.shelf_made", actor, at, made)
    return made.id


@transaction.atomic
def change_shelf(
    *, actor: Actor, at: datetime, shelf_id: UUID, title_th: str, title_en: str = "", words_th: str = "",
    words_en: str = "",
) -> None:
    """Its title and words in both languages. Refuses with ShelfTitleMissing."""
    shelf = _shelf(actor, at, shelf_id)
    for name, value in _said(title_th, title_en, words_th, words_en).items():
        setattr(shelf, name, value)
    shelf.save()
    _record("catalogue.shelf_changed", actor, at, shelf)


@transaction.atomic
def put_on_shelf(
    *, actor: Actor, at: datetime, shelf_id: UUID, work_id: UUID, words_th: str = "", words_en: str = ""
) -> UUID:
    """A work at the end of the shelf, or its sentences anew where it stands there; its entry. ShelfFull may refuse."""
    shelf, work = _shelf(actor, at, shelf_id), work_now(work_id)
    said = {"words_th": _sentence(words_th), "words_en": _sentence(words_en)}
    own = ShelfEntry.objects.filter(shelf=shelf)
    known = own.filter(work_id=work.id).first()
    if known is None and own.count() >= MOST_ENTRIES:
        raise ShelfFull(most=MOST_ENTRIES)
    last = int(own.aggregate(last=Max("place"))["last"] or 0)
    entry = known or ShelfEntry(shelf=shelf, work_id=work.id, place=last + 1)
    entry.title, entry.words_th, entry.words_en = work.title, said["words_th"], said["words_en"]
    entry.save()
    _record("catalogue.shelf_changed", actor, at, shelf)
    return entry.id


@transaction.atomic
def take_off_shelf(*, actor: Actor, at: datetime, entry_id: UUID) -> None:
    """Takes a work off; the last one takes the shelf out of readers' sight."""
    shelf, entry = _entry(actor, at, entry_id)
    entry.delete()
    if shelf.published_at and not ShelfEntry.objects.filter(shelf=shelf).exists():
        shelf.published_at = None
        shelf.save(update_fields=["published_at"])
    _record("catalogue.shelf_changed", actor, at, shelf)


@transaction.atomic
def move_on_shelf(*, actor: Actor, at: datetime, entry_id: UUID, up: bool) -> None:
    """Moves a work by one towards the beginning, or towards the end. At the end already, it stays."""
    shelf, entry = _entry(actor, at, entry_id)
    others = ShelfEntry.objects.filter(shelf=shelf)
    beside = (
        others.filter(place__lt=entry.place).order_by("-place", "-id").first() if up
        else others.filter(place__gt=entry.place).order_by("place", "id").first()
    )
    if beside:
        beside.place, entry.place = entry.place, beside.place
        ShelfEntry.objects.bulk_update([beside, entry], ["place"])
    _record("catalogue.shelf_changed", actor, at, shelf)


@transaction.atomic
def publish_shelf(*, actor: Actor, at: datetime, shelf_id: UUID) -> None:
    """From now on readers see it and find it. Refuses with ShelfEmpty."""
    shelf = _shelf(actor, at, shelf_id)
    if not ShelfEntry.objects.filter(shelf=shelf).exists():
        raise ShelfEmpty()
    if shelf.published_at is None:
        shelf.published_at = at
        shelf.save(update_fields=["published_at"])
        _record("catalogue.shelf_published", actor, at, shelf)


@transaction.atomic
def unpublish_shelf(*, actor: Actor, at: datetime, shelf_id: UUID) -> None:
    """Takes it out of readers' sight; everything on it stays."""
    shelf = _shelf(actor, at, shelf_id)
    if shelf.published_at:
        shelf.published_at = None
        shelf.save(update_fields=["published_at"])
        _record("catalogue.shelf_withdrawn", actor, at, shelf)


@transaction.atomic
def remove_shelf(*, actor: Actor, at: datetime, shelf_id: UUID) -> None:
    """Removes a shelf with all that is written on it."""
    shelf = _shelf(actor, at, shelf_id)
    _record("catalogue.shelf_removed", actor, at, shelf)
    shelf.delete()


def _record(verb: str, actor: Actor, at: datetime, shelf: Shelf) -> None:
    facts.record(verb, actor=actor, at=at, object_kind="shelf", object_id=shelf.id, space_id=shelf.space_id)
    changes.touch("shelf", [shelf.id])


def _shelf(actor: Actor, at: datetime, shelf_id: UUID) -> Shelf:
    """The shelf, locked; NotAllowed to those whose scope does not cover it."""
    found = Shelf.objects.select_for_update().filter(id=shelf_id).first()
    if found is None:
        raise NotFound()
    require("catalogue.keep_shelves", actor=actor, at=at, scope=scope_of_shelf(found))
    return found


def _entry(actor: Actor, at: datetime, entry_id: UUID) -> tuple[Shelf, ShelfEntry]:
    where = ShelfEntry.objects.filter(id=entry_id).values_list("shelf_id", flat=True).first()
    if where is None:
        raise NotFound()
    shelf = _shelf(actor, at, where)
    entry = ShelfEntry.objects.filter(id=entry_id).first()
    if entry is None:
        raise NotFound()
    return shelf, entry


def _said(title_th: str, title_en: str, words_th: str, words_en: str) -> Mapping[str, str]:
    title = normalise(title_th)[:LONGEST_TITLE]
    if not title:
        raise ShelfTitleMissing()
    return {
        "title_th": title, "title_en": normalise(title_en)[:LONGEST_TITLE],
        "words_th": _clean(words_th)[:LONGEST_WORDS], "words_en": _clean(words_en)[:LONGEST_WORDS],
    }


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _sentence(text: str) -> str:
    return normalise(text)[:LONGEST_SENTENCE]
