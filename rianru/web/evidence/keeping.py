"""A place and its standard, at its desk: begin a round, see what came of it, aim at the next, do something for it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core import idempotency
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.credentials import queries as credentials
from rianru.evidence import actions, queries
from rianru.evidence.queries import RoundView
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T, get_language
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.desks.where import Sitting, seated
from rianru.web.evidence.present import day_typed
from rianru.web.health import now
from rianru.web.requests import actor_of, told, uuid_of
from rianru.web.surveys.answering import given_file

USUAL_DAYS = 180


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def own_standards(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The standards, with the rounds of this place; a POST begins one, or goes on with it on the page of questions."""
    scope = places.scope_of_space(seat.space.id)
    require("evidence.see_assessments", actor=seat.actor, at=seat.at, scope=scope)
    if request.method == "POST":
        return _begun(request, seat)
    every = queries.rounds_at(seat.space.id)
    rows = [
        {"view": view, "rounds": rounds, "now": rounds[0] if rounds else None, "count": len(view.criteria)}
        for view in queries.standards() for rounds in [every.get(view.standard.id, [])]
    ]
    return render(request, "web/standards_own.html", {"desk": seat, "rows": rows, "today": day_of(seat.at)})


def _begun(request: HttpRequest, seat: Sitting) -> HttpResponse:
    standard = queries.standard_by_id(uuid_of(request.POST.get("standard", "")) or seat.space.id)
    if standard is None:
        raise NotFound()
    try:
        _, begun = actions.begin_assessment(
            **seat.asked, standard_id=standard.standard.id, language=get_language()
        )
    except Refused as refusal:
        told(request, refusal)
        return redirect("own_standards")
    return redirect("survey_answer", code=standard.standard.survey.code, key=begun.key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, id: UUID) -> HttpResponse:
    """One round: what its keeper found and what its visitor, what shows it, what it was before. `do` of a POST: aim,
    leave, measure, done, drop, decide.
    """
    actor, at = actor_of(request), now()
    view = _seen(id, actor)
    if request.method == "POST":
        return _done(request, view, actor)
    may = {
        "keep": permitted("evidence.assess", actor=actor, at=at,
                          scope=places.scope_of_space(view.assessment.space_id)),
        "visit": queries.may_visit(view, actor=actor, at=at),
        "decide": queries.may_decide(view, actor=actor, at=at),
    }
    rounds = queries.rounds_of(view.assessment.space_id, view.assessment.standard_id)
    return render(request, "web/assessment.html", {
        "view": view, "one": view.assessment, "may": may, "key": new_id(), "rounds": rounds, "today": day_of(at),
        "in_force": view.in_force(day_of(at)), "due": day_of(at) + timedelta(days=USUAL_DAYS), "next": _next(view),
        "aimable": 3 if _next(view) else 4, "certificate_url": _certificate(view, actor), "steps": _steps(view),
        "newest": bool(rounds) and rounds[0].assessment.id == view.assessment.id,
    })


def _seen(id: UUID, actor: Actor) -> RoundView:
    view = queries.round_view(id)
    if view is None:
        raise NotFound()
    if not queries.may_see(view, actor=actor, at=now()):
        raise NotAllowed()
    return view


def _next(view: RoundView) -> list[queries.Line]:
    """What to take up next: the lowest criteria first, three of them, without what is aimed at already."""
    low = [line for line in view.lines if line.level is not None and line.level < 3 and line.target is None]
    return sorted(low, key=lambda line: line.level or 0)[:3]


def _steps(view: RoundView) -> list[T]:
    """Why it meets the standard, or not."""
    found, standard = view.result, view.standard.standard
    said = [T("ได้ {points:,} จาก {most:,} คะแนน เท่ากับร้อยละ {percent}",
              "{points:,} of {most:,} points: {percent} per cent",
              points=found.points, most=found.most, percent=found.percent),
            T("ผ่านเมื่อได้ร้อยละ {passes} ขึ้นไป", "It is met from {passes} per cent", passes=found.passes)]
    if found.low:
        names = view.standard.criteria
        said.append(T("มี {n:,} ข้อต่ำกว่าระดับ {least}: {first}", "{n:,} below level {least}: {first}", n=len(found.low),
                      least=standard.least, first=names[found.low[0]].label))
    else:
        said.append(T("ไม่มีข้อใดต่ำกว่าระดับ {least}", "None is below level {least}", least=standard.least))
    if view.seen is None:
        said.append(T("ยังเป็นคะแนนที่ประเมินเอง ผู้เยี่ยมจะให้ระดับของเขา แล้วใช้ระดับนั้นตัดสิน",
                      "These are the keeper’s own levels. What a visitor finds decides."))
    return said


def _certificate(view: RoundView, actor: Actor) -> str:
    """Where this reader sees the certificate: its holder among their own, staff at the desk; blank for others."""
    id = view.assessment.credential_id
    found = credentials.credential(id) if id else None
    if found is None:
        return ""
    if found.person_id and found.person_id == people.behind(actor.key):
        return reverse("my_credential", kwargs={"short": found.short})
    scope = places.scope_of_network(view.assessment.space.network_id)
    may = permitted("credentials.see_issued", actor=actor, at=now(), scope=scope)
    return reverse("desk_credential", kwargs={"short": found.short}) if may else ""


def _done(request: HttpRequest, view: RoundView, actor: Actor) -> HttpResponse:
    do = request.POST.get("do", "")
    asked: dict[str, Any] = {"actor": actor, "at": now()}
    one = view.assessment
    try:
        if do == "aim":
            said = _aim(request)
            actions.set_target(**asked, space_id=one.space_id, standard_id=one.standard_id, **said)
            messages.success(request, str(T("ตั้งเป้าแล้ว", "That is what you aim at now.")))
        elif do == "leave":
            actions.leave_target(**asked, target_id=uuid_of(request.POST.get("target", "")) or one.id)
        elif do == "measure":
            said = {"target_id": uuid_of(request.POST.get("target", "")) or one.id,
                    "what": request.POST.get("what", "")[:2_000]}
            idempotency.once(  # the same form sent twice is one thing to do
                owner=str(actor.key), key=str(uuid_of(request.POST.get("key", "")) or new_id()), at=now(),
                body=[said["target_id"], said["what"]], do=lambda: str(actions.keep_measure(**asked, **said)),
            )
        elif do == "done":
            actions.finish_measure(**asked, measure_id=uuid_of(request.POST.get("measure", "")) or one.id)
            messages.success(request, str(T("เยี่ยม ทำไปอีกข้อ", "Well done: one more.")))
        elif do == "drop":
            actions.drop_assessment(**asked, assessment_id=one.id)
            messages.success(request, str(T("เลิกรอบนี้แล้ว", "This round was given up.")))
        elif do == "decide":
            met = actions.decide_assessment(**asked, assessment_id=one.id, words=request.POST.get("words", "")[:2_000])
            messages.success(request, str(
                T("ผ่านมาตรฐาน ออกใบรับรองแล้ว", "It meets the standard: the certificate is issued.") if met
                else T("บันทึกแล้วว่ายังไม่ผ่าน", "It is kept that it does not meet it yet.")))
        else:
            raise NotFound()
    except Refused as refusal:
        told(request, refusal)
    return redirect("assessment", id=one.id)


def _aim(request: HttpRequest) -> dict[str, Any]:
    level = request.POST.get("level", "")
    due = day_typed(request.POST.get("due_on", "")) or day_of(now())
    return {"criterion": request.POST.get("criterion", "")[:80], "due_on": due,
            "level": int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0}


@require_safe
@never_cache
def assessment_file(request: HttpRequest, id: UUID, file: UUID) -> FileResponse:
    """A photo or a document that shows something: for those who may read the round."""
    view = _seen(id, actor_of(request))
    found = queries.file_of(view.assessment, file)
    if found is None:
        raise NotFound()
    return given_file(found)
