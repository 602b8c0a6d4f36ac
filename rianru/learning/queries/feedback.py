"""How it was, as people tell it: what they are asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from rianru.kernel.questions import Questionnaire, Single
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.surveys import queries as surveys
from rianru.surveys.queries.results import results

USE: Final = "feedback"  # of surveys.words.STANDING


@dataclass(frozen=True, slots=True)
class Tap:
    """A question that one tap answers: its name, its words, and the codes with their words."""

    name: str
    label: T
    choices: tuple[tuple[str, T], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one question: each choice with how many."""

    label: T
    counts: tuple[tuple[T, int | None], ...]


def asked(space_id: UUID, at: datetime) -> tuple[list[Tap], str]:
    """What those who came are asked, a tap each, and the name of the question for words (blank: none). The standing
    survey of the nearest home; nothing where none is laid yet: then the face shows the house's own three.
    """
    survey = surveys.standing(USE, homes=places.scope_of_space(space_id), at=at)
    version = surveys.current_version(survey.id) if survey else None
    return taps_of(surveys.questionnaire_of(version)) if version else ([], "")


def taps_of(form: Questionnaire) -> tuple[list[Tap], str]:
    """The questions of a questionnaire that one tap answers, and the first one for words."""
    taps = [
        Tap(one.name, one.label, tuple((choice.code, choice.label) for choice in form.choices_of(one)))
        for one in form.questions if isinstance(one, Single)
    ]
    words = next((one.name for one in form.questions if one.kind == "text"), "")
    return taps, words


def told(activity_id: UUID, space_id: UUID) -> tuple[int | None, list[Told]]:
    """How many told (None: too few to say), and what of it tells of nobody, not even to the host: by the nearest home's
    survey to which anybody told something.
    """
    every = surveys.standings(USE, homes=places.scope_of_space(space_id))
    survey, found = next(
        ((one, told) for one in every
         if (told := results(survey_id=one.id, about=("activity", activity_id))) and told.responses != 0),
        (None, None))
    version = surveys.current_version(survey.id) if survey else None
    if found is None or version is None:
        return 0, []
    names = {tap.name for tap in taps_of(surveys.questionnaire_of(version))[0]}
    return found.responses, [
        Told(one.label, tuple((line.label, line.count) for line in one.columns[0].lines))
        for one in found.questions if one.name in names and one.columns and not one.columns[0].hides
    ]
