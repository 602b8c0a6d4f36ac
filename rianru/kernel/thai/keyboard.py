"""The other keyboard layout: what was meant when the keyboard was set to the wrong language.

Kedmanee, the usual Thai layout (TIS 820-2538), over QWERTY: rows of keys from the left, then the same with shift.
"""

from __future__ import annotations

from typing import Final

_ROWS: Final = (
    ("`1234567890-=", "_ๅ/-ภถุึคตจขช"),
    ("qwertyuiop[]\\", "ๆไำพะัีรนยบลฃ"),
    ("asdfghjkl;'", "ฟหกดเ้่าสวง"),
    ("zxcvbnm,./", "ผปแอิืทมใฝ"),
    ("~!@#$%^&*()_+", "%+๑๒๓๔ู฿๕๖๗๘๙"),
    ("QWERTYUIOP{}|", '๐"ฎฑธํ๊ณฯญฐ,ฅ'),
    ('ASDFGHJKL:"', "ฤฆฏโฌ็๋ษศซ."),
    ("ZXCVBNM<>?", "()ฉฮฺ์?ฒฬฦ"),
)
_LATIN: Final = "".join(latin for latin, _ in _ROWS)
_THAI: Final = "".join(thai for _, thai in _ROWS)
_TO_THAI: Final = str.maketrans(_LATIN, _THAI)
_TO_LATIN: Final = str.maketrans(_THAI, _LATIN)


def other_layout(text: str) -> str:
    """The keys that were pressed, read in the other layout: l;ylfu as สวัสดี, and back; blanks stay.

    The layout of most of its letters is taken to be the wrong one. Empty where there are no letters, or Thai and Latin
    ones in equal number.
    """
    thai = sum("\u0e00" <= sign <= "\u0e7f" for sign in text)
    latin = sum(sign.isascii() and sign.isalpha() for sign in text)
    if thai == latin:
        return ""
    return text.translate(_TO_LATIN if thai > latin else _TO_THAI)
