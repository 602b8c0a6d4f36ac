"""Versions with what changed between them, and the changes of what is worked on."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rianru.kernel.dates import day_of
from rianru.kernel.questions import Questionnaire, begin, find_faults, look
from rianru.kernel.questions import pages as asked_pages
from rianru.kernel.questions.differing import differences
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.web.requests import told
from rianru.web.surveys.asking import Page
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.drawing import drawn, shown_if
from rianru.web.surveys.making.reaching import maker_of
from rianru.web.surveys.typed import answers_in

WHAT = {
    "new": T("เพิ่ม", "New"), "gone": T("ตัดออก", "Gone"), "changed": T("แก้", "Changed"),
    "page_new": T("หน้าใหม่", "New page"), "page_gone": T("ตัดหน้าออก", "Page gone"),
    "page_changed": T("แก้หน้า", "Page changed"),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def survey_versions(request: HttpRequest, code: str) -> HttpResponse:
    """All versions and the last changes; a change's state can be brought back (`number`)."""
    maker = maker_of(request, code)
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            actions.bring_back(
                actor=maker.actor, at=maker.at, survey_id=maker.survey.id,
                number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
            )
            messages.success(request, str(T("กลับไปฉบับนั้นแล้ว", "That state is back.")))
            return redirect("survey_edit", code=code)
        except Refused as refusal:
            told(request, refusal)
            return redirect("survey_versions", code=code)
    working, rows = queries.working_on(maker.survey), queries.versions(maker.survey)
    pending = differences(queries.version_form(maker.survey, rows[0].number), working.form) if rows else ()
    return render(request, "web/survey_versions.html", {
        "maker": maker, "survey": maker.survey, "rows": rows, "pending": pending, "words": WHAT,
        "revisions": queries.revisions(maker.survey), "crumbs": crumbs(maker.survey, T("รุ่นและประวัติ", "Versions")),
    })


@require_http_methods(["GET", "HEAD", "POST"])
def survey_preview(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is asked, as it will look; with `?version=` as it looked; with `?try=1` to be answered, so that
    its rules can be tried. Nothing of it is kept.
    """
    maker = maker_of(request, code)
    version = request.GET.get("version", "")
    if version and not (version.isascii() and version.isdigit() and len(version) < 7):
        raise NotFound()
    form = queries.version_form(maker.survey, int(version)) if version else queries.working_on(maker.survey).form
    trying = request.GET.get("try") == "1" and not any(find_faults(form))
    today = day_of(maker.at)
    return render(request, "web/survey_preview.html", {
        "maker": maker, "survey": maker.survey, "title": queries.title_of(maker.survey), "version": version,
        "purpose": T.verbatim(maker.survey.purpose_th, maker.survey.purpose_en), "trying": trying,
        "pages": _tried(request, form, today) if trying else _all_of(form, today),
        "may_try": trying or not any(find_faults(form)),
        "crumbs": crumbs(maker.survey, T("ดูตัวอย่าง", "Preview"), edit=True),
    })


def _all_of(form: Questionnaire, today: date) -> list[dict[str, Any]]:
    return [{
        "label": page.label, "shown_if": shown_if(form, page.relevant),
        "questions": [
            {"one": drawn(form, question, today), "shown_if": shown_if(form, question.relevant)}
            for question in page.questions if question.asked
        ],
    } for page in form.sections]  # fmt: skip


def _tried(request: HttpRequest, form: Questionnaire, today: date) -> list[dict[str, Any]]:
    """The pages and questions that are asked after what was answered so far."""
    answers = begin(form, today)
    if request.method == "POST":
        answers |= {name: answer for name, answer in answers_in(request.POST, form).items() if answer is not None}
    found = look(form, answers, today)
    page = Page(form, answers, found, today, judged=frozenset(found.wrong))
    return [
        {"label": section.label, "shown_if": None, "questions": [{"one": one} for one in page.section(section)]}
        for section in asked_pages(form, found)
    ]
