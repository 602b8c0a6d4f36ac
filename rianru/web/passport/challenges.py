"""Challenges for everyone: the list, one with its board, rewards and groups; joining; how far one is, and why."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.credentials import queries as credentials
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.queries import ChallengeView, Learner
from rianru.learning.words import CHALLENGE_STATES, UNITS
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.health import now
from rianru.web.passport import present
from rianru.web.requests import actor_of, uuid_of

PAGE = 24


class JoinForm(Keyed):
    """Who takes part; and the code of a group, where groups do."""

    who = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    code = forms.CharField(required=False, max_length=40, widget=forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off"}))

    def __init__(self, *args: Any, care: list[Learner], team: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        who = self.fields["who"]
        assert isinstance(who, forms.MultipleChoiceField)
        who.choices = [(str(one.id), one.name) for one in care]
        who.label = str(T("ใครร่วมบ้าง", "Who takes part?"))
        self.fields["code"].label = str(T("รหัสกลุ่ม 12 หลัก", "The group's code, 12 digits"))
        self.fields["code"].help_text = str(T("ครูหรือผู้ดูแลเป็นคนให้", "From the teacher or the caretaker."))
        if not team:
            del self.fields["code"]


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """Those that one may join, the newest first; and what one takes part in."""
    actor, day = actor_of(request), day_of(now())
    after = uuid_of(request.GET.get("after", ""))
    rows = queries.challenges(day=day, after=after, limit=PAGE + 1)
    known = queries.views(rows[:PAGE])
    own = [one for one in queries.challenge_entries(actor.key) if one.view.open_on(day)] if actor.key else []
    return render(request, "web/challenges.html", {
        "challenges": [present.card(known[one.id], day) for one in rows[:PAGE]],
        "entries": [present.entry(one) for one in own] if not after else [],
        "areas": _areas(day) if not after else [],
        "page": {"next_url": f"?after={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
                 "first_url": request.path if after else ""},
    })


def _areas(day: date) -> list[dict[str, Any]]:
    """Where this month's stamps were given, the most first."""
    counted = queries.stamped_by_area(day.replace(day=1), day)
    names = places.area_names(counted)
    most = sorted(counted.items(), key=lambda row: (-row[1], row[0]))[:12]
    return [{"name": names.get(code, code), "count": count, "url": reverse("area", kwargs={"code": code})}
            for code, count in most]


@require_safe
def challenge(request: HttpRequest, id: UUID) -> HttpResponse:
    """What it asks for, where, until when; rewards, the badge, and groups as totals."""
    actor, at = actor_of(request), now()
    view = _view(request, id)
    own = queries.challenge_entries(actor.key, challenge_id=id) if actor.key else []
    badge = credentials.definition(view.badge) if view.badge else None
    return render(request, "web/challenge.html", {
        "view": view, "one": view.challenge, "title": view.title, "squares": present.squares(view),
        "side": view.side, "about": T.verbatim(view.challenge.description_th, view.challenge.description_en),
        **_facts(view, day_of(at)), "rewards": present.rewards(view), "badge": badge,
        "entries": [present.entry(one) for one in own], "people": queries.taking_part(id),
        "teams": queries.teams(id) if view.challenge.unit == "team" else [],
        "crumbs": present.crumbs((view.title, "")),
        "plan_url": reverse("plan_challenge", kwargs={"id": id}) if view.may_plan else "",
    })


def _view(request: HttpRequest, id: UUID) -> ChallengeView:
    found = queries.challenge(actor=actor_of(request), at=now(), id=id)
    if found is None:
        raise NotFound()
    return found


def _facts(view: ChallengeView, day: date) -> dict[str, Any]:
    one = view.challenge
    return {
        "space": {"name": T.verbatim(one.space.name_th, one.space.name_en),
                  "url": reverse("space", kwargs={"code": one.space.code})},
        "period": present.period(view), "reach": present.reaches(view), "unit": UNITS[one.unit],
        "asks": present.asks(view), "open": view.open_on(day), "state": CHALLENGE_STATES[one.state],
        "soon": one.starts_on > day,
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, id: UUID) -> HttpResponse:
    """Oneself and those one cares for; a group by its code."""
    actor, at = actor_of(request), now()
    view = _view(request, id)
    assert actor.key is not None
    care = queries.in_my_care(actor.key)
    team = view.challenge.unit == "team"
    there = {person for one in queries.challenge_entries(actor.key, challenge_id=id) for person, _ in one.people}
    form = JoinForm(request.POST if request.method == "POST" else None, care=care, team=team,
                    initial={"who": [str(one.id) for one in care] if view.challenge.unit == "household" else (
                        [str(care[0].id)])})
    if form.is_bound:
        who = salted_hmac("learning.attend", request.META.get("REMOTE_ADDR", "")).hexdigest()[:32]

        def act() -> UUID | None:
            actions.join_challenge(
                actor=actor, at=at, challenge_id=id, code=form.cleaned_data.get("code", ""), who=who,
                persons=[UUID(one) for one in form.cleaned_data["who"]])
            return id
        if sent(request, form, act) is not None:
            messages.success(request, str(T("ร่วมแล้ว ตราตั้งแต่วันแรกของภารกิจนับให้ด้วย",
                                            "You take part. Stamps since its first day count too.")))
            return redirect("my_challenge", id=id)
    return render(request, "web/challenge_join.html", {
        "view": view, "one": view.challenge, "title": view.title, "form": form, "team": team,
        **_facts(view, day_of(at)), "who": [(choice, one, one.id in there) for choice, one in zip(
            form["who"], care, strict=True)],
        "crumbs": present.crumbs((view.title, reverse("challenge", kwargs={"id": id})), (T("ร่วม", "Join"), "")),
    }, status=422 if form.is_bound and form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far I and mine are; `?goal=` of which stamps count and which do not. `do`: leave, with `person`."""
    actor, at = actor_of(request), now()
    assert actor.key is not None
    if request.method == "POST":
        person = uuid_of(request.POST.get("person", ""))
        if request.POST.get("do") != "leave" or person is None:
            raise NotFound()
        actions.leave_challenge(actor=actor, at=at, challenge_id=id, person_id=person)
        messages.success(request, str(T("ออกจากภารกิจแล้ว", "No longer taking part")))
        return redirect("challenge", id=id)
    own = queries.challenge_entries(actor.key, challenge_id=id)
    if not own:
        raise NotFound()
    view = own[0].view
    wanted = uuid_of(request.GET.get("goal", ""))
    goal = next((one for one in view.goals if one.id == wanted), None)
    given = queries.rewards_of([person for one in own for person, _ in one.people])
    return render(request, "web/my_challenge.html", {
        "view": view, "one": view.challenge, "title": view.title, "entries": [present.entry(one) for one in own],
        **_facts(view, day_of(at)), "goal": goal, "goal_title": queries.goal_title(goal) if goal else "",
        "why": [{"entry": one.id, "rows": queries.why(one, goal.id)} for one in own] if goal else [],
        "rewards": [one for one in given if one.challenge_id == id],
        "crumbs": present.crumbs((view.title, reverse("challenge", kwargs={"id": id})), (T("ของฉัน", "Mine"), "")),
    })
