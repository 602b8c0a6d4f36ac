"""Titles: 245 and what stands in for it, their parts and volumes, uniform and other titles."""

import re
from dataclasses import dataclass
from typing import Final

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import bare_end, clean, first_of, is_thai, joined, once
from rianru.kernel.formats.marc.record import Field
from rianru.kernel.thai import fold

_STAND_INS: Final = ("title_other", "uniform", "title_added")
_SLASHES: Final = " /\t\r\n"
_JOINS: Final = frozenset(":=;/,.?!-(")
_THAI_CAPTION: Final = "เล่มที่|เล่ม|ล\\.|ภาคที่|ภาค|ตอนที่|ตอน|ชุดที่"
_THAI_DIGITS: Final = "[0-9๐-๙]+(?:[-–/.,][0-9๐-๙]+)*"
_THAI_WORDS: Final = "หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ต้น|ปลาย|แรก|จบ"
_LATIN_CAPTION: Final = "volumes?|vols?\\.?|v\\.|parts?|pts?\\.|books?|bk\\.|tome|band|bd\\."
_CAPTIONS: Final = ("เล่ม", "ล.", "ภาค", "ตอน", "ชุดที่", "vol", "v.", "part", "pt", "book", "bk", "tome", "band", "bd")
_ROMAN: Final = "(?=[ivxlc])(?:x{0,3}(?:ix|iv|v?i{0,3}))"
_COUNTED: Final = (
    "one two three four five six seven eight nine ten eleven twelve first second third fourth fifth sixth seventh "
    "eighth ninth tenth"
)
_COUNT: Final = _COUNTED.split()
_LATIN_NUMBER: Final = rf"[0-9]+(?:[-–/.][0-9]+)*|{'|'.join(_COUNT)}|{_ROMAN}"
# Thai writes no blanks, so a caption may stand within a word: there it takes figures (ผ้าทอเล่ม 2), and words only behind
# a blank (หนังสือเล่มแรก is no volume).
_APART: Final = r"(?:^|(?<=[\s.,:;(\[]))"
_ONE_VOLUME: Final = (
    rf"(?:(?:{_THAI_CAPTION})\s*{_THAI_DIGITS}|{_APART}(?:{_THAI_CAPTION})\s*(?:{_THAI_WORDS})"
    rf"|{_APART}(?:{_LATIN_CAPTION})\s*(?:{_LATIN_NUMBER})(?![a-z]))"
)
_VOLUME: Final = re.compile(
    rf"(?:{_APART}|(?<=[\u0e00-\u0e7f]))({_ONE_VOLUME}(?:[\s,.:;]*{_ONE_VOLUME})*)[)\].]*$", re.I
)
_TAIL: Final = 48  # characters: no statement of volumes is longer
# What the last sign or word must be for a title to end with a volume: looked at first, because few titles do.
_NUMBER_ENDS: Final = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙)]") | {word[-1] for word in _THAI_WORDS.split("|")}
_ROMANS: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_NUMBER_WORDS: Final = frozenset(_COUNT) | frozenset(_ROMANS.split())
_THAI_COUNT: Final = {
    word: str(number)
    for number, words in enumerate(
        ("หนึ่ง แรก ต้น", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ"), 1
    )
    for word in words.split()
}
_LATIN_COUNT: Final = {word: str(at % 12 + 1 if at < 12 else at - 11) for at, word in enumerate(_COUNT)}
_RANGE: Final = r"[0-9]+(?:\s*[-–]\s*[0-9]+)?"
_NUMBER_OF: Final = re.compile(
    rf"(?:{_THAI_CAPTION})\s*({_RANGE}|{'|'.join(_THAI_COUNT)})"
    rf"|(?<![a-z])(?:{_LATIN_CAPTION}|number|no\.?|issue|ฉบับที่)\s*({_RANGE}|{'|'.join(_COUNT)}|{_ROMAN})(?![a-z])"
    rf"|(?<![0-9])({_RANGE})(?![0-9])"
)


@dataclass(slots=True)
class Told:
    """One title: the whole line, $a alone, the part as said in $n and $p, $b as written, the statement."""

    whole: str
    main: str = ""
    part: str = ""
    sub: str = ""
    said: str = ""


@dataclass(slots=True)
class Titles:
    """What Description says of titles."""

    title: str
    main: str
    part: str
    uniform: str
    others: tuple[str, ...]
    statement: str


def title_of(fields: Gathered) -> str:
    """The title that is shown: 245 (its Thai side), else 246, 247, 130, 240, 740, 730, 242; empty without any."""
    shown = _shown(fields)
    return shown.whole if shown else ""


def titles(fields: Gathered) -> Titles:
    """All titles of a record. `others` holds every other title by which people may know it, each once."""
    shown = _shown(fields)
    if shown is None:
        return Titles("", "", "", "", (), first_of(fields.get("title", ()), "c"))
    uniform = fields.get("uniform", ())
    return Titles(
        title=shown.whole,
        main=shown.main or shown.whole,
        part=shown.part or volume_at_end(shown.main) or volume_at_end(shown.sub),
        uniform=first_of(uniform, "anp") if uniform else "",
        others=_others(fields, shown.whole),
        statement=shown.said or (first_of(fields["title"], "c") if "title" in fields else ""),
    )


def _others(fields: Gathered, shown: str) -> tuple[str, ...]:
    own = fields.get("title", ())
    if len(own) < 2 and fields.keys().isdisjoint(_STAND_INS):
        return ()
    found = [*own]
    for about in _STAND_INS:
        # A second indicator 2 names what the book contains, not what it is called.
        found += [field for field in fields.get(about, ()) if about != "title_added" or field.indicators[1:2] != "2"]
    return tuple(text for text in once(_told(field).whole for field in found) if text != shown)


def _shown(fields: Gathered) -> Told | None:
    for field in fields.get("title", ()):
        told = _told(field)
        if told.whole:
            return told
    stand_ins = [field for about in _STAND_INS for field in fields.get(about, ())]
    for tag in ("246", "247", "130", "240", "740", "730", "242"):
        for field in stand_ins:
            if field.tag == tag and (told := _told(field)).whole:
                return told
    return None


def _told(field: Field) -> Told:
    """a, b, n, p as one line; a title without any is read from its form (k), version (s) and dates (f g)."""
    text = main = sub = part = said = ""
    for code, value in field.subfields:
        if code == "c":
            said = said or value
        if code not in "abnp" or not (value := value.strip(_SLASHES)):
            continue
        if code == "a":
            main += f" {value}" if main else value
        elif code == "b":
            sub = value
            if text and text[-1] not in _JOINS and value[0] not in ":=;(/":
                text += ":"
        else:
            part += f" {value}" if part else value
        text += f" {value}" if text else value
    if not text:
        return Told(joined(field, "kfgs"), said=clean(said))
    if " / " in text and not sub and not said and text == main and is_thai(text):
        # Thai exports that know no $c write the whole line into $a.
        text, _, said = text.partition(" / ")
        main = text
    whole = clean(text.replace(" :", ":") if " :" in text else text)
    return Told(whole, _beginning(whole, main), clean(part) if part else "", sub, clean(said) if said else "")


def _beginning(whole: str, main: str) -> str:
    """$a, clean; what a clean line begins with is normalised already."""
    bare = main.rstrip(" /:;,=")
    return bare_end(bare) if whole.startswith(bare) else clean(main)


def part_number(part: str) -> str:
    """The number in a part, for comparing: `เล่ม ๒`, `เล่มที่ 2`, `ล.2`, `v. 2`, `Volume two`, `Vol. II` are all `2`.

    Parts of parts are joined by a dot (`ภาค 1 เล่ม 2` is `1.2`), ranges by a hyphen; empty where no number is said.
    """
    found = []
    for match in _NUMBER_OF.finditer(fold(part[:200])):
        word = match[1] or match[2] or match[3] or ""
        found.append(_THAI_COUNT.get(word) or _LATIN_COUNT.get(word) or _figures(word) or _roman(word))
    return ".".join(filter(None, found))


def volume_at_end(title: str) -> str:
    """The statement of a volume or part that a title ends with, as written: `เล่ม ๒`, `ภาค 1 เล่ม 2`, `vol. 3`."""
    title = title.rstrip(" .,:;=/")
    if not title or not (title[-1] in _NUMBER_ENDS or title.rpartition(" ")[2].lower() in _NUMBER_WORDS):
        return ""
    tail = title[-_TAIL:]
    if not any(map(tail.lower().__contains__, _CAPTIONS)):
        return ""
    found = _VOLUME.search(tail)
    return clean(found[1]) if found and found[1] != title else ""


def _figures(text: str) -> str:
    return "-".join(one.lstrip("0") or "0" for one in re.findall(r"[0-9]+", text))


def _roman(text: str) -> str:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    total = 0
    for sign, behind in zip(text, [*text[1:], ""], strict=True):
        value = values.get(sign, 0)
        total += -value if behind and values.get(behind, 0) > value else value
    return str(total) if total else ""
