"""At the desk: who lives with a member and who acts for whom; and how the network takes people in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import permitted, require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.actions import OF_AGE
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.members.finding import CRUMB, member_here, needed_member
from rianru.web.members.forms import HouseholdForm, TermsForm
from rianru.web.requests import uuid_of

NO_CARD = T("ไม่พบบัตรนี้ในเครือข่าย สมัครให้เขาก่อน", "No such card in this network. Register them first.")
DONE: dict[str, T] = {
    "add": T("เพิ่มเข้าครัวเรือนแล้ว", "Joined the household"),
    "leave": T("เอาออกจากครัวเรือนแล้ว", "Taken out of the household"),
    "withdraw": T("บันทึกว่าถอนความยินยอมแล้ว ไม่มีใครทำแทนได้อีก", "Noted: they no longer agree. Nobody acts for them now."),
    "proxy": T("บันทึกแล้วว่ามาแทน ให้บริการต่อได้เลย", "Noted who came for them. Go on and serve them."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member_household(request: HttpRequest, desk: Sitting, id: UUID) -> HttpResponse:
    """`do`: add (who has the card, as what), leave, withdraw (with `of`), proxy (`of` came for this member)."""
    member = needed_member(desk, id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and do not in DONE:
        raise NotFound()
    mates = people.household(member.person_id, network_id=member.network_id)
    form = HouseholdForm(request.POST if do == "add" else None, of=member.given_name, alone=not mates,
                         young=_young(member, desk))
    end = Keyed(request.POST if do in ("leave", "withdraw", "proxy") else None, auto_id=False)
    if do and _done(request, desk, member, do, form if do == "add" else end):
        messages.success(request, str(DONE[do]))
        return redirect("member_household", id=id)
    acted_for = any(mate.person_id == member.person_id and mate.part in ("child", "elder") for mate in mates)
    return render(request, "web/member_household.html", {
        "desk": desk, "member": member, "form": form, "end": end, "mates": mates, "acted_for": acted_for,
        "guardians": [mate for mate in mates if mate.part == "guardian" and mate.person_id != member.person_id],
        "crumbs": [{"text": CRUMB, "url": reverse("members")},
                   {"text": member.name, "url": reverse("member", kwargs={"id": id})},
                   {"text": T("ครัวเรือน", "Household"), "url": ""}],
    }, status=422 if do else 200)


def _done(request: HttpRequest, desk: Sitting, member: Member, do: str, form: Keyed) -> bool:
    """Whether it was done; a refusal stands at the form."""
    if do == "add":
        if not form.is_valid():
            return False
        card = people.scanned(form.cleaned_data["card"])
        if card is None or member_here(desk, card.membership_id) is None:
            form.add_error("card", str(NO_CARD))
            return False
        part = form.cleaned_data["part"]
        return sent(request, form, lambda: _add(desk, member, card.membership_id, part)) is not None
    who = uuid_of(request.POST.get("of", ""))
    other = member_here(desk, who) if who else None
    if other is None:
        raise NotFound()
    return sent(request, form, lambda: _end(desk, member, other, do)) is not None


def _young(member: Member, desk: Sitting) -> bool:
    """Whether somebody else agrees for them."""
    return member.birth_year is not None and day_of(desk.at).year - member.birth_year < OF_AGE


def _add(desk: Sitting, member: Member, joins: UUID, part: str) -> None:
    """Into the household of this member, or of its guardian; `acts`: the other becomes this one's guardian."""
    if part == "acts":
        actions.add_to_household(**desk.asked, guardian_id=joins, membership_id=member.id,
                                 part="child" if _young(member, desk) else "elder")
        return
    mates = people.household(member.person_id, network_id=member.network_id)
    own = next((mate.part for mate in mates if mate.person_id == member.person_id), "guardian")
    first = next((mate.membership_id for mate in mates if mate.part == "guardian"), None)
    guardian = member.id if own == "guardian" or first is None else first
    actions.add_to_household(**desk.asked, guardian_id=guardian, membership_id=joins, part=part)


def _end(desk: Sitting, member: Member, other: Member, do: str) -> None:
    if do == "proxy":
        actions.serve_by_proxy(**desk.asked, membership_id=member.id, proxy_id=other.id)
    else:
        actions.leave_household(**desk.asked, membership_id=other.id, withdrawn=do == "withdraw")


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member_terms(request: HttpRequest, desk: Sitting) -> HttpResponse:
    """How the network of this desk takes people in: seen by every desk, changed by librarians of the network."""
    network = desk.space.network_id
    scope = places.scope_of_network(network)
    may = permitted("people.set_terms", actor=desk.actor, at=desk.at, scope=scope)
    now = people.terms(network)
    posted = request.POST if request.method == "POST" else None
    form = TermsForm(posted, initial={"online": now.online, "years": now.years})
    if request.method == "POST":
        require("people.set_terms", actor=desk.actor, at=desk.at, scope=scope)
        if sent(request, form, lambda: actions.set_terms(**_said(form, desk))) is not None:
            messages.success(request, str(T("บันทึกแล้ว", "Saved")))
            return redirect("member_terms")
    return render(request, "web/member_terms.html", {
        "desk": desk, "form": form, "may": may, "terms": now, "network": places.network_by_id(network),
        "crumbs": [{"text": CRUMB, "url": reverse("members")}, {"text": T("วิธีรับสมาชิก", "How members join"), "url": ""}],
    }, status=422 if form.errors else 200)


def _said(form: TermsForm, desk: Sitting) -> dict[str, Any]:
    return {"actor": desk.actor, "at": desk.at, "network_id": desk.space.network_id,
            "online": form.cleaned_data["online"], "years": form.cleaned_data["years"]}
