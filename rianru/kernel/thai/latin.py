"""Thai as it is written in Latin letters, so coarsely that all the ways in which people write it come out alike.

Thai is read after the Royal Institute's general system (RTGS, 1999): syllable by syllable, initial, vowel, final. Then
what people write for one sound (ph and p, oo and u, j and ch, v and w, porn and phon, sri and si) is one. This is a key
to find by, not a transcription to show.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import Final

from rianru.kernel.thai.normal import fold
from rianru.kernel.thai.segments import segment

_KEPT: Final = 65_536  # words: they come again and again
_LONGEST: Final = 60  # characters of a word
_TONE: Final = re.compile(r"[่-๋]")
_TONE_FIRST: Final = re.compile(r"([ัิีึืุู็])่")
_UNREAD: Final = re.compile(r"[ํ๎ฺๆฯ]")
_SILENT: Final = re.compile(r"(?<=น)ท[รน]์|(?<=[สศ])ตร์|(?<=ก)ษณ์|(?<=ก)ษมณ์|[ก-ฮ][ิุ]?์")
# Written, but read otherwise: in this order.
_READ_AS: Final = tuple((re.compile(found), read) for found, read in (
    (r"ฤๅ|ฤ", "รึ"), (r"(?<![ก-ฮ])ทร(?=่?[าิีึืุูัวง])|(?<=[ินั])ทร(?=ี)", "ซ"),
    (r"[ศส]ร(?=่?[าิีึืุูัะ])", "ส"), (r"จร(?=ิง)", "จ"),
    (r"อย(?=่?[าู])", "ย"), (r"(?<=[เ-ไ])ห(?=[งญนมยรลว])|ห(?=[งญนมยรลว][ะ-ู่็ก-ฮ])", ""), (r"([ชต])ิ$", r"\1"),
    (r"(?<=[ัาิีึืุู][ชตคกทด])ร(?![ะ-ู])|(?<=เพช)ร", ""),
))
_PAIR: Final = "[กขคตปผพทบดฟ]ร|[กขคปผพบฟ]ล|[กขค]ว(?=่?[า-ู])"
_INITIAL: Final = f"(?P<i>{_PAIR}|[ก-ฮ])่?"
_BEFORE: Final = f"(?P<i>(?:{_PAIR})(?!่?[ะ-ู])|[ก-ฮ])่?"  # behind a vowel that is written first
_FINAL: Final = "(?P<f>[ก-งจ-ฬฮ](?![ะ-ู็่]|รร))"
# A way to write a vowel, and how it is read; the first that fits is taken. I, J: an initial; F: a final.
_SYLLABLES: Final = tuple(
    (re.compile(pattern.replace("I", _INITIAL).replace("J", _BEFORE).replace("F", _FINAL)), vowel)
    for pattern, vowel in (
        ("เIียะ?F?", "ia"), ("เIือะ?F?", "ua"), ("เIาะ", "o"), ("เIา", "ao"), ("เIอะ?F?", "o"), ("เIิF?", "o"),
        ("เJย(?![ะ-ู่])", "oi"), ("เJ็?ะ?F?", "e"), ("แJ็?ะ?F?", "e"),
        ("โJะ?F?", "o"), ("[ใไ]Jย?(?![ะ-ู่])", "ai"), ("[ใไ]J", "ai"),
        ("Iัวะ?", "ua"), ("Iว(?![ะ-ู่])F", "ua"), ("IัF?", "a"), ("Iะ", "a"),
        ("Iำ", "am"), ("IาF?", "a"), ("I[ิี]F?", "i"),
        ("Iือ(?![ะ-ู])", "u"), ("I[ึื]F?", "u"), ("I[ุู]F?", "u"),
        ("I็?อ(?![ะ-ู่])F?", "o"), ("IรรF", "a"), ("Iรร", "an"),
        (f"(?!{_PAIR})(?P<i>[ก-ฮ])(?=[ก-ฮ][ก-ฮ]$)", "a"), ("IF", "o"), ("(?P<i>[ก-ฮ])่?", "a"),
    )
)
_INITIALS: Final = str.maketrans({
    **dict.fromkeys("กขฃคฅฆ", "k"), "ง": "ng", **dict.fromkeys("จฉชฌ", "c"), **dict.fromkeys("ซศษส", "s"),
    **dict.fromkeys("ดตถทธฎฏฐฑฒ", "t"), **dict.fromkeys("นณ", "n"), **dict.fromkeys("บปผพภ", "p"),
    **dict.fromkeys("ฝฟ", "f"), "ม": "m", **dict.fromkeys("ยญ", "y"), "ร": "r", **dict.fromkeys("ลฬ", "l"), "ว": "w",
    **dict.fromkeys("หฮ", "h"), "อ": "",
})
_FINALS: Final = {
    **dict.fromkeys("กขฃคฅฆ", "k"), "ง": "ng", **dict.fromkeys("จฉชฌซศษสดตถทธฎฏฐฑฒ", "t"),
    **dict.fromkeys("นณญรลฬ", "n"),
    **dict.fromkeys("บปผพภฝฟ", "p"), "ม": "m", "ย": "i", "ว": "o",
}
# In this order: what people write for one sound. An r that only lengthens a vowel goes.
_ALIKE: Final = tuple((re.compile(found), written) for found, written in (
    (r"tch|ch|j", "c"), (r"ph", "p"), (r"th", "t"), (r"kh|ck|q", "k"), (r"sh|z|x", "s"), (r"v", "w"), (r"\bsr", "s"),
    (r"(?<=[aeiou])r(?![aeiouy])", ""), (r"(?<=[aeou])l(?![aeiouyl])", "n"),
    (r"oo+|ou", "u"), (r"ee+|ii+", "i"), (r"ie", "ia"), (r"ue|eu", "u"),
    (r"ae", "e"), (r"oe", "o"), (r"aa+", "a"),
    (r"ay(?![aeiou])|ei|ey", "ai"), (r"(?:aw|ow)(?![aeiou])|au", "ao"), (r"y(?![aeiou])", "i"), (r"b", "p"),
    (r"d", "t"), (r"(?<!n)g", "k"),
))
_LETTERS: Final = re.compile(r"[^a-z]+")
_WORD: Final = re.compile(r"[a-z]+")
_TWICE: Final = re.compile(r"(.)\1+")
_ONCE: Final = itemgetter(1)


def latin(text: str) -> str:
    """Its key, without blanks: one for สุนทรภู่, sunthorn phu and Sunthon Phoo; empty for other scripts."""
    return latin_of_folded(fold(text))


def latin_of_folded(folded: str) -> str:
    """The same of a text that `fold` has seen."""
    if folded.isascii():
        said = [_loose(word) for word in _WORD.findall(folded)]
    else:
        said = [_often(part) if len(part) <= _LONGEST else _written(part) for part in folded.split(" ")]
    return _TWICE.sub(_ONCE, "".join(said))


def _written(part: str) -> str:
    """What stands between two blanks, which no word goes beyond."""
    return "".join([_loose(word) if word.isascii() else _read(word) for word in segment(part)])


_often = lru_cache(_KEPT)(_written)


@lru_cache(_KEPT)
def _loose(word: str) -> str:
    """A word as people type it."""
    found = word
    for pattern, written in _ALIKE:
        found = pattern.sub(written, found)
    return _TWICE.sub(_ONCE, _LETTERS.sub("", found))


@lru_cache(_KEPT)
def _read(word: str) -> str:
    """A Thai word as it is read."""
    left = _TONE_FIRST.sub(r"่\1", _TONE.sub("่", _UNREAD.sub("", _SILENT.sub("", word))))[:_LONGEST]
    for found, read in _READ_AS:
        left = found.sub(read, left)
    said = []
    while left:
        for pattern, vowel in _SYLLABLES:
            if syllable := pattern.match(left):
                said.append(_said(syllable, vowel))
                left = left[syllable.end():]
                break
        else:
            left = left[1:]
    return "".join(said)


def _said(syllable: re.Match[str], vowel: str) -> str:
    parts = syllable.groupdict()
    return parts["i"].translate(_INITIALS) + vowel + _FINALS.get(parts.get("f") or "", "")
