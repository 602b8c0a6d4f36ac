"""Who comes in to the pages of makers, and the survey that they came for."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.surveys import queries
from rianru.surveys.queries import Survey
from rianru.web.health import now
from rianru.web.requests import actor_of


@dataclass(frozen=True, slots=True)
class Maker:
    """Who asks, when, for which survey, and whether they may change it."""

    actor: Actor
    at: datetime
    survey: Survey
    may: bool


def makes_surveys(actor: Actor, at: datetime, rule: str = "surveys.see") -> bool:
    """Whether one of the actor's grants passes the rule where it was granted."""
    return any(
        permitted(rule, actor=actor, at=at, scope=frozenset({(grant.scope_kind, grant.scope_id)}))
        for grant in actor.grants
    )


def for_makers(request: HttpRequest, rule: str = "surveys.see") -> tuple[Actor, datetime]:
    """Who asks and when; NotAllowed for everyone without such a role, which also leads to the second step."""
    actor, at = actor_of(request), now()
    if not makes_surveys(actor, at, rule):
        require(rule, actor=actor, at=at)
    return actor, at


def maker_of(request: HttpRequest, code: str) -> Maker:
    """The survey as its makers see it. NotAllowed for everyone without such a role, NotFound outside their homes."""
    actor, at = for_makers(request)
    survey = queries.survey_to_see(code, actor=actor, at=at)
    may = permitted("surveys.build", actor=actor, at=at, scope=queries.scope_of(survey))
    return Maker(actor, at, survey, may)
