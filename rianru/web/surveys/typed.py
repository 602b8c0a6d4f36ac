"""What a page of questions was sent with, as answers by column. Nothing is refused here: a draft takes gaps and slips.

Fields are called `a:COLUMN`; a day has three, `a:COLUMN:d`, `:m`, `:y`; a place `a:COLUMN` for its area and `:lat`,
`:lon`; a ranking one for each choice, `a:COLUMN:CODE`. `asked` names the questions that were on the page: an empty box
is an answer taken back only where it was there.
"""

from collections.abc import Mapping
from math import isfinite, nan
from typing import Any

from django.http import QueryDict

from rianru.kernel.questions import Answer, Column, Matrix, Question, Questionnaire, Ranking, from_text
from rianru.kernel.thai import to_arabic

ASKED = "asked"
LONGEST = 12_000  # letters of one field; what is more than a column takes is said where answers are judged


def field(column: str, part: str = "") -> str:
    """The name of a field."""
    return f"a:{column}:{part}" if part else f"a:{column}"


def answers_in(posted: QueryDict, questionnaire: Questionnaire) -> dict[str, Answer | None]:
    """By column, None where an answer was taken back. Files come another way and are left alone."""
    asked = set(posted.getlist(ASKED))
    return {
        column.name: _answer(posted, questionnaire, question, column)
        for question in questionnaire.questions if question.name in asked and question.asked
        for column in question.columns if column.form != "files"
    }


def _answer(posted: QueryDict, questionnaire: Questionnaire, question: Question, column: Column) -> Answer | None:
    name = field(column.name)
    if isinstance(question, Ranking):
        return _order(posted, [choice.code for choice in questionnaire.choices_of(question)], column.name)
    if column.form == "codes":
        return [_clean(value) for value in posted.getlist(name)] or None
    if column.form == "day":
        return _day(question, column, [_clean(posted.get(f"{name}:{part}", "")) for part in "dmy"])
    if column.form == "place":
        return _place(posted, name)
    if column.form == "yes":
        return {"yes": True, "no": False}.get(posted.get(name, ""))
    typed = _clean(posted.get(name, ""))
    if not typed.strip():
        return None
    if column.form == "code" or isinstance(question, Matrix):
        return typed
    return from_text(question, column, typed)


def _order(posted: Mapping[str, Any], codes: list[str], column: str) -> Answer | None:
    """Choices by the number they were given. A number given twice is kept as it was sent, to be shown and said."""
    places = {code: to_arabic(str(posted.get(field(column, code), ""))).strip() for code in codes}
    given = {
        code: int(place) for code, place in places.items() if place.isascii() and place.isdigit() and len(place) < 4
    }
    if not given:
        return None
    if len(set(given.values())) < len(given):
        return {"places": given}
    return sorted(given, key=lambda code: given[code])


def _day(question: Question, column: Column, parts: list[str]) -> Answer | None:
    if not any(part.strip() for part in parts):
        return None
    return from_text(question, column, "/".join(part.strip() for part in parts))


def _place(posted: QueryDict, name: str) -> Answer | None:
    place: dict[str, Any] = {}
    if area := _clean(posted.get(name, "")).strip():
        place["area"] = area
    point = [to_arabic(_clean(posted.get(f"{name}:{part}", ""))).strip() for part in ("lat", "lon")]
    if any(point):
        try:
            sides = [round(float(side), 5) for side in point]
        except ValueError:
            sides = [nan]
        if not all(map(isfinite, sides)):
            return " ".join(point)[:100]  # shown again, with what is wrong
        place |= dict(zip(("latitude", "longitude"), sides, strict=True))
    return place or None


def _clean(text: str) -> str:
    """Without what a database does not take: nul, and halves of letters."""
    return text[:LONGEST].replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()
