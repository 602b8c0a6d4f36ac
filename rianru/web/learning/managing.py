"""One activity for those who plan it: its sessions, its team, what it uses, and calling it off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rianru.catalogue import queries as catalogue
from rianru.core.search import ask
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.words import PARTS, SESSION_STATES, STATES, ages_text
from rianru.places import queries as places
from rianru.web.catalogue.present import rows
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.learning import times
from rianru.web.learning.forms import SessionForm
from rianru.web.learning.planning import own
from rianru.web.learning.present import cost, lasting
from rianru.web.learning.promising import promised
from rianru.web.requests import posted_id, uuid_of

OFFERED = 6  # works to choose from
Acting = Callable[[HttpRequest, Sitting, UUID], T]


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def activity(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """`do`: open, cancel, give, take, use, drop; `?q=` looks for works."""
    view = own(seat, id)
    wrong = None
    if request.method == "POST":
        act = DOES.get(request.POST.get("do", ""))
        if act is None:
            raise NotFound()
        try:
            messages.success(request, str(act(request, seat, id)))
            return redirect("plan_activity", id=id)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            wrong = refusal.message
    text = request.GET.get("q", "").replace("\0", "").strip()[:200]
    return render(request, "web/plan_activity.html", {
        "desk": seat, "view": view, "wrong": wrong, "typed": request.POST, "query": text, **_shown(seat, view),
        "offered": _offered(seat, text, view.work_ids), "parts": PARTS.items(),
        "promised": promised("activity", id),
        "works": rows(catalogue.work_rows(actor=seat.actor, ids=list(view.work_ids))),
    }, status=422 if wrong else 200)


def _shown(seat: Sitting, view: queries.ActivityView) -> dict[str, Any]:
    one = view.activity
    return {
        "state": one.state, "state_label": STATES[one.state], "alive": one.state in ("draft", "open"),
        "lasting": lasting(view), "ages": ages_text(one.ages), "cost": cost(one.satang),
        "space": T.verbatim(one.space.name_th, one.space.name_en), "here": one.space_id == seat.space.id,
        "sessions": [
            {"id": each.session.id, "when": each.when, "about": each.about, "place": each.place, "off": each.off,
             "past": each.session.ends_at <= seat.at, "state": SESSION_STATES[each.session.state],
             "reason": each.session.reason, "starts_at": each.session.starts_at}
            for each in view.meetings
        ],
        "team": [{"id": each.person_id, "name": each.name, "part": PARTS[each.part], "shown": each.shown}
                 for each in view.team],
    }


def _offered(seat: Sitting, text: str, there: tuple[UUID, ...]) -> list[dict[str, Any]]:
    if not text:
        return []
    try:
        hits = ask.search(text, kind="work", limit=OFFERED + len(there)).hits
    except ask.IndexNotReady:
        return []
    ids = [hit.id for hit in hits if hit.id not in there][:OFFERED]
    return rows(catalogue.work_rows(actor=seat.actor, ids=ids))


def _asked(seat: Sitting, id: UUID) -> dict[str, Any]:
    return {"actor": seat.actor, "at": seat.at, "activity_id": id}


def _open(request: HttpRequest, seat: Sitting, id: UUID) -> T:
    actions.open_activity(**_asked(seat, id))
    return T("เปิดแล้ว คนเห็นและเข้าร่วมได้เลย", "It is open: people see it and can join.")


def _cancel(request: HttpRequest, seat: Sitting, id: UUID) -> T:
    actions.cancel_activity(**_asked(seat, id), reason=request.POST.get("reason", ""))
    return T("ยกเลิกแล้ว เราแจ้งทุกคนที่จองไว้ให้", "Cancelled. Everyone who joined is being told.")


def _give(request: HttpRequest, seat: Sitting, id: UUID) -> T:
    actions.give_part(
        **_asked(seat, id), known_by=request.POST.get("known_by", "").replace("\0", "")[:254],
        part=request.POST.get("part", ""), shown=request.POST.get("shown") == "1",
    )
    return T("ใส่ชื่อแล้ว", "Added to the team.")


def _take(request: HttpRequest, seat: Sitting, id: UUID) -> T:
    actions.take_part(**_asked(seat, id), person_id=posted_id(request, "person"))
    return T("เอาออกแล้ว", "Taken off the team.")


def _use(request: HttpRequest, seat: Sitting, id: UUID) -> T:
    actions.add_material(**_asked(seat, id), work_id=posted_id(request, "work"))
    return T("ใส่สื่อแล้ว", "Added to what it uses.")


def _drop(request: HttpRequest, seat: Sitting, id: UUID) -> T:
    actions.drop_material(**_asked(seat, id), work_id=posted_id(request, "work"))
    return T("เอาออกแล้ว", "Taken off.")


DOES: dict[str, Acting] = {
    "open": _open, "cancel": _cancel, "give": _give, "take": _take, "use": _use, "drop": _drop,
}


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def session(request: HttpRequest, seat: Sitting, id: UUID, session: UUID) -> HttpResponse:
    """Another time, room or title for one session, or for all that follow. `do`: save, off with a reason, stop."""
    view = own(seat, id)
    found = next((one for one in view.meetings if one.session.id == session), None)
    if found is None:
        raise NotFound()
    space_id = view.activity.space_id
    do = request.POST.get("do", "")
    form = SessionForm(request.POST if do == "save" else None, rooms=queries.rooms(space_id),
                       initial=_initial(found))
    if do == "save" and sent(request, form, lambda: _changed(form, seat, session)) is not None:
        messages.success(request, str(T("บันทึกแล้ว คนที่จองไว้ได้รับแจ้ง", "Saved. Those who joined are being told.")))
        return redirect("plan_activity", id=id)
    wrong = None
    if do in ("off", "stop"):
        try:
            (_off if do == "off" else _at_stop)(request, seat, session)
            return redirect("plan_activity", id=id)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            wrong = refusal.message
    return render(request, "web/plan_session.html", {
        "desk": seat, "view": view, "form": form, "one": found, "wrong": wrong, "typed": request.POST,
        "many": len(view.ahead(seat.at)) > 1, "reason": request.POST.get("reason", ""), "stops": _stops(seat, found),
        "at_stop": str(found.session.stop_id or ""),
    }, status=422 if form.errors or wrong else 200)


def _stops(seat: Sitting, found: queries.Meeting) -> list[tuple[str, T]]:
    """Where the network's vans halt during a session."""
    one = found.session
    there = places.visits_during([seat.space.network_id], since=one.starts_at, until=one.ends_at)
    return [(str(visit.stop_id), T.verbatim(visit.stop.name_th, visit.stop.name_en or visit.stop.name_th))
            for visit in there]


def _at_stop(request: HttpRequest, seat: Sitting, session_id: UUID) -> None:
    actions.hold_at_stop(actor=seat.actor, at=seat.at, session_id=session_id,
                         stop_id=uuid_of(request.POST.get("stop", "")))
    messages.success(request, str(T("บันทึกแล้ว คนที่จองไว้ได้รับแจ้ง", "Saved. Those who joined are being told.")))


def _initial(found: queries.Meeting) -> dict[str, Any]:
    one = found.session
    booked = queries.room_of(one.id)
    return times.said_of(one.starts_at, one.ends_at) | {
        "room": booked or "", "title_th": one.title_th, "title_en": one.title_en, "place_th": one.place_th,
        "place_en": one.place_en, "capacity": one.capacity, "following": "",
    }


def _changed(form: SessionForm, seat: Sitting, session_id: UUID) -> None:
    said = form.cleaned_data
    starts_at, ends_at = times.first_span(said)
    actions.change_session(
        actor=seat.actor, at=seat.at, session_id=session_id, starts_at=starts_at, ends_at=ends_at,
        room_id=said["room"], following=said["following"] == "all", agreed=said["agreed"], capacity=said["capacity"],
        **{name: said[name] for name in ("title_th", "title_en", "place_th", "place_en")},
    )


def _off(request: HttpRequest, seat: Sitting, session_id: UUID) -> None:
    number = actions.cancel_sessions(
        actor=seat.actor, at=seat.at, session_id=session_id, reason=request.POST.get("reason", ""),
        following=request.POST.get("following") == "all",
    )
    messages.success(request, str(T("งด {n} ครั้งแล้ว เราแจ้งทุกคนที่จองไว้ให้",
                                    "{n} taken off. Everyone who joined is being told.", n=number)))
