"""Defects of text: mojibake, references, marks in the wrong place, letters that are gone."""

import random

from tests.factories.broken import MARKS, Broken, Defect, Draft, defect, draft, good

THAI_PAGES = ["cp874", "tis-620", "iso8859-11"]
LATIN_PAGES = ["latin-1", "cp1252"]


def misread(text: str, page: str, times: int, errors: str = "as-it-is") -> str:
    """UTF-8 read in another code page and saved, so many times."""
    for _ in range(times):
        text = text.encode("utf-8").decode(page, errors)
    return text


def _spoilt(one: Draft, choice: random.Random, spoil: object) -> None:
    """The whole record, one field, or one subfield; always the title among it."""
    assert callable(spoil)
    scope = choice.choice(["record", "field", "subfield"])
    title = one.good.title

    def of(tag: str, text: str) -> str:
        if tag < "010":
            return text
        if scope == "record" or (scope == "field" and tag == "245"):
            return "\x1f".join(spoil(part) for part in text.split("\x1f"))
        return text.replace(f"a{title}", f"a{spoil(title)}") if tag == "245" else text

    one.fields = [(tag, of(tag, text)) for tag, text in one.fields]


def _misread(choice: random.Random, pages: list[str], times: int, language: str) -> Broken:
    one, page = draft(good(choice, language)), choice.choice(pages)
    _spoilt(one, choice, lambda text: misread(text, page, times))
    return Broken("", one.raw(), one.good)


def _misread_thai(pages: list[str], times: int) -> Defect:
    return lambda choice: _misread(choice, pages, times, "tha")


for _times, _word in ((1, "once"), (2, "twice"), (3, "three times")):
    defect(f"UTF-8 read as CP874, {_word}")(_misread_thai(THAI_PAGES, _times))
    defect(f"UTF-8 read as Latin-1, {_word}")(_misread_thai(LATIN_PAGES, _times))
defect("UTF-8 read as Latin-1, French")(lambda choice: _misread(choice, LATIN_PAGES, choice.choice([1, 2]), "fre"))
defect("UTF-8 read as CP874, German")(lambda choice: _misread(choice, THAI_PAGES[:1], 1, "ger"))


@defect("UTF-8 read as CP874 and then as Latin-1")
def both(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    pages = choice.sample(["cp874", "cp1252"], 2)
    _spoilt(one, choice, lambda text: misread(misread(text, pages[0], 1), pages[1], 1))
    return Broken("", one.raw(), one.good)


@defect("UTF-8 read as CP874, no-break spaces made blanks")
def blanks(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    _spoilt(one, choice, lambda text: misread(text, "tis-620", 1).replace("\xa0", " "))
    return Broken("", one.raw(), one.good)


def _lossy(choice: random.Random, page: str, errors: str, put: str) -> Broken:
    one = draft(good(choice, "tha"))
    _spoilt(one, choice, lambda text: misread(text, page, 1, errors).replace("\ufffd", put))
    shown = one.fields[5][1]
    whole = misread(one.good.title, page, 1, "as-it-is")
    rest = misread(one.good.rest, page, 1, "as-it-is")
    kept = (whole in shown or one.good.title in shown) and (rest in shown or one.good.rest in shown)
    return Broken("", one.raw(), one.good, mendable=kept)


@defect("UTF-8 read as CP874, letters lost to U+FFFD")
def lost_to_fffd(choice: random.Random) -> Broken:
    return _lossy(choice, choice.choice(["cp874", "cp1252"]), "replace", "\ufffd")


@defect("UTF-8 read as CP874, letters lost to question marks")
def lost_to_question(choice: random.Random) -> Broken:
    return _lossy(choice, choice.choice(["cp874", "cp1252"]), "replace", "?")


@defect("UTF-8 read as CP874, letters left out")
def left_out(choice: random.Random) -> Broken:
    return _lossy(choice, choice.choice(["cp874", "cp1252"]), "ignore", "")


@defect("UTF-8 read as CP874 and saved in CP874")
def saved_again(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    text = misread(one.fields[5][1], "cp874", 1, "replace")
    gone = "\ufffd" in text
    raw = one.raw().replace(one.fields[5][1].encode(), text.replace("\ufffd", "?").encode("cp874"))
    return Broken("", raw, one.good, mendable=not gone)


@defect("old Thai bytes taken as Latin-1")
def thai_as_latin(choice: random.Random) -> Broken:
    one, page = draft(good(choice, "tha")), choice.choice(LATIN_PAGES)
    times = choice.choice([0, 0, 1])
    _spoilt(one, choice, lambda text: misread(text.encode("cp874").decode(page, "as-it-is"), page, times))
    return Broken("", one.raw(), one.good)


REFERENCES = {
    "hexadecimal": "&#x{:04X};", "decimal": "&#{:d};", "escaped again": "&amp;#x{:04x};", "without their end": "&#x{:04X}",
    "with a blank": "&#x {:04X};", "blank before the number sign": "& #{:d};", "escaped twice": "&amp;amp;#{:d};",
}  # fmt: skip


@defect("character references")
def references(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    form = choice.choice(list(REFERENCES.values()))

    def spoil(text: str) -> str:
        return "".join(form.format(ord(sign)) if sign > "\x7f" else sign for sign in text)

    _spoilt(one, choice, spoil)
    return Broken("", one.raw(), one.good)


@defect("character references, broken")
def references_broken(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    form = choice.choice(["&#xE{:.0f}", "&#x;", "&#x0Eฮ5;", "&#xZZ{:.0f};", "&#99999999{:.0f};", "&#;"])
    at = choice.randrange(len(one.good.title))
    spoilt = one.good.title[:at] + form.format(0) + one.good.title[at + 1 :]
    one.fields[5] = ("245", one.fields[5][1].replace(one.good.title, spoilt))
    return Broken("", one.raw(), one.good, mendable=False)


@defect("a subfield mark inside text")
def mark_inside(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    title = one.good.title
    at = choice.randrange(1, len(title))
    one.fields[5] = ("245", one.fields[5][1].replace(f"a{title}", f"a{title[:at]}\x1f{title[at:]}"))
    if choice.random() < 0.3:
        one.fields[6] = ("260", one.fields[6][1].replace(f"c{one.good.written}", f"c\x1f{one.good.written}"))
    return Broken("", one.raw(), one.good)


@defect("written delimiters")
def written(choice: random.Random) -> Broken:
    one = draft(good(choice))
    sign, only = choice.choice(["$", "|", "‡", "$", "|"]), choice.choice(["", "245"])
    one.fields = [
        (tag, text.replace("\x1f", sign) if tag > "009" and only in ("", tag) else text) for tag, text in one.fields
    ]
    return Broken("", one.raw(), one.good)


@defect("NUL and control characters")
def controls(choice: random.Random) -> Broken:
    one = draft(good(choice))
    one.encoding = "utf-8"
    title, junk = one.good.title, choice.choice(["\x00", "\x01", "\x07", "\x00\x00", "\x7f", "\x0b"])
    at = choice.randrange(len(title) + 1)
    one.fields[5] = ("245", one.fields[5][1].replace(title, title[:at] + junk + title[at:]))
    one.fields[0] = ("001", choice.choice([one.good.number, one.good.number + "\x00"]))
    return Broken("", one.raw(), one.good)


@defect("a byte order mark before the record")
def mark_before(choice: random.Random) -> Broken:
    one = good(choice)
    return Broken("", b"\xef\xbb\xbf" + draft(one).raw(), one)


@defect("a byte order mark in a field")
def mark_in_field(choice: random.Random) -> Broken:
    one = draft(good(choice))
    one.fields[5] = ("245", one.fields[5][1].replace("\x1fa", "\x1fa\ufeff", 1))
    return Broken("", one.raw(), one.good)


@defect("letters replaced by U+FFFD")
def replaced(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    title = one.good.title
    gone = "".join("\ufffd" if choice.random() < 0.4 else sign for sign in title[1:])
    spoilt = "\ufffd" + gone
    one.fields[5] = ("245", one.fields[5][1].replace(title, spoilt))
    return Broken("", one.raw(), one.good, mendable=False)


@defect("letters replaced by question marks")
def questioned(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    _spoilt(one, choice, lambda text: text.encode(choice.choice(["ascii", "latin-1"]), "replace").decode())
    return Broken("", one.raw(), one.good, mendable=False)


@defect("accented letters replaced by question marks")
def questioned_latin(choice: random.Random) -> Broken:
    one = draft(good(choice, "fre"))
    _spoilt(one, choice, lambda text: text.encode("ascii", "replace").decode())
    return Broken("", one.raw(), one.good, mendable=False)


@defect("vowels and tone marks gone")
def bare(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    gone = str.maketrans("", "", MARKS)
    one.fields = [(tag, text.translate(gone)) for tag, text in one.fields]
    return Broken("", one.raw(), one.good, mendable=one.good.shown.translate(gone) == one.good.shown)


@defect("vowels and tone marks gone from the title")
def bare_title(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    gone = str.maketrans("", "", MARKS)
    one.fields = [(tag, text.translate(gone) if tag == "245" else text) for tag, text in one.fields]
    return Broken("", one.raw(), one.good, mendable=one.good.shown.translate(gone) == one.good.shown)
