"""Photos and papers of a visit: what shows a visitor's level, for those who may read the round."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.evidence import kinds
from rianru.evidence.actions.assessing import ABOUT, demand_state
from rianru.evidence.actions.refusals import LevelWrong, NotThereYet, ShowsEnough
from rianru.evidence.actions.visiting import visiting
from rianru.evidence.models import Visit, VisitFile
from rianru.kernel.formats.files import judge, plain_name
from rianru.kernel.refusals import NotFound

FOLDER: Final = "visits"
MOST: Final = 6  # files of one criterion


def show_on_visit(
    *, actor: Actor, at: datetime, assessment_id: UUID, criterion: str, name: str, data: bytes
) -> UUID:
    """Puts a photo or a paper to what the visitor says of a criterion; its id. Photos are drawn anew.

    Refuses with StateWrong, OwnVisit, NotThereYet (no visit was kept), LevelWrong (no such criterion), ShowsEnough,
    FileTooLarge, FileKindWrong, PictureTooSlender and as `pictures.redraw` does.
    """
    with transaction.atomic():
        visiting(assessment_id, actor=actor, at=at)  # before anything is drawn
    judged = judge(name, data, photo=False)
    with transaction.atomic():
        one, view = visiting(assessment_id, actor=actor, at=at)
        demand_state(one, "handed_in")
        visit = Visit.objects.filter(assessment=one).first()
        if visit is None:
            raise NotThereYet()
        if criterion not in view.criteria:
            raise LevelWrong()
        if VisitFile.objects.filter(visit=visit, criterion=criterion).count() >= MOST:
            raise ShowsEnough(most=MOST, what=view.criteria[criterion].label)
        id = uuid4()
        path = default_storage.save(f"{FOLDER}/{one.id}/{id}.{judged.ending}", ContentFile(judged.data))
        VisitFile.objects.create(
            id=id, visit=visit, criterion=criterion, name=plain_name(name, judged.ending),
            media_type=judged.media_type, bytes=len(judged.data), path=path, given_at=at,
        )
        facts.record(kinds.VISIT_SHOWN, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=one.space_id)
    return id


@transaction.atomic
def drop_from_visit(*, actor: Actor, at: datetime, assessment_id: UUID, file_id: UUID) -> None:
    """Takes one out again, until the visit is finished. Refuses with StateWrong, OwnVisit and NotFound."""
    one, _ = visiting(assessment_id, actor=actor, at=at)
    demand_state(one, "handed_in")
    found = VisitFile.objects.filter(id=file_id, visit__assessment=one).first()
    if found is None:
        raise NotFound()
    found.delete()
    transaction.on_commit(lambda: default_storage.delete(found.path))
    facts.record(kinds.VISIT_SHOWN_LESS, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=one.space_id)
