"""Money at the desk: what a member has put down and owes, and each move with its receipt; the day's sheet."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import permitted
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.lending import actions as lending
from rianru.lending import queries as loans
from rianru.people.queries import Member
from rianru.places import queries as places
from rianru.treasury import actions
from rianru.treasury import queries as treasury
from rianru.treasury.queries import Standing
from rianru.treasury.words import ACCOUNTS, WAYS
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.members.finding import CRUMB, needed_member
from rianru.web.money.forms import MoneyForm, WaiveForm
from rianru.web.money.present import move_rows
from rianru.web.requests import uuid_of

KINDS: dict[str, type[Keyed]] = {"pay": MoneyForm, "take_deposit": MoneyForm, "waive": WaiveForm,
                                 "refund_deposit": MoneyForm}
DONE: dict[str, T] = {
    "pay": T("รับชำระแล้ว ใบเสร็จ {receipt}", "Paid: receipt {receipt}"),
    "take_deposit": T("รับเงินประกันแล้ว ใบเสร็จ {receipt}", "Deposit taken: receipt {receipt}"),
    "waive": T("ยกเว้นให้แล้ว เลขที่ {receipt}", "Waived: number {receipt}"),
    "refund_deposit": T("คืนเงินประกันแล้ว ใบเสร็จ {receipt}", "Deposit given back: receipt {receipt}"),
}
PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def member_money(request: HttpRequest, desk: Sitting, id: UUID) -> HttpResponse:
    """`do`: pay, take_deposit, waive or refund_deposit; then the receipt of what was done."""
    member = needed_member(desk, id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and do not in KINDS:
        raise NotFound()
    now = treasury.standing(id)
    forms = _forms(request, do, now)
    if do and (made := sent(request, forms[do], _act(do, forms[do], desk, member))):
        done = treasury.move(UUID(made))
        messages.success(request, str(DONE[do].having(receipt=done.receipt if done else "")))
        return redirect("receipt", id=UUID(made))
    moves = treasury.moves_of(id, before=uuid_of(request.GET.get("before", "")), limit=PAGE + 1)
    return render(request, "web/member_money.html", {
        "desk": desk, "member": member, "money": now, "forms": forms, "did": do, "out": loans.open_loans_of(id),
        "moves": move_rows(moves[:PAGE]),
        "may_waive": permitted("treasury.waive", actor=desk.actor, at=desk.at,
                               scope=places.scope_of_space(desk.space.id)),
        "page": {"next_url": f"?before={moves[PAGE - 1].id}" if len(moves) > PAGE else "",
                 "first_url": "?" if request.GET.get("before") else ""},
        "crumbs": [{"text": CRUMB, "url": reverse("members")},
                   {"text": member.name, "url": reverse("member", kwargs={"id": id})},
                   {"text": T("เงิน", "Money"), "url": ""}],
    }, status=422 if do else 200)


def _forms(request: HttpRequest, do: str, now: Standing) -> dict[str, Keyed]:
    """The form that was sent with what was sent; the others with what is likely."""
    likely = {"pay": now.owed, "waive": now.owed, "refund_deposit": now.deposit, "take_deposit": 0}
    return {
        name: kind(request.POST if name == do else None, auto_id=f"{name}_%s",
                   initial={"satang": likely[name] or None, "way": "cash"})
        for name, kind in KINDS.items()
    }


def _act(do: str, form: Keyed, desk: Sitting, member: Member) -> Callable[[], UUID | None]:
    moves: dict[str, Any] = {"pay": actions.pay, "take_deposit": actions.take_deposit, "waive": actions.waive,
                             "refund_deposit": lending.give_back_deposit}

    def act() -> UUID | None:
        said = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        move = moves[do]
        posted: actions.Posted = move(**desk.asked, membership_id=member.id, **said)
        return posted.id
    return act


@require_safe
@seated
def money_day(request: HttpRequest, desk: Sitting) -> HttpResponse:
    """`?day=2026-11-21`: what moved at this desk on a day, and what must be in the drawer for it."""
    today = day_of(desk.at)
    day = min(_day(request.GET.get("day", "")) or today, today)
    asked: dict[str, Any] = {**desk.asked, "day": day}
    moves = treasury.day_of_space(**asked, after=uuid_of(request.GET.get("after", "")), limit=PAGE * 4 + 1)
    totals, rows = treasury.totals(**asked), treasury.sheet(**asked)
    more = f"?day={day}&after={moves[PAGE * 4 - 1].id}" if len(moves) > PAGE * 4 else ""
    return render(request, "web/money_day.html", {
        "desk": desk, "day": day, "today": day == today, "rows": rows, "moves": move_rows(moves[: PAGE * 4]),
        "drawer": [{"label": WAYS[way], "satang": totals.get(way, 0)} for way in WAYS],
        "income": [{"label": ACCOUNTS[kind], "satang": abs(totals[kind])} for kind in ("fines", "charges", "waived")
                   if totals.get(kind)],
        "before": day - timedelta(days=1), "after": None if day == today else day + timedelta(days=1),
        "page": {"next_url": more, "first_url": f"?day={day}" if request.GET.get("after") else ""},
        "crumbs": [{"text": CRUMB, "url": reverse("members")}, {"text": T("เงินของวัน", "The day's money"), "url": ""}],
    })


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
