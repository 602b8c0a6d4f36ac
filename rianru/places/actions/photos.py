"""Photos of a space: sent, described in words, put in order, removed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.core.pictures import digest_of
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.places.actions.spaces import locked
from rianru.places.models import MOST_PHOTOS, Space, SpacePhoto
from rianru.places.queries import scope_of_space
from rianru.places.queries.photos import photo_files

LONGEST = 200  # letters of what a photo shows
YOUNG = timedelta(days=1)


class TooManyPhotos(Refused):
    """As many as a page takes."""

    code = "places.too_many_photos"
    status = 422
    says = T(
        "มีรูปครบ {most} รูปแล้ว เอารูปเก่าออกก่อน แล้วเพิ่มใหม่",
        "There are {most} photos already. Remove an old one, then add this one.",
    )


class PhotoUnsaid(Refused):
    """Nobody could tell what it shows without seeing it."""

    code = "places.photo_unsaid"
    status = 422
    says = T(
        "บอกสั้น ๆ ว่าเห็นอะไรในรูป คนที่มองไม่เห็นจะได้รู้ด้วย",
        "Say in a few words what the photo shows, for those who cannot see it.",
    )


class PhotoTooSlender(Refused):
    """A strip."""

    code = "places.photo_too_slender"
    status = 422
    says = T(
        "รูปนี้ยาวเป็นแถบ ตัดให้กว้างยาวต่างกันไม่เกิน 3 เท่า แล้วส่งอีกครั้ง",
        "The photo is a strip. Cut it to no more than three times as long as wide, and send it again.",
    )


def add_photo(
    *, actor: Actor, at: datetime, space_id: UUID, data: bytes, alt_th: str, alt_en: str = ""
) -> UUID:
    """Shows a photo on the page of a space, drawn anew without what was hidden in the file; its id.

    The same photo sent again is described anew. Refuses with PhotoUnsaid, TooManyPhotos, PhotoTooSlender, and as
    `pictures.redraw` does.
    """
    require("places.change_space", actor=actor, at=at, scope=scope_of_space(space_id))
    said = _said(alt_th, alt_en)
    _room(space_id, "")  # before anything is drawn
    try:
        redrawn = pictures.redraw(data)
    except pictures.PictureShapeWrong as error:
        raise PhotoTooSlender() from error
    digest = digest_of(redrawn)
    with transaction.atomic():
        space = locked(space_id)
        _room(space_id, digest)
        photo_files.alone(digest)
        photo_files.keep(digest, redrawn)
        last = SpacePhoto.objects.filter(space=space).aggregate(last=Max("place"))["last"]
        photo, _ = SpacePhoto.objects.update_or_create(space=space, digest=digest, defaults=said, create_defaults={
            **said, "width": redrawn.width, "height": redrawn.height, "widths": [one.width for one in redrawn.sizes],
            "place": 0 if last is None else last + 1, "added_by": actor.key, "added_at": at,
        })
        _told("places.photo_added", space, actor, at)
    return photo.id


def describe_photo(
    *, actor: Actor, at: datetime, photo_id: UUID, alt_th: str, alt_en: str = "", first: bool = False
) -> None:
    """Says anew what a photo shows; `first` puts it before the others. Refuses with PhotoUnsaid and NotFound."""
    with transaction.atomic():
        photo, space = _photo(actor, at, photo_id)
        SpacePhoto.objects.filter(id=photo.id).update(**_said(alt_th, alt_en))
        if first:
            SpacePhoto.objects.filter(space=space, place__lt=photo.place).update(place=F("place") + 1)
            SpacePhoto.objects.filter(id=photo.id).update(place=0)
        _told("places.photo_changed", space, actor, at)


def remove_photo(*, actor: Actor, at: datetime, photo_id: UUID) -> None:
    """Takes a photo off the page; its files go, unless another space shows the same. Refuses with NotFound."""
    with transaction.atomic():
        photo, space = _photo(actor, at, photo_id)
        photo.delete()
        _told("places.photo_removed", space, actor, at)
        jobs.defer("places.drop_photo_files", digest=photo.digest)


def drop_photo_files(*, actor: Actor, at: datetime, digest: str) -> int:
    """Removes the files of one photo where no space names it any more; how many."""
    require("places.tend", actor=actor, at=at)
    with transaction.atomic():
        photo_files.alone(digest)
        dropped = photo_files.drop(digest)
        if dropped:
            facts.record("places.photo_files_dropped", actor=actor, at=at, count=dropped)
    return dropped


def sweep_photos(*, actor: Actor, at: datetime) -> int:
    """Removes files that an act cut off left behind; how many."""
    require("places.tend", actor=actor, at=at)
    return sum(
        drop_photo_files(actor=actor, at=at, digest=digest) for digest in photo_files.loose(before=at - YOUNG)
    )


def _said(alt_th: str, alt_en: str) -> dict[str, Any]:
    th, en = (" ".join(text.replace("\0", "").split())[:LONGEST] for text in (alt_th, alt_en))
    if not th and not en:
        raise PhotoUnsaid()
    return {"alt_th": th, "alt_en": en}


def _room(space_id: UUID, digest: str) -> None:
    if SpacePhoto.objects.filter(space_id=space_id).exclude(digest=digest).count() >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)


def _photo(actor: Actor, at: datetime, photo_id: UUID) -> tuple[SpacePhoto, Space]:
    photo = SpacePhoto.objects.filter(id=photo_id).first()
    if photo is None:
        raise NotFound()
    require("places.change_space", actor=actor, at=at, scope=scope_of_space(photo.space_id))
    return photo, locked(photo.space_id)


def _told(verb: str, space: Space, actor: Actor, at: datetime) -> None:
    facts.record(verb, actor=actor, at=at, object_kind="space", object_id=space.id, space_id=space.id,
                 area=space.area_id)
