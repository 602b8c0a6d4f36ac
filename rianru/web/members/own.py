"""One's own membership: the card, joining online, the household; and the same for those one acts for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.context import network_of
from rianru.web.health import now
from rianru.web.members.forms import PersonForm, PinForm
from rianru.web.members.present import SOON, state
from rianru.web.requests import actor_of, uuid_of


@dataclass(frozen=True, slots=True)
class Mine:
    """The memberships that are mine or that I act for, and the one that is looked at."""

    member: Member | None
    others: tuple[Member, ...]
    own: bool


def chosen(request: HttpRequest) -> Mine:
    """`?of=` a membership of mine or of one I act for (else NotFound); without it my own, of this network first."""
    key = actor_of(request).key
    own = people.memberships_of(key) if key else []
    wards = people.memberships_of_persons(people.acts_for(key=key)) if key else []
    here = network_of(request)
    own.sort(key=lambda one: here is None or one.network_id != here.id)
    every, wanted = [*own, *wards], request.GET.get("of", "")
    if wanted:
        found = next((one for one in every if one.id == uuid_of(wanted)), None)
        if found is None:
            raise NotFound()
    else:
        found = every[0] if every else None
    return Mine(found, tuple(one for one in every if one is not found), found in own)


DONE: dict[str, T] = {
    "pin": T("ตั้ง PIN แล้ว ใช้กับตู้ยืมคืนได้เลย", "The PIN is set: machines take it from now on"),
    "lost": T("พักบัตรนี้แล้ว ขอใบใหม่ได้ที่เคาน์เตอร์ไหนก็ได้", "This card rests now. Ask for a new one at any desk."),
    "renew": T("ต่ออายุแล้ว", "Renewed"),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_card(request: HttpRequest) -> HttpResponse:
    """The card on the phone: number, QR and bars, big enough for a scanner. Without a membership: how to get one.

    `do`: pin, lost or renew.
    """
    mine, at = chosen(request), now()
    if mine.member is None:
        return redirect("my_join")
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and do not in DONE:
        raise NotFound()
    forms = {name: (PinForm if name == "pin" else Keyed)(request.POST if name == do else None, auto_id=f"{name}_%s")
             for name in DONE}
    if do and sent(request, forms[do], lambda: _card_done(request, mine.member, do, forms[do])) is not None:
        messages.success(request, str(DONE[do]))
        return redirect(f"{reverse('my_card')}?of={mine.member.id}")
    day = day_of(at)
    blocks = people.blocks([mine.member.id], day=day).get(mine.member.id, [])
    return render(request, "web/my_card.html", {
        "mine": mine, "card": mine.member, "state": state(mine.member, blocks, day), "blocks": blocks,
        "network": places.network_by_id(mine.member.network_id), "forms": forms, "did": do,
        "renewable": (mine.member.until_on - day).days <= SOON
        and people.terms(mine.member.network_id).online == "at_once",
    }, status=422 if do else 200)


def _card_done(request: HttpRequest, member: Member | None, do: str, form: Keyed) -> None:
    """What one may do with a card of one's own, or of one for whom one acts."""
    assert member is not None
    asked: dict[str, Any] = {"actor": actor_of(request), "at": now(), "membership_id": member.id,
                             "space_id": member.home_space_id}
    if do == "pin":
        actions.set_pin(**asked, pin=form.cleaned_data["pin"])
    elif do == "lost":
        actions.block_member(**asked, reason="card_lost")
    else:
        actions.renew_membership(**asked)


class ChildForm(PersonForm):
    """A child of the guardian who asks."""

    agreed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            del self.fields[name]
        self.fields["birth_year"].required = True
        self.fields["agreed"].label = str(T(
            "ฉันเป็นผู้ปกครอง และยินยอมให้เด็กคนนี้มีบัตรและยืมได้",
            "I am the guardian, and agree that this child has a card and borrows",
        ))

    def who(self) -> actions.Particulars:
        """The values as the action takes them."""
        said = self.cleaned_data
        return actions.Particulars(said["given_name"], said["family_name"], said["birth_year"])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_household(request: HttpRequest) -> HttpResponse:
    """Who is in it, whose card I may show; `do`: child (a card for one), leave (with `of`: who)."""
    key = actor_of(request).key
    here = network_of(request)
    own = people.memberships_of(key) if key else []
    mine = next((one for one in own if here is None or one.network_id == here.id), own[0] if own else None)
    if mine is None:
        return render(request, "web/my_household.html", {"mine": None})
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ChildForm(request.POST if do == "child" else None, initial={"family_name": mine.family_name})
    leave = Keyed(request.POST if do == "leave" else None, auto_id=False)
    if request.method == "POST" and do not in ("child", "leave"):
        raise NotFound()
    if do == "child" and sent(request, form, lambda: _child(request, form, mine)):
        said = T("เพิ่มแล้ว พาเด็กไปยืนยันตัวที่เคาน์เตอร์ครั้งแรก", "Added. Bring the child to a desk once.")
        messages.success(request, str(said))
        return redirect("my_household")
    if do == "leave" and sent(request, leave, lambda: _leave(request, mine)) is not None:
        messages.success(request, str(T("ถอนความยินยอมแล้ว", "Withdrawn")))
        return redirect("my_household")
    mates = people.household(mine.person_id, network_id=mine.network_id)
    acting = set(people.acts_for(key=key)) if key else set()
    return render(request, "web/my_household.html", {
        "mine": mine, "form": form, "leave": leave, "open": do == "child", "guardian": not mates or any(
            mate.person_id == mine.person_id and mate.part == "guardian" for mate in mates),
        "mates": [{"mate": mate, "self": mate.person_id == mine.person_id, "acts": mate.person_id in acting,
                   "ends": mate.person_id in acting or (mate.person_id == mine.person_id and mate.part != "child")}
                  for mate in mates],
    }, status=422 if form.errors or leave.errors else 200)


def _child(request: HttpRequest, form: ChildForm, mine: Member) -> UUID:
    return actions.register_child(
        actor=actor_of(request), at=now(), space_id=mine.home_space_id, guardian_id=mine.id, who=form.who()
    ).membership_id


def _leave(request: HttpRequest, mine: Member) -> None:
    who = uuid_of(request.POST.get("of", ""))
    found = people.member(who) if who else None
    if found is None:
        raise NotFound()
    actions.leave_household(
        actor=actor_of(request), at=now(), space_id=found.home_space_id, membership_id=found.id, withdrawn=True
    )
