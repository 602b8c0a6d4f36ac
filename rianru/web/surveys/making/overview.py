"""One survey at a glance: where it stands, what to do next, its address to share; publishing, opening and closing."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from rianru.kernel.dates import start_of_day
from rianru.kernel.questions import Faulty
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.surveys.actions import PeriodWrong
from rianru.surveys.words import ASKING, STATES
from rianru.web.requests import told
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.reaching import Maker, maker_of


@require_http_methods(["GET", "HEAD", "POST"])
def survey_overview(request: HttpRequest, code: str) -> HttpResponse:
    """`do`: publish, open, close, copy, away or back."""
    maker = maker_of(request, code)
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            return _DO.get(request.POST.get("do", ""), _unknown)(request, maker)
        except Faulty as refusal:
            faults = refusal.faults
            messages.error(request, str(refusal))
        except Refused as refusal:
            told(request, refusal)
            return redirect("survey_overview", code=code)
    working = queries.working_on(maker.survey)
    state = queries.state_of(maker.survey, published=working.published is not None, at=maker.at)
    return render(request, "web/survey_overview.html", {
        "maker": maker, "survey": maker.survey, "title": queries.title_of(maker.survey), "working": working,
        "state": state, "state_word": STATES[state], "home": queries.home_name(maker.survey), "faults": faults,
        "asking": ASKING[maker.survey.asking], "quotas": queries.quotas(maker.survey), "tools": _tools(maker, state),
        "asked": sum(question.asked for question in working.form.questions),
        "answers": _answers(maker), "link": _link(request, code), "crumbs": crumbs(maker.survey),
    }, status=422 if faults else 200)


def _answers(maker: Maker) -> int:
    rows = queries.survey_rows(actor=maker.actor, at=maker.at, text=maker.survey.code,
                               away=maker.survey.put_away_at is not None, limit=1)
    return rows[0].answers if rows else 0


def _link(request: HttpRequest, code: str) -> str:
    """Where it is answered."""
    return request.build_absolute_uri(reverse("survey", kwargs={"code": code}))


def _tools(maker: Maker, state: str) -> list[dict[str, Any]]:
    """The pages of this survey, as far as they are there."""
    wanted = [
        ("survey_edit", T("คำถาม", "Questions"),
         T("เพิ่ม แก้ จัดลำดับ และลองดู", "Add, change, order and try them"), "keys"),
        ("survey_settings", T("ตั้งค่า", "Settings"),
         T("ชื่อ คำนำ ใครตอบได้ โควตา", "Title, introduction, who answers, quotas"), "set"),
        ("survey_results", T("ผลลัพธ์", "Results"), T("สรุป กราฟ ตาราง และไฟล์", "Charts, tables and files"), "table"),
        ("survey_papers", T("แบบกระดาษ", "On paper"),
         T("พิมพ์ใบที่มี QR ไว้ให้กรอกด้วยมือ", "Sheets with a QR, filled in by hand"), "print"),
        ("survey_enter", T("กรอกแทน", "Enter answers"),
         T("กรอกให้ผู้ตอบ หรือกรอกจากกระดาษ", "For somebody, or from paper"), "scan"),
        ("survey_versions", T("รุ่นและประวัติ", "Versions"), T("แต่ละรุ่นต่างกันตรงไหน", "What differs between them"), "clock"),
    ]
    found = []
    for name, label, says, icon in wanted:
        try:
            url = reverse(name, kwargs={"code": maker.survey.code})
        except NoReverseMatch:
            continue
        if name in ("survey_papers", "survey_enter", "survey_results") and state == "making":
            continue
        found.append({"url": url, "label": label, "text": says, "icon": icon})
    return found


def _publish(request: HttpRequest, maker: Maker) -> HttpResponse:
    seen = request.POST.get("revision", "")
    number = actions.publish_version(
        actor=maker.actor, at=maker.at, survey_id=maker.survey.id, note=request.POST.get("note", ""),
        revision=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,
    )
    messages.success(request, str(T("เผยแพร่รุ่น {n} แล้ว", "Version {n} is published.", n=number)))
    return redirect("survey_overview", code=maker.survey.code)


def _open(request: HttpRequest, maker: Maker) -> HttpResponse:
    opens, closes = _day(request, "opens_on"), _day(request, "closes_on")
    actions.open_survey(
        actor=maker.actor, at=maker.at, survey_id=maker.survey.id,
        opens_at=opens if opens and opens > maker.at else None,
        closes_at=closes + timedelta(days=1) if closes else None,
    )
    messages.success(request, str(T("เปิดรับคำตอบแล้ว", "It is open.")))
    return redirect("survey_overview", code=maker.survey.code)


def _day(request: HttpRequest, name: str) -> datetime | None:
    """The beginning of a day that was chosen; None for none. Refuses with PeriodWrong what is no day."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        day = datetime.combine(datetime.fromisoformat(typed[:10]), time()).date()
    except ValueError:
        raise PeriodWrong() from None
    if not 2000 <= day.year <= 2200:
        raise PeriodWrong()
    return start_of_day(day)


def _close(request: HttpRequest, maker: Maker) -> HttpResponse:
    actions.close_survey(actor=maker.actor, at=maker.at, survey_id=maker.survey.id)
    messages.success(request, str(T("ปิดรับคำตอบแล้ว คำตอบเดิมอยู่ครบ", "Closed. All answers are kept.")))
    return redirect("survey_overview", code=maker.survey.code)


def _copy(request: HttpRequest, maker: Maker) -> HttpResponse:
    made = actions.copy_survey(actor=maker.actor, at=maker.at, survey_id=maker.survey.id)
    messages.success(request, str(T("คัดลอกแล้ว นี่คือสำเนา", "Copied. This is the copy.")))
    return redirect("survey_overview", code=made.code)


def _away(request: HttpRequest, maker: Maker) -> HttpResponse:
    away = request.POST["do"] == "away"
    actions.put_survey_away(actor=maker.actor, at=maker.at, survey_id=maker.survey.id, away=away)
    return redirect("surveys") if away else redirect("survey_overview", code=maker.survey.code)


def _unknown(request: HttpRequest, maker: Maker) -> HttpResponse:
    raise NotFound()


_DO = {"publish": _publish, "open": _open, "close": _close, "copy": _copy, "away": _away, "back": _away}
