"""The desk's rewards: who has earned what is picked up here, by the card."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import require
from rianru.kernel.cards import cleaned
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.queries import RewardRow
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import Sitting, seated


class GiveForm(Keyed):
    """Which reward, to whom."""

    reward = forms.UUIDField()
    person = forms.UUIDField()


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def rewards(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """`?card=` of the member who stands there; a POST gives one reward, once under its key."""
    require("learning.give_rewards", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))
    card = cleaned(request.GET.get("card", ""))[:40]
    form = GiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        def act() -> UUID | None:
            return actions.claim_reward(
                **seat.asked, reward_id=form.cleaned_data["reward"], person_id=form.cleaned_data["person"])
        if sent(request, form, act) is not None:
            messages.success(request, str(T("ให้แล้ว ตัดจากจำนวนที่เหลือให้", "Given, and taken off the stock")))
        elif "reward" in form.errors or "person" in form.errors or "key" in form.errors:
            raise NotFound()
        else:
            messages.error(request, str(next(iter(form.non_field_errors()), "")))
        return redirect(f"{reverse('desk_rewards')}?{urlencode({'card': card})}" if card else "desk_rewards")
    member = _member(card, seat)
    return render(request, "web/desk_rewards.html", {
        "desk": seat, "card": card, "member": member, "unknown": bool(card) and member is None,
        **(_rows(member, seat) if member else {}),
    })


def _member(card: str, seat: Sitting) -> Member | None:
    """Whose card of this network it is."""
    scanned = people.scanned(card) if card else None
    found = people.member(scanned.membership_id) if scanned else None
    return found if found is not None and found.network_id == seat.space.network_id else None


def _rows(member: Member, seat: Sitting) -> dict[str, Any]:
    """What they may be given here, first; then what is elsewhere, given, or not earned yet."""
    rows = queries.rewards_of([member.person_id])
    ready = [one for one in rows if _here(one, seat)]
    others = [one for one in rows if one not in ready]
    return {"ready": [{"one": one, "key": new_id()} for one in ready], "others": others}


def _here(one: RewardRow, seat: Sitting) -> bool:
    return one.earned and not one.given and one.space_id == seat.space.id
