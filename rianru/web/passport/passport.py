"""My passport, and that of whom I care for: stamps by month, one's own reading, what it keeps of loans."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
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
from rianru.learning import actions, queries
from rianru.learning.queries import Learner
from rianru.learning.words import hours_text
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.health import now
from rianru.web.passport import present
from rianru.web.requests import actor_of, uuid_of

PAGE = 24


class ReadingForm(Keyed):
    """What was read at home, on which day."""

    on = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    minutes = forms.IntegerField(required=False, min_value=0, max_value=1_440)
    books = forms.IntegerField(required=False, min_value=0, max_value=100)
    title = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label, help in (
            ("on", T("วันที่อ่าน", "Day"), None),
            ("minutes", T("กี่นาที", "Minutes"), None),
            ("books", T("จบกี่เล่ม", "Books finished"), None),
            ("title", T("ชื่อเรื่อง", "Title"), T("มีแต่คุณที่เห็น", "Only you see it.")),
        ):
            self.fields[name].label = str(label)
            self.fields[name].help_text = str(help or "")
        for name in ("minutes", "books"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_passport(request: HttpRequest) -> HttpResponse:
    """`?of=` one whom I care for; `?on=&after=` the last stamp of the page before. `do`: read, drop, choose."""
    actor, at = actor_of(request), now()
    assert actor.key is not None
    care = queries.in_my_care(actor.key)
    wanted = request.GET.get("of", "")
    one = next((each for each in care if str(each.id) == wanted), None) if wanted else care[0]
    if one is None:
        raise NotFound()
    form = ReadingForm(request.POST if request.POST.get("do") == "read" else None, initial={"on": day_of(at)})
    if request.method == "POST" and _did(request, form, one):
        return redirect(_address(one, care))
    return render(request, "web/my_passport.html", {
        **_pages(request, one, care), "one": one, "form": form, "people": _people(care, one), "mine": one is care[0],
        "entries": [present.entry(each) for each in queries.challenge_entries(actor.key)
                    if one.id in dict(each.people) and each.view.open_on(day_of(at))],
        "choices": dict(zip(("borrowing", "titles"), queries.choices_of(one.id), strict=True)),
    }, status=422 if form.is_bound and form.errors else 200)


def _did(request: HttpRequest, form: ReadingForm, one: Learner) -> bool:
    """What was tapped; False where the form of reading is to be shown again."""
    do, actor, at = request.POST.get("do", ""), actor_of(request), now()
    if do == "read":
        def act() -> UUID | None:
            actions.log_reading(
                actor=actor, at=at, person_id=one.id, on=form.cleaned_data["on"], title=form.cleaned_data["title"],
                minutes=form.cleaned_data["minutes"] or 0, books=form.cleaned_data["books"] or 0)
            return None
        if sent(request, form, act) is None:
            return False
        messages.success(request, str(T("บันทึกการอ่านแล้ว", "Your reading is noted")))
    elif do == "drop":
        stamp = uuid_of(request.POST.get("stamp", ""))
        if stamp is None:
            raise NotFound()
        actions.drop_reading(actor=actor, at=at, stamp_id=stamp)
        messages.success(request, str(T("เอาบันทึกออกแล้ว", "Taken out")))
    elif do == "choose":
        actions.set_passport(actor=actor, at=at, person_id=one.id, borrowing="borrowing" in request.POST,
                             titles="titles" in request.POST)
        messages.success(request, str(T("จำไว้แล้ว", "Noted")))
    else:
        raise NotFound()
    return True


def _pages(request: HttpRequest, one: Learner, care: list[Learner]) -> dict[str, Any]:
    after = _after(request)
    rows = queries.stamps_of(one.id, limit=PAGE + 1, after=after)
    totals = queries.totals_of(one.id)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    more = {"of": str(one.id)} if one is not care[0] else {}
    at = {"on": last.occurred_on.isoformat(), "after": str(last.id)} if last else {}
    return {
        "months": present.months(rows[:PAGE]), "totals": totals, "further": after is not None,
        "read": hours_text(totals.minutes) if totals.minutes else "",
        "page": {
            "next_url": f"?{urlencode(more | at)}" if last else "",
            "first_url": _address(one, care) if after else "",
        },
    }


def _after(request: HttpRequest) -> tuple[date, UUID] | None:
    """The last stamp of the page before; None where the address says no such thing."""
    id = uuid_of(request.GET.get("after", ""))
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return (on, id) if id else None


def _people(care: list[Learner], one: Learner) -> list[dict[str, Any]]:
    """Whose passports one may turn to; nothing where there is only one's own."""
    if len(care) == 1:
        return []
    return [{"name": each.name, "url": _address(each, care), "current": each is one} for each in care]


def _address(one: Learner, care: list[Learner]) -> str:
    own = reverse("my_passport")
    return own if one is care[0] else f"{own}?of={one.id}"


