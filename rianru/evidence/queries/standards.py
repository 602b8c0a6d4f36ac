"""Standards as they are read: groups of criteria out of the questionnaire of a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rianru.evidence.models import Standard
from rianru.kernel.questions import Questionnaire, Rubric
from rianru.kernel.questions.model import Level
from rianru.kernel.words import T
from rianru.surveys import queries as surveys
from rianru.surveys.queries import Version

FILE, NOTE = "_file", "_note"  # behind the name of a criterion: what shows it


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked at, with what each level means; the levels go from 0 up."""

    name: str
    label: T
    levels: tuple[Level, ...]

    def meaning(self, level: int | None) -> T:
        """What a level means; blank for none."""
        return next((one.meaning for one in self.levels if one.points == level), T("", ""))

    def called(self, level: int | None) -> T:
        """What a level is called."""
        return next((one.label for one in self.levels if one.points == level), T("", ""))


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria of one page."""

    name: str
    label: T
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class StandardView:
    """A standard with the text of one version; `number` is the version's."""

    standard: Standard
    groups: tuple[Group, ...]
    number: int
    purpose: T

    @property
    def name(self) -> T:
        """In both languages."""
        return T.verbatim(self.standard.name_th, self.standard.name_en)

    @property
    def criteria(self) -> dict[str, Criterion]:
        """All of them by name, in order."""
        return {one.name: one for group in self.groups for one in group.criteria}


@dataclass(frozen=True, slots=True)
class Result:
    """What levels come to: points of the most there could be, and what stands in the way of meeting the standard."""

    points: int
    most: int
    low: tuple[str, ...]  # criteria below the least level
    missing: tuple[str, ...]
    passes: int

    @property
    def percent(self) -> int:
        """Rounded down: nobody meets it by rounding."""
        return self.points * 100 // self.most if self.most else 0

    @property
    def met(self) -> bool:
        """Whether every condition is met."""
        return not self.missing and not self.low and self.percent >= self.passes


def groups_of(form: Questionnaire) -> tuple[Group, ...]:
    """The pages with rubrics on them, in order."""
    found = (
        Group(section.name, section.label, tuple(
            Criterion(one.name, one.label, one.levels) for one in section.questions if isinstance(one, Rubric)
        ))
        for section in form.sections
    )
    return tuple(group for group in found if group.criteria)


def result(view: StandardView, levels: Mapping[str, int]) -> Result:
    """What these levels, by criterion, come to."""
    known = view.criteria
    most = sum(max((level.points for level in one.levels), default=0) for one in known.values())
    return Result(
        sum(levels.get(name, 0) for name in known), most,
        tuple(name for name in known if name in levels and levels[name] < view.standard.least),
        tuple(name for name in known if name not in levels), view.standard.passes,
    )


def standards() -> list[StandardView]:
    """Those in force, with their present text."""
    return [view for one in Standard.objects.filter(ended_at=None).order_by("code") if (view := of_version(one))]


def standard(code: str) -> StandardView | None:
    """One by its code."""
    found = Standard.objects.filter(code=code).first()
    return of_version(found) if found else None


def standard_by_id(id: UUID) -> StandardView | None:
    """One by its id, with its present text."""
    found = Standard.objects.filter(id=id).first()
    return of_version(found) if found else None


def of_version(found: Standard, version: Version | None = None) -> StandardView | None:
    """A standard with the text of a version; the present one where none is named."""
    version = version or surveys.current_version(found.survey_id)
    if version is None:
        return None
    survey = found.survey
    return StandardView(found, groups_of(surveys.questionnaire_of(version)), version.number,
                        T.verbatim(survey.purpose_th, survey.purpose_en))


def views_of(pairs: Iterable[tuple[Standard, Version]]) -> dict[tuple[UUID, UUID], StandardView]:
    """Texts of several versions, each read once."""
    found: dict[tuple[UUID, UUID], StandardView] = {}
    for one, version in pairs:
        if (one.id, version.id) not in found and (view := of_version(one, version)):
            found[one.id, version.id] = view
    return found


SHIPPED: Final = "living-library"
