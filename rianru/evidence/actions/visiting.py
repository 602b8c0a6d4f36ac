"""A visit beside the self-assessment, and the decision that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, Scope, system
from rianru.core.permissions import require
from rianru.credentials import actions as credentials
from rianru.credentials.actions import Proof, Said
from rianru.evidence import kinds
from rianru.evidence.actions.assessing import ABOUT, demand_state, held
from rianru.evidence.actions.refusals import (
    LevelWrong,
    OwnVisit,
    ReasonMissing,
    ScoresMissing,
    VisitTomorrow,
    WordsWrong,
)
from rianru.evidence.models import Assessment, AssessmentScore, Visit
from rianru.evidence.queries.standards import StandardView, of_version, result
from rianru.evidence.rules import beyond
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import normalise
from rianru.kernel.words import T
from rianru.people.queries import behind
from rianru.places import queries as places

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Scored:
    """What a visitor found of one criterion, and why where it differs from the keeper's."""

    level: int
    reason: str = ""


@transaction.atomic
def score_visit(
    *, actor: Actor, at: datetime, assessment_id: UUID, visited_on: date, scores: Mapping[str, Scored]
) -> None:
    """Keeps what a visitor found so far, criterion by criterion; again as often as they like until it is finished.

    Refuses with StateWrong, OwnVisit, VisitTomorrow, LevelWrong and WordsWrong.
    """
    one, view = visiting(assessment_id, actor=actor, at=at)
    demand_state(one, "handed_in")
    if one.handed_in_at is None or not day_of(one.handed_in_at) <= visited_on <= day_of(at):
        raise VisitTomorrow()
    known, rows = view.criteria, []
    for name, scored in scores.items():
        if name not in known or scored.level not in {level.points for level in known[name].levels}:
            raise LevelWrong()
        rows.append(AssessmentScore(assessment=one, criterion=name, by="visit", level=scored.level,
                                    note=_words(scored.reason)))
    AssessmentScore.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["assessment", "criterion", "by"], update_fields=["level", "note"]
    )
    Visit.objects.update_or_create(
        assessment=one, defaults={"visited_on": visited_on, "assessor": actor.key},
        create_defaults={"id": new_id(), "visited_on": visited_on, "assessor": actor.key, "begun_at": at},
    )
    facts.record(kinds.VISITED, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=one.space_id)


@transaction.atomic
def finish_visit(*, actor: Actor, at: datetime, assessment_id: UUID, summary: str = "") -> None:
    """The visit is whole: every criterion has a level, and every difference a reason.

    Refuses with StateWrong, OwnVisit, ScoresMissing, ReasonMissing and WordsWrong.
    """
    one, view = visiting(assessment_id, actor=actor, at=at)
    demand_state(one, "handed_in")
    own = {row.criterion: row for row in AssessmentScore.objects.filter(assessment=one, by="self")}
    seen = {row.criterion: row for row in AssessmentScore.objects.filter(assessment=one, by="visit")}
    missing = [criterion for name, criterion in view.criteria.items() if name not in seen]
    if missing or not Visit.objects.filter(assessment=one).exists():
        raise ScoresMissing(count=len(missing), first=missing[0].label if missing else "")
    unsaid = [
        view.criteria[name] for name, row in seen.items()
        if name in view.criteria and name in own and own[name].level != row.level and not row.note
    ]
    if unsaid:
        raise ReasonMissing(first=unsaid[0].label, count=len(unsaid))
    Visit.objects.filter(assessment=one).update(summary=_words(summary), done_at=at)
    Assessment.objects.filter(id=one.id).update(state="visited")
    facts.record(kinds.VISIT_DONE, actor=actor, at=at, object_kind=ABOUT, object_id=one.id, space_id=one.space_id)


@transaction.atomic
def decide_assessment(*, actor: Actor, at: datetime, assessment_id: UUID, words: str = "") -> bool:
    """Whether the place meets the standard, by what the visitor found; where it does, its certificate is issued.

    Nobody decides by feeling: it follows from the levels. Refuses with StateWrong, OwnVisit and SigningKeyLost.
    """
    one = held(assessment_id)
    require("evidence.decide", actor=actor, at=at, scope=_beyond(one))
    demand_other(one, actor)
    demand_state(one, "visited")
    view = _view(one)
    levels = dict(AssessmentScore.objects.filter(assessment=one, by="visit").values_list("criterion", "level"))
    met = result(view, levels).met
    until = _years_later(day_of(at), one.standard.years) if met else None
    Assessment.objects.filter(id=one.id).update(
        state="met" if met else "not_met", decided_by=actor.key, decided_at=at, decided_for=_words(words),
        valid_until_on=until, credential=_certify(one, view, until, at=at) if until else None,
    )
    facts.record(kinds.MET if met else kinds.NOT_MET, actor=actor, at=at, object_kind=ABOUT, object_id=one.id,
                 space_id=one.space_id)
    return met


def demand_other(one: Assessment, actor: Actor) -> None:
    """Refuses with OwnVisit whoever assessed the place themselves."""
    if actor.key is not None and actor.key in (one.handed_in_by, one.begun_by):
        raise OwnVisit()


def visiting(assessment_id: UUID, *, actor: Actor, at: datetime) -> tuple[Assessment, StandardView]:
    """A round, locked, with its standard, for whoever may be its visitor. Refuses with NotFound and OwnVisit."""
    one = held(assessment_id)
    require("evidence.visit", actor=actor, at=at, scope=_beyond(one))
    demand_other(one, actor)
    return one, _view(one)


def _beyond(one: Assessment) -> Scope:
    return beyond(places.scope_of_space(one.space_id))


def _view(one: Assessment) -> StandardView:
    view = of_version(one.standard, one.version)
    if view is None:
        raise NotFound()
    return view


def _words(text: str) -> str:
    said = normalise(text).strip()
    if len(said) > LONGEST:
        raise WordsWrong(most=LONGEST)
    return said


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _certify(one: Assessment, view: StandardView, until: date, *, at: datetime) -> UUID | None:
    """The certificate of this place for this round, held by whoever handed the round in; None where nobody is left.

    Each round has an achievement of its own, so that the paper names the place and the next round's stands beside it.
    """
    person = behind(one.handed_in_by)
    if person is None:
        return None
    machine, space = system("evidence.certify"), one.space
    definition = credentials.define(
        actor=machine, at=at, issuer_kind="network", issuer_id=space.network_id, said=_said(one, view, until)
    )
    credential = credentials.issue_credential(
        actor=machine, at=at, definition_id=definition, person_id=person, proofs=[Proof(ABOUT, one.id)]
    )
    credentials.end_definition(actor=machine, at=at, definition_id=definition)
    return credential


def _said(one: Assessment, view: StandardView, until: date) -> Said:
    name, space, day = view.name, T.verbatim(one.space.name_th, one.space.name_en), date_text(until, "long")
    title = T("{name}: {space}", "{name}: {space}", name=name, space=space)
    about = T(
        "{space}ผ่าน{name} รุ่น {version} รอบที่ {round} ใช้ได้ถึง {day} เป็นใบรับรองของสถานที่",
        "{space} meets the {name}, version {version}, round {round}, until {day}. It is the place’s.",
        space=space, name=name, version=view.number, round=one.round, day=day,
    )
    takes = T(
        "ผู้ดูแลประเมินตนเองครบ {count} ข้อ ผู้เยี่ยมจากภายนอกไปดูถึงที่ ได้ร้อยละ {passes} ขึ้นไป และไม่มีข้อใดต่ำกว่าระดับ {least}",
        "Assessed by its keeper on {count} criteria and visited: {passes} per cent or more, none below {least}.",
        count=len(view.criteria), passes=view.standard.passes, least=view.standard.least,
    )
    return Said(
        kind="Award", name_th=title.in_("th"), name_en=title.in_("en"), description_th=about.in_("th"),
        description_en=about.in_("en"), criteria_th=takes.in_("th"), criteria_en=takes.in_("en"),
        months=view.standard.years * 12, dye="leaf", weave="diamond",
    )


