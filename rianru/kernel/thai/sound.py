"""What a text sounds like, coarsely: for spellings that differ and sound alike. Not a transcription: Thai letters that
sound alike are written as one. kernel.thai.latin does the same for Thai in Latin letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from typing import Final

from rianru.kernel.thai.normal import fold

_KEPT: Final = 20_000  # names and titles: they come again and again
_SILENT: Final = re.compile(r"[ก-ฮ][ิุ]?์")  # with thanthakhat, and the vowel under it: จันทร์, สิทธิ์
_SILENT_PAIR: Final = re.compile(r"(?<=น)ทร์|(?<=[สศ])ตร์|(?<=ก)ษณ์|(?<=ก)ษมณ์")  # จันทร์, ศาสตร์, ลักษณ์, ลักษมณ์
_NOT_SPOKEN: Final = re.compile(r"[^a-z0-9ก-ฮฤะ-ูเ-ไ]+")
_TONES: Final = re.compile(r"[็-๎ฺๆฯ]")
_SA: Final = re.compile(r"ทร(?=[าิีึืุูัว]|$)|(?<![ก-ฮ])ทร(?=[ก-ฮ][ก-ฮาิีึืุู])")  # ทราบ, ทรง, อินทรี: read as ซ
_SAME: Final = str.maketrans({
    **dict.fromkeys("ศษซ", "ส"), **dict.fromkeys("ณ", "น"), **dict.fromkeys("ฬ", "ล"), **dict.fromkeys("ญ", "ย"),
    **dict.fromkeys("ฎ", "ด"), **dict.fromkeys("ฏ", "ต"), **dict.fromkeys("ธฑฒถฐ", "ท"), **dict.fromkeys("ภผ", "พ"),
    **dict.fromkeys("ฝ", "ฟ"), **dict.fromkeys("ฆฅขฃ", "ค"), **dict.fromkeys("ฌฉ", "ช"), "ฮ": "ห",
    "ี": "ิ", "ื": "ึ", "ู": "ุ", "ใ": "ไ", "ะ": "", "ำ": "ัม",
})
_AI: Final = re.compile(r"ไ([ก-ฮ])")  # ใจ, ไจ and จัย
_TWICE: Final = re.compile(r"([ก-ฮa-z])\1+")
_ONCE: Final = itemgetter(1)


@lru_cache(_KEPT)
def spoken(text: str) -> str:
    """Letters that sound alike as one, without tones, silent letters and blanks: ทราย and ซาย, สิทธิ์ and สิท."""
    return spoken_of_folded(fold(text))


def spoken_of_folded(folded: str) -> str:
    """The same of a text that `fold` has seen."""
    if folded.isascii():
        return _TWICE.sub(_ONCE, _NOT_SPOKEN.sub("", folded))
    folded = folded.replace("รร", "ั").replace("ฤๅ", "ริ").replace("ฤ", "ริ")
    if "์" in folded:
        folded = _SILENT.sub("", _SILENT_PAIR.sub("", folded))
    bare = _TONES.sub("", folded)
    alike = _NOT_SPOKEN.sub("", _SA.sub("ส", bare) if "ทร" in bare else bare).translate(_SAME)
    return _TWICE.sub(_ONCE, _AI.sub(_with_y, alike) if "ไ" in alike else alike)


def _with_y(found: re.Match[str]) -> str:
    return found[1] + "ัย"
