"""What a member owes and why, what they have put down, and every receipt."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.treasury import queries as treasury
from rianru.web.members.own import chosen
from rianru.web.money.present import move_rows
from rianru.web.requests import uuid_of

PAGE = 30


@never_cache
@login_required
@require_safe
def my_money(request: HttpRequest) -> HttpResponse:
    """`?of=`: of one for whom I act; my own without it."""
    mine = chosen(request)
    if mine.member is None:
        return render(request, "web/my_money.html", {"mine": mine})
    moves = treasury.moves_of(mine.member.id, before=uuid_of(request.GET.get("before", "")), limit=PAGE + 1)
    more = f"?of={mine.member.id}&before={moves[PAGE - 1].id}" if len(moves) > PAGE else ""
    return render(request, "web/my_money.html", {
        "mine": mine, "money": treasury.standing(mine.member.id), "moves": move_rows(moves[:PAGE]),
        "page": {"next_url": more, "first_url": f"?of={mine.member.id}" if request.GET.get("before") else ""},
    })
