"""What is asked, page by page: questions are added, moved, copied and taken out, and every change can be undone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.kernel.questions import Section
from rianru.kernel.questions.editing import (
    Change,
    CopyQuestion,
    MovePage,
    MoveQuestion,
    PutPage,
    RemovePage,
    RemoveQuestion,
    free_name,
    mark_of,
)
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.web.requests import told
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.drawing import columns_to_ask, outline, shown_if
from rianru.web.surveys.making.kinds import KINDS
from rianru.web.surveys.making.question_form import Typed, moved, relevant_of
from rianru.web.surveys.making.reaching import Maker, maker_of
from rianru.web.surveys.making.rows import as_rule, conditions_shown, relevance_of, typed_relevance

_CHANGES: dict[str, Callable[[str], Change]] = {
    "up": lambda name: MoveQuestion(name, -1), "down": lambda name: MoveQuestion(name, 1),
    "copy": CopyQuestion, "remove": RemoveQuestion,
    "page_up": lambda name: MovePage(name, -1), "page_down": lambda name: MovePage(name, 1), "page_remove": RemovePage,
}  # fmt: skip
_SAID = {
    "copy": T("คัดลอกแล้ว", "Copied."), "remove": T("ลบแล้ว กด “เลิกทำ” ได้ถ้าพลาด", "Removed. “Undo” brings it back."),
    "page_remove": T("ลบหน้าแล้ว กด “เลิกทำ” ได้ถ้าพลาด", "Page removed. “Undo” brings it back."),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The outline; `do` and `name` say what to change."""
    maker = maker_of(request, code)
    if request.method == "POST":
        return _change(request, maker)
    working = queries.working_on(maker.survey)
    return render(request, "web/survey_edit.html", {
        "maker": maker, "survey": maker.survey, "working": working, "pages": outline(working.form, working.faults),
        "whole": [fault.says for fault in working.faults if not fault.question], "kinds": KINDS.values(),
        "crumbs": crumbs(maker.survey, T("คำถาม", "Questions")),
    })


def _change(request: HttpRequest, maker: Maker) -> HttpResponse:
    do, name = request.POST.get("do", ""), request.POST.get("name", "")
    who: dict[str, Any] = {"actor": maker.actor, "at": maker.at, "survey_id": maker.survey.id}
    try:
        if do == "undo":
            seen = request.POST.get("revision", "")
            actions.undo_edit(**who, revision=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0)
            messages.success(request, str(T("ย้อนกลับแล้ว", "Undone.")))
        elif do in _CHANGES:
            actions.edit_questionnaire(**who, change=_CHANGES[do](name))
            if do in _SAID:
                messages.success(request, str(_SAID[do]))
        else:
            raise NotFound()
    except Refused as refusal:
        told(request, refusal)
    return redirect(f"{reverse('survey_edit', kwargs={'code': maker.survey.code})}{_anchor(do, name)}")


def _anchor(do: str, name: str) -> str:
    return f"#q-{name}" if do in ("up", "down", "copy") and name.isascii() and len(name) <= 64 else ""


@require_http_methods(["GET", "HEAD", "POST"])
def survey_page(request: HttpRequest, code: str, name: str = "") -> HttpResponse:
    """A page's words and when it is shown; a new page where no name is given."""
    maker = maker_of(request, code)
    form = queries.working_on(maker.survey).form
    page = next((each for each in form.sections if each.name == name), None)
    if name and page is None and request.method != "POST":
        raise NotFound()
    typed, refusal = _typed(page), None
    if request.method == "POST":
        typed = typed_relevance(request.POST, form)
        typed, again = rowed(request, typed)
        if not again:
            try:
                _keep(request, maker, typed, name, new=free_name(form, "page"))
                messages.success(request, str(T("บันทึกหน้าแล้ว", "Page saved.")))
                return redirect("survey_edit", code=maker.survey.code)
            except (NotAllowed, NotFound):
                raise
            except Refused as error:
                refusal = error
    return render(request, "web/survey_page.html", {
        "maker": maker, "survey": maker.survey, "typed": typed, "refusal": refusal, "name": name, "is_new": not name,
        "seen": mark_of(form, name), "columns": columns_to_ask(form, ""), "conditions": conditions_shown(form, typed),
        "shown_if": shown_if(form, page.relevant) if page else None,
        "crumbs": crumbs(maker.survey, T("หน้า", "Page"), edit=True),
    }, status=422 if refusal else 200)


def _typed(page: Section | None) -> Typed:
    typed = relevance_of(page.relevant if page else "")
    label = page.label if page else T("", "")
    typed.texts |= {"label_th": label.th.replace("{{", "{").replace("}}", "}"),
                    "label_en": label.en.replace("{{", "{").replace("}}", "}")}
    return typed


def rowed(request: HttpRequest, typed: Typed) -> tuple[Typed, bool]:
    """The form after a button at its conditions, and whether there was one."""
    do, _, number = request.POST.get("do", "").partition(":")
    if do == "when_out" and number.isascii() and number.isdigit():
        return moved(typed, "when", int(number[:4]), 0), True
    if do == "as_rule":
        return as_rule(typed), True
    return typed, do in ("add_when", "refresh")


def _keep(request: HttpRequest, maker: Maker, typed: Typed, name: str, *, new: str) -> None:
    label = T.verbatim(typed["label_th"], typed["label_en"])
    page = Section(name or new, label, relevant_of(typed))
    actions.edit_questionnaire(
        actor=maker.actor, at=maker.at, survey_id=maker.survey.id, seen=request.POST.get("seen") if name else None,
        change=PutPage(page, was=name, after=request.POST.get("after", "")), of=name,
    )
