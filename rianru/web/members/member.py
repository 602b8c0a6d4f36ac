"""One member at the desk: their card, what stands in the way, and what can be done about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.lending import queries as lending
from rianru.people import actions
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.treasury import queries as treasury
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.lending.panel import loan_row
from rianru.web.members.finding import CRUMB, needed_member
from rianru.web.members.forms import BlockForm, ChangeForm, PinForm, ReplaceForm, living
from rianru.web.members.present import SOON, member_row, phone_shown
from rianru.web.requests import uuid_of

OUT_SHOWN = 6
DONE: dict[str, T] = {
    "renew": T("ต่ออายุแล้ว", "Renewed"),
    "replace": T("ออกบัตรใหม่แล้ว ใบเดิมใช้ไม่ได้อีก", "A new card is made. The old one no longer works."),
    "block": T("ระงับการยืมแล้ว", "Blocked"),
    "unblock": T("เลิกระงับแล้ว ยืมได้เลย", "Not blocked any more: they may borrow."),
    "pin": T("ตั้ง PIN แล้ว", "The PIN is set"),
    "history": T("บันทึกแล้วว่าอยากให้เก็บหรือลืมประวัติ", "Noted whether their history is kept"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member(request: HttpRequest, desk: Sitting, id: UUID) -> HttpResponse:
    """`do`: renew, replace, block, unblock or pin."""
    found = needed_member(desk, id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and do not in DONE:
        raise NotFound()
    forms = _forms(request, do)
    if do and sent(request, forms[do], _act(do, forms[do], desk, found, request)) is not None:
        messages.success(request, str(DONE[do]))
        return redirect("member", id=id)
    return render(request, "web/member.html", {
        **_shown(desk, found), "forms": forms, "did": do,
    }, status=422 if do else 200)


def _forms(request: HttpRequest, do: str) -> dict[str, Keyed]:
    """A form for each thing that can be done; the one that was sent, with what was sent."""
    kinds: dict[str, type[Keyed]] = {"renew": Keyed, "replace": ReplaceForm, "block": BlockForm, "unblock": Keyed,
                                     "pin": PinForm, "history": Keyed}
    return {
        name: kind(request.POST if name == do else None, auto_id=False if kind is Keyed else f"{name}_%s")
        for name, kind in kinds.items()  # a form without fields may stand on the page more than once
    }


def _act(do: str, form: Keyed, desk: Sitting, member: Member, request: HttpRequest) -> Callable[[], UUID | None]:
    """What is to be done, for `sent`."""
    def act() -> UUID | None:
        asked, said = {**desk.asked, "membership_id": member.id}, form.cleaned_data
        if do == "renew":
            actions.renew_membership(**asked)
        elif do == "replace":
            actions.replace_card(**asked, card=said["card"])
        elif do == "block":
            actions.block_member(**asked, reason=said["reason"], note=said["note"], until=said["until_on"])
        elif do == "history":
            actions.keep_history(**asked, keep=request.POST.get("keep") == "1")
        elif do == "unblock":
            actions.unblock_member(**desk.asked, block_id=_block(request, member, desk))
        else:
            actions.set_pin(**asked, pin=said["pin"])
        return None
    return act


def _block(request: HttpRequest, member: Member, desk: Sitting) -> UUID:
    """The block that is to end: one of this member's."""
    wanted = uuid_of(request.POST.get("block", ""))
    own = people.blocks([member.id], day=day_of(desk.at)).get(member.id, [])
    if wanted is None or wanted not in [block.id for block in own]:
        raise NotFound()
    return wanted


def _shown(desk: Sitting, member: Member) -> dict[str, Any]:
    day = day_of(desk.at)
    blocks = people.blocks([member.id], day=day).get(member.id, [])
    home, out = places.space_by_id(member.home_space_id), lending.open_loans_of(member.id)
    return {
        "desk": desk, "member": {
            **member_row(member, blocks, day), "id": member.id, "number": member.card, "email": member.email,
            "keeps_history": member.keeps_history,
            "note": member.note, "since_on": member.since_on, "until_on": member.until_on, "age": member.age(day),
            "home": T.verbatim(home.name_th, home.name_en) if home else "",
            "renewable": (member.until_on - day).days <= SOON,
        },
        "may_erase": permitted("people.erase_member", actor=desk.actor, at=desk.at,
                               scope=places.scope_of_space(desk.space.id)),
        "network": places.network_by_id(member.network_id), "blocks": blocks, "out": out,
        "more": max(out - OUT_SHOWN, 0),
        "loans": [loan_row(loan, day) for loan in lending.loans_of(member.id, limit=OUT_SHOWN)],
        "money": treasury.standing(member.id),
        "household": people.household(member.person_id, network_id=member.network_id),
        "crumbs": [{"text": CRUMB, "url": reverse("members")}, {"text": member.name, "url": ""}],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member_edit(request: HttpRequest, desk: Sitting, id: UUID) -> HttpResponse:
    """Names, year of birth, how to reach them, category and note."""
    found, page = needed_member(desk, id), reverse("member", kwargs={"id": id})
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={
        "given_name": found.given_name, "family_name": found.family_name, "birth_year": found.birth_year,
        "phone": phone_shown(found.phone), "email": found.own_email, "category": found.category, "note": found.note,
        "lives_in": found.lives_in,
    }, living=living(desk.space.area_id, found.lives_in))
    if found.account_email:
        form.fields["email"].disabled = True  # theirs to change, on their own page
        form.initial["email"] = found.account_email
    if request.method == "POST" and sent(request, form, lambda: _change(form, desk, found)) is not None:
        messages.success(request, str(T("บันทึกแล้ว", "Saved")))
        return redirect("member", id=id)
    return render(request, "web/member_edit.html", {
        "form": form, "member": {"name": found.name, "card": found.card_shown, "url": page},
        "crumbs": [{"text": CRUMB, "url": reverse("members")}, {"text": found.name, "url": page},
                   {"text": T("แก้ข้อมูล", "Change"), "url": ""}],
    }, status=422 if form.errors else 200)


def _change(form: ChangeForm, desk: Sitting, member: Member) -> None:
    actions.change_member(
        **desk.asked, membership_id=member.id, category=form.cleaned_data["category"],
        who=form.who(), note=form.cleaned_data["note"],
    )
