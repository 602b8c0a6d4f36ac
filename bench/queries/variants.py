"""How else people write a word: slips, homophones, loan words, and their own ways of writing Thai in Latin letters."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator

from bench.queries.keyboard import beside


def slip(text: str, chance: random.Random) -> str:
    """`text` with one letter or mark left out, doubled, swapped with the next, or its neighbour on the keyboard.

    Never the first sign, never a digit. All four are drawn alike.
    """
    places = [n for n in range(1, len(text)) if unicodedata.category(text[n])[0] in "LM"]
    kinds: list[Callable[[], str]] = [
        lambda: _at(text, chance.choice(places), lambda sign: ""),
        lambda: _at(text, chance.choice(places), lambda sign: sign * 2),
        lambda: _swapped(text, places, chance),
        lambda: _at(text, chance.choice(places), lambda sign: chance.choice(beside(sign) or sign)),
    ]
    made = text
    while made == text:
        made = chance.choice(kinds)()
    return made


def _at(text: str, place: int, change: Callable[[str], str]) -> str:
    return text[:place] + change(text[place]) + text[place + 1 :]


def _swapped(text: str, places: list[int], chance: random.Random) -> str:
    pairs = [n for n in places if n + 1 in places]
    if not pairs:
        return text
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


# Spelling

_LOANS = (
    ("คอมพิวเตอร์", "คอมพิวเตอ"), ("อินเทอร์เน็ต", "อินเตอร์เน็ต"), ("ดิจิทัล", "ดิจิตอล"),
    ("เทคโนโลยี", "เทคโนโลยี่"),
    ("วิดีโอ", "วีดีโอ"), ("โค้ดดิ้ง", "โค้ดดิง"), ("เบเกอรี่", "เบเกอรี"), ("เทคนิค", "เท็คนิค"),
    ("แท็บเล็ต", "แทบเล็ต"),
    ("พอดแคสต์", "พ็อดคาสต์"), ("โซลาร์เซลล์", "โซล่าเซลล์"), ("การ์ตูน", "กาตูน"), ("เฟอร์นิเจอร์", "เฟอนิเจอร์"),
    ("มอเตอร์ไซค์", "มอเตอร์ไซด์"), ("ฟิสิกส์", "ฟิสิกซ์"), ("กราฟิก", "กราฟฟิก"), ("ออนไลน์", "ออนไลท์"),
    ("แบตเตอรี่", "แบตเตอรี"), ("คลินิก", "คลีนิค"),
    ("เปอร์เซ็นต์", "เปอเซ็น"), ("โควตา", "โควต้า"), ("ลิฟต์", "ลิฟท์"), ("เว็บไซต์", "เวปไซต์"), ("กอล์ฟ", "ก๊อล์ฟ"),
)
_SOUNDS = (  # a rule a row: what stands there, what is written instead
    ("ทร(?=[าะงวั-ู]|$)", "ซ"),
    ("[ก-ฮ][ิุ]?์", ""), ("์", ""),
    ("รร(?=[ก-ฮ])", "ั"), ("รร$", "ัน"), ("สส", "ส"), ("ลล", "ล"), ("ชช", "ช"), ("ตต", "ต"), ("ทธ", "ธ"),
    ("ดด", "ด"), ("คค", "ค"), ("กก", "ก"),
    ("ฤ(?=[ก-ฮ])", "ริ"), ("พฤ", "พรึ"), ("ฤๅ", "รือ"),
)
_HOMOPHONES = (("ณ", "น"), ("ศ", "ส"), ("ษ", "ส"), ("ญ(?=$|[ก-ฮ])", "น"), ("ไ", "ใ"), ("ใ", "ไ"), ("ฐ", "ถ"),
    ("ภ", "พ"), ("ธ", "ท"), ("ฆ", "ค"))


def respelt(text: str) -> Iterator[str]:
    """Other spellings of a Thai text, loan words first, each with one thing changed."""
    for one, other in _LOANS:
        for right, wrong in ((one, other), (other, one)):
            if right in text and not (wrong in text and len(wrong) > len(right)):
                yield text.replace(right, wrong)
    for pattern, instead in _SOUNDS:
        made = re.sub(pattern, instead, text, count=1)
        if made != text and len(made) > 2:
            yield made


def misheard(text: str) -> Iterator[str]:
    """The same with a letter of the same sound: for texts that have none of the above."""
    for pattern, instead in _HOMOPHONES:
        made = re.sub(pattern, instead, text, count=1)
        if made != text:
            yield made


# Latin letters

_POPULAR = (
    ("ph", "p"), ("kh", "k"), ("th", "t"), ("ch", "j"),
    ("(?<=[^aeiou])i(?=[^aeiou]|$)", "ee"), ("(?<=[^aeiou])u(?=[^aeiou]|$)", "oo"), ("ueang", "uang"),
    ("ae", "a"), ("w(?=[ai])", "v"), ("aeo", "aew"), ("ao", "aw"), ("oe", "er"), ("ai", "ay"), ("khr", "kr"),
    ("ue", "eu"),
)


def popular(text: str, chance: random.Random) -> str:
    """Royal Institute spelling as people loosen it: at one or two places."""
    fits = [(pattern, instead) for pattern, instead in _POPULAR if re.search(pattern, text)]
    for pattern, instead in chance.sample(fits, min(len(fits), chance.choice((1, 1, 2)))):
        text = re.sub(pattern, instead, text, count=1)
    return text
