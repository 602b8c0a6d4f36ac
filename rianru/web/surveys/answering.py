"""Answering: the first page of a survey, its questions page by page, reading over, and thanks. All of it without
JavaScript; with it, what is typed is kept at once and questions come and go as they are answered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core import idempotency
from rianru.core.actors import Actor
from rianru.evidence import actions as evidence
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.questions import Looked, NotFinished, Section, look, next_page, open_page, pages
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import get_language
from rianru.people.queries import person_name
from rianru.places.queries import areas_named
from rianru.surveys import actions, queries
from rianru.surveys.actions.answer_refusals import DraftGone, QuotaFull, SurveyClosed
from rianru.surveys.queries.drafts import Unfinished, file_of_draft, full_quota, plain, unfinished
from rianru.surveys.queries.who import whose
from rianru.web.bodies import takes_answers
from rianru.web.health import now
from rianru.web.requests import actor_of, uuid_of
from rianru.web.surveys.asking import Page, Shown, read_over
from rianru.web.surveys.limits import TooOften, count
from rianru.web.surveys.typed import ASKED, answers_in
from rianru.web.templatetags.rianru import clock

REVIEW = "-"  # the page on which everything is read over; no section may be called so


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked and why, who reads it, and the button that begins. `of`: for whom; `about`, `thing`: about what."""
    found, actor, at = queries.survey_to_answer(code), actor_of(request), now()
    version = queries.current_version(found.id)
    assert version is not None  # survey_to_answer
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _begun(request, found.id, code)
        except (NotAllowed, NotFound):
            raise
        except Refused as error:
            refusal = error
    form = queries.questionnaire_of(version)
    return render(request, "web/survey_intro.html", {
        "survey": found, "title": queries.title_of(found), "open": queries.is_open(found, at), "at": at,
        "waits": found.opens_at is not None and at < found.opens_at, "refusal": refusal,
        "minutes": max(1, round(sum(question.asked for question in form.questions) * 12 / 60)),
        "count": sum(question.asked and question.kind != "note" for question in form.questions),
        "whose": whose(actor), "named": found.asking == "identified", "signed_in": actor.kind == "person",
        "about": request.GET.get("about", "")[:40], "thing": request.GET.get("thing", "")[:40],
        "tells": found.shows_results and found.closes_at is not None and found.closes_at <= at,
        "login_url": f"{reverse('account_login')}?next={request.path}",
    }, status=refusal.status if refusal else 200)


def _begun(request: HttpRequest, survey_id: UUID, code: str) -> HttpResponse:
    count(request, "begin")
    of, thing = uuid_of(request.POST.get("of", "")), uuid_of(request.POST.get("thing", ""))
    kind = request.POST.get("about", "")[:40]
    about = actions.About(kind, thing) if kind.isidentifier() and thing else actions.About()
    begun = actions.begin_answer(
        actor=actor_of(request), at=now(), survey_id=survey_id, language=get_language(), person_id=of, about=about
    )
    return redirect("survey_answer", code=code, key=begun.key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def survey_resume(request: HttpRequest) -> HttpResponse:
    """Where a code is typed: of a survey, or of answers that wait to be finished."""
    typed = request.POST.get("code", "").replace("\0", "").strip()[:80]
    if request.method == "POST" and typed:
        count(request, "guess")
        found = unfinished(typed)
        if found:
            return redirect("survey_answer", code=found.survey.code, key=plain(typed))
        try:
            return redirect("survey", code=queries.survey_to_answer(plain(typed)).code)
        except NotFound:
            pass
    return render(request, "web/survey_resume.html", {"typed": typed, "wrong": request.method == "POST"},
                  status=404 if request.method == "POST" else 200)


@dataclass(frozen=True, slots=True)
class _At:
    """One draft, as it is looked at on one page."""

    draft: Unfinished
    found: Looked
    section: Section | None  # None: reading over
    actor: Actor
    code: str
    key: str

    def address(self, page: str = "") -> str:
        """Of a page of the same draft."""
        own = reverse("survey_answer", kwargs={"code": self.code, "key": self.key})
        return f"{own}?page={page}" if page else own


@takes_answers(lambda key, **rest: unfinished(key) is not None)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_answer(request: HttpRequest, code: str, key: str) -> HttpResponseBase:
    """One page of questions; `?page=-` reads all over. A POST keeps what was sent, then does what its button says:
    next, back, skip, send, look (with the part of the page that has changed), find:COLUMN, drop:FILE, upload.
    """
    if request.method == "POST":
        try:
            return _posted(request, code, key)
        except DraftGone:
            return _sent_before(request, code, key)
    at = _at(request, code, key, request.GET.get("page", ""))
    if at.section is None and len(pages(at.draft.questionnaire, at.found)) == 1:
        at = _at(request, code, key, pages(at.draft.questionnaire, at.found)[0].name)
    if not queries.is_open(at.draft.survey, now()):
        return _page(request, at, refusal=SurveyClosed())
    judged = frozenset({*at.found.wrong, *at.found.missing}) if request.GET.get("judged") else frozenset(at.found.wrong)
    return _page(request, at, judged=judged)


def _posted(request: HttpRequest, code: str, key: str) -> HttpResponseBase:
    before = _at(request, code, key, request.POST.get("page", ""))
    do, _, which = request.POST.get("do", "next").partition(":")
    name = before.section.name if before.section else REVIEW
    refusal: Refused | None = None
    try:
        given = answers_in(request.POST, before.draft.questionnaire)
        asked: dict[str, Any] = {"actor": before.actor, "at": now(), "key": key}
        actions.keep_draft(**asked, answers=given, page=name)
        if do == "drop":
            actions.detach_file(**asked, file_id=uuid_of(which) or new_id())
        for field, file in request.FILES.items():
            count(request, "file")
            if isinstance(file, UploadedFile) and field.startswith("a:"):
                actions.attach_file(**asked, column=field[2:], name=file.name or "", data=file.read())
    except (NotAllowed, NotFound, DraftGone, TooOften):
        raise
    except Refused as error:
        refusal = error
    at = _at(request, code, key, name)
    if request.headers.get("X-Answer") == "part":
        return _part(at, refusal)
    if refusal or do in ("find", "drop", "upload"):
        finding = (which, request.POST.get(f"a:{which}:find", "")[:80]) if do == "find" else ("", "")
        return _page(request, at, refusal=refusal, finding=finding)
    return _went(request, at, do)


def _went(request: HttpRequest, at: _At, do: str) -> HttpResponseBase:
    """On to the next page, back to the one before, or sent; or this page again where it needs another look."""
    if do == "send":
        return _sent(request, at)
    if name := full_quota(at.draft.survey.id, dict(at.found.answers), day_of(now())):
        return _page(request, at, refusal=QuotaFull(name=name))
    order = [section.name for section in pages(at.draft.questionnaire, at.found)]
    here = order.index(at.section.name) if at.section and at.section.name in order else len(order)
    if do == "back":
        return redirect(at.address(order[max(here - 1, 0)])) if order else redirect(at.address())
    if at.section and do != "skip":
        seen = set(request.POST.getlist(ASKED))
        own = {column.name for question in at.section.questions if question.name in seen for column in question.columns}
        amiss = own & {*at.found.wrong, *at.found.missing}
        grown = [one.name for one in at.section.questions
                 if one.name in at.found.relevant and one.asked and one.name not in seen]
        if amiss or grown:
            return _page(request, at, judged=frozenset(own), grown=bool(grown) and not amiss, skip=bool(amiss))
    after = next_page(at.draft.questionnaire, at.found, at.section.name) if at.section else None
    if after is None and len(order) == 1:
        return _sent(request, at)
    return redirect(at.address(after.name if after else REVIEW))


def _sent(request: HttpRequest, at: _At) -> HttpResponseBase:
    """Handed in, once for each form that was on a screen; or where something is still to be answered."""
    try:
        assessed = at.draft.about_kind == "assessment" and at.draft.about_id is not None
        take: Callable[..., object] = evidence.hand_in_assessment if assessed else actions.hand_in_draft
        _once(request, at.code, at.key, lambda: take(actor=at.actor, at=now(), key=at.key))
    except NotFinished as error:
        where = open_page(at.draft.questionnaire, at.found)
        if where is None:
            return _page(request, at, refusal=error)
        return redirect(f"{at.address(where.name)}&judged=1")
    except (NotAllowed, NotFound, DraftGone):
        raise
    except Refused as error:
        return _page(request, at, refusal=error)
    if assessed:
        return redirect("assessment", id=at.draft.about_id)
    if at.draft.entered:
        return redirect(f"{reverse('survey_enter', kwargs={'code': at.code})}?done=1")
    return redirect("survey_thanks", code=at.code)


def _at(request: HttpRequest, code: str, key: str, page: str) -> _At:
    draft = unfinished(key)
    if draft is None or draft.survey.code != code.lower():
        count(request, "guess")
        raise DraftGone()
    found = look(draft.questionnaire, draft.answers, day_of(now()))
    shown = {section.name: section for section in pages(draft.questionnaire, found)}
    if page == REVIEW:
        section = None
    else:
        first = open_page(draft.questionnaire, found) or next(iter(shown.values()), None)
        section = shown.get(page) or shown.get(draft.page) or first
    return _At(draft, found, section, actor_of(request), code, key)


def _once(request: HttpRequest, code: str, key: str, do: Callable[[], object]) -> None:
    """Once for each form; its owner is nobody, so that what is answered here leads to no one."""
    form = uuid_of(request.POST.get("once", "")) or new_id()
    idempotency.once(owner="survey", key=str(form), at=now(), body=[code, key], do=lambda: bool(do()))


def _sent_before(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """A form that is sent again after it was handed in leads to the thanks; any other dead key does not."""
    def gone() -> object:
        count(request, "guess")
        raise DraftGone()

    _once(request, code, key, gone)
    return redirect("survey_thanks", code=code)


def _page(
    request: HttpRequest, at: _At, *, judged: frozenset[str] = frozenset(), refusal: Refused | None = None,
    finding: tuple[str, str] = ("", ""), grown: bool = False, skip: bool = False,
) -> HttpResponse:
    order = [section.name for section in pages(at.draft.questionnaire, at.found)]
    here = order.index(at.section.name) if at.section and at.section.name in order else len(order)
    amiss = bool(judged & {*at.found.wrong, *at.found.missing})
    return render(request, "web/survey_answer.html" if at.section else "web/survey_review.html", {
        "survey": at.draft.survey, "title": queries.title_of(at.draft.survey), "section": at.section,
        "questions": _shown(at, judged, finding) if at.section else (), "amiss": amiss, "grown": grown, "skip": skip,
        "refusal": refusal, "page": at.section.name if at.section else REVIEW, "here": here + 1, "pages": len(order),
        "first": here == 0, "last": len(order) == 1, "once": new_id(), "address": at.address(),
        "resume": request.build_absolute_uri(at.address()), "code": _spaced(at.key), "entered": at.draft.entered,
        "whom": person_name(at.draft.person_id) if at.draft.person_id else "", "saved_at": at.draft.touched_at,
        "read": read_over(at.draft.questionnaire, at.found) if at.section is None else (),
        "ready": at.found.finished, "left": len(at.found.missing) + len(at.found.wrong),
        "named": at.draft.survey.asking == "identified",
        "places_url": reverse("survey_places"),
    }, status=refusal.status if refusal else 422 if amiss else 200)


def _shown(at: _At, judged: frozenset[str], finding: tuple[str, str] = ("", "")) -> Sequence[Shown]:
    assert at.section is not None
    return Page(
        at.draft.questionnaire, at.draft.answers, at.found, day_of(now()), judged, at.draft.files, finding
    ).section(at.section)


def _part(at: _At, refusal: Refused | None) -> JsonResponse:
    """What a page that is being filled in needs to know: when it was kept, and the questions as they are now."""
    shown = _shown(at, frozenset(at.found.wrong)) if at.section else ()
    return JsonResponse({
        "saved": "" if refusal else clock(now()), "refusal": str(refusal or ""),
        "questions": [
            {"name": one.name, "state": one.state, "html": render_to_string("web/ask.html", {
                "q": one, "address": at.address()})}
            for one in shown
        ],
        "errors": {column.field: column.error for one in shown for column in one.columns},
    })


@require_safe
@never_cache
def survey_answer_file(request: HttpRequest, code: str, key: str, id: UUID) -> FileResponse:
    """A file of one's own unfinished answers."""
    found = file_of_draft(key, id)
    if found is None:
        count(request, "guess")
        raise DraftGone()
    return given_file(found)


class Given(Protocol):
    """A file in the storage, as a row knows it."""

    name: Any
    path: Any
    media_type: Any


def given_file(found: Given) -> FileResponse:
    """A picture to look at, anything else to be kept."""
    answer = FileResponse(default_storage.open(found.path), as_attachment=found.media_type != "image/webp",
                          filename=found.name, content_type=found.media_type)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def survey_places(request: HttpRequest) -> JsonResponse:
    """`?q=` areas by the beginning of their name, for a place that is being typed."""
    found = areas_named(request.GET.get("q", "")[:80])
    return JsonResponse({"places": [{"code": code, "name": str(name)} for code, name in found.items()]})


@require_safe
def survey_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """It has arrived."""
    found = queries.survey_to_answer(code)
    return render(request, "web/survey_thanks.html", {
        "survey": found, "title": queries.title_of(found), "again": not found.once and queries.is_open(found, now()),
    })


def _spaced(key: str) -> str:
    """A key as people write it down."""
    return " ".join(key[at : at + 5] for at in range(0, len(key), 5))
