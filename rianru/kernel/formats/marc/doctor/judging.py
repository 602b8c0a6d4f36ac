"""Bytes of fields → text. The encoding is judged by the bytes of the record; where they differ, value by value."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rianru.kernel.formats.marc.decoding import NAMES, plain
from rianru.kernel.formats.marc.doctor.holes import from_torn_utf8, sequence_share, thai_share
from rianru.kernel.formats.marc.doctor.letters import as_latin, as_marc8
from rianru.kernel.formats.marc.doctor.notes import Notes
from rianru.kernel.formats.marc.doctor.thai_look import LETTERS, looks_thai, odd_share
from rianru.kernel.formats.marc.marc8 import from_marc8

UTF8, THAI, MARC8, LATIN, CYRILLIC, ASCII = "utf-8", "cp874", "marc-8", "latin-1", "cp866", "ascii"
HINTS: Final = NAMES | {"marc-8": MARC8, "marc8": MARC8, "cp866": CYRILLIC}
_MENDED: Final = {THAI: "thai_bytes", LATIN: "latin_bytes", CYRILLIC: "cyrillic_bytes"}
_SAMPLE: Final = 20_000  # bytes of one value by which it is judged
_ASCII_BYTES: Final = bytes(range(0x80))
_THAI_BYTES: Final = bytes((*range(0xA1, 0xDB), *range(0xDF, 0xFC)))
_UTF8_THAI: Final = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_BESIDE_LETTERS: Final = re.compile(rb"(?<!\x1f)[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_THAI_BYTE: Final = re.compile(rb"[\xa1-\xda\xdf-\xfb]")
_DOS_BYTE: Final = re.compile(rb"[\x80-\xaf\xe0-\xf1\xfc]")
_ESCAPE: Final = re.compile(rb"\x1b(?:[bgps]|[(,)\-]!?[1-4BENQS]|\$[,)\-]?1)?")
_THAI_TABLE: Final = (
    {**{code: chr(code) for code in range(0x80)}, 0x80: "€", 0x85: "…", 0xA0: "\xa0"}
    | {code: chr(code - 0xA0 + 0xE00) for code in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))}
    | dict(zip(range(0x91, 0x98), "‘’“”•–—", strict=True))
)
_THAI_TEXT: Final = "".join(_THAI_TABLE.get(code, chr(code) if code < 0xA0 else "\ufffd") for code in range(256))


@dataclass(slots=True)
class Judged:
    """The texts of the fields, one for one, and what they were: one encoding, or mixed."""

    texts: list[str]
    encoding: str


def thai_text(raw: bytes) -> str:
    """Bytes of TIS-620, ISO 8859-11 or CP874 as text; bytes that none of them has as controls or U+FFFD."""
    return codecs.charmap_decode(raw, "strict", _THAI_TEXT)[0]


def judged(bodies: list[bytes], flag: str, hint: str, notes: Notes) -> Judged:
    """The texts of all fields of one record. `flag` is LDR/09, `hint` what its source says of itself."""
    return _Record(bodies, flag, HINTS.get(plain(hint), ""), notes).judged()


class _Record:
    def __init__(self, bodies: list[bytes], flag: str, hint: str, notes: Notes) -> None:
        self.bodies, self.flag, self.hint, self.notes = bodies, flag, hint, notes
        self.met: Counter[str] = Counter()
        self.language = next((code for body in bodies if (code := _language(body))), "")
        self.short = ""  # what values with single high bytes are in this record
        self.thai = self.cyrillic = False  # whether some value of it can only be old Thai bytes, or CP866

    def judged(self) -> Judged:
        whole = b"\x1e".join(self.bodies)
        escapes = b"\x1b" in whole
        if not escapes:
            if whole.isascii():
                return Judged([body.decode("ascii") for body in self.bodies], ASCII)
            try:
                return self._named(whole.decode("utf-8").split("\x1e"), UTF8)
            except UnicodeDecodeError:
                pass
            if _all_thai(whole):
                self.notes.mended("thai_bytes")
                return self._named(thai_text(whole).split("\x1e"), THAI)
        values = {value for body in self.bodies for _, value in _values(body)}
        kinds = {value: self._kind(value) for value in values if not value.isascii() or b"\x1b" in value}
        self.thai, self.cyrillic = THAI in kinds.values(), CYRILLIC in kinds.values()
        self._settle([value for value, kind in kinds.items() if kind == ""])
        texts = [
            "\x1f".join(code.decode("latin-1") + self._text(value, kinds) for code, value in _values(body))
            for body in self.bodies
        ]
        names = set(self.met)
        if len(names) > 1:
            self.notes.mended("mixed_encodings")
        return self._named(texts, names.pop() if len(names) == 1 else "mixed" if names else ASCII)

    def _named(self, texts: list[str], encoding: str) -> Judged:
        """Notes the flag where it was wrong. A blank says MARC-8, `a` Unicode; plain ASCII is both."""
        wrong = {"a": encoding not in (UTF8, ASCII), " ": encoding not in (MARC8, ASCII)}.get(self.flag, True)
        if encoding == ASCII:
            return Judged(texts, encoding)
        if (
            (encoding == UTF8 and self.flag != "a")
            or (wrong and encoding in (MARC8, "mixed"))
            or (wrong and self.flag == "a")
        ):
            self.notes.mended("flag")
        return Judged(texts, encoding)

    def _kind(self, value: bytes) -> str:
        """What a value can only be; empty where it has few high bytes, each among letters of ASCII."""
        if value.isascii():
            return ASCII
        try:
            value.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return UTF8
        value = value[:_SAMPLE]
        bare = _ESCAPE.sub(b"", value)
        if thai_share(bare) >= 0.4:
            return UTF8
        runs = _HIGH_RUN.findall(bare)
        high = sum(map(len, runs))
        long = sum(len(run) for run in runs if len(run) >= 3)
        if high and not long and bare != value and from_marc8(value).used:
            return MARC8
        if long * 2 >= high and len(_DOS_BYTE.findall(bare)) == high and _cyrillic(bare.decode("cp866")):
            return CYRILLIC
        if long * 2 >= high and len(_THAI_BYTE.findall(bare)) >= high * 0.9 and looks_thai(thai_text(bare)):
            return THAI
        return UTF8 if sequence_share(bare) >= 0.7 else ""

    def _settle(self, values: list[bytes]) -> None:
        """Decides once for the record between MARC-8 and Latin-1, over all values that could be either."""
        values = [value for value in values if not self._like_others(value)]
        if not values:
            return
        marc8 = sum(as_marc8(value[:_SAMPLE], self.language) for value in values)
        latin = sum(as_latin(value[:_SAMPLE], self.language) for value in values)
        if any(b"\x1b" in body for body in self.bodies):
            marc8 += 6
        if self.flag == " ":
            marc8 += 2
        self.short = MARC8 if marc8 > latin else LATIN
        if abs(marc8 - latin) < 2 and self.hint in (MARC8, LATIN):
            self.short = self.hint
        elif abs(marc8 - latin) < 2 or max(marc8, latin) < 0:
            self.notes.lost("encoding_unsure")
            if self.hint == THAI and max(marc8, latin) < 0:
                self.short = THAI

    def _like_others(self, value: bytes) -> bool:
        """Whether a value with few high bytes is of the old encoding that other values of the record have."""
        return (self.thai and _alone(value) and _rather_thai(value)) or (
            self.cyrillic and _alone(value) and len(_DOS_BYTE.findall(value)) == len(_HIGH_BYTE.findall(value))
        )

    def _text(self, value: bytes, kinds: dict[bytes, str]) -> str:
        kind = kinds.get(value, ASCII)
        if kind == ASCII and b"\x1b" not in value:
            return value.decode("ascii")
        if not kind:
            kind = (THAI if self.thai else CYRILLIC) if self._like_others(value) else self.short
        if kind == UTF8 and self.thai and _rather_thai(value):
            kind = THAI
        if kind in (ASCII, MARC8):
            return self._from_marc8(value, kind)
        self.met[kind] += 1
        if kind in _MENDED:
            self.notes.mended(_MENDED[kind])
        if kind == UTF8:
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return self._torn(value)
        text = thai_text(value) if kind == THAI else value.decode("cp1252" if kind == LATIN else "cp866", "replace")
        if "\ufffd" in text:
            self.notes.lost("characters_lost")
        return text

    def _torn(self, value: bytes) -> str:
        """UTF-8 with holes; old Thai bytes in between, if there are any, in their own encoding."""
        text, lost = from_torn_utf8(value, self._stray)
        if lost:
            self.notes.lost("characters_lost")
        return text

    def _stray(self, raw: bytes) -> str:
        old = thai_text(raw)
        if not looks_thai(old, least=3):
            return ""
        self.met[THAI] += 1
        self.notes.mended("thai_bytes")
        return old

    def _from_marc8(self, value: bytes, kind: str) -> str:
        converted = from_marc8(value)
        if kind == MARC8 or (converted.used and self.flag != "a"):
            self.met[MARC8] += 1
        if converted.idle or converted.open or (kind == ASCII and self.flag == "a"):
            self.notes.mended("escapes")
        if converted.unknown:
            self.notes.lost("characters_lost")
        return converted.text


def _values(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before the first mark, then code and value of each subfield; one beyond ASCII is part of it."""
    first, *others = body.split(b"\x1f")
    yield b"", first
    for other in others:
        code = other[:1] if other[:1].isascii() and other[:1] != b"\x1b" else b""
        yield code, other[len(code) :]


def _language(body: bytes) -> str:
    """The code in a body that looks like 008."""
    if len(body) == 40 and body[:6].isdigit() and body[35:38].isalpha() and body[35:38].isascii():
        return body[35:38].decode("ascii")
    return ""


def _alone(value: bytes) -> bool:
    """Whether no high byte stands beside a letter of ASCII."""
    return not re.search(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]", value)


def _all_thai(whole: bytes) -> bool:
    """Whether all high bytes of a record are plainly Thai in its old encodings."""
    high = whole.translate(None, _ASCII_BYTES)
    if high.translate(None, _THAI_BYTES) or _UTF8_THAI.search(whole) or _BESIDE_LETTERS.search(whole):
        return False
    return len(high) >= 8 and odd_share(thai_text(whole[:_SAMPLE])) <= 0.05


def _cyrillic(text: str) -> bool:
    letters = [sign for sign in text if sign > "\x7f"]
    inside = sum("а" <= sign.lower() <= "ё" for sign in letters)
    small = sum("а" <= sign <= "ё" for sign in letters)
    return inside >= 2 and inside >= 0.95 * len(letters) and small * 2 >= inside


def _rather_thai(value: bytes) -> bool:
    """Whether bytes that could be something else are Thai in the record's old encoding: รถ is also ö in UTF-8."""
    text = value.decode("utf-8", "ignore")
    if LETTERS.search(text) or not _alone(value) or len(_THAI_BYTE.findall(value)) != len(_HIGH_BYTE.findall(value)):
        return False
    return odd_share(thai_text(value)) < 0.15
