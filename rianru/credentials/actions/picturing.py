"""A picture of its own for an achievement: sent, taken off again, and its files."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rianru.core import facts, jobs
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.core.pictures import digest_of
from rianru.credentials import kinds
from rianru.credentials.actions.defining import owned
from rianru.credentials.actions.keys import scope_of
from rianru.credentials.actions.refusals import PictureTooSlender
from rianru.credentials.models import Definition
from rianru.credentials.queries.pictures import picture_files
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotFound

YOUNG = timedelta(days=1)


def set_picture(*, actor: Actor, at: datetime, definition_id: UUID, data: bytes) -> None:
    """A picture in the middle of the medallion in place of the name, drawn anew without what was hidden in the file.

    Badges of before show it too: their picture is fetched from one address. Refuses with NotFound, DefinitionEnded,
    PictureTooSlender, and as `pictures.redraw` does.
    """
    found = Definition.objects.select_related("issuer").filter(id=definition_id).first()
    if found is None:
        raise NotFound()
    require("credentials.define", actor=actor, at=at, scope=scope_of(found.issuer))  # before anything is drawn
    try:
        redrawn = pictures.redraw(data)
    except pictures.PictureShapeWrong as error:
        raise PictureTooSlender() from error
    digest = digest_of(redrawn)
    with transaction.atomic():
        before = owned(actor, at, definition_id)
        picture_files.alone(digest)
        picture_files.keep(digest, redrawn)
        _changed(before, digest, actor, at)
        facts.record(kinds.PICTURE_SET, actor=actor, at=at, object_kind="achievement", object_id=before.id,
                     space_id=before.issuer.space_id)


@transaction.atomic
def drop_picture(*, actor: Actor, at: datetime, definition_id: UUID) -> None:
    """The drawn medallion with the name again. Refuses with NotFound and DefinitionEnded."""
    before = owned(actor, at, definition_id)
    _changed(before, "", actor, at)
    facts.record(kinds.PICTURE_DROPPED, actor=actor, at=at, object_kind="achievement", object_id=before.id,
                 space_id=before.issuer.space_id)


def drop_picture_files(*, actor: Actor, at: datetime, digest: str) -> int:
    """Removes the files of one picture where no achievement names it any more; how many."""
    require("credentials.forget", actor=actor, at=at)
    with transaction.atomic():
        picture_files.alone(digest)
        dropped = picture_files.drop(digest)
        if dropped:
            facts.record(kinds.PICTURE_FILES_DROPPED, actor=actor, at=at, count=dropped)
    return dropped


def sweep_pictures(*, actor: Actor, at: datetime) -> int:
    """Removes files that an act cut off left behind; how many."""
    require("credentials.forget", actor=actor, at=at)
    return sum(drop_picture_files(actor=actor, at=at, digest=one) for one in picture_files.loose(before=at - YOUNG))


def _changed(before: Definition, digest: str, actor: Actor, at: datetime) -> None:
    if before.picture and before.picture != digest:
        jobs.defer("credentials.drop_picture_files", digest=before.picture)
    Definition.objects.filter(id=before.id).update(
        picture=digest, version=F("version") + 1, changed_at=at, changed_by=actor.key
    )
