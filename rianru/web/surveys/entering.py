"""Answers that staff and volunteers bring in: for somebody who sits beside them, and from sheets of paper."""

import hashlib
import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import require
from rianru.kernel.ids import from_short
from rianru.kernel.questions import NotFinished
from rianru.kernel.questions.judging import MESSAGES
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T, get_language
from rianru.people import queries as people
from rianru.surveys import actions, queries
from rianru.surveys.actions.answer_refusals import SheetTypedIn
from rianru.surveys.actions.attaching import Sent
from rianru.surveys.queries import Survey
from rianru.surveys.queries.drafts import sheet, sheet_numbered, sheets_left
from rianru.web.bodies import takes_a_picture
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import seat
from rianru.web.health import now
from rianru.web.requests import actor_of
from rianru.web.surveys.sheets import answers_typed, files_sent, lines

_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SHORT = re.compile(r"(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])", re.IGNORECASE)


class CardUnknown(Refused):
    """Nobody has this card."""

    code = "surveys.card_unknown"
    status = 404
    says = T("ไม่พบบัตรหมายเลขนี้ สแกนอีกครั้ง", "Nobody has this card. Scan it again.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_enter(request: HttpRequest, code: str) -> HttpResponse:
    """Where staff begin: a sheet is scanned, or somebody sits here (`do` sheet, begin; `card`, `guardian`)."""
    survey = _survey(request, code)
    refusal: Refused | None = None
    do = request.POST.get("do", "")
    if request.method == "POST":
        try:
            return _sheet_found(request, survey) if do == "sheet" else _begun(request, survey)
        except NotAllowed:
            raise
        except Refused as error:
            refusal = error
    printed, left = sheets_left(survey.id)
    done = request.GET.get("done", "")
    return render(request, "web/survey_enter.html", {
        "survey": survey, "title": queries.title_of(survey), "refusal": refusal, "did": do, "printed": printed,
        "left": left, "open": queries.is_open(survey, now()), "named": survey.asking == "identified",
        "needs_card": survey.asking == "identified" or survey.once, "typed": request.POST.get("sheet", "")[:200],
        "done": done[:20], "crumbs": _crumbs(survey),
    }, status=refusal.status if refusal else 200)


@takes_a_picture
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_sheet(request: HttpRequest, code: str, id: UUID) -> HttpResponse:
    """One sheet: typed in by the keyboard alone, sent once. `gaps` keeps it as it is though something is missing."""
    survey = _survey(request, code)
    found = sheet(id)
    if found is None or found.survey.id != survey.id:
        raise NotFound()
    if found.typed_at is not None:
        raise SheetTypedIn(number=found.number)
    form = Keyed(request.POST if request.method == "POST" else None, auto_id=False)
    typed = request.POST if request.method == "POST" else None
    wrong: dict[str, T] = {}
    only_gaps = False
    if typed is not None:
        answers, wrong = answers_typed(typed, found.questionnaire)
        files = files_sent(request.FILES, found.questionnaire)
        try:
            if not wrong and sent(request, form, lambda: _typed_in(request, survey, found.id, answers, files),
                                  files=_digests(files)) is not None:
                messages.success(request, str(T("ใบที่ {n} เข้าแล้ว", "Sheet {n} is in", n=found.number)))
                return redirect("survey_enter", code=code)
        except _Unfinished as error:
            wrong = dict(error.refusal.wrong)
            only_gaps = all(why == MESSAGES["missing"] for why in wrong.values())
    return render(request, "web/survey_sheet.html", {
        "survey": survey, "title": queries.title_of(survey), "sheet": found, "form": form, "wrong": bool(wrong),
        "questions": lines(found.questionnaire, typed, wrong), "only_gaps": only_gaps,
        "again": bool(request.FILES),
        "needs_card": survey.asking == "identified", "card": request.POST.get("card", "")[:40],
        "crumbs": [*_crumbs(survey, linked=True), {"text": T("ใบที่ {n}", "Sheet {n}", n=found.number), "url": ""}],
    }, status=422 if typed is not None else 200)


def _survey(request: HttpRequest, code: str) -> Survey:
    actor, at = actor_of(request), now()
    survey = queries.survey_to_see(code, actor=actor, at=at)
    require("surveys.enter", actor=actor, at=at, scope=queries.scope_of(survey))
    if queries.current_version(survey.id) is None:
        raise NotFound()
    return survey


def _begun(request: HttpRequest, survey: Survey) -> HttpResponse:
    card = request.POST.get("card", "").replace("\0", "").strip()[:60]
    begun = actions.begin_answer(
        actor=actor_of(request), at=now(), survey_id=survey.id, language=get_language(), entering=True,
        space_id=_space(request, survey), person_id=_person(card) if card else None,
        guardian_agreed=request.POST.get("guardian") == "yes",
    )
    return redirect("survey_answer", code=survey.code, key=begun.key)


def _digests(files: dict[str, list[Sent]]) -> list[str]:
    return [f"{column}:{hashlib.sha256(one.data).hexdigest()}" for column, each in files.items() for one in each]


def _typed_in(
    request: HttpRequest, survey: Survey, paper_id: UUID, answers: dict[str, Any], files: dict[str, list[Sent]],
) -> None:
    card = request.POST.get("card", "").replace("\0", "").strip()[:60]
    try:
        actions.type_in(
            actor=actor_of(request), at=now(), paper_id=paper_id, answers=answers,
            person_id=_person(card) if card else None, space_id=_space(request, survey),
            guardian_agreed=request.POST.get("guardian") == "yes", gaps=request.POST.get("gaps") == "yes",
            files=files,
        )
    except NotFinished as error:
        raise _Unfinished(error) from error


class _Unfinished(Exception):
    """Carries a refusal past the form, whose lines say it."""

    def __init__(self, refusal: NotFinished) -> None:
        super().__init__()
        self.refusal = refusal


def _person(card: str) -> UUID:
    """Whose card it is. Refuses with CardUnknown."""
    found = people.scanned(card)
    member = people.member(found.membership_id) if found else None
    if member is None:
        raise CardUnknown()
    return member.person_id


def _space(request: HttpRequest, survey: Survey) -> UUID | None:
    """At whose desk it is entered: the survey's own space, else where one sits today."""
    if survey.home_kind == "space":
        return survey.home_id
    try:
        desk = seat(request)
    except NotAllowed:
        return None
    return desk.space.id if desk else None


def _sheet_found(request: HttpRequest, survey: Survey) -> HttpResponse:
    """By its QR (an address or an id), or by the number that is printed on it."""
    typed = to_arabic(request.POST.get("sheet", "").replace("\0", "").strip())[:300]
    id: UUID | None = None
    if match := _ID.search(typed):
        id = UUID(match[0])
    elif match := _SHORT.search(typed):
        try:
            id = from_short(match[0])
        except ValueError:
            id = None
    elif typed.isascii() and typed.isdigit() and len(typed) < 7:
        id = sheet_numbered(survey.id, int(typed))
    found = sheet(id) if id else None
    if found is None:
        raise SheetUnknown()
    if found.typed_at is not None:
        raise SheetTypedIn(number=found.number)
    return redirect("survey_sheet", code=found.survey.code, id=found.id)


class SheetUnknown(Refused):
    """No sheet has this id or number."""

    code = "surveys.sheet_unknown"
    status = 404
    says = T(
        "ไม่พบใบนี้ สแกน QR อีกครั้ง หรือพิมพ์เลขที่มุมกระดาษ",
        "There is no such sheet. Scan its QR again, or type the number in its corner.",
    )


def _crumbs(survey: Survey, *, linked: bool = False) -> list[dict[str, Any]]:
    here = {"text": T("กรอกคำตอบ", "Enter answers"),
            "url": reverse("survey_enter", kwargs={"code": survey.code}) if linked else ""}
    return [{"text": queries.title_of(survey), "url": reverse("survey_overview", kwargs={"code": survey.code})}, here]
