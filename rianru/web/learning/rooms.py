"""Rooms of a space: a month of who has them, booking one for something else, and keeping them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import require
from rianru.kernel.dates import Period, day_of, month
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.learning.words import time_text
from rianru.places import queries as places
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.learning import times
from rianru.web.learning.forms import BookingForm, RoomForm
from rianru.web.learning.present import month_text
from rianru.web.requests import told, uuid_of


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def rooms(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The rooms of this space, and a form for a new one."""
    _keeps(seat)
    form = RoomForm(request.POST if request.method == "POST" else None)
    if form.is_bound and sent(request, form, _keeping(form, seat, None)) is not None:
        messages.success(request, str(T("เพิ่มห้องแล้ว", "The room is there.")))
        return redirect("plan_rooms")
    return render(request, "web/plan_rooms.html", {
        "desk": seat, "form": form, "rooms": queries.rooms(seat.space.id, closed=True),
    }, status=422 if form.errors else 200)


def _keeps(seat: Sitting) -> None:
    require("learning.keep_rooms", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))


def _keeping(form: RoomForm, seat: Sitting, room_id: int | None) -> Callable[[], None]:
    def keep() -> None:
        said = form.cleaned_data
        actions.keep_room(**seat.asked, room_id=room_id, name_th=said["name_th"], name_en=said["name_en"],
                          seats=said["seats"], closed=said["closed"])

    return keep


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def room(request: HttpRequest, seat: Sitting, id: int) -> HttpResponse:
    """`?month=2026-11`: a month of one room. `do`: book, free, keep."""
    _keeps(seat)
    found = queries.room(seat.space.id, id)
    if found is None:
        raise NotFound()
    do = request.POST.get("do", "")
    keeping = RoomForm(request.POST if do == "keep" else None, initial={
        "name_th": found.name_th, "name_en": found.name_en, "seats": found.seats, "closed": found.closed})
    booking = BookingForm(request.POST if do == "book" else None, initial=times.soon(seat.at))
    if do == "free":
        return _freed(request, seat, id)
    if do == "keep" and sent(request, keeping, _keeping(keeping, seat, id)) is not None:
        messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
        return redirect("plan_room", id=id)
    if do == "book" and sent(request, booking, lambda: _book(booking, seat, id)) is not None:
        messages.success(request, str(T("จองห้องแล้ว", "The room is booked.")))
        return redirect(f"{reverse('plan_room', kwargs={'id': id})}?month={booking.cleaned_data['day']:%Y-%m}")
    shown = period(request.GET.get("month", ""), day_of(seat.at))
    return render(request, "web/plan_room.html", {
        "desk": seat, "room": found, "name": T.verbatim(found.name_th, found.name_en), "keeping": keeping,
        "booking": booking, **_month(id, shown, day_of(seat.at)),
    }, status=422 if keeping.errors or booking.errors else 200)


def period(text: str, today: date) -> Period:
    """The month that `2026-11` names; this one where it names none."""
    year, _, number = text.partition("-")
    numbers = text.isascii() and year.isdigit() and number.isdigit() and len(text) < 8
    if numbers and 2000 <= int(year) <= 2200 and 1 <= int(number) <= 12:
        return month(int(year), int(number))
    return month(today.year, today.month)


def around(shown: Period) -> dict[str, Any]:
    """The months before and after."""
    before = shown.start - timedelta(days=1)
    return {"month": month_text(shown.start), "before": f"{before:%Y-%m}", "after": f"{shown.end:%Y-%m}",
            "this": f"{shown.start:%Y-%m}"}


def _month(room_id: int, shown: Period, today: date) -> dict[str, Any]:
    """Day by day, what has the room."""
    since, until = shown.moments()
    found = queries.bookings([room_id], since=since, until=until)
    days = [
        {"day": day, "today": day == today, "past": day < today, "weekend": day.weekday() > 4,
         "booked": [_booked(one) for one in found if day_of(one.starts_at) <= day <= day_of(one.ends_at)]}
        for day in shown.each_day()
    ]
    return {"days": days, **around(shown)}


def _booked(one: queries.Booked) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "time": time_text(one.starts_at, one.ends_at), "draft": one.draft,
            "activity": one.activity_id}


def _book(form: BookingForm, seat: Sitting, room_id: int) -> UUID:
    starts_at, ends_at = times.first_span(form.cleaned_data)
    return actions.book_room(actor=seat.actor, at=seat.at, room_id=room_id, starts_at=starts_at, ends_at=ends_at,
                             words=form.cleaned_data["words"])


def _freed(request: HttpRequest, seat: Sitting, room_id: int) -> HttpResponse:
    booking = uuid_of(request.POST.get("booking", ""))
    if booking is None:
        raise NotFound()
    try:
        actions.free_room(actor=seat.actor, at=seat.at, booking_id=booking)
        messages.success(request, str(T("คืนห้องแล้ว", "The room is free.")))
    except Refused as refusal:
        told(request, refusal)
    return redirect("plan_room", id=room_id)
