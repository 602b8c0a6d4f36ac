"""Names of people as they are compared: without titles of rank, in any order."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from rianru.kernel.thai import fold

FARTHEST = 0.20  # of the longer name, in characters
_KEPT = 20_000  # names, words and pairs of names: records repeat each other; a few megabytes each
_THAI = "\u0e00-\u0e7f"
# Titles are written in front, behind or not at all, and glued to a Thai name as often as not: longest first, so that
# นางสาว goes before นาง. Some also begin names (พระ, นาย): those are titles only where they stand alone.
_LISTED = [
    line.strip() for line in Path(__file__).with_name("ranks.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
_OFTEN_PARTS = frozenset({"พระ", "หลวง", "ขุน", "นาย", "นาง", "ครู", "พระยา", "พระมหา"})
_RANK = frozenset(rank.replace(".", "") for rank in _LISTED)
_GLUED = sorted((rank for rank in _LISTED if not rank.isascii() and rank not in _OFTEN_PARTS), key=len, reverse=True)
_GLUED_RANK = re.compile(rf"^(?:{'|'.join(map(re.escape, _GLUED))})(?=[{_THAI}]{{2}})")
_INTRODUCED = re.compile(
    r"^(?:(?:เขียน|แต่ง|เรียบเรียง|รวบรวม|จัดทำ|บรรยาย)และ?(?=เรียบเรียง)|)(?:เขียน|แต่ง|เรียบเรียง|รวบรวม|จัดทำ|เรื่อง|บรรยาย)?โดย\s*|"
    r"^(?:ผู้แต่ง|ผู้เขียน|ผู้เรียบเรียง|ผู้จัดทำ|เรื่อง(?:และภาพ)?|by|written by|text by|edited by|story by)\s*:?\s+"
)
_OTHERS = re.compile(r"[;/]|\.{3}|…|\[?\bet al\b|และคน(?:อื่น|ะ)|(?:ผู้)?แปล")
_BETWEEN = re.compile(r",| และ |\band\b|&| กับ ")
_BODY = re.compile(
    r"^(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)?|สำนักงาน(?:คณะกรรมการ)?|คณะกรรมการ|มหาวิทยาลัย(?:ราชภัฏ)?|"
    r"วิทยาลัย|โรงเรียน|โรงพยาบาล|สถาบัน|ศูนย์(?:การเรียนรู้)?|สมาคม|มูลนิธิ|กระทรวง|กรม|คณะ|ห้องสมุด|บริษัท|"
    r"(?:the )?(?:university|institute|ministry|department|office|association|school|library|cent(?:er|re)) of "
    r"(?:the )?)\s*"
)
_WORD = re.compile(rf"[{_THAI}.]+|[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?|\d+")


def words_of(name: str) -> list[str]:
    """The words of a name, folded, without titles of rank, dates and signs; `Family, Given` as Given Family."""
    return _words(fold(name))


def _words(folded: str) -> list[str]:
    head, comma, tail = folded.partition(",")
    given_first = f"{tail} , {head}" if comma else head
    found: list[str] = []
    for word in _WORD.findall(given_first):
        bare = _bare(word)
        if bare:
            found.append(bare)
    return found


@lru_cache(_KEPT)
def _bare(word: str) -> str:
    plain = word.replace(".", "")
    if plain in _RANK or plain.isdigit():
        return ""
    while (shorter := _GLUED_RANK.sub("", word)) != word:
        word = shorter
    return word.replace(".", "")


@lru_cache(_KEPT)
def name_key(name: str) -> str:
    """The words of a name joined by blanks, given name first; empty for a name of signs alone."""
    return " ".join(words_of(name))


def names_in(statement: str) -> tuple[str, ...]:
    """The authors that a statement of responsibility names, up to three; translators and others behind `;` are not."""
    return named_in(fold(statement))


def named_in(folded: str) -> tuple[str, ...]:
    """The same of a statement that is folded already."""
    first = _OTHERS.split(folded)[0]
    found = (_INTRODUCED.sub("", part.strip(" .[]()")) for part in _BETWEEN.split(first))
    return tuple(dict.fromkeys(filter(None, (" ".join(_words(one)) for one in found))))[:3]


def alike(left: str, right: str, *, slack: float = 1.0) -> bool:
    """Whether two keys differ by at most 20 % of the longer one, in characters, whatever the order of their words.

    An initial stands for a word that begins with it (`j smith`, `john smith`). `slack` widens the 20 %.
    """
    return left == right or _alike(left, right, slack)


@lru_cache(_KEPT)
def _alike(left: str, right: str, slack: float) -> bool:
    left, right = _own(left), _own(right)
    if _near(left, right, slack) or _near(_sorted(left), _sorted(right), slack):
        return True
    return _initials(left.split(), right.split())


@lru_cache(_KEPT)
def script(key: str) -> str:
    """thai or other: names in two scripts cannot be compared letter by letter."""
    return "thai" if any("\u0e00" <= sign <= "\u0e7f" for sign in key) else "other"


def _near(left: str, right: str, slack: float) -> bool:
    limit = int(max(len(left), len(right)) * FARTHEST * slack)
    return OSA.distance(left, right, score_cutoff=limit) <= limit


def _own(key: str) -> str:
    """A body without what all of its kind are called: เทศบาลตำบล, โรงเรียน, University of."""
    return _BODY.sub("", key) or key


def _sorted(key: str) -> str:
    return " ".join(sorted(key.split()))


def _initials(left: Sequence[str], right: Sequence[str]) -> bool:
    if not left or len(left) != len(right):
        return False
    pairs = list(zip(sorted(left), sorted(right), strict=True))
    short = sum(1 for one, other in pairs if one != other and one[0] == other[0] and 1 in (len(one), len(other)))
    return 0 < short < len(pairs) and all(
        one == other or (one[0] == other[0] and 1 in (len(one), len(other))) for one, other in pairs
    )
