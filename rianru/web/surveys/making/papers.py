"""Paper forms: how many are wanted, what was printed, and the PDF of a batch with a QR for each sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.kernel.questions import (
    Consent,
    Date,
    File,
    Matrix,
    Note,
    Number,
    Photo,
    Place,
    Question,
    Questionnaire,
    Ranking,
    Rubric,
    Text,
    Time,
    piped,
)
from rianru.kernel.questions.model import OTHER
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import LANGUAGES, T, get_language, speaking
from rianru.surveys import actions, queries
from rianru.surveys.queries import Paper, Survey
from rianru.web.papers.codes import qr
from rianru.web.papers.typeset import pdf, words
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.drawing import BY_RULE, shown_if
from rianru.web.surveys.making.reaching import maker_of

WIDE = 24  # letters of a choice: from here on one a line
SHORT_LIST = 3
LINES = {True: 4, False: 1}  # to write on, by whether the answer is long
HOW = T("ทำเครื่องหมายที่ตัวเลขหน้าคำตอบ ข้อที่มี * ต้องตอบ", "Mark the number of your answer. A question with * needs one.")
THANKS = T("ขอบคุณ ส่งใบนี้คืนที่เจ้าหน้าที่หรือกล่องรับ", "Thank you. Give this sheet back to staff, or put it in the box.")
ATTACH = T("แนบมากับใบนี้ เขียนเลขที่ใบ (มุมขวาบน) ไว้บนรูปหรือเอกสาร เจ้าหน้าที่ส่งให้ตอนกรอก",
           "Hand it in with this sheet. Write the sheet's number (top right) on it; staff send it as they type it in.")
ONLY = T("ตอบข้อนี้ถ้า {when}", "Only if {when}")
ONLY_PAGE = T("ตอบหน้านี้ถ้า {when}", "This page only if {when}")


@require_http_methods(["GET", "HEAD", "POST"])
def survey_papers(request: HttpRequest, code: str) -> HttpResponse:
    """The form, and the batches that were printed."""
    maker = maker_of(request, code)
    refusal: Refused | None = None
    if request.method == "POST":
        typed = request.POST.get("copies", "").strip()
        try:
            batch = actions.print_papers(
                actor=maker.actor, at=maker.at, survey_id=maker.survey.id, language=request.POST.get("language", ""),
                copies=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0,
            )
            messages.success(request, str(T("พร้อมพิมพ์แล้ว เปิดไฟล์ข้างล่าง", "Ready to print: open the file below.")))
            return redirect(f"{reverse('survey_papers', kwargs={'code': code})}#b-{batch}")
        except (NotAllowed, NotFound):
            raise
        except Refused as error:
            refusal = error
    return render(request, "web/survey_papers.html", {
        "maker": maker, "survey": maker.survey, "batches": queries.batches(maker.survey), "refusal": refusal,
        "published": queries.current_version(maker.survey.id) is not None, "typed": request.POST,
        "languages": [tongue for tongue in LANGUAGES if tongue in maker.survey.languages],
        "most": actions.MOST_SHEETS, "crumbs": crumbs(maker.survey, T("แบบกระดาษ", "On paper")),
    }, status=refusal.status if refusal else 200)


@require_safe
def survey_papers_file(request: HttpRequest, code: str, batch: UUID) -> HttpResponse:
    """The sheets of a batch, in the language in which they were asked for."""
    maker = maker_of(request, code)
    sheets = queries.papers_printed(maker.survey, batch)
    with speaking(sheets[0].language):
        made = pdf("survey.typ", paper_data(maker.survey, sheets, request))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="survey-{code}-{sheets[0].number}-{sheets[-1].number}.pdf"'
    return answer


def paper_data(survey: Survey, sheets: list[Paper], request: HttpRequest) -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    form, title = queries.questionnaire_of(sheets[0].version), str(queries.title_of(survey))
    numbers = {name: str(at) for at, name in enumerate(_typed_in(form), 1)}
    return {
        "lang": get_language(), "title_plain": title, "title": words(title),
        "home": words(str(queries.home_name(survey))),
        "purpose": _lines(str(T.verbatim(survey.purpose_th, survey.purpose_en))), "how": words(str(HOW)),
        "thanks": _lines(str(T.verbatim(survey.thanks_th, survey.thanks_en)) or str(THANKS)),
        "sheet": words(str(T("ใบที่", "Sheet"))), "page": str(T("หน้า", "Page")),
        "foot": words(str(T("รุ่น {n} · {code}", "Version {n} · {code}", n=sheets[0].version.number, code=survey.code))),
        "attach": words(str(ATTACH)),
        "day": [str(one) for one in (T("วัน", "day"), T("เดือน", "month"), T("ปี พ.ศ.", "year"))],
        "place": [str(one) for one in (T("ตำบล", "sub-district"), T("อำเภอ", "district"), T("จังหวัด", "province"))],
        "pages": [{
            "label": _lines(page.label.in_(get_language())), "only": _only(form, page.relevant, ONLY_PAGE),
            "questions": [
                _question(form, each, numbers) for each in page.questions
                if each.name in numbers or isinstance(each, Note)
            ],
        } for page in form.sections],
        "sheets": [{"number": str(one.number), "qr": qr(_address(survey, one, request))} for one in sheets],
    }  # fmt: skip


def _typed_in(form: Questionnaire) -> list[str]:
    """The questions that paper can answer, in the order in which they are typed in."""
    return [
        question.name for question in form.questions
        if question.asked and any(column.form != "worked" for column in question.columns)
    ]  # fmt: skip


def _question(form: Questionnaire, question: Question, numbers: dict[str, str]) -> dict[str, Any]:
    choices: list[dict[str, Any]] = [{
        "label": words(choice.label.in_(get_language()) or choice.code), "write": choice.code == OTHER,
        "meaning": _meaning(question, choice.code),
    } for choice in form.choices_of(question)]
    if isinstance(question, Consent):
        choices = [{"label": words(str(one)), "write": False, "meaning": []} for one in (
            T("ตกลง", "Yes"), T("ไม่ตกลง", "No"))]
    longest = max((len("".join(choice["label"])) for choice in choices), default=0)
    return {
        "number": numbers.get(question.name, ""), "label": _lines(question.label.in_(get_language())),
        "hint": _lines(question.hint.in_(get_language())), "required": question.required,
        "only": _only(form, question.relevant, ONLY), "form": _form(question), "choices": choices,
        "round": question.form != "codes", "lines": LINES[getattr(question, "long", False)],
        "wide": longest > WIDE or len(choices) <= SHORT_LIST or isinstance(question, Rubric),
        "rows": [words(row.label.in_(get_language())) for row in question.rows] if isinstance(question, Matrix) else [],
        "unit": words(question.unit.in_(get_language())) if isinstance(question, Number) else [],
        "long": len(choices) > 20 or (isinstance(question, Matrix) and len(question.rows) > 12),
    }  # fmt: skip


def _form(question: Question) -> str:
    """How it is drawn, of the template's words."""
    kinds = ((Note, ""), (Matrix, "table"), (Ranking, "ranks"), (Number, "number"), (Date, "day"), (Time, "clock"),
             (Place, "place"), (Text, "text"), (Photo, "files"), (File, "files"))  # fmt: skip
    return next((form for kind, form in kinds if isinstance(question, kind)), "choices")


def _meaning(question: Question, code: str) -> list[str]:
    if not isinstance(question, Rubric):
        return []
    return _lines(next(level.meaning.in_(get_language()) for level in question.levels if level.code == code))


def _only(form: Questionnaire, rule: str, says: T) -> list[str]:
    """Whom it is for, where that can be said without a rule."""
    when = shown_if(form, rule)
    return words(str(says.having(when=when))) if when is not None and when is not BY_RULE else []


def _lines(text: str) -> list[str]:
    """Words, with a line's end as a word of its own; what was to be put in stands open."""
    parts = piped(text, {}).split("\n")
    return [word for at, part in enumerate(parts) for word in ([*["\n"] * bool(at), *words(part)] if part else ["\n"])]


def _address(survey: Survey, sheet: Paper, request: HttpRequest) -> str:
    """What the QR says: where the sheet is typed in."""
    return request.build_absolute_uri(reverse("survey_sheet", kwargs={"code": survey.code, "id": sheet.id}))
