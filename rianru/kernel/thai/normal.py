"""One spelling for what looks the same.

Thai can be typed in orders that look alike on screen and differ in storage. `normalise` is for what is stored;
`fold` goes further, for what is compared and searched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import regex  # type: ignore[import-untyped]

from rianru.kernel.thai.digits import to_arabic

# Invisible: zero-width space, word joiner and BOM, soft hyphen, marks of writing direction, controls, lone surrogates
# (which no database stores). Tabs and line ends are blanks, not controls.
_INVISIBLE: Final = regex.compile(
    r"[\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|[^\P{Cc}\t\n\v\f\r\x1c-\x1f\x85]"
)
# Joiners carry meaning between letters of Arabic or Indic scripts and in emoji, never beside Thai or Latin letters.
_JOINERS: Final = regex.compile(
    r"(?:^|(?<=[\x00-\x7f\u0e00-\u0e7f]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\x7f\u0e00-\u0e7f]|$)"
)

_MARKS: Final = "ัิ-ฺ็-๎"
_AFTER: Final = "ะาำ"
_RUN: Final = re.compile(rf"[{_MARKS}{_AFTER}]{{2,}}")
# The order in which Thai is written: phinthu, vowel above or below, tone, thanthakhat and the rare marks, then what
# stands after. Phinthu first and the low vowels before the tones is also the order of NFC, so neither undoes the other.
_WRITTEN: Final = (
    "\u0e3a",
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47",
    "\u0e48\u0e49\u0e4a\u0e4b",
    "\u0e4c\u0e4d\u0e4e",
    "\u0e32\u0e30",  # เกาะ, เพราะ: sara aa stands before sara a, never after it
)
_PLACE: Final = {mark: place for place, mark in enumerate("".join(_WRITTEN))}
# Two marks together that are not the usual ones in their order: a vowel with its tone, a tone before what stands after.
_DOUBTFUL: Final = re.compile(
    rf"[{_MARKS}{_AFTER}](?=[{_MARKS}{_AFTER}])"
    rf"(?!(?:(?<=[ัิ-ู็])[่-์]|(?<=[่-๋])[{_AFTER}])(?![{_MARKS}{_AFTER}]))"
)

# Printable signs of ASCII and Thai: nothing in them is invisible, and NFC moves nothing but marks, which `_in_order`
# orders. Nearly every line is of these, and looking costs a tenth of mending.
_USUAL: Final = re.compile(r"[ -~\u0e01-\u0e3a\u0e3f-\u0e5b]*")
# Of these, what folding leaves alone.
_FOLDED: Final = re.compile(r"[ -@\[-~\u0e01-\u0e3a\u0e3f-\u0e44\u0e46-\u0e4f\u0e5a\u0e5b]*")
_PASSES: Final = 8  # nobody's text needs more than two; a text made to need thousands stays in NFC
_PLAIN: Final = regex.compile(r"[\x00-\x7f\u0e00-\u0e7f]*")
_LATIN_MARKS: Final = regex.compile(r"(?<=\p{Latin}\p{Mn}*)[^\P{Mn}\u0e00-\u0e7f]")
# Romanisations write ʻ and ʼ that nobody types; joiners shape letters and do not change them.
_SHAPERS: Final = regex.compile(r"[\u02b0-\u02ff\u200c\u200d]")


def normalise(text: str) -> str:
    """The one spelling of a line of text, for storing. Normalising twice changes nothing.

    NFC; nikhahit + sara aa becomes sara am, also round a tone mark; two sara e become sara ae; vowel before tone
    mark; a mark written twice is written once; zero-width characters, direction marks and controls vanish; any run of
    blanks, line ends too, is one space, and none at the ends.
    """
    if text.isascii() and text.isprintable():
        return _one_blank(text) if "  " in text else text.strip(" ")
    if _USUAL.fullmatch(text):
        return _mended(_one_blank(text) if "  " in text else text.strip(" "))
    text = _one_blank(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    for _ in range(_PASSES):
        done = _mended(_without_joiners(text))
        if done == text:
            break
        # Beside marks of other scripts a mended order may not be that of NFC; its order may bring new marks together.
        text = unicodedata.normalize("NFC", done)
    return text


def _without_joiners(text: str) -> str:
    return _one_blank(_JOINERS.sub("", text)) if "\u200c" in text or "\u200d" in text else text


def _mended(text: str) -> str:
    """Thai marks in writing order, each once."""
    if "เเ" in text:
        text = text.replace("เเ", "แ")
    return _RUN.sub(_in_order, text) if _DOUBTFUL.search(text) else text


def fold(text: str) -> str:
    """The spelling under which texts are compared and searched. Folding twice changes nothing.

    `normalise`, then: case folded, Thai digits as Arabic ones, lakkhangyao as sara aa (ฤๅษี, ฤาษี), compatibility forms
    resolved (ＡＢＣ, ﬁ), Latin letters without their diacritics (Phayā, ʻārān). Thai vowel and tone marks stay: they
    are marks to Unicode, and letters to Thai.
    """
    if text.isascii() and text.isprintable():
        return (_one_blank(text) if "  " in text else text.strip(" ")).lower()
    if _FOLDED.fullmatch(text):
        return _mended(_one_blank(text) if "  " in text else text.strip(" "))
    if _USUAL.fullmatch(text):  # small letters and other digits bring no marks together
        if "ๅ" in text:
            text = text.replace("ๅ", "า")
        return to_arabic(_mended(_one_blank(text) if "  " in text else text.strip(" "))).lower()
    text = to_arabic(normalise(text.replace("ๅ", "า")))
    text = text.lower() if _PLAIN.fullmatch(text) else _folded(text)
    # Taking letters apart may have made blanks, or brought marks together.
    return normalise(text)


def fold_normal(text: str) -> str:
    """`fold` of what `normalise` gave, in a third of the time: blanks and marks are in order already."""
    if text.isascii():
        return text.lower()
    return text if _FOLDED.fullmatch(text) else fold(text)


def _one_blank(text: str) -> str:
    return " ".join(text.split())


def _in_order(run: re.Match[str]) -> str:
    """Marks in writing order, each once; nikhahit and sara aa as one sara am."""
    marks = sorted(run[0].replace("ำ", "ํา"), key=_PLACE.__getitem__)
    once = [mark for place, mark in enumerate(marks) if place == 0 or mark != marks[place - 1]]
    if "ํ" in once and "า" in once:
        once[once.index("า")] = "ำ"
        once.remove("ํ")
    return "".join(once)


def _folded(text: str) -> str:
    """Case, compatibility and Latin diacritics, for text beyond ASCII and Thai."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", _SHAPERS.sub("", folded)))
    return to_arabic(unicodedata.normalize("NFC", bare))
