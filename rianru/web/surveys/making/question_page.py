"""One question: a form with a picture of it beside, both drawn here, so that they work without JavaScript too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from rianru.kernel.dates import day_of
from rianru.kernel.questions import Questionnaire, find_faults
from rianru.kernel.questions.editing import Gone, PutQuestion, changed, find, free_name, mark_of, page_of
from rianru.kernel.refusals import ChangedMeanwhile, NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.web.requests import told, uuid_of
from rianru.web.surveys.asking import Shown
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.drawing import columns_to_ask, drawn
from rianru.web.surveys.making.kinds import KINDS, READY_LISTS
from rianru.web.surveys.making.question_form import (
    ROWS,
    SPARE,
    Typed,
    from_post,
    from_question,
    moved,
    relisted,
    to_question,
    wrong_fields,
)
from rianru.web.surveys.making.reaching import Maker, maker_of
from rianru.web.surveys.making.rows import as_rule, conditions_shown, with_condition

KEPT = T("เก็บไว้ในคลังแล้ว แบบสอบถามอื่นหยิบไปใช้ได้", "Kept. Other surveys can take it from the bank.")
_BLANK = {kind: dict.fromkeys(fields, "") for kind, fields in ROWS.items()}
_FILLED = {
    "single": ("choice",), "multiple": ("choice",), "ranking": ("choice",), "matrix": ("choice", "row"),
    "rubric": ("level",),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def survey_question(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Changes a question. `do` is save, or a button at one of its rows."""
    maker = maker_of(request, code)
    form = queries.working_on(maker.survey).form
    question = find(form, name)
    if request.method == "POST":
        return _posted(request, maker, form, was=name)
    if question is None:
        raise NotFound()
    return _page(request, maker, form, from_question(form, question), was=name, seen=mark_of(form, name))


@require_http_methods(["GET", "HEAD", "POST"])
def survey_question_new(request: HttpRequest, code: str) -> HttpResponse:
    """A new question: first its kind, or one from the bank, then its form. `page` or `after` say where it goes."""
    maker = maker_of(request, code)
    form = queries.working_on(maker.survey).form
    if request.method == "POST":
        return _posted(request, maker, form, was="")
    kind = request.GET.get("kind", "")
    if taken := uuid_of(request.GET.get("bank", "")):
        return _page(request, maker, form, _from_bank(maker, form, str(taken)), was="", seen="")
    if kind not in KINDS:
        text = request.GET.get("q", "").strip()[:100]
        return render(request, "web/survey_kinds.html", {
            "maker": maker, "survey": maker.survey, "kinds": KINDS.values(), "query": text, "where": _where(request),
            "bank": queries.bank_rows(actor=maker.actor, at=maker.at, text=text, limit=8),
            "crumbs": crumbs(maker.survey, T("เพิ่มคำถาม", "Add a question"), edit=True),
        })
    typed = Typed({"kind": kind, "name": free_name(form, "q"), "label_th": request.GET.get("label", "")[:500],
                   "asks": "when", "joint": "and"}, {"area": kind == "place"})
    return _page(request, maker, form, typed, was="", seen="")


@require_POST
def survey_question_preview(request: HttpRequest, code: str) -> HttpResponse:
    """What is typed, as those who answer will see it: a part of a page, asked for while one types."""
    maker = maker_of(request, code)
    form = queries.working_on(maker.survey).form
    return render(request, "web/survey_question_preview.html", {
        "preview": _preview(maker, form, from_post(request.POST), request.POST.get("was", "")),
    })


def _posted(request: HttpRequest, maker: Maker, form: Questionnaire, *, was: str) -> HttpResponse:
    typed = with_condition(from_post(request.POST), request.POST, form)
    typed.texts["name"] = typed["name"] or was or free_name(form, "q")
    do, _, number = request.POST.get("do", "").partition(":")
    seen = request.POST.get("seen", "")
    if do != "save":
        return _page(request, maker, form, _rowed(form, typed, do, number), was=was, seen=seen)
    if wrong := wrong_fields(typed):
        return _page(request, maker, form, typed, wrong=wrong, status=422, was=was, seen=seen)
    try:
        question, listed = to_question(typed)
        actions.edit_questionnaire(
            actor=maker.actor, at=maker.at, survey_id=maker.survey.id, of=was, seen=seen if was else None,
            change=PutQuestion(question, was=was, listed=listed, **_where(request)),
        )
    except (NotAllowed, NotFound):
        raise
    except Gone as refusal:  # what was typed stays, to be kept as a new question
        return _page(request, maker, form, typed, was="", seen="", refusal=refusal, status=409)
    except ChangedMeanwhile as refusal:
        theirs = find(form, was)
        return _page(request, maker, form, typed, was=was, seen=mark_of(form, was), refusal=refusal, status=409,
                     theirs=drawn(form, theirs, day_of(maker.at)) if theirs else None)
    except Refused as refusal:
        return _page(request, maker, form, typed, refusal=refusal, status=422, was=was, seen=seen)
    messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
    return redirect(f"{reverse('survey_edit', kwargs={'code': maker.survey.code})}#q-{question.name}")


def _rowed(form: Questionnaire, typed: Typed, do: str, number: str) -> Typed:
    """The form after one of its own buttons: a row up, down or out, another kind, choices that are ready."""
    kind, _, step = do.rpartition("_")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else -1
    if kind in ROWS and step in ("up", "down", "out"):
        return moved(typed, kind, at, {"up": -1, "down": 1, "out": 0}[step])
    if do == "as_rule":
        return as_rule(typed)
    if do == "relist":
        return relisted(typed, form)
    if do == "ready" and number in READY_LISTS:
        typed.rows["choice"] += [
            {"code": code, "th": label.th, "en": label.en, "facts": ""} for code, label in READY_LISTS[number][1]
        ]
    return typed


def _where(request: HttpRequest) -> dict[str, str]:
    """Where a new question goes."""
    given = request.POST if request.method == "POST" else request.GET
    return {name: given.get(name, "")[:64] for name in ("page", "after")}


def _from_bank(maker: Maker, form: Questionnaire, id: str) -> Typed:
    taken = uuid_of(id)
    assert taken is not None
    row = queries.bank_question(taken, actor=maker.actor, at=maker.at)
    typed = from_question(row.form, row.form.questions[0])
    typed.texts |= {"name": free_name(form, "q"), "bank": id, "list": "", "shown": ""}
    for one in typed.rows.get("row", []):
        one["name"] = ""
    return typed


def _page(
    request: HttpRequest, maker: Maker, form: Questionnaire, typed: Typed, *, was: str, seen: str,
    refusal: Refused | None = None, wrong: dict[str, T] | None = None, theirs: Shown | None = None,
    status: int = 200,
) -> HttpResponse:
    question = find(form, was)
    page = page_of(form, was)
    kind = typed["kind"]
    do = request.POST.get("do", "")
    spare = {one: _with_spare(typed, one, next_one=do == f"more_{one}") for one in _FILLED.get(kind, ())}
    return render(request, "web/survey_question.html", {
        "maker": maker, "survey": maker.survey, "typed": typed, "rows": spare, "kind": KINDS.get(kind),
        "kinds": KINDS.values(), "was": was, "seen": seen, "fresh": request.method == "GET" and not was,
        "refusal": refusal, "wrong": wrong or {}, "theirs": theirs,
        "ready": [(name, label) for name, (label, _) in READY_LISTS.items()], "where": _where(request),
        "lists": _lists(form, was), "columns": columns_to_ask(form, was),
        "conditions": conditions_shown(form, typed, was), "preview": _preview(maker, form, typed, was),
        "shared_by": _shared_by(form, typed, was), "faults": _faults(form, was), "page": page,
        "homes": queries.homes_for_bank(maker.survey, actor=maker.actor, at=maker.at) if question and maker.may else [],
        "crumbs": crumbs(maker.survey, T("ข้อ {name}", "Question {name}", name=was) if was else kind_label(kind),
                         edit=True),
    }, status=status)


def _with_spare(typed: Typed, of: str, *, next_one: bool) -> list[dict[str, Any]]:
    """The rows of a kind and empty ones behind them; where more room was asked for, one goes on in the first."""
    blank: list[dict[str, Any]] = [dict(_BLANK[of]) for _ in range(SPARE)]
    blank[0]["next"] = next_one
    return [*typed.rows.get(of, []), *blank]


def kind_label(kind: str) -> T:
    """What a kind is called."""
    return KINDS[kind].label if kind in KINDS else T("เพิ่มคำถาม", "Add a question")


def _preview(maker: Maker, form: Questionnaire, typed: Typed, was: str) -> Shown | None:
    """The question as it would be drawn; None where it makes none yet."""
    try:
        question, listed = to_question(typed)
        after = changed(form, PutQuestion(question, was=was if find(form, was) else "", listed=listed))
    except Refused:
        return None
    found = find(after, question.name)
    return drawn(after, found, day_of(maker.at)) if found else None


def _lists(form: Questionnaire, was: str) -> list[tuple[str, str]]:
    """Lists of other questions, each by what can be chosen from it."""
    return [
        (each.name, " · ".join(str(choice.label) or choice.code for choice in each.choices[:4])[:80] or each.name)
        for each in form.lists if each.name != was
    ]  # fmt: skip


def _shared_by(form: Questionnaire, typed: Typed, was: str) -> list[str]:
    """Other questions that take their choices from the same list."""
    listed = typed["list"]
    return [
        each.name for each in form.questions
        if listed and getattr(each, "choices", "") == listed and each.name != was
    ]  # fmt: skip


def _faults(form: Questionnaire, was: str) -> list[T]:
    return [fault.why.message for fault in find_faults(form) if was and fault.question == was]


@require_POST
def survey_question_bank(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Keeps a question in the bank of the home that was chosen."""
    maker = maker_of(request, code)
    kind, _, id = request.POST.get("home", "").partition(":")
    try:
        actions.keep_question(
            actor=maker.actor, at=maker.at, survey_id=maker.survey.id, name=name, home_kind=kind, home_id=uuid_of(id)
        )
        messages.success(request, str(KEPT))
    except Refused as refusal:
        told(request, refusal)
    return redirect("survey_question", code=code, name=name)
