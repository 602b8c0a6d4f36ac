"""Planning an activity: in a minute on a phone, with its dates looked at before anything is kept."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import require
from rianru.kernel.dates import WEEKDAYS
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.repeating import WEEKDAY_CODES
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.words import KINDS, STATES
from rianru.places import queries as places
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.learning import times
from rianru.web.learning.forms import TEXTS, ActivityForm, PlanForm, SessionsForm
from rianru.web.learning.present import calendar_days
from rianru.web.requests import uuid_of

PAGE = 30
START = {"joining": "each", "waiting_list": True, "offer_hours": 24, "party_most": 6, "kind": "workshop"}


def plans(seat: Sitting) -> None:
    """Refuses with NotAllowed whoever does not plan for the space of this desk."""
    require("learning.plan", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))


def own(seat: Sitting, id: UUID) -> queries.ActivityView:
    """An activity that this member of staff plans, of whichever space; NotFound."""
    found = queries.activity(actor=seat.actor, at=seat.at, id=id)
    if found is None or not found.may_plan:
        raise NotFound()
    return found


@require_safe
@seated
def activities(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """`?state=&after=`: what this space holds, the newest first."""
    plans(seat)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    after = uuid_of(request.GET.get("after", ""))
    rows = queries.planned(space_id=seat.space.id, at=seat.at, state=state, after=after, limit=PAGE + 1)
    here = {"state": state} if state else {}
    last = rows[PAGE - 1][0].id if len(rows) > PAGE else None
    return render(request, "web/plan_activities.html", {
        "desk": seat, "rooms": queries.rooms(seat.space.id),
        "states": [{"value": value, "label": label, "on": value == state} for value, label in STATES.items()],
        "filtered": bool(state),
        "activities": [
            {"id": one.id, "title": T.verbatim(one.title_th, one.title_en), "kind": KINDS[one.kind],
             "state": one.state, "state_label": STATES[one.state], "first": first, "last": final, "number": number}
            for one, first, final, number in rows[:PAGE]
        ],
        "page": {"next_url": f"?{urlencode({**here, 'after': str(last)})}" if last else "",
                 "first_url": f"?{urlencode(here)}" if after else ""},
    })


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def new(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """`?like=` an activity to hold again, `?day=&room=` from the room's calendar. `do`: look, draft or open."""
    plans(seat)
    like = _model(request, seat)
    form = PlanForm(
        request.POST if request.method == "POST" else None, rooms=queries.rooms(seat.space.id),
        initial=START | times.soon(seat.at) | _like(like) | _asked(request))
    do = request.POST.get("do", "")
    looked = look(form, seat) if form.is_bound and form.is_valid() else None
    if looked is not None and do in ("draft", "open") and form.is_valid():
        made = sent(request, form, lambda: _made(form, seat, looked, like, open_it=do == "open"))
        if made is not None:
            done = T("เปิดแล้ว คนเห็นและเข้าร่วมได้เลย", "It is open: people see it and can join.") if do == "open" else T(
                "เก็บเป็นร่างแล้ว ยังไม่มีใครเห็น", "Kept as a draft. Nobody sees it yet.")
            messages.success(request, str(done))
            return redirect("plan_activity", id=made)
    return render(request, "web/plan_new.html", _context(seat, form, looked) | {"like": like},
                  status=422 if form.errors else 200)


def _context(seat: Sitting, form: Any, looked: "Looked | None") -> dict[str, Any]:
    return {"desk": seat, "form": form, "looked": looked, "weekdays": weekday_choices(form),
            "months": calendar_days([one.starts_at for one in looked.held]) if looked else []}


def weekday_choices(form: Any) -> list[dict[str, Any]]:
    """The boxes of weekdays, with their words."""
    chosen = form["weekdays"].value() or []
    return [{"value": code, "label": label, "on": code in chosen}
            for code, label in zip(WEEKDAY_CODES, WEEKDAYS, strict=True)]


def _model(request: HttpRequest, seat: Sitting) -> queries.ActivityView | None:
    id = uuid_of(request.POST.get("like", "") or request.GET.get("like", ""))
    return own(seat, id) if id else None


def _like(model: queries.ActivityView | None) -> dict[str, Any]:
    """What is taken from an activity that is held again: everything but its days."""
    if model is None:
        return {}
    one = model.activity
    clock = times.said_of(model.meetings[0].session.starts_at, model.meetings[0].session.ends_at)
    return said_of(model) | {"begins": clock["begins"], "ends": clock["ends"], "online_link": one.online_link}


def said_of(view: queries.ActivityView) -> dict[str, Any]:
    """An activity as the form shows it."""
    one = view.activity
    names = (*TEXTS, "kind", "ages", "capacity", "joining", "accounts_only", "waiting_list", "fair_seats",
             "offer_hours", "party_most", "joining_opens_at", "joining_closes_at")
    return {name: getattr(one, name) for name in names} | {"baht": one.satang or None}


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name][:10] for name in ("day", "room") if request.GET.get(name)}


class Looked:
    """What a plan comes to: its rule, its times that are held, and all of them with what stands in their way."""

    def __init__(self, form: Any, seat: Sitting, *, at_space: bool, but: tuple[UUID, ...] = ()) -> None:
        said = form.cleaned_data
        self.room: int | None = said.get("room")
        self.repeats = times.rule_said(said)
        self.all = queries.looked_at(
            space_id=seat.space.id, times=queries.spans(times.first_span(said), self.repeats), room_id=self.room,
            at_space=at_space or self.room is not None, but=but)
        skips = said.get("closed", "skip") != "keep" and len(self.all) > 1
        self.skipped = [one for one in self.all if skips and one.closed]
        self.held = [one for one in self.all if one not in self.skipped]
        self.doubts = [one for one in self.held if one.outside or one.closed or one.taken]

    @property
    def spans(self) -> list[queries.Span]:
        """The times to be held."""
        return [(one.starts_at, one.ends_at) for one in self.held]


def look(form: Any, seat: Sitting, view: queries.ActivityView | None = None) -> Looked | None:
    """The dates of a valid form, of a new activity or of one that is there; a refusal stands at the form."""
    said = form.cleaned_data
    kind, place = (view.activity.kind, view.activity.place_th) if view else (said["kind"], said["place_th"])
    try:
        at_space = kind != "online" and not place
        return Looked(form, seat, at_space=at_space)
    except Refused as refusal:
        form.add_error("repeats" if said.get("repeats") else None, str(refusal))
        return None


def _made(
    form: PlanForm, seat: Sitting, looked: Looked, like: queries.ActivityView | None, *, open_it: bool
) -> UUID:
    made = actions.plan_activity(
        **seat.asked, plan=form.plan(), times=looked.spans, repeats=looked.repeats, room_id=looked.room,
        agreed=form.cleaned_data["agreed"] or form.cleaned_data["closed"] == "keep",
        like=like.activity.id if like else None,
    )
    if open_it:
        actions.open_activity(actor=seat.actor, at=seat.at, activity_id=made)
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def edit(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """Other words or numbers of an activity; its days stand at its sessions."""
    view = own(seat, id)
    form = ActivityForm(request.POST if request.method == "POST" else None, initial=said_of(view))
    if form.is_bound and sent(request, form, _changing(form, seat, id)) is not None:
        messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
        return redirect("plan_activity", id=id)
    return render(request, "web/plan_edit.html", {"desk": seat, "form": form, "view": view},
                  status=422 if form.errors else 200)


def _changing(form: ActivityForm, seat: Sitting, id: UUID) -> Callable[[], None]:
    def change() -> None:
        actions.change_activity(actor=seat.actor, at=seat.at, activity_id=id, plan=form.plan())

    return change


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def more(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """More sessions of an activity. `do`: look or add."""
    view = own(seat, id)
    if view.activity.space_id != seat.space.id:
        raise NotAllowed()
    last = view.meetings[-1].session if view.meetings else None
    begin = times.said_of(last.starts_at, last.ends_at) if last else {}
    form = SessionsForm(request.POST if request.method == "POST" else None, rooms=queries.rooms(seat.space.id),
                        initial=times.soon(seat.at) | {name: begin[name] for name in ("begins", "ends") if begin})
    looked = look(form, seat, view) if form.is_bound and form.is_valid() else None
    if looked is not None and request.POST.get("do") == "add":
        added = sent(request, form, lambda: _added(form, seat, looked, id))
        if added is not None:
            messages.success(request, str(T("เพิ่มแล้ว", "Added.")))
            return redirect(f"{reverse('plan_activity', kwargs={'id': id})}#sessions")
    return render(request, "web/plan_more.html", _context(seat, form, looked) | {"view": view},
                  status=422 if form.errors else 200)


def _added(form: SessionsForm, seat: Sitting, looked: Looked, id: UUID) -> UUID:
    return actions.add_sessions(
        actor=seat.actor, at=seat.at, activity_id=id, times=looked.spans, room_id=looked.room,
        agreed=form.cleaned_data["agreed"] or form.cleaned_data["closed"] == "keep",
    )[0]
