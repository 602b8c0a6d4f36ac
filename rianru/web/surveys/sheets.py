"""A sheet as a volunteer types it in: one line a column, choices by the number that stands beside them on paper."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from rianru.kernel.formats.files import MOST_BYTES
from rianru.kernel.questions import (
    Answer,
    Column,
    Consent,
    File,
    Matrix,
    Photo,
    Question,
    Questionnaire,
    Ranking,
    from_text,
)
from rianru.kernel.questions.model import Date, Number, Place, has_other
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T, get_language
from rianru.places.queries import areas_named
from rianru.surveys.actions.attaching import Sent
from rianru.web.surveys.typed import field

HOW = {
    "one": T("เลขหน้าข้อ", "The number of the choice"),
    "many": T("เลขหน้าข้อ เว้นวรรค เช่น 1 3", "The numbers, such as 1 3"),
    "ranks": T("ลำดับของแต่ละข้อตามที่เขียน เช่น 2 1 3", "The place of each in turn, such as 2 1 3"),
    "yes": T("1 ตกลง · 2 ไม่ตกลง", "1 yes · 2 no"),
    "day": T("วัน/เดือน/ปี เช่น 2/11/2569", "Day/month/year, such as 2/11/2026"),
    "place": T("ชื่อตำบล อำเภอ จังหวัด หรือรหัส", "Sub-district, district, province; or its code"),
    "text": T("ตามที่เขียน", "As it is written"),
    "number": T("ตัวเลข", "A number"),
    "photo": T("ถ่ายรูปที่มากับใบ หรือเลือกจากเครื่อง", "Photograph what came with the sheet, or choose a file"),
    "file": T("ไฟล์ที่มากับใบ", "The file that came with the sheet"),
}


DOCUMENTS = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,image/*"


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the sheet. `choices`: number and label of each."""

    field: str
    id: str
    label: str
    how: str
    typed: str
    choices: tuple[tuple[int, str], ...]
    error: str
    wide: bool
    files: str = ""  # what a file input takes; blank: it is typed
    many: bool = False


def lines(questionnaire: Questionnaire, typed: QueryDict | None, wrong: dict[str, T]) -> list[dict[str, Any]]:
    """Every question that paper can answer, with its lines; what was typed, and what is wrong with it."""
    shown = []
    for section in questionnaire.sections:
        for question in section.questions:
            columns = [column for column in question.columns if column.form != "worked"]
            if question.asked and columns:
                shown.append({
                    "label": question.label.in_(get_language()), "many": isinstance(question, Matrix),
                    "lines": [_line(questionnaire, question, column, typed, wrong) for column in columns],
                })
    return shown


def _line(
    questionnaire: Questionnaire, question: Question, column: Column, typed: QueryDict | None, wrong: dict[str, T]
) -> Line:
    if isinstance(question, Photo | File):
        photo, error = isinstance(question, Photo), wrong.get(column.name)
        return Line(field(column.name), f"p-{column.name}", "", str(HOW["photo" if photo else "file"]), "", (),
                    str(error) if error else "", False, "image/*" if photo else DOCUMENTS, question.most > 1)
    how = _how(question, column)
    coded = how in ("one", "many", "ranks")
    choices = tuple(
        (at, choice.label.in_(get_language()) or choice.code)
        for at, choice in enumerate(questionnaire.choices_of(question), 1)
    ) if coded else ()
    own = isinstance(question, Matrix) or column.name != question.name
    error = wrong.get(column.name)
    return Line(
        field(column.name), f"p-{column.name}", column.label.in_(get_language()) if own else "", str(HOW[how]),
        typed.get(field(column.name), "")[:12_000] if typed is not None else "", choices, str(error) if error else "",
        how == "text",
    )


def answers_typed(posted: QueryDict, questionnaire: Questionnaire) -> tuple[dict[str, Answer], dict[str, T]]:
    """By column, blank ones left out; and why a line cannot be understood, by column."""
    answers: dict[str, Answer] = {}
    wrong: dict[str, T] = {}
    for question in questionnaire.questions:
        for column in question.columns:
            typed = posted.get(field(column.name), "").replace("\0", "").strip()[:12_000]
            if not typed or column.form in ("files", "worked"):
                continue
            try:
                answers[column.name] = _answer(questionnaire, question, column, typed)
            except LookupError as error:
                said = str(error.args[0])[:60]
                wrong[column.name] = T("ไม่เข้าใจ “{typed}”", "“{typed}” is not understood", typed=said)
    return answers, wrong


def files_sent(sent: MultiValueDict[str, Any], questionnaire: Questionnaire) -> dict[str, list[Sent]]:
    """What came with the sheet, by column; of each no more than is looked at."""
    names = [question.name for question in questionnaire.questions if isinstance(question, Photo | File)]
    return {
        name: [Sent(one.name or "", one.read(MOST_BYTES + 1)) for one in sent.getlist(field(name))]
        for name in names if sent.getlist(field(name))
    }


def _answer(questionnaire: Questionnaire, question: Question, column: Column, typed: str) -> Answer:
    how = _how(question, column)
    codes = [choice.code for choice in questionnaire.choices_of(question)]
    if how == "one":
        return _coded(typed, codes)
    if how == "many":
        return [_coded(one, codes) for one in typed.replace(",", " ").split()]
    if how == "ranks":
        return _ranked(typed, codes)
    if how == "yes":
        found = {"1": True, "2": False}.get(to_arabic(typed))
        if found is None:
            raise LookupError(typed)
        return found
    if how == "place":
        return _placed(question, column, typed)
    return from_text(question, column, typed)


def _coded(typed: str, codes: list[str]) -> str:
    """A number as it is printed, or a code."""
    plain = to_arabic(typed)
    if plain.isascii() and plain.isdigit() and len(plain) < 4 and 1 <= int(plain) <= len(codes):
        return codes[int(plain) - 1]
    if typed in codes:
        return typed
    raise LookupError(typed)


def _ranked(typed: str, codes: list[str]) -> list[str]:
    places = to_arabic(typed).replace(",", " ").split()
    if len(places) == 1 and len(places[0]) == len(codes):
        places = list(places[0])  # 213
    if len(places) != len(codes) or sorted(places) != sorted(str(at) for at in range(1, len(codes) + 1)):
        raise LookupError(typed)
    return [code for _, code in sorted(zip(map(int, places), codes, strict=True))]


def _placed(question: Question, column: Column, typed: str) -> Answer:
    known = from_text(question, column, typed)
    if isinstance(known, dict):
        return known
    found = areas_named(typed, limit=2)
    if len(found) != 1 and not any(name.th == typed or name.th.partition(" ")[0] == typed for name in found.values()):
        raise LookupError(typed)
    return {"area": next(iter(found))}


def _how(question: Question, column: Column) -> str:
    if has_other(question) and column.name != question.name:
        return "text"
    if isinstance(question, Ranking):
        return "ranks"
    if isinstance(question, Consent):
        return "yes"
    if isinstance(question, Date):
        return "day"
    if isinstance(question, Place):
        return "place"
    if isinstance(question, Number):
        return "number"
    return {"code": "one", "codes": "many"}.get(column.form, "text")
