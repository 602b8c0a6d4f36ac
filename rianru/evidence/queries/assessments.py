"""Rounds: one whole, those of a place with how it improved, and those that wait for a visit or a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Value

from rianru.core.actors import Actor, Role
from rianru.core.permissions import permitted
from rianru.evidence.models import Assessment, AssessmentScore, Target, VisitFile
from rianru.evidence.queries.standards import (
    FILE,
    Criterion,
    Group,
    Result,
    StandardView,
    of_version,
    result,
    views_of,
)
from rianru.evidence.rules import beyond
from rianru.evidence.words import STATES
from rianru.kernel.words import T
from rianru.people.queries import placed_within
from rianru.people.rules import held_by
from rianru.places import queries as places
from rianru.surveys.models import Attachment

PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a round: what keeper and visitor found, what shows it (`files` the keeper's, `shots` the
    visitor's), and what it was the round before.
    """

    criterion: Criterion
    own: int | None
    seen: int | None
    note: str = ""
    reason: str = ""
    files: tuple[Attachment, ...] = ()
    shots: tuple[VisitFile, ...] = ()
    before: int | None = None
    target: Target | None = None

    @property
    def level(self) -> int | None:
        """What counts: the visitor's where there is one."""
        return self.own if self.seen is None else self.seen

    @property
    def own_word(self) -> T:
        """What the keeper's level is called."""
        return self.criterion.called(self.own)

    @property
    def own_means(self) -> T:
        """What the keeper's level means."""
        return self.criterion.meaning(self.own)

    @property
    def means(self) -> T:
        """What the level that counts means."""
        return self.criterion.meaning(self.level)

    @property
    def differs(self) -> bool:
        """Whether the two see it otherwise."""
        return self.seen is not None and self.own is not None and self.seen != self.own

    @property
    def change(self) -> int:
        """Levels up or down since the round before; nought where there was none."""
        return self.level - self.before if self.level is not None and self.before is not None else 0


@dataclass(frozen=True, slots=True)
class Part:
    """A group of a round, and what it came to of a hundred."""

    group: Group
    lines: tuple[Line, ...]

    @property
    def percent(self) -> int | None:
        """Of what was scored; none where nothing was."""
        return _percent(self.lines, [line.level for line in self.lines])

    @property
    def before(self) -> int | None:
        """Of the round before."""
        return _percent(self.lines, [line.before for line in self.lines])


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with everything on it."""

    assessment: Assessment
    standard: StandardView
    parts: tuple[Part, ...]
    own: Result
    seen: Result | None
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def space(self) -> T:
        """The place."""
        return T.verbatim(self.assessment.space.name_th, self.assessment.space.name_en)

    @property
    def state_label(self) -> T:
        """In words."""
        return STATES[self.assessment.state]

    @property
    def result(self) -> Result:
        """What counts."""
        return self.seen or self.own

    @property
    def lines(self) -> list[Line]:
        """All criteria in order."""
        return [line for part in self.parts for line in part.lines]

    def in_force(self, on: date) -> bool:
        """Whether it meets the standard on a day."""
        until = self.assessment.valid_until_on
        return self.assessment.state == "met" and until is not None and on < until


def round_view(id: UUID) -> RoundView | None:
    """One round, with the one before it for comparison, files and targets; eight queries."""
    one = _rounds().filter(id=id).first()
    if one is None:
        return None
    before = _rounds().filter(
        standard=one.standard_id, space=one.space_id, round__lt=one.round, handed_in_at__isnull=False
    ).order_by("-round").first()
    return _view(one, before)


def latest(space_id: UUID, standard_id: UUID) -> RoundView | None:
    """The last round of a place that was handed in, open or decided."""
    rows = _rounds().filter(space=space_id, standard=standard_id).exclude(state="dropped")
    one = rows.order_by("-round").first()
    return round_view(one.id) if one else None


def rounds_of(space_id: UUID, standard_id: UUID) -> list[RoundView]:
    """The rounds of a place, the newest first, with what each came to (no files, no targets); two queries more."""
    rows = list(_rounds().filter(space=space_id, standard=standard_id).exclude(state="dropped").order_by("-round")[:20])
    return _short(rows)


def rounds_at(space_id: UUID) -> dict[UUID, list[RoundView]]:
    """The rounds of a place by standard, the newest first, however many standards there are."""
    rows = list(_rounds().filter(space=space_id).exclude(state="dropped").order_by("-round")[:100])
    found: dict[UUID, list[RoundView]] = {}
    for view in _short(rows):
        found.setdefault(view.assessment.standard_id, []).append(view)
    return found


def waiting(*, actor: Actor, at: datetime, after: UUID | None = None, limit: int = PAGE) -> list[RoundView]:
    """Rounds that wait for a visit or a decision by this actor, the newest last."""
    held = frozenset(
        pair for pair in held_by(actor, at, Role.ADMINISTRATOR, Role.OFFICER, Role.LIBRARIAN) if pair[0] != "space"
    )
    if actor.kind != "system" and not held:
        return []
    rows = _rounds().filter(state__in=("handed_in", "visited"))
    if actor.kind != "system":
        rows = rows.annotate(place=Value("space")).filter(placed_within(held, kind="place", id="space"))
    rows = rows.filter(id__gt=after) if after else rows
    return _short(list(rows.order_by("id")[:limit]))


def standing_of(space_id: UUID, *, on: date) -> list[RoundView]:
    """The rounds by which a place meets a standard on a day: what its page shows everyone."""
    rows = _rounds().filter(space=space_id, state="met", valid_until_on__gt=on).order_by("standard", "-round")
    found: dict[UUID, Assessment] = {}
    for one in rows:
        found.setdefault(one.standard_id, one)
    return _short(list(found.values()))


def may_see(view: RoundView, *, actor: Actor, at: datetime) -> bool:
    """Whether this actor may read the whole of a round."""
    return permitted("evidence.see_assessments", actor=actor, at=at,
                     scope=places.scope_of_space(view.assessment.space_id))


def may_visit(view: RoundView, *, actor: Actor, at: datetime) -> bool:
    """Whether this actor may be its visitor: from outside, and not who assessed it."""
    one = view.assessment
    scope = beyond(places.scope_of_space(one.space_id))
    return permitted("evidence.visit", actor=actor, at=at, scope=scope) and not _own(one, actor)


def may_decide(view: RoundView, *, actor: Actor, at: datetime) -> bool:
    """Whether this actor may decide it."""
    scope = beyond(places.scope_of_space(view.assessment.space_id))
    return permitted("evidence.decide", actor=actor, at=at, scope=scope) and not _own(view.assessment, actor)


def file_of(assessment: Assessment, id: UUID) -> Attachment | VisitFile | None:
    """One file that was given to show something, by the keeper or on a visit."""
    shot = VisitFile.objects.filter(id=id, visit__assessment=assessment).first()
    if shot is not None:
        return shot
    return Attachment.objects.filter(id=id, response=assessment.response_id).first() if assessment.response_id else None


def _own(one: Assessment, actor: Actor) -> bool:
    return actor.key is not None and actor.key in (one.handed_in_by, one.begun_by)


def _rounds() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("standard__survey", "version", "space__network", "visit")


def _view(one: Assessment, before: Assessment | None) -> RoundView | None:
    standard = of_version(one.standard, one.version)
    if standard is None:
        return None
    scores = _scores([one, *([before] if before else [])])
    own, seen = scores.get((one.id, "self"), {}), scores.get((one.id, "visit"), {})
    last = (scores.get((before.id, "visit")) or scores.get((before.id, "self")) or {}) if before else {}
    files, shots = _files(one), _shots(one)
    targets = {row.criterion: row for row in Target.objects.filter(
        space=one.space_id, standard=one.standard_id).prefetch_related("measures")}
    parts = tuple(
        Part(group, tuple(
            _line(criterion, own.get(criterion.name), seen.get(criterion.name), files.get(criterion.name, ()),
                  shots.get(criterion.name, ()), last.get(criterion.name), targets.get(criterion.name))
            for criterion in group.criteria
        ))
        for group in standard.groups
    )
    return RoundView(one, standard, parts, _result(standard, own), _result(standard, seen) if seen else None)


def _line(
    criterion: Criterion, own: AssessmentScore | None, seen: AssessmentScore | None, files: Sequence[Attachment],
    shots: Sequence[VisitFile], before: AssessmentScore | None, target: Target | None,
) -> Line:
    return Line(
        criterion, own.level if own else None, seen.level if seen else None, own.note if own else "",
        seen.note if seen else "", tuple(files), tuple(shots),
        before.level if before else None, target,
    )


def _short(rows: Sequence[Assessment]) -> list[RoundView]:
    """Rounds with their results alone."""
    known = views_of((one.standard, one.version) for one in rows if one.version)
    scores = _scores(rows)
    found = []
    for one in rows:
        view = known.get((one.standard_id, one.version_id)) if one.version_id else of_version(one.standard)
        if view is not None:
            own, seen = scores.get((one.id, "self"), {}), scores.get((one.id, "visit"), {})
            found.append(RoundView(one, view, (), _result(view, own), _result(view, seen) if seen else None))
    return found


def _scores(rows: Iterable[Assessment]) -> dict[tuple[UUID, str], dict[str, AssessmentScore]]:
    found: dict[tuple[UUID, str], dict[str, AssessmentScore]] = {}
    for row in AssessmentScore.objects.filter(assessment__in=[one.id for one in rows]):
        found.setdefault((row.assessment_id, row.by), {})[row.criterion] = row
    return found


def _result(view: StandardView, scores: Mapping[str, AssessmentScore]) -> Result:
    return result(view, {name: row.level for name, row in scores.items()})


def _files(one: Assessment) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    if one.response_id:
        for row in Attachment.objects.filter(response=one.response_id).order_by("id"):
            found.setdefault(row.column.removesuffix(FILE), []).append(row)
    return found


def _shots(one: Assessment) -> dict[str, list[VisitFile]]:
    found: dict[str, list[VisitFile]] = {}
    for row in VisitFile.objects.filter(visit__assessment=one).order_by("given_at", "id"):
        found.setdefault(row.criterion, []).append(row)
    return found


def _percent(lines: Sequence[Line], levels: Sequence[int | None]) -> int | None:
    told = [(line, level) for line, level in zip(lines, levels, strict=True) if level is not None]
    most = sum(max((one.points for one in line.criterion.levels), default=0) for line, _ in told)
    return sum(level or 0 for _, level in told) * 100 // most if most else None

