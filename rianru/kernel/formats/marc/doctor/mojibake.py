"""Text that was read in a wrong encoding and saved: turned back into its bytes, and these read as what they are.

Three things happen to libraries: UTF-8 taken for CP874 (or TIS-620, ISO 8859-11), UTF-8 taken for Latin-1 or CP1252,
each once or several times, and old Thai bytes taken for Latin-1. Signs that the wrong encoding does not have survive as
controls, or are lost to "?", to U+FFFD or to nothing; then the letters they were part of are gone.
"""

import re
from dataclasses import dataclass
from typing import Final

from rianru.kernel.formats.marc.doctor.thai_look import LETTERS, odd_share

_C1: Final = "\x80-\xa0"
_QUOTES: Final = "‘’“”•–—"
_THAI_PAGE: Final = (
    {code - 0xA0 + 0xE00: code for code in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))}
    | {0x20AC: 0x80, 0x2026: 0x85}
    | {ord(sign): code for code, sign in enumerate(_QUOTES, 0x91)}
    | {0xF8C1 + at: code for at, code in enumerate((0xDB, 0xDC, 0xDD, 0xDE, 0xFC, 0xFD, 0xFE, 0xFF))}
)
_CP1252: Final = {
    ord(sign): code
    for code, sign in zip(
        (*range(0x82, 0x8D), 0x80, 0x8E, *range(0x91, 0x9D), 0x9E, 0x9F), "‚ƒ„…†‡ˆ‰Š‹Œ€Ž‘’“”•–—˜™š›œžŸ", strict=True
    )
}
_THAI_DOMAIN: Final = f"\u0e01-\u0e3a\u0e3f-\u0e5b{_C1}€…{_QUOTES}\uf8c1-\uf8c8"
_LATIN_DOMAIN: Final = "\x80-\xff" + "".join(map(chr, _CP1252))
_PAGES: Final = (
    (re.compile(f"[{_THAI_DOMAIN}]+"), _THAI_PAGE),
    (re.compile(f"[{_LATIN_DOMAIN}]+"), _CP1252),
)
_SEQUENCE: Final = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# With holes: \x1a stands for "?", \x1b for U+FFFD.
_TORN: Final = re.compile(
    "[\xe0-\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
    "|[\xe0-\xef](?:[\x80-\xbf\x1b\x1a][\x1b\x1a]?)?|[\xc2-\xdf][\x1b\x1a]?|[\xf0-\xf4][\x80-\xbf\x1b\x1a]{0,3}|[\x80-\xbf]+"
)
_THAI_LETTER: Final = re.compile("\xe0[\xb8\xb9][\x80-\xbf]")
_THAI_LEAD: Final = re.compile("\xe0[\xb8\xb9]")
_BLANK_LOST: Final = re.compile("(\xe0\xb8) (?! )")
_HIGH: Final = re.compile("[\x80-\xff]")
_CONTROL: Final = re.compile("[\x80-\x9f]")
_WORDS: Final = frozenset({"เธอ"})  # Thai of which every letter could also be a byte of UTF-8
_THREE: Final = re.compile("...?", re.DOTALL)
_SPOKEN: Final = re.compile("[ก-๎]+")
_CREDIBLE: Final = re.compile(
    "[\x80-\u024f\u0259\u02b0-\u0332\u0370-\u0481\u0e01-\u0e5b\u1e00-\u1eff\u2010-\u203a\u2070-\u20ac\u2100-\u2122"
    "\u200b-\u200f\u2190-\u2265\u266d\u266f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\ufe20\ufe21\ufeff\ufffd\uff01-\uff5e]+"
)
_BESIDE_LATIN: Final = re.compile("[A-Za-z][\u0e22\u0e23\u0e42]|[รยโ][^\x00-\x7f]{1,2}[A-Za-z]")
_LEFT_OVER: Final = re.compile("à[¸¹]|Ã[\x80-\xbf]|â€|เ[ธน][\x80-\xa0?\ufffd]|เธ.?เธ.?เธ|[ҡ-Ҿ]")
_LATIN_LETTER: Final = re.compile("[A-Za-z][\xa1-\xff]|[\xa1-\xff][A-Za-z]")
_LATIN_RUN: Final = _PAGES[1][0]
_OLD: Final = {code: chr(code - 0xA0 + 0xE00) for code in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))} | {
    0x80: "€", 0x85: "…", **{0x91 + at: sign for at, sign in enumerate(_QUOTES)},
}  # fmt: skip
# What makes a closer look worth while. Latin: signs that no text has, pairs of accented letters. Thai: leading vowel,
# consonant, sign, as UTF-8 of Thai shows itself in CP874; Thai letters beside Latin ones, as accented letters do.
_LATIN_TRACE: Final = "[\x80-\x9f\ufffd\uf8c1-\uf8c8]|[à-ïÂ-ß¡-¿][\xa0-\xffŒœŠšŸŽžƒˆ˜\u2010-\u203a€™]|[À-ÿ][\xa1-\xbf]"
_THAI_TRACE: Final = (
    f"เ[ธน](?:.?เ[ธน]|[\xa0€…{_QUOTES}])|[รยลโ][\xa0€]|[\u0e22\u0e23\u0e42](?:(?<=[^\x1f][A-Za-z].)|[^\x00-\x7f][A-Za-z])"
)
LATIN_TRACE: Final = re.compile(_LATIN_TRACE)
THAI_TRACE: Final = re.compile(_THAI_TRACE)
TRACE: Final = re.compile(f"{_LATIN_TRACE}|{_THAI_TRACE}")
_MAY_BE_TORN: Final = re.compile("เ[ธน]|à[¸¹]")
_LAYERS: Final = 4
_LONG: Final = 200_000  # letters, beyond which one layer has to do


@dataclass(frozen=True, slots=True)
class Turned:
    """Text turned back; `lost` letters are U+FFFD in it."""

    text: str
    lost: int = 0


def turned_back(text: str, *, bold: bool = False) -> Turned | None:
    """The text as it was before it was misread; None where nothing speaks for that.

    `bold`: the record has such text elsewhere, so that little evidence is enough.
    """
    found, lost = text, 0
    for _ in range(_LAYERS if len(text) < _LONG else 1):
        step = _layer(found, bold)
        if step is None or step.text == found:
            break
        found, lost = step.text, lost + step.lost
        if not TRACE.search(found):
            break
    return Turned(found, lost) if found != text else None


def left_over(text: str) -> bool:
    """Whether a text still shows what misreading leaves behind."""
    return _LEFT_OVER.search(text) is not None


def _layer(text: str, bold: bool) -> Turned | None:
    """One misreading undone: first what explains every foreign sign, then what explains some."""
    for run, page in _PAGES:
        if (whole := _whole(text, run, page, bold)) is not None:
            return Turned(whole)
    if len(text) > _LONG:
        return None
    for run, page in _PAGES:
        if (holes := _with_holes(text, run, page)) is not None:
            return holes
    if (old := _old_thai(text, bold)) is not None:
        return Turned(old)
    for run, page in _PAGES:
        if (partly := _partly(text, run, page)) is not None:
            return Turned(partly)
    return None


def _whole(text: str, run: re.Pattern[str], page: dict[int, int], bold: bool) -> str | None:
    """Every run of foreign signs read as the UTF-8 that it is; None where one is not, or it proves nothing."""
    pieces = run.findall(text)
    if not pieces:
        return None
    try:
        read = {piece: piece.translate(page).encode("latin-1").decode("utf-8") for piece in pieces}
    except UnicodeError:
        return None
    piece, got = "".join(pieces), "".join(map(read.__getitem__, pieces))
    if not _proves(piece, got, bold) and not (_credible(got) and _BESIDE_LATIN.search(text)):
        return None
    return run.sub(lambda match: read[match[0]], text)


def _partly(text: str, run: re.Pattern[str], page: dict[int, int]) -> str | None:
    """Runs that are surely misread, beside others that are not."""

    def read(match: re.Match[str]) -> str:
        piece = match[0]
        signs = piece.translate(page)
        try:
            got = signs.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return _in_sequences(piece, signs) if page is _CP1252 else piece
        sure = _CONTROL.search(piece) or len(got) >= 3 or page is _CP1252
        return got if sure and _proves(piece, got, False) else piece

    found = run.sub(read, text)
    return found if found != text else None


def _in_sequences(piece: str, signs: str) -> str:
    """Accented letters read where signs that stand for themselves are beside them; the piece where one is left over."""
    found, at, rest = "", 0, ""
    for match in _SEQUENCE.finditer(signs):
        try:
            got = match[0].encode("latin-1").decode("utf-8")
        except UnicodeError:
            return piece
        if not _credible(got):
            return piece
        found += piece[at : match.start()] + got
        rest += signs[at : match.start()]
        at = match.end()
    rest += signs[at:]
    return piece if not at or re.search("[\x80-\x9f\xc2\xc3\xe0\xe2]", rest) else found + piece[at:]


def _credible(got: str) -> bool:
    """Whether signs are such as libraries write (Latin, Greek, Cyrillic, Thai, East Asian) or as misreading makes."""
    return _CREDIBLE.fullmatch(got) is not None


def _proves(piece: str, got: str, bold: bool) -> bool:
    """Whether a run that happens to be UTF-8 was UTF-8: by chance that is rare, and rarer with every letter."""
    if set(_THREE.findall(piece)) <= _WORDS and "เธอ" in piece:
        return False
    if not _credible(got):
        return False
    if bold or _CONTROL.search(piece) or len(got) >= 2:
        return True
    return not LETTERS.search(piece) or odd_share(piece) > 0 or not _SPOKEN.fullmatch(piece)


def _with_holes(text: str, run: re.Pattern[str], page: dict[int, int]) -> Turned | None:
    """UTF-8 of Thai with letters that lost a byte on the way."""
    if not _MAY_BE_TORN.search(text):
        return None
    inner = text.replace("?", "\x1a").replace("\ufffd", "\x1b")
    signs = run.sub(lambda match: match[0].translate(page), inner)
    if any(sign > "\xff" for sign in signs):
        return None
    leads = len(_THAI_LEAD.findall(signs))
    high = len(_HIGH.findall(signs))
    whole = sum(len(one) for one in re.findall("\xe0[\xb8\xb9][\x80-\xbf]?", signs))
    if leads < (2 if _THAI_LETTER.search(signs) else 4) or whole < 0.8 * high:
        return None
    if _CONTROL.search(signs) and "\x1b" not in signs:
        signs = _BLANK_LOST.sub("\\1\xa0", signs)
    lost = 0

    def read(match: re.Match[str]) -> str:
        nonlocal lost
        try:
            return match[0].encode("latin-1").decode("utf-8")
        except UnicodeError:
            lost += 1
            return "\ufffd"

    found = _TORN.sub(read, signs).replace("\x1a", "?").replace("\x1b", "\ufffd")
    return Turned(found, lost)


def _old_thai(text: str, bold: bool) -> str | None:
    """Old Thai bytes that were taken for Latin-1: `ÀÒÉÒä·Â` is ภาษาไทย."""
    runs = _LATIN_RUN.findall(text)
    letters = sum(map(len, runs))
    if letters < (1 if bold else 3) or LETTERS.search(text):
        return None
    if len(_LATIN_LETTER.findall(text)) * (2 if bold else 4) > letters:
        return None
    if not bold and max(map(len, runs)) < 3:
        return None
    got = _LATIN_RUN.sub(lambda match: match[0].translate(_CP1252).translate(_OLD), text)
    thai = LETTERS.findall(got)
    if len(thai) < 0.9 * letters or odd_share(got) > (0.0 if letters < 5 else 0.12) or re.search("[\xa1-\xff]", got):
        return None
    return got
