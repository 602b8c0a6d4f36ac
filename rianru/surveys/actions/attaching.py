"""Files and photos as answers: judged by their first bytes, photos drawn anew, kept under a name of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import day_of, start_of_day
from rianru.kernel.formats.files import Judged, judge, plain_name
from rianru.kernel.questions import File, Photo, Questionnaire
from rianru.kernel.refusals import NotFound
from rianru.surveys import kinds
from rianru.surveys.actions.answer_refusals import DraftGone, TooManyFiles
from rianru.surveys.actions.answering import locked_draft
from rianru.surveys.actions.taking import demand_open
from rianru.surveys.models import Attachment, Draft, Survey
from rianru.surveys.queries import questionnaire_of
from rianru.surveys.queries.drafts import hash_of

FOLDER: Final = "answers"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was judged, with the id under which the answer of its column names it."""

    id: UUID
    column: str
    name: str
    judged: Judged


def ready(form: Questionnaire, sent: Mapping[str, Sequence[Sent]]) -> list[Ready]:
    """Files that come with answers all at once, by column. Refuses as `attach_file` does; nothing is stored yet."""
    asked = {question.name: question for question in form.questions if isinstance(question, Photo | File)}
    found = []
    for column, files in sent.items():
        if column not in asked:
            raise NotFound()
        if len(files) > asked[column].most:
            raise TooManyFiles(most=asked[column].most)
        photo = isinstance(asked[column], Photo)
        found += [Ready(uuid4(), column, one.name, judge(one.name, one.data, photo=photo)) for one in files]
    return found


def keep_ready(found: Sequence[Ready], survey: Survey, response_id: UUID, *, at: datetime) -> None:
    """Stores what was judged with the response that names it."""
    given_at = at if survey.asking == "identified" else start_of_day(day_of(at))
    Attachment.objects.bulk_create([
        Attachment(
            id=one.id, response_id=response_id, column=one.column, name=plain_name(one.name, one.judged.ending),
            media_type=one.judged.media_type, bytes=len(one.judged.data), given_at=given_at,
            path=default_storage.save(f"{FOLDER}/{survey.id}/{one.id}.{one.judged.ending}",
                                      ContentFile(one.judged.data)),
        )
        for one in found
    ])


def attach_file(*, actor: Actor, at: datetime, key: str, column: str, name: str, data: bytes) -> UUID:
    """Puts a file into the answer to a photo or file question of a draft; its id.

    Refuses with DraftGone, SurveyClosed, NotFound (no such question), TooManyFiles, FileTooLarge, FileKindWrong,
    PictureTooSlender and as `pictures.redraw` does.
    """
    require("surveys.answer", actor=actor, at=at)
    _room(_question(key, column), key, column)  # before anything is drawn
    judged = judge(name, data, photo=isinstance(_question(key, column), Photo))
    id = uuid4()
    with transaction.atomic():
        draft = locked_draft(key)
        survey = draft.version.survey
        demand_open(survey, at)
        question = _question(key, column)
        _room(question, key, column)
        path = default_storage.save(f"{FOLDER}/{survey.id}/{id}.{judged.ending}", ContentFile(judged.data))
        Attachment.objects.create(
            id=id, draft=draft, column=column, name=plain_name(name, judged.ending), media_type=judged.media_type,
            bytes=len(judged.data), path=path,
            given_at=at if survey.asking == "identified" else start_of_day(day_of(at)),
        )
        kept = draft.answers.get(column)
        draft.answers[column] = [*(kept if isinstance(kept, list) else []), str(id)]
        Draft.objects.filter(id=draft.id).update(
            answers=draft.answers, revision=draft.revision + 1, touched_at=max(at, draft.touched_at)
        )
        facts.record(kinds.FILE_GIVEN, actor=Actor(kind="anonymous"), at=at, object_kind="survey", object_id=survey.id)
    return id


def detach_file(*, actor: Actor, at: datetime, key: str, file_id: UUID) -> None:
    """Takes a file out of a draft. Refuses with DraftGone and NotFound."""
    require("surveys.answer", actor=actor, at=at)
    with transaction.atomic():
        draft = locked_draft(key)
        found = Attachment.objects.filter(id=file_id, draft=draft).first()
        if found is None:
            raise NotFound()
        kept = draft.answers.get(found.column)
        left = [one for one in kept if one != str(file_id)] if isinstance(kept, list) else []
        draft.answers = {**draft.answers, found.column: left} if left else {
            name: answer for name, answer in draft.answers.items() if name != found.column
        }
        Draft.objects.filter(id=draft.id).update(
            answers=draft.answers, revision=draft.revision + 1, touched_at=max(at, draft.touched_at)
        )
        facts.record(kinds.FILE_TAKEN_OUT, actor=Actor(kind="anonymous"), at=at, object_kind="survey",
                     object_id=draft.version.survey_id)
        drop_files([found])


def bind_files(draft: Draft, response_id: UUID, *, at: datetime) -> None:
    """The files that the answers still name go with the response; the others are dropped."""
    named = {name for answer in draft.answers.values() if isinstance(answer, list) for name in map(str, answer)}
    every = list(Attachment.objects.filter(draft=draft).order_by("id"))
    kept = [one.id for one in every if str(one.id) in named]
    Attachment.objects.filter(id__in=kept).update(draft=None, response=response_id)
    drop_files([one for one in every if one.id not in kept])


def drop_files(files: Iterable[Attachment]) -> None:
    """Rows now, files once that is certain."""
    files = list(files)
    Attachment.objects.filter(id__in=[one.id for one in files]).delete()
    for one in files:
        transaction.on_commit(lambda path=one.path: default_storage.delete(path))  # type: ignore[misc]


def _question(key: str, column: str) -> Photo | File:
    draft = Draft.objects.select_related("version").filter(key_hash=hash_of(key)).first()
    if draft is None:
        raise DraftGone()
    for question in questionnaire_of(draft.version).questions:
        if question.name == column and isinstance(question, Photo | File):
            return question
    raise NotFound()


def _room(question: Photo | File, key: str, column: str) -> None:
    if Attachment.objects.filter(draft__key_hash=hash_of(key), column=column).count() >= question.most:
        raise TooManyFiles(most=question.most)
