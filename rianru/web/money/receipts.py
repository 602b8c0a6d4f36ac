"""A receipt: for the member whose money it is, for who acts for them, and for the desks of its network."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import permitted, require
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.lending import queries as lending
from rianru.people import queries as people
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.treasury import actions
from rianru.treasury import queries as treasury
from rianru.treasury.queries import Move
from rianru.web.catalogue.staff import sent
from rianru.web.health import now
from rianru.web.money.forms import ReverseForm
from rianru.web.requests import actor_of

PAPERS = ("80", "a4")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?paper=80` or `a4`. A POST takes the move back, with a reason; then the receipt of that."""
    actor, at = actor_of(request), now()
    move = treasury.move(id)
    holder = people.member(move.holder) if move and move.holder else None
    if move is None or (not _theirs(request, holder) and not _at_desk(request, move, holder)):
        raise NotFound()
    scope = places.scope_of_space(move.space_id)
    may = permitted("treasury.reverse", actor=actor, at=at, scope=scope)
    form = ReverseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require("treasury.reverse", actor=actor, at=at, scope=scope)
        if made := sent(request, form, lambda: _reverse(request, id, form)):
            messages.success(request, str(T("ยกเลิกรายการแล้ว", "Taken back")))
            return redirect("receipt", id=UUID(made))
    return render(request, "web/receipt.html", {
        **_shown(move, holder), "form": form, "may_reverse": may and not move.reversed and move.kind != "reversal",
        "paper": request.GET.get("paper") if request.GET.get("paper") in PAPERS else "a4",
        "back_url": _back(request, holder),
    }, status=422 if form.errors else 200)


def _theirs(request: HttpRequest, holder: Member | None) -> bool:
    """Whether it is the money of who asks, or of one for whom they act."""
    key = actor_of(request).key
    if holder is None or key is None:
        return False
    return key == holder.key or holder.person_id in people.acts_for(key=key)


def _at_desk(request: HttpRequest, move: Move, holder: Member | None) -> bool:
    """Whether who asks serves at a desk of the member's network, or sees the money of its space."""
    actor, at = actor_of(request), now()
    if permitted("treasury.see", actor=actor, at=at, scope=places.scope_of_space(move.space_id)):
        return True
    return bool(holder and people.desks(actor=actor, at=at, network_id=holder.network_id, limit=1))


def _reverse(request: HttpRequest, id: UUID, form: ReverseForm) -> UUID:
    posted = actions.reverse(
        actor=actor_of(request), at=now(), transaction_id=id, reason=form.cleaned_data["reason"]
    )
    return posted.id


def _shown(move: Move, holder: Member | None) -> dict[str, Any]:
    space = places.space_by_id(move.space_id)
    back = treasury.move(move.reverses) if move.reverses else None
    return {
        "move": move, "lent": _title(move), "space": space, "reverses": back,
        "holder": {"name": holder.name, "card": f"… {holder.card[-4:]}"} if holder else None,
        "stands": treasury.standing(holder.id) if holder else None,
    }


def _title(move: Move) -> str:
    """What it was for, where it was for something lent."""
    if move.about_kind != "loan" or move.about_id is None:
        return ""
    return lending.titles_of([move.about_id]).get(move.about_id, "")


def _back(request: HttpRequest, holder: Member | None) -> str:
    if holder is None:
        return reverse("money_day")
    mine = actor_of(request).key == holder.key or not actor_of(request).grants
    return reverse("my_money") if mine else reverse("member_money", kwargs={"id": holder.id})
