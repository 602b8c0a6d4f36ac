"""Whether a text looks like Thai that somebody wrote: marks upon consonants, leading vowels before them."""

import re
from typing import Final

LETTERS: Final = re.compile("[\u0e01-\u0e5b]")
_RUNS: Final = re.compile("[\u0e01-\u0e5b]+")
MARKS: Final = re.compile("[ัิ-ฺ็-๎]")
# What Thai does not write: a mark or following vowel upon nothing, a leading vowel before nothing, digits in words.
_BAD: Final = re.compile(
    "(?=[ก-๛])(?:"  # rules out whatever is not Thai before any of these is tried
    "(?<![ก-ฮัิ-ฺ็-๎ํ])[ัิ-ฺ็-๎]|(?<![ก-ฮ็-๎ัิ-ฺะาๅ])[ะาำๅ]|[เ-ไ](?![ก-ฮ])|[่-๋][่-๋ัิ-ฺ]|[ิ-ู][ิ-ูั]|[ก-ฮ][฿๏๐-๙๚๛]|ฺ[ก-ฮ]?ฺ)"
)
_RARE: Final = re.compile("[ฃฅฆฌฏฑฺๅ๎ํ๚๛๏฿]")


def odd_share(text: str) -> float:
    """Signs per Thai letter that Thai writing does not have there, 0 for sound text; 1 where there is no Thai."""
    letters = sum(map(len, _RUNS.findall(text)))
    if not letters:
        return 1.0
    return (len(_BAD.findall(text)) + 0.25 * len(_RARE.findall(text))) / letters


def looks_thai(text: str, *, least: int = 2) -> bool:
    """Whether there are at least so many Thai letters and nearly all of them stand as Thai stands."""
    return len(LETTERS.findall(text)) >= least and odd_share(text) <= 0.12
