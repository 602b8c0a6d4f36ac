"""The desk's stamps: the code for the wall, paper passports entered by card, and what looked odd."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import require
from rianru.kernel.cards import cleaned
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.paper_codes import shown
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T, get_language
from rianru.learning import actions, queries
from rianru.learning.actions.stamping import BACK
from rianru.learning.queries import SpaceCode
from rianru.learning.words import TURNS
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.papers.codes import qr
from rianru.web.papers.typeset import pdf, words
from rianru.web.requests import told

MOST_CARDS = 60
KEPT = {"keep": T("ตั้งรหัสแล้ว พิมพ์ไปแปะได้เลย", "Set. Print the sheet."),
        "anew": T("แผ่นเก่าใช้ไม่ได้แล้ว พิมพ์แผ่นใหม่ไปแปะ", "Old sheets no longer count: print a new one.")}


class PaperForm(Keyed):
    """Cards that are read one after another, and what stands in their passports."""

    cards = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 4, "inputmode": "numeric"}))
    on = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    kind = forms.ChoiceField()
    books = forms.IntegerField(required=False, min_value=0, max_value=100)
    minutes = forms.IntegerField(required=False, min_value=0, max_value=1_440)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("visit", str(T("แวะมา", "A visit"))), ("reading", str(T("อ่าน", "Reading")))]
        for name, label, help in (
            ("cards", T("เลขบัตร", "Cards"), T("สแกนหรือพิมพ์ทีละบรรทัด", "Scan or type them, a line each.")),
            ("on", T("วันที่ในสมุด", "The day in the passport"),
             T("ย้อนหลังได้ {days} วัน", "Up to {days} {days:day|days} back.", days=BACK)),
            ("kind", T("ตราอะไร", "Which stamp"), None),
            ("books", T("อ่านจบกี่เล่ม", "Books finished"), None), ("minutes", T("กี่นาที", "Minutes"), None),
        ):
            self.fields[name].label = str(label)
            self.fields[name].help_text = str(help or "")

    def numbers(self) -> list[str]:
        """The cards, each once."""
        found = [cleaned(one) for one in self.cleaned_data["cards"].replace(",", "\n").splitlines()]
        return list(dict.fromkeys(one for one in found if one))[:MOST_CARDS]


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def stamps(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """`do`: keep (turns, most, stops), anew, paper (cards), settle (flag)."""
    require("learning.stamp", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))
    do = request.POST.get("do", "")
    form = PaperForm(request.POST if do == "paper" else None, initial={"on": day_of(seat.at), "kind": "visit"})
    if request.method == "POST" and _did(request, seat, do, form):
        return redirect("desk_stamps")
    known = queries.code_of_space(seat.space.id)
    day = day_of(seat.at)
    return render(request, "web/desk_stamps.html", {
        "desk": seat, "known": known, "form": form, "code": shown(known.digits(day)) if known else "",
        "address": _address(request, known, day) if known else "", "until": known.span(day)[1] if known else None,
        "turns": [{"value": value, "label": label, "on": known is not None and known.turns == value}
                  for value, label in TURNS.items()],
        "today": queries.stamped_today(seat.space.id, at=seat.at),
        "flags": queries.flags(actor=seat.actor, at=seat.at, space_id=seat.space.id),
    }, status=422 if form.is_bound and form.errors else 200)


def _did(request: HttpRequest, seat: Sitting, do: str, form: PaperForm) -> bool:
    """What was tapped; False where the form is to be shown again."""
    if do == "paper":
        return _entered(request, seat, form)
    try:
        if do in ("keep", "anew"):
            known = queries.code_of_space(seat.space.id)
            turns = request.POST.get("turns", known.turns if known else "month")
            stops = "stops" in request.POST if do == "keep" else bool(known and known.stops)
            actions.keep_paper_code(
                **seat.asked, turns=turns, anew=do == "anew", stops=stops,
                most_a_day=_number(request.POST.get("most", ""), known))
            messages.success(request, str(KEPT[do]))
        elif do == "settle" and request.POST.get("flag", "").isdigit():
            actions.settle_flag(**seat.asked, flag_id=int(request.POST["flag"][:12]))
            messages.success(request, str(T("รับทราบแล้ว", "Noted")))
        else:
            raise NotFound()
    except Refused as refusal:
        told(request, refusal)
    return True


def _number(typed: str, known: SpaceCode | None) -> int:
    """How many a day are usual; as it was where nothing was typed."""
    if typed.isascii() and typed.isdigit() and len(typed) < 8:
        return int(typed)
    return (known.most_a_day if known else 150) if not typed else 0


def _entered(request: HttpRequest, seat: Sitting, form: PaperForm) -> bool:
    said: list[actions.Entered] = []

    def act() -> UUID | None:
        data = form.cleaned_data
        said.append(actions.stamp_by_hand(
            **seat.asked, cards=form.numbers(), on=data["on"], kind=data["kind"], books=data["books"] or 0,
            minutes=data["minutes"] or 0))
        return None
    if sent(request, form, act, at_field="cards") is None:
        return False
    for one in said:
        messages.success(request, str(T("ลงใหม่ {new} คน มีอยู่แล้ว {again} คน", "{new} new, {again} had theirs",
                                        new=one.new, again=one.again)))
        if one.unknown:
            messages.error(request, str(T("ไม่รู้จักบัตร {cards}", "Unknown: {cards}", cards=", ".join(one.unknown[:9]))))
    return True


def _address(request: HttpRequest, known: SpaceCode, day: date) -> str:
    return request.build_absolute_uri(f"{reverse('attend')}?code={known.digits(day)}")


@require_safe
@seated
def sheet(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The sheet for the wall: of today, or with `?next=1` of the next day, week or month."""
    require("learning.stamp", actor=seat.actor, at=seat.at, scope=places.scope_of_space(seat.space.id))
    known = queries.code_of_space(seat.space.id)
    if known is None:
        raise NotFound()
    day = day_of(seat.at)
    if request.GET.get("next") == "1":
        day = known.span(day)[1] + timedelta(days=1)
    answer = HttpResponse(pdf("code.typ", data(request, seat, known, day)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="stamp.pdf"'
    return answer


def data(request: HttpRequest, seat: Sitting, known: SpaceCode, day: date) -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    first, last = known.span(day)
    when = T("ใช้ได้ {first} ถึง {last}", "Good from {first} until {last}", first=date_text(first), last=date_text(last))
    plain = request.build_absolute_uri(reverse("attend")).split("://")[-1]
    return {
        "lang": get_language(), "title": str(known.name), "name": words(str(known.name)), "when": words(str(when)),
        "code": shown(known.digits(day)), "code_pt": 42, "qr": qr(_address(request, known, day)), "space": [],
        "say": words(str(T("มาถึงแล้ว ประทับตราตรงนี้", "You are here: take your stamp"))),
        "how": words(str(T("สแกน หรือเปิด {address} แล้วพิมพ์เลข 12\N{NO-BREAK SPACE}หลัก วันละหนึ่งตรา "
                           "มีสมุดกระดาษ ยื่นให้ผู้ดูแลลงให้ได้",
                           "Scan it, or open {address} and type the 12 digits. One stamp a day. A passport of paper? "
                           "Hand it to the caretaker.", address=plain))),
    }
