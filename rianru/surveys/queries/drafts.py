"""Unfinished answers, by the key that resumes them; and sheets of paper that are to be typed in."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from rianru.kernel.questions import Answers, Questionnaire, meets
from rianru.kernel.words import T
from rianru.surveys.models import Attachment, Draft, Paper, Quota, Survey
from rianru.surveys.queries.finding import questionnaire_of

__all__ = [
    "Attachment", "Sheet", "Unfinished", "file_of_draft", "full_quota", "hash_of", "plain", "sheet", "sheet_numbered",
    "sheets_left", "unfinished",
]
_ALIKE = str.maketrans("oil", "011")  # letters that are read for digits


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft as whoever holds its key sees it. `files` by id as text."""

    survey: Survey
    questionnaire: Questionnaire
    answers: Answers
    page: str
    files: dict[str, Attachment]
    person_id: UUID | None
    entered: bool  # by staff, for somebody
    about_kind: str
    about_id: UUID | None
    revision: int
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet. `typed_at`: it was typed in already."""

    id: UUID
    number: int
    survey: Survey
    questionnaire: Questionnaire
    language: str
    typed_at: datetime | None


def plain(key: str) -> str:
    """A key as it was given out: typed with capitals, blanks, dashes, o for 0 and i or l for 1 it is the same."""
    return "".join(letter for letter in key.lower() if letter.isalnum()).translate(_ALIKE)


def hash_of(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(plain(key).encode()).digest()


def unfinished(key: str) -> Unfinished | None:
    """What a key resumes; None where it is none, or it was handed in."""
    draft = Draft.objects.select_related("version__survey").filter(key_hash=hash_of(key)).first()
    if draft is None:
        return None
    files = {str(one.id): one for one in Attachment.objects.filter(draft=draft)}
    return Unfinished(
        draft.version.survey, questionnaire_of(draft.version), dict(draft.answers), draft.page, files, draft.person_id,
        draft.entered_by is not None, draft.about_kind, draft.about_id, draft.revision, draft.touched_at,
    )


def file_of_draft(key: str, file_id: UUID) -> Attachment | None:
    """A file of the draft that a key resumes."""
    return Attachment.objects.filter(id=file_id, draft__key_hash=hash_of(key)).first()


def full_quota(survey_id: UUID, answers: Answers, today: date) -> T | None:
    """The name of a quota that these answers, complete or not, meet and that is full: nobody answers on in vain."""
    for quota in Quota.objects.filter(survey=survey_id, count__gte=F("most")).order_by("id"):
        if not quota.rule.strip() or meets(quota.rule, answers, today):
            return T.verbatim(quota.name_th, quota.name_en)
    return None


def sheet(id: UUID) -> Sheet | None:
    """A printed sheet by the id in its QR."""
    paper = Paper.objects.select_related("version", "survey").filter(id=id).first()
    if paper is None:
        return None
    return Sheet(paper.id, paper.number, paper.survey, questionnaire_of(paper.version), paper.language, paper.typed_at)


def sheet_numbered(survey_id: UUID, number: int) -> UUID | None:
    """The id of a sheet of a survey by the number that is printed on it."""
    return Paper.objects.filter(survey=survey_id, number=number).values_list("id", flat=True).first()


def sheets_left(survey_id: UUID) -> tuple[int, int]:
    """How many sheets were printed, and how many of them are not typed in yet."""
    every: Any = Paper.objects.filter(survey=survey_id)
    return every.count(), every.filter(typed_at__isnull=True).count()
