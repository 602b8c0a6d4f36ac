"""Where Thai may not be cut: character clusters and graphemes.

A Thai character cluster is a consonant with everything that cannot stand without it (Theeramunkong et al., "Character
cluster based Thai information retrieval", IRAL 2000). Words begin and end only between clusters. Unicode's extended
grapheme clusters (UAX #29) are smaller: they part a leading vowel from its consonant.
"""

from __future__ import annotations

import re
from typing import Final

import regex  # type: ignore[import-untyped]

_C = "[ก-ฮ]"
_T = "[่-๋]?"
_FREE = "(?![ัิ-ฺ็-๎ะาำๅ])"  # the letter before carries nothing, so it is a vowel or a final, not a beginning
_KARAN = f"(?:{_C}{_C}?[ิุ]?์)?"  # silenced letters close the cluster before them: จันทร์ as จั-นทร์ never splits at ์
_RULES: Final = (
    f"เ{_C}{_T}าะ",
    f"เ{_C}{_C}{_T}าะ",
    f"เ{_C}{_C}?ี{_T}ยะ?",
    f"เ{_C}{_C}?ื{_T}อะ?",
    f"เ{_C}[รลวงนมยชอ]?ิ{_T}{_C}{_FREE}",
    f"เ{_C}{_T}อะ",
    f"เ{_C}{_T}อ(?!อ){_FREE}",
    f"เ{_C}{_C}?็{_C}",
    f"แ{_C}{_C}?็{_C}",
    f"[เ-ไ]{_C}{_T}[ะา]?ะ?",
    f"{_C}[่-๋]อ(?!อ){_FREE}",
    f"{_C}รร{_FREE}(?:{_C}{_FREE})?",
    f"{_C}ั{_T}วะ",
    f"{_C}ั{_T}{_C}",
    f"{_C}[ึื]{_T}(?:{_C}{_FREE})?",
    f"{_C}[ิีุู็]?{_T}[ะาำๅ]?",
    f"{_C}ฺ",
)
_CLUSTER: Final = re.compile(f"(?:{'|'.join(_RULES)}){_KARAN}[ัิ-ฺ็-๎ะาำๅ]*|.[ัิ-ฺ็-๎ะาำๅ]*", re.DOTALL)

_LEADING: Final = frozenset("เแโใไ")
_DEPENDENT: Final = frozenset("ะัาำิีึืฺุู็่้๊๋์ํ๎ๅ")


def clusters(text: str) -> list[str]:
    """Thai character clusters, which joined again give `text`; other characters one by one."""
    return _CLUSTER.findall(text)


def graphemes(text: str) -> list[str]:
    """What a reader counts as one character (UAX #29 extended grapheme clusters); joined again they give `text`."""
    return list(regex.findall(r"\X", text))


def may_part(left: str, right: str) -> bool:
    """Whether Thai allows a cut between two characters: not after a leading vowel nor before what hangs on a letter."""
    return left not in _LEADING and right not in _DEPENDENT
