"""What makers look at: their surveys, what they work on, versions and what changed, the bank, sheets of paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from rianru.core.actors import Actor, Role
from rianru.core.permissions import permitted
from rianru.kernel.questions import Fault, Questionnaire, find_faults, from_said
from rianru.kernel.questions.differing import Difference, differences
from rianru.kernel.refusals import NotFound
from rianru.kernel.thai import fold
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.people.rules import held_by
from rianru.surveys.models import BankQuestion, Paper, Quota, Revision, Survey, Version
from rianru.surveys.queries.finding import BUILDERS, homes_within, scope_of, state_of, title_of, visible_to
from rianru.surveys.words import REVISIONS

COUNTED: Final = 10_000  # answers beyond this are not counted one by one in a list
_ANSWERS: Final = (
    "(SELECT count(*) FROM"
    " (SELECT 1 FROM surveys_response AS one WHERE one.survey_id = surveys_survey.id LIMIT %s) AS few)"
)
Home = tuple[str, UUID | None]


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey in its makers' list. `answers` stops at COUNTED + 1."""

    id: UUID
    code: str
    title: T
    home: T
    state: str
    version: int
    answers: int
    opens_at: datetime | None
    closes_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Working:
    """What its makers work on, and what keeps it from being published."""

    survey: Survey
    form: Questionnaire
    faults: tuple[Fault, ...]
    revision: int
    undoes: T | None  # what undoing would take back
    published: Version | None
    differs: bool  # from the version that is answered


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version, and what was changed since the one before it."""

    number: int
    published_at: datetime
    by: str
    note: str
    questions: int
    answers: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One change that a maker made."""

    number: int
    says: T
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BankRow:
    """A question of the bank."""

    id: UUID
    home: T
    form: Questionnaire
    kept_at: datetime


def homes_to_build(*, actor: Actor, at: datetime, text: str = "") -> list[people.PlaceRow]:
    """Where the actor may make surveys: the country, networks, cities, spaces; `text` narrows the spaces."""
    return people.places_of_roles(*BUILDERS, actor=actor, at=at, text=text)


def survey_rows(
    *, actor: Actor, at: datetime, away: bool = False, text: str = "", after: UUID | None = None, limit: int = 30
) -> list[SurveyRow]:
    """The surveys that the actor may see, the newest first, from the one after `after`; `away` are those put away."""
    latest = Version.objects.filter(survey=OuterRef("id")).order_by("-number").values("number")[:1]
    rows = visible_to(actor, at).filter(put_away_at__isnull=not away)
    for word in text.split()[:5]:
        rows = rows.filter(Q(title_th__icontains=word) | Q(title_en__icontains=word) | Q(code=word.lower()))
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows.order_by("-id").annotate(
        version=Subquery(latest), answers=_counted(COUNTED + 1),
    )[:limit])  # fmt: skip
    names = people.place_names({(row.home_kind, row.home_id) for row in found})
    return [
        SurveyRow(
            row.id, row.code, title_of(row), names[row.home_kind, row.home_id],
            state_of(row, published=row.version is not None, at=at), row.version or 0, row.answers, row.opens_at,
            row.closes_at, row.changed_at,
        ) for row in found
    ]  # fmt: skip


def _counted(most: int) -> RawSQL:
    return RawSQL(_ANSWERS, [most], output_field=IntegerField())  # noqa: S611 - the statement is ours, whole


def home_name(survey: Survey) -> T:
    """What its home is called."""
    return people.place_names([(survey.home_kind, survey.home_id)])[survey.home_kind, survey.home_id]


def working_on(survey: Survey) -> Working:
    """What its makers work on."""
    newest = Revision.objects.get(survey=survey, number=survey.revision)
    form = from_said(newest.questionnaire)
    version = Version.objects.filter(survey=survey).order_by("-number").first()
    before = Revision.objects.filter(survey=survey, number=newest.before).exists()
    return Working(
        survey, form, tuple(find_faults(form)), newest.number, said_of_revision(newest) if before else None, version,
        version is None or version.questionnaire != newest.questionnaire,
    )


def quotas(survey: Survey) -> list[Quota]:
    """Its quotas, in the order in which they were set."""
    return list(Quota.objects.filter(survey=survey).order_by("id"))


def versions(survey: Survey) -> list[VersionRow]:
    """All versions, the newest first, each with what is different from the one before it."""
    rows = list(Version.objects.filter(survey=survey).annotate(answers=Count("responses")).order_by("number"))
    names = people.names_of_keys({row.published_by for row in rows if row.published_by})
    forms = [from_said(row.questionnaire) for row in rows]
    return [
        VersionRow(
            row.number, row.published_at, names.get(row.published_by, "") if row.published_by else "", row.note,
            sum(question.asked for question in form.questions), row.answers,
            differences(forms[place - 1], form) if place else (),
        ) for place, (row, form) in enumerate(zip(rows, forms, strict=True))
    ][::-1]  # fmt: skip


def version_form(survey: Survey, number: int) -> Questionnaire:
    """What a version asks. NotFound where there is none of that number."""
    found = Version.objects.filter(survey=survey, number=number).first()
    if found is None:
        raise NotFound()
    return from_said(found.questionnaire)


def revisions(survey: Survey, limit: int = 50) -> list[RevisionRow]:
    """The last changes, the newest first."""
    rows = list(Revision.objects.filter(survey=survey).defer("questionnaire").order_by("-number")[:limit])
    names = people.names_of_keys({row.made_by for row in rows if row.made_by})
    return [
        RevisionRow(row.number, said_of_revision(row), names.get(row.made_by, "") if row.made_by else "", row.made_at)
        for row in rows
    ]


def said_of_revision(revision: Revision) -> T:
    """What was done, in words."""
    says = REVISIONS.get(revision.did, T("แก้", "Changed"))
    return says.having(name=revision.about) if says.places else says


def bank_rows(
    *, actor: Actor, at: datetime, text: str = "", after: UUID | None = None, limit: int = 30
) -> list[BankRow]:
    """The questions that are kept where the actor builds, above it and below it, the newest first."""
    rows = _bank_of(actor, at).filter(retired_at__isnull=True)
    for word in fold(text).split()[:5]:
        rows = rows.filter(found_by__contains=word)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return _bank_rows(rows.order_by("-id")[:limit])


def bank_question(id: UUID, *, actor: Actor, at: datetime) -> BankRow:
    """One of them. NotFound for anyone who does not build there."""
    rows = _bank_rows(_bank_of(actor, at).filter(id=id))
    if not rows:
        raise NotFound()
    return rows[0]


def may_retire(id: UUID, *, actor: Actor, at: datetime) -> bool:
    """Whether the actor may retire a question of the bank."""
    found = BankQuestion.objects.filter(id=id).first()
    return found is not None and permitted(
        "surveys.keep_bank", actor=actor, at=at, scope=people.scope_of(found.home_kind, found.home_id, checked=False)
    )


def homes_for_bank(survey: Survey, *, actor: Actor, at: datetime) -> list[people.PlaceRow]:
    """Where a question of this survey may be kept: its home, and the network or country above it, as far as one may."""
    pairs = [(survey.home_kind, survey.home_id)]
    pairs += [pair for pair in sorted(scope_of(survey), key=str) if pair[0] != "city" and pair not in pairs]
    allowed = [
        (kind, id) for kind, id in pairs
        if permitted("surveys.keep_bank", actor=actor, at=at, scope=people.scope_of(kind, id, checked=False))
    ]  # fmt: skip
    names = people.place_names(allowed)
    return [people.PlaceRow(kind, id, names[kind, id]) for kind, id in allowed]


def papers_printed(survey: Survey, batch: UUID) -> list[Paper]:
    """The sheets of a batch, in order. NotFound where there is none."""
    found = list(Paper.objects.filter(survey=survey, batch=batch).select_related("version").order_by("number"))
    if not found:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class BatchRow:
    """Sheets that were printed together: how many, and how many of them were typed in."""

    batch: UUID
    printed_at: datetime
    first: int
    last: int
    typed: int
    language: str


def batches(survey: Survey, limit: int = 20) -> list[BatchRow]:
    """The last batches, the newest first."""
    rows = Paper.objects.filter(survey=survey).values("batch", "printed_at", "language").annotate(
        first=Min("number"), last=Max("number"), typed=Count("typed_at")
    )
    return [BatchRow(**row) for row in rows.order_by("-first")[:limit]]


def _bank_of(actor: Actor, at: datetime) -> QuerySet[BankQuestion]:
    """Kept nationally, in the networks of one's spaces, or anywhere one's roles reach."""
    if actor.kind == "system":
        return BankQuestion.objects.all()
    held = held_by(actor, at, *BUILDERS, Role.ANALYST)
    if not held:
        return BankQuestion.objects.none()
    above = {pair for kind, id in held if kind == "space" for pair in people.scope_of(kind, id, checked=False)}
    return BankQuestion.objects.filter(
        homes_within(held) | Q(home_kind="national")
        | Q(home_kind__in=["network", "city"], home_id__in=[id for _, id in above if id is not None])
    )


def _bank_rows(rows: Iterable[BankQuestion]) -> list[BankRow]:
    found = list(rows)
    names = people.place_names({(row.home_kind, row.home_id) for row in found})
    return [
        BankRow(row.id, names[row.home_kind, row.home_id], from_said(row.questionnaire), row.kept_at) for row in found
    ]
