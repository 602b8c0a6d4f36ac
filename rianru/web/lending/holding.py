"""Placing a hold: where to pick it up, any edition or this one; for oneself, for whom one acts for, or at a desk."""

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

from rianru.catalogue import queries as catalogue
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.actions.refusals import CardEnded, CardUnknown
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.catalogue.forms import SpaceField
from rianru.web.catalogue.staff import Keyed, sent, serves
from rianru.web.desks.where import seat
from rianru.web.health import now
from rianru.web.members.own import chosen
from rianru.web.requests import actor_of, uuid_of
from rianru.web.vans.picking import PICKED, near_stops

GONE = ("absent", "withdrawn", "lost", "missing")
ANY = "any"
ONE = "item:"  # before the id of a copy


class HoldForm(Keyed):
    """Where, which edition, and at a desk whose card."""

    which = forms.ChoiceField(required=False)
    card = forms.CharField(max_length=40, required=False)

    def __init__(
        self, *args: Any, actor: Any, at: Any, editions: list[tuple[str, str]], alone: list[tuple[str, str]],
        desk: bool, stops: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["pickup"] = SpaceField(
            actor=actor, at=at, label=T("รับที่ไหน", "Where to pick it up"),
            help=T("พิมพ์ชื่อสาขา รับได้ทุกแห่งในเครือข่าย", "Type the name of a place: any of the network"),
        )
        which = self.fields["which"]
        assert isinstance(which, forms.ChoiceField)
        which.choices = [(ANY, str(T("ฉบับไหนก็ได้ ได้เร็วที่สุด", "Any edition: the quickest"))), *editions, *alone]
        which.label = str(T("ฉบับ", "Edition"))
        if len(editions) < 2 and not alone:
            del self.fields["which"]
        if stops:
            self.fields["stop"] = forms.ChoiceField(
                required=False, label=str(T("หรือรับที่รถหนังสือ", "Or where a book van halts")),
                choices=[("", str(T("ไม่รับที่รถ", "Not at a van"))), *stops])
        if desk:
            self.fields["card"].label = str(T("บัตรของสมาชิกที่จอง", "Card of the member"))
            self.fields["card"].help_text = str(
                T("สแกนบัตร หรือเว้นว่างเพื่อจองให้ตัวเอง", "Scan it, or leave it for your own"))
        else:
            del self.fields["card"]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_hold(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?of=` whose membership of those I act for; `?item=` one copy alone; whoever serves at a desk may name a card."""
    actor, at = actor_of(request), now()
    view = catalogue.work(actor=actor, id=id)
    if view is None or not view.editions:
        raise NotFound()
    mine, desk = chosen(request), serves(actor, at)
    if mine.member is None and not desk:
        return redirect(f"{reverse('my_join')}")
    posted = request.POST if request.method == "POST" else None
    editions = [(str(one.edition.id), _edition(one.edition)) for one in view.editions if one.copies]
    alone = _alone(request, id)
    home = places.space_by_id(mine.member.home_space_id) if mine.member else None
    form = HoldForm(posted, actor=actor, at=at, editions=editions, alone=alone, desk=desk, stops=near_stops(
        request, mine.member.network_id if mine.member else None, at), initial={
        "stop": request.session.get(PICKED, ""),
        "pickup": _name(home) if home else request.session.get("desk", ""), "which": alone[0][0] if alone else ANY,
        "card": request.GET.get("card", "")})
    if posted and sent(request, form, lambda: _placed(form, id, mine.member, request)) is not None:
        return _thanks(request, id, mine, form)
    return render(request, "web/work_hold.html", {
        "form": form, "mine": mine, "work": {"id": id, "title": view.work.title}, "home": home,
        "held": sum(one.copies for one in view.editions), "free": sum(one.available for one in view.editions),
        "crumbs": [{"text": view.work.title, "url": reverse("work", kwargs={"id": id})},
                   {"text": T("จอง", "Hold"), "url": ""}],
    }, status=422 if form.errors else 200)


def _alone(request: HttpRequest, work_id: UUID) -> list[tuple[str, str]]:
    """The one copy that `?item=` names, as a choice; none where it names none of this work."""
    wanted = uuid_of(request.GET.get("item", ""))
    found = (one for one in catalogue.items_of_work(work_id=work_id) if one.id == wanted) if wanted else ()
    said = T("เล่มนี้เท่านั้น: {barcode}", "This copy alone: {barcode}")
    return [(f"{ONE}{one.id}", str(said.having(barcode=one.barcode or one.call_number))) for one in found]


def _placed(form: HoldForm, work_id: UUID, own: Any, request: HttpRequest) -> UUID:
    said, actor, at = form.cleaned_data, actor_of(request), now()
    sits = seat(request) if said.get("card") else None
    member_id, network_id = _whose(said.get("card", ""), own, at)
    which = said.get("which") or ANY
    copy = next((one for one in catalogue.items_of_work(work_id=work_id)
                 if one.space.network_id == network_id and one.state not in GONE
                 and which in (ANY, str(one.edition_id), f"{ONE}{one.id}")), None)
    if copy is None:
        raise NotFound()
    pickup = places.space_ids([said["pickup"]])[said["pickup"]]
    stop = places.stop(said["stop"]) if said.get("stop") else None
    visit = places.next_visits([stop.id], at=at).get(stop.id) if stop else None
    return actions.place_hold(
        actor=actor, at=at, membership_id=member_id, item_id=copy.id, pickup_id=visit.vehicle_id if visit else pickup,
        space_id=sits.space.id if sits else None, stop_id=visit.stop_id if visit else None,
        reach="work" if which == ANY else "item" if which.startswith(ONE) else "edition",
    ).hold_id


def _whose(card: str, own: Any, at: Any) -> tuple[UUID, UUID]:
    if card:
        found = people.scanned(card)
        if found is None or found.ended:
            raise (CardEnded if found else CardUnknown)(card=card)
        who = queries.borrower(found.membership_id, day=day_of(at))
        if who is None:
            raise NotFound()
        return who.id, who.network
    if own is None:
        raise NotFound()
    return own.id, own.network_id


def _thanks(request: HttpRequest, id: UUID, mine: Any, form: HoldForm) -> HttpResponse:
    messages.success(request, str(T("จองแล้ว เราจะบอกเมื่อพร้อมรับ", "It is on hold. We tell you when it is ready.")))
    card = form.cleaned_data.get("card", "")
    if card:
        return redirect(f"{reverse('desk')}?member={card}")
    return redirect(f"{reverse('my_shelf')}?of={mine.member.id}" if mine.member else reverse("work", kwargs={"id": id}))


def _name(space: Any) -> str:
    return str(T.verbatim(space.name_th, space.name_en))


def _edition(edition: Any) -> str:
    return " · ".join(filter(None, (edition.edition, edition.publisher, edition.year_text))) or edition.title
