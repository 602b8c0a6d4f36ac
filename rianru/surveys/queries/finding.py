"""Surveys by code and id, where they stand, and the questionnaire of a version."""

from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet

from rianru.core.actors import Actor, Role, Scope
from rianru.core.permissions import permitted
from rianru.kernel.questions import Questionnaire, from_said
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.people.rules import held_by
from rianru.surveys.models import Survey, Version

BUILDERS = (Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER, Role.OFFICER)


def scope_of(survey: Survey) -> Scope:
    """Every scope that covers the survey's home; a home that is gone is covered by the country."""
    return people.scope_of(survey.home_kind, survey.home_id, checked=False)


def visible_to(actor: Actor, at: datetime) -> QuerySet[Survey]:
    """The surveys whose home lies where the actor may see surveys: what makers and readers of results work with."""
    if actor.kind == "system":
        return Survey.objects.all()
    return Survey.objects.filter(homes_within(held_by(actor, at, *BUILDERS, Role.ANALYST)))


def homes_within(held: frozenset[tuple[str, UUID | None]]) -> Q:
    """The rows with a home that lies in one of the scopes `held`."""
    return people.placed_within(held, kind="home_kind", id="home_id")


def survey_to_see(code: str, *, actor: Actor, at: datetime) -> Survey:
    """A survey as its makers see it. NotFound where there is none, or none for this reader."""
    survey = Survey.objects.filter(code=code.lower()).first()
    if survey is None or not permitted("surveys.see", actor=actor, at=at, scope=scope_of(survey)):
        raise NotFound()
    return survey


def survey_to_answer(code: str) -> Survey:
    """A survey as those who answer reach it, open or not: the first page says which. NotFound where nothing can be
    answered: it never had a version, or was put away.
    """
    published = Exists(Version.objects.filter(survey=OuterRef("id")))
    survey = Survey.objects.filter(published, code=code.lower(), put_away_at__isnull=True).first()
    if survey is None:
        raise NotFound()
    return survey


def standing(use: str, *, homes: Scope, at: datetime) -> Survey | None:
    """The survey that stands open for a use (of words.STANDING), of the nearest home: a space before its network and
    its city, the country last. One that is closed leaves it to the next.
    """
    return next((survey for survey in standings(use, homes=homes) if is_open(survey, at)), None)


def standings(use: str, *, homes: Scope) -> list[Survey]:
    """Every one of them, open or not, the nearest home's first."""
    nearest = {"space": 0, "network": 1, "city": 2, "national": 3}
    of_homes = reduce(or_, (Q(home_kind=kind, home_id=id) for kind, id in homes), Q(pk__in=[]))
    rows = Survey.objects.filter(of_homes, standing=use, put_away_at__isnull=True)
    return sorted(rows, key=lambda survey: (nearest[survey.home_kind], survey.id))


def current_version(survey_id: UUID) -> Version | None:
    """The version that is answered now: the last one published."""
    return Version.objects.filter(survey=survey_id).order_by("-number").first()


def questionnaire_of(version: Version) -> Questionnaire:
    """What a version asks. Read once for each content: what was published never changes."""
    return _read(version.digest, _Unhashed(version.questionnaire))


def is_open(survey: Survey, at: datetime) -> bool:
    """Whether answers are taken at `at`, if it has a version."""
    if survey.put_away_at is not None or survey.opens_at is None or at < survey.opens_at:
        return False
    return survey.closes_at is None or at < survey.closes_at


def state_of(survey: Survey, *, published: bool, at: datetime) -> str:
    """Where it stands, of words.STATES."""
    if not published:
        return "making"
    if survey.opens_at is None:
        return "ready"
    if at < survey.opens_at:
        return "waiting"
    return "open" if survey.closes_at is None or at < survey.closes_at else "closed"


def title_of(survey: Survey) -> T:
    """What it is called."""
    return T.verbatim(survey.title_th, survey.title_en)


class _Unhashed:
    """Content that the cache tells apart by its digest alone."""

    def __init__(self, said: object) -> None:
        self.said = orjson.loads(said) if isinstance(said, str | bytes) else said

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unhashed)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=128)
def _read(digest: str, kept: _Unhashed) -> Questionnaire:
    return from_said(kept.said)
