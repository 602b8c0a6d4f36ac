"""Planning challenges: the list of a space, a draft with its board as people see it, groups, opening, ending."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import require
from rianru.credentials import queries as credentials
from rianru.kernel.boards import SIDES
from rianru.kernel.cards import cleaned
from rianru.kernel.dates import day_of
from rianru.kernel.paper_codes import shown
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.actions.challenging import A_YEAR
from rianru.learning.queries import ChallengeView
from rianru.learning.words import CHALLENGE_STATES, goal_text
from rianru.places import queries as places
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.evidence.present import day_typed
from rianru.web.passport import present
from rianru.web.passport.challenge_form import ChallengeForm
from rianru.web.passport.stamping import MOST_CARDS
from rianru.web.requests import told

DONE = {"open": T("เปิดแล้ว ชวนคนมาร่วมได้เลย", "Open. Ask people in."), "over": T("ปิดแล้ว", "Ended"),
        "cancelled": T("ยกเลิกแล้ว", "Called off")}


def _plans(seat: Sitting) -> None:
    require("learning.plan_challenges", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))


@require_safe
@seated
def plans(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The challenges of this space, drafts too."""
    _plans(seat)
    found = queries.challenges(day=day_of(seat.at), space_id=seat.space.id, drafts=True, limit=200)
    return render(request, "web/plan_challenges.html", {
        "desk": seat, "challenges": [
            {"id": one.id, "title": T.verbatim(one.title_th, one.title_en), "state": one.state,
             "state_label": CHALLENGE_STATES[one.state], "starts": one.starts_on, "ends": one.ends_on}
            for one in found],
    })


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def plan(request: HttpRequest, seat: Sitting, id: UUID | None = None) -> HttpResponse:
    """A new challenge, or a draft; what is open shows how it goes. `do`: look, keep, open, over, cancelled,
    team, enter (cards), extend (`ends_on`, `stock:ID`).
    """
    _plans(seat)
    view = queries.challenge(actor=seat.actor, at=seat.at, id=id) if id else None
    if id and (view is None or view.challenge.space_id != seat.space.id):
        raise NotFound()
    do = request.POST.get("do", "")
    if view is not None and do in (*DONE, "team", "enter", "extend"):
        _turned(request, seat, view, do)
        return redirect("plan_challenge", id=id)
    if view is not None and view.challenge.state != "draft":
        return render(request, "web/plan_challenge_open.html", _standing(seat, view))
    form = _form(request, seat, view)
    if form.is_bound and do != "look":
        kept = sent(request, form, lambda: form.keep(seat, id))
        if kept is not None:
            messages.success(request, str(T("บันทึกร่างแล้ว ดูกระดานอีกครั้งแล้วเปิดได้",
                                            "Kept as a draft. Look once more, then open it.")))
            return redirect("plan_challenge", id=kept)
    return render(request, "web/plan_challenge.html", {
        "desk": seat, "form": form, "view": view, "goals": form.goals(), "rewards": form.rewards(),
        "squares": _preview(form), "side": SIDES.get(form.number, 0) if form.form_kind == "bingo" else 0,
        "bingo": form.form_kind == "bingo",
    }, status=422 if form.is_bound and form.errors and do != "look" else 200)


def _form(request: HttpRequest, seat: Sitting, view: ChallengeView | None) -> ChallengeForm:
    day: date = day_of(seat.at)
    offered = [seat.space, *(one for one in places.spaces_by_id(one.space_id for one in (view.rewards if view else ()))
                             if one.id != seat.space.id)]
    programmes = queries.programmes(space_id=seat.space.id, limit=60)
    return ChallengeForm(
        request.POST if request.method == "POST" else None, view=view, day=day, badges=_badges(seat),
        programmes=[(one.id, T.verbatim(one.title_th, one.title_en)) for one in programmes],
        spaces=[(one.id, T.verbatim(one.name_th, one.name_en)) for one in offered])


def _badges(seat: Sitting) -> list[tuple[UUID, T]]:
    """What this member of staff may promise: badges of the space and its network, of one level."""
    found = credentials.definitions(places=[("space", seat.space.id), ("network", seat.space.network_id)], limit=60)
    return [
        (one.id, T.verbatim(one.name_th, one.name_en)) for one in found
        if not one.levels and credentials.may("credentials.define", actor=seat.actor, at=seat.at, issuer=one.issuer)
    ]


def _preview(form: ChallengeForm) -> list[dict[str, Any]]:
    """The board as it will look, from what stands in the form now."""
    found = []
    for place in range(form.number):
        kind, of, needs, title = (form[f"goal_{place}_{name}"].value() for name in ("kind", "of", "needs", "title_th"))
        if kind:
            number = int(needs) if str(needs or "").isdigit() else 1
            said = T.verbatim(title, title) if title else goal_text(str(kind), number, [of] if of else [])
            found.append({"number": place + 1, "title": said, "free": kind == "free", "needs": number, "done": None,
                          "reached": False, "line": False})
    return found


def _turned(request: HttpRequest, seat: Sitting, view: ChallengeView, do: str) -> None:
    """Opens, ends, calls off, or makes a group; what is refused is said on the page that follows."""
    own = {**seat.asked, "challenge_id": view.challenge.id}
    try:
        if do == "team":
            actions.make_team(**own, name=request.POST.get("name", "")[:300])
            messages.success(request, str(T("ตั้งกลุ่มแล้ว ส่งรหัสให้ครูหรือผู้นำกลุ่ม", "Made. Hand its code to whoever leads it.")))
        elif do == "extend":
            actions.extend_challenge(**own, **_more(request, view))
            messages.success(request, str(T("บันทึกแล้ว คนที่ร่วมเห็นวันและจำนวนใหม่ทันที",
                                            "Kept: who takes part sees the new day and numbers at once.")))
        elif do == "enter":
            cards = [one for line in request.POST.get("cards", "")[:2_000].splitlines() if (one := cleaned(line))]
            code = request.POST.get("code", "")[:40]
            for card in dict.fromkeys(cards[:MOST_CARDS]):
                actions.join_at_desk(**own, card=card, code=code)
            messages.success(request, str(T("ให้ร่วมแล้ว {n} คน",
                                            "{n} {n:takes|take} part", n=len(set(cards[:MOST_CARDS])))))
        else:
            actions.turn_challenge(**own, state=do)
            messages.success(request, str(DONE[do]))
    except Refused as refusal:
        told(request, refusal)


def _more(request: HttpRequest, view: ChallengeView) -> dict[str, Any]:
    """What is typed: blank leaves it as it is; of a stock, what says nothing is refused by the action."""
    typed = {one.id: request.POST.get(f"stock:{one.id}", "").replace(",", "").strip()[:12] for one in view.rewards}
    return {
        "ends_on": day_typed(request.POST.get("ends_on", "")) or view.challenge.ends_on,
        "stocks": {id: int(said) if said.isascii() and said.isdigit() else -1 for id, said in typed.items() if said},
    }


def _standing(seat: Sitting, view: ChallengeView) -> dict[str, Any]:
    """How an open challenge goes: totals alone."""
    id = view.challenge.id
    codes = queries.team_codes(actor=seat.actor, at=seat.at, challenge_id=id, space_id=seat.space.id)
    return {
        "desk": seat, "view": view, "one": view.challenge, "title": view.title, "squares": present.squares(view),
        "side": view.side, "state": CHALLENGE_STATES[view.challenge.state], "period": present.period(view),
        "rewards": present.rewards(view), "people": queries.taking_part(id),
        "latest": view.challenge.starts_on + A_YEAR,
        "teams": [{"team": one, "code": shown(codes.get(one.id, ""))} for one in queries.teams(id)]
        if view.challenge.unit == "team" else [], "by_team": view.challenge.unit == "team",
        "url": reverse("challenge", kwargs={"id": id}),
    }
