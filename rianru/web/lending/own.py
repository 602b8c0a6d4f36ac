"""One's own shelf: what is out and until when, what one waits for; the same for those one acts for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rianru.core.again import again
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.actions.placing import PickupClosed
from rianru.places import queries as places
from rianru.treasury import queries as money
from rianru.web.catalogue.forms import SpaceField
from rianru.web.health import now
from rianru.web.lending.panel import loan_row
from rianru.web.members.own import chosen
from rianru.web.requests import actor_of, told, uuid_of

PAGE = 50


@never_cache
@login_required
@require_safe
def my_shelf(request: HttpRequest) -> HttpResponse:
    """`?of=` a membership of mine or of one I act for; `?after=` the last loan of the page before."""
    mine, at = chosen(request), now()
    if mine.member is None:
        return redirect("my_join")
    today, after = day_of(at), uuid_of(request.GET.get("after", ""))
    loans = queries.loans_of(mine.member.id, limit=PAGE + 1, after=after)
    here = f"?of={mine.member.id}"
    return render(request, "web/my_shelf.html", {
        "mine": mine, "here": here, "standing": money.standing(mine.member.id),
        "loans": [loan_row(one, today) for one in loans[:PAGE]],
        "holds": [] if after else queries.holds_of(mine.member.id, day=today),
        "page": {"next_url": f"{here}&after={loans[PAGE - 1].id}" if len(loans) > PAGE else "",
                 "first_url": here if after else ""},
        "tomorrow": today + timedelta(days=1),
    })


@never_cache
@login_required
@require_safe
def my_shelf_file(request: HttpRequest) -> HttpResponse:
    """The due days as a calendar (RFC 5545), one event a day on which something is due."""
    mine = chosen(request)
    if mine.member is None:
        raise NotFound()
    due: dict[date, list[str]] = {}
    for one in queries.loans_of(mine.member.id, limit=1_000):
        due.setdefault(one.due_on, []).append(one.title)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rianru//Shelf//TH", "CALSCALE:GREGORIAN"]
    for on, titles in sorted(due.items()):
        lines += _event(on, titles, stamp=now())
    lines.append("END:VCALENDAR")
    body = "\r\n".join(_folded(line) for line in lines) + "\r\n"
    return HttpResponse(body, content_type="text/calendar; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="shelf.ics"'})


@login_required
@require_POST
def my_shelf_act(request: HttpRequest) -> HttpResponse:
    """`do` is renew, renew-all, cancel, suspend, resume or move; the refusal is said on the shelf."""
    mine, at, actor = chosen(request), now(), actor_of(request)
    if mine.member is None:
        raise NotFound()
    try:
        messages.success(request, str(again(lambda: _done(request, mine.member, actor, at))))
    except Refused as refusal:
        told(request, refusal)
    return redirect(f"{reverse('my_shelf')}?of={mine.member.id}")


def _done(request: HttpRequest, member: Any, actor: Any, at: datetime) -> T:
    do, id = request.POST.get("do", ""), uuid_of(request.POST.get("id", ""))
    if do == "renew-all":
        done = actions.renew_all(actor=actor, at=at, membership_id=member.id, space_id=member.home_space_id)
        refused = [one.refused for one in done if one.refused is not None]
        said = T("ยืมต่อแล้ว {n} จาก {all} เล่ม", "{n} of {all} renewed", n=len(done) - len(refused), all=len(done))
        return T("{said} · {why}", "{said} · {why}", said=said, why=refused[0]) if refused else said
    acts: dict[str, tuple[Callable[[UUID], object], T]] = {
        "renew": (lambda id: actions.renew(actor=actor, at=at, loan_id=id), T("ยืมต่อแล้ว", "Renewed")),
        "cancel": (lambda id: actions.cancel_hold(actor=actor, at=at, hold_id=id), T("ยกเลิกแล้ว", "Cancelled")),
        "resume": (lambda id: actions.resume_hold(actor=actor, at=at, hold_id=id),
                   T("กลับมารอคิวแล้ว ที่เดิม", "Waiting again, at the same place")),
        "move": (lambda id: actions.move_hold(actor=actor, at=at, hold_id=id, pickup_id=_pickup(request, actor, at)),
                 T("เปลี่ยนที่รับแล้ว", "It is picked up elsewhere now")),
        "suspend": (lambda id: actions.suspend_hold(actor=actor, at=at, hold_id=id, until=_until(request, at)),
                    T("พักคิวไว้แล้ว ที่เดิมยังเป็นของคุณ", "Suspended. Your place is kept.")),
    }
    if do not in acts or id is None:
        raise NotFound()
    act, said = acts[do]
    act(id)
    return said


def _until(request: HttpRequest, at: datetime) -> date:
    try:
        return parse_date(request.POST.get("until", "")) or day_of(at)
    except ValueError:
        return day_of(at)


def _pickup(request: HttpRequest, actor: Any, at: datetime) -> UUID:
    """The space whose code or name was typed; PickupClosed for what is none."""
    try:
        code = SpaceField(actor=actor, at=at, label=T("รับที่ไหน", "Where")).clean(request.POST.get("pickup", "")[:120])
    except ValidationError as error:
        raise PickupClosed() from error
    return places.space_ids([code])[code]


def _event(on: date, titles: list[str], *, stamp: datetime) -> list[str]:
    said = T("คืนหนังสือ {n} เล่ม", "Return {n}", n=len(titles))
    return [
        "BEGIN:VEVENT", f"UID:due-{on.isoformat()}@rianru", f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}", f"SUMMARY:{_escaped(str(said))}",
        f"DESCRIPTION:{_escaped(chr(10).join(titles))}", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D",
        f"DESCRIPTION:{_escaped(str(said))}", "END:VALARM", "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign, as_written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, as_written)
    return text.replace("\r", "")


def _folded(line: str) -> str:
    """At most 75 octets a line (RFC 5545, 3.1), never inside a letter."""
    parts, now_ = [], b""
    for letter in line:
        if len(now_) + len(letter.encode()) > 73:
            parts.append(now_.decode())
            now_ = b""
        now_ += letter.encode()
    return "\r\n ".join([*parts, now_.decode()])
