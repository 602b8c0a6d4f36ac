"""Defects of encoding: bytes of one kind under the flag of another, several kinds in one record, MARC-8."""

import random
import unicodedata

from tests.factories.broken import Broken, defect, draft, good

OLD_THAI = ["cp874", "tis-620", "iso8859-11"]
# MARC-8 (ANSEL): the mark stands before its letter. Written down from the code table of the Library of Congress.
ANSEL = {
    "\u0300": 0xE1, "\u0301": 0xE2, "\u0302": 0xE3, "\u0303": 0xE4, "\u0304": 0xE5, "\u0306": 0xE6, "\u0307": 0xE7,
    "\u0308": 0xE8, "\u030c": 0xE9, "\u030a": 0xEA, "\u0327": 0xF0, "ß": 0xC7, "œ": 0xB6, "æ": 0xB5, "ø": 0xB2,
    "ʻ": 0xB0, "ʼ": 0xAE,
}  # fmt: skip


def in_marc8(text: str) -> bytes:
    """Latin text in MARC-8."""
    made = bytearray()
    for sign in unicodedata.normalize("NFD", text):
        code = ANSEL.get(sign, ord(sign))
        if unicodedata.combining(sign):
            made.insert(len(made) - 1, code)
        else:
            made.append(code)
    return bytes(made)


def rewritten(raw: bytes, old: bytes, new: bytes) -> bytes:
    """Bytes replaced without counting anything anew."""
    assert old in raw
    return raw.replace(old, new)


@defect("old Thai bytes, flag blank")
def thai_bytes(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.encoding, one.flag = choice.choice(OLD_THAI), " "
    return Broken("", one.raw(), one.good)


@defect("old Thai bytes, flagged Unicode")
def thai_bytes_flagged(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.encoding = choice.choice(OLD_THAI)
    return Broken("", one.raw(), one.good)


@defect("UTF-8, flag blank")
def no_flag(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.flag = " "
    return Broken("", one.raw(), one.good)


@defect("Latin-1 bytes")
def latin(choice: random.Random) -> Broken:
    one = draft(good(choice, choice.choice(["fre", "ger"])))
    one.encoding, one.flag = choice.choice(["latin-1", "cp1252"]), choice.choice("a ")
    return Broken("", one.raw(), one.good)


@defect("CP866 bytes")
def russian(choice: random.Random) -> Broken:
    one = draft(good(choice, "rus"))
    one.encoding, one.flag = "cp866", choice.choice("a ")
    return Broken("", one.raw(), one.good)


def _marc8(choice: random.Random, language: str) -> tuple[bytes, object]:
    one = draft(good(choice, language))
    one.flag = " "
    raw = one.raw()
    for text in {text for _, text in one.fields}:
        raw = raw.replace(text.encode(), in_marc8(text))
    return raw, one.good


@defect("MARC-8, lengths of UTF-8")
def marc8(choice: random.Random) -> Broken:
    raw, one = _marc8(choice, choice.choice(["fre", "ger"]))
    return Broken("", raw, one)  # type: ignore[arg-type]


@defect("MARC-8, flagged Unicode")
def marc8_flagged(choice: random.Random) -> Broken:
    raw, one = _marc8(choice, choice.choice(["fre", "ger"]))
    return Broken("", raw[:9] + b"a" + raw[10:], one)  # type: ignore[arg-type]


@defect("MARC-8 with escapes left over")
def marc8_escapes(choice: random.Random) -> Broken:
    raw, one = _marc8(choice, choice.choice(["fre", "ger", "eng"]))
    left = choice.choice([b"\x1b(B", b"\x1bs", b"\x1b(B\x1b(B"])
    title = b"\x1fa" + in_marc8(one.title)  # type: ignore[attr-defined]
    return Broken("", rewritten(raw, title, choice.choice([title + left, b"\x1fa" + left + title[2:]])), one)  # type: ignore[arg-type]


@defect("MARC-8, Chinese in EACC")
def marc8_chinese(choice: random.Random) -> Broken:
    raw, one = _marc8(choice, "eng")
    # 海豚 (EACC 214757 21595A); closed, or left open to the end of its subfield
    chinese = b"\x1b$1" + b"!GW!YZ" + choice.choice([b"\x1b(B", b""])
    note = b"\x1fa" + in_marc8(one.note) + b"\x1e"  # type: ignore[attr-defined]
    return Broken("", rewritten(raw, note, b"\x1fa" + chinese + b"\x1e"), one)  # type: ignore[arg-type]


@defect("escapes left over in Thai")
def thai_escapes(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.encoding = choice.choice(["utf-8", "cp874"])
    left = choice.choice(["\x1b(B", "\x1bs", "\x1b$1", "\x1b(3"])
    at = choice.randrange(len(one.good.title) + 1)
    spoilt = one.good.title[:at] + left + one.good.title[at:]
    one.fields = [(tag, text.replace(one.good.title, spoilt)) for tag, text in one.fields]
    return Broken("", one.raw(), one.good)


@defect("one field in old Thai bytes, the record in UTF-8")
def mixed_field(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    raw = one.raw()
    _tag, text = one.fields[choice.choice([4, 5, 6, 8])]
    return Broken("", rewritten(raw, text.encode(), text.encode("cp874")), one.good)


@defect("one field in UTF-8, the record in old Thai bytes")
def mixed_other(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    one.encoding, one.flag = "cp874", choice.choice("a ")
    raw = one.raw()
    _tag, text = one.fields[choice.choice([4, 5, 6, 8])]
    return Broken("", rewritten(raw, text.encode("cp874"), text.encode()), one.good)


@defect("one subfield in old Thai bytes, the record in UTF-8")
def mixed_subfield(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    text = choice.choice([one.good.title, one.good.author, one.good.publisher])
    whole = f"\x1f{choice.choice('a')}{text}" if text == one.good.title else text
    return Broken("", rewritten(one.raw(), whole.encode(), whole.encode("cp874")), one.good)


@defect("one field in Latin-1, the record in UTF-8")
def mixed_latin(choice: random.Random) -> Broken:
    one = draft(good(choice, choice.choice(["fre", "ger"])))
    one.fields.append(("700", "0 \x1faสุนทรภู่"))
    _tag, text = one.fields[5]
    return Broken("", rewritten(one.raw(), text.encode(), text.encode("latin-1")), one.good)


@defect("UTF-8 with a letter cut in two")
def half_letter(choice: random.Random) -> Broken:
    one = draft(good(choice, "tha"))
    title = one.good.title.encode()
    at = choice.randrange(1, len(title) // 3) * 3 + choice.randrange(1, 3)
    return Broken("", rewritten(one.raw(), title, title[:at] + title[at + 3 - at % 3 :]), one.good, mendable=False)
