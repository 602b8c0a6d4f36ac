"""XLSForms that are broken in every way: bytes of the file, parts inside it, cells of its sheets; and what is asked of each."""

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from rianru.kernel.formats import xlsform, xlsx
from rianru.kernel.questions import Questionnaire, begin, check, digest, from_said, look
from rianru.kernel.questions.kept import said_of
from rianru.kernel.questions.model import VERSION
from rianru.kernel.refusals import Refused
from tests.factories.mutations import mutations
from tests.kernel.questions.pieces import EVERYTHING

WORDS = [
    "", "select_one", "select_one gone", "select_multiple topics", "begin_group", "end_group", "begin_repeat", "end_repeat",
    "integer", "rank topics", "calculate", "note", "range", "${age}", "${gone} = 1", "${why} != '' and (", "((((" * 400,
    "regex(., '(a+)+$')", "selected(${topics}, 'cook')", ". >= ", "if(1, 2)", "yes", "no", "-1", "1e999", "NaN", "๑๒", "ชื่อ", "a b",
    "__proto__", "a" * 5_000, "\u202e", "=1+1", "<b>", "{x}", "}{", "other", "name", "list_name", "0", "today()", "\ud800".encode(
        "utf-8", "surrogatepass").decode("utf-8", "replace"),
]  # fmt: skip
TODAY = date(2026, 11, 22)


def forms(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many broken files, the same ones for the same seed; a third of each way."""
    whole = xlsform.written(EVERYTHING)
    chance = random.Random(seed)
    by_bytes = mutations({"file": whole}, count, seed=seed)
    parts = {name: content for name, content in _parts(whole).items() if name.endswith(".xml")}
    by_part = {name: mutations({name: content}, count, seed=seed + at) for at, (name, content) in enumerate(parts.items())}
    sheets = {name: [list(row) for row in rows] for name, rows in _sheets(whole).items()}
    for number in range(count):
        if number % 3 == 0:
            yield next(by_bytes)
        elif number % 3 == 1:
            name = chance.choice(sorted(parts))
            said, content = next(by_part[name])
            yield said, _zipped(_parts(whole) | {name: content})
        else:
            yield f"cells {number}", xlsx.workbook(_with_other_cells(sheets, chance))


def taken(file: bytes, read: Callable[[bytes], xlsform.Form] = xlsform.read) -> tuple[Counter[str], str]:
    """Whether a file was taken or refused, and what is wrong with that; blank where nothing is."""
    try:
        form = read(file).questionnaire
    except Refused as refused:
        return Counter(refused=1), "" if str(refused).strip() else "refused without a word"
    return Counter(taken=1), _problem(form)


def _problem(form: Questionnaire) -> str:
    check(form)  # what is read makes sense
    look(form, begin(form, TODAY), TODAY)
    again = from_said({"version": VERSION, **said_of(form)})
    if digest(again) != digest(form):
        return "is another one once it was kept"
    return _out_and_in(form)


def _out_and_in(form: Questionnaire) -> str:
    back = xlsform.read(xlsform.written(form)).questionnaire
    return "" if digest(back) == digest(form) else "comes back as another one"


def _with_other_cells(sheets: dict[str, list[list[str]]], chance: random.Random) -> dict[str, list[list[str]]]:
    made = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for _ in range(chance.randint(1, 6)):
        name = chance.choice([*made] * 3 + ["survey"] * 4) if made else "survey"
        rows = made.get(name)
        if not rows:
            continue
        act, at = chance.random(), chance.randrange(len(rows))
        if act < 0.7 and rows[at]:
            rows[at][chance.randrange(len(rows[at]))] = chance.choice(WORDS)
        elif act < 0.8:
            rows.insert(at, list(rows[chance.randrange(len(rows))]))
        elif act < 0.9:
            rows.pop(at)
        elif act < 0.97:
            chance.shuffle(rows)
        else:
            made.pop(name)
    return made


def _sheets(file: bytes) -> dict[str, list[list[str]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file), read_only=True)
    return {
        sheet.title: [[str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def _parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        return {name: held.read(name) for name in held.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            held.writestr(name, content)
    return made.getvalue()
