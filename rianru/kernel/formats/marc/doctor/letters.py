"""MARC-8 or Latin-1: how well the bytes of a text fit either, letter by letter with its neighbours.

In MARC-8 an accent is a byte before its letter (`\\xe2e` is é); in Latin-1 the letter is one byte, which MARC-8 would
read as an accent on what follows. So what follows tells: â hardly ever stands before a vowel, a háček never
before a blank.
"""

import re
import unicodedata
from typing import Final

_HIGH: Final = re.compile(rb"[\x80-\xff]")
_VOWELS: Final = frozenset("aeiouyAEIOUY")
_UNKNOWN: Final = -8.0
_FITS: Final = 2.0
_ODD: Final = -3.0
_ANY: Final = "abcdefghijklmnopqrstuvwxyz"
# Accent of MARC-8 → letters that bear it in the languages and romanisations of libraries.
_BEARERS: Final[dict[int, str]] = {
    0xE0: "aeiouy", 0xE1: "aeiou", 0xE2: "aeiouycnszlkgr", 0xE3: "aeiouwycghjsz", 0xE4: "anoiuey", 0xE5: "aeiouy",
    0xE6: "aeiougcy", 0xE7: "zcegimn", 0xE8: "aeiouy", 0xE9: "cszrendtlgaiu", 0xEA: "aur", 0xEB: _ANY, 0xEC: _ANY,
    0xEE: "ou", 0xEF: "m", 0xF0: "cstkglnrdh", 0xF1: "aeiuo", 0xF2: "adehiklmnorstuvyz", 0xF3: "tu", 0xF4: "rlm",
    0xF6: "bdhklnrtz", 0xF7: "st", 0xF9: "h", 0xFA: "n", 0xFB: "g", 0xFE: "aeiouc",
}  # fmt: skip
_MARKS: Final = {
    0xE0: "\u0309", 0xE1: "\u0300", 0xE2: "\u0301", 0xE3: "\u0302", 0xE4: "\u0303", 0xE5: "\u0304", 0xE6: "\u0306",
    0xE7: "\u0307", 0xE8: "\u0308", 0xE9: "\u030c", 0xEA: "\u030a", 0xEE: "\u030b", 0xF0: "\u0327", 0xF1: "\u0328",
    0xF2: "\u0323",
}  # fmt: skip
_RARE_ACCENTS: Final = frozenset((0xF3, 0xF6, 0xF7, 0xF9, 0xFA, 0xFB, 0xFE))
# Small letters of Latin-1 → letters that follow; "." stands for a blank, a sign or the end.
_CONSONANTS: Final = "bcdfghjklmnpqrstvwxz"
_MOST: Final = "." + _CONSONANTS
_FOLLOWERS: Final[dict[str, str]] = {
    "à": ".bcdfglnprstvm", "á": _MOST, "â": "cbgmlnprstvf.", "ã": "oesn.", "ä": "iu" + _MOST, "å": _MOST, "æ": _MOST,
    "ç": "aouãõeá.", "è": _MOST, "é": "eaoéu" + _MOST, "ê": "tmnlcvs.rpq", "ë": ".lnrstmz", "ì": _MOST,
    "í": "aoe" + _MOST, "î": "tnlmcrs.", "ï": ".vqnmsetlrcdkz", "ð": ".aiurselan", "ñ": "aoeiu", "ò": _MOST, "ó": _MOST,
    "ô": "tlnmpcsrvduib.", "õ": "es.", "ö": _MOST, "ø": _MOST, "ù": ".", "ú": _MOST, "û": "trmlcngd.",
    "ü": "ei" + _MOST, "ý": _MOST, "þ": "aeiou", "ÿ": ".", "ß": "e" + _MOST,
}  # fmt: skip
# Letters beyond ASCII that a language has, small. What its books write otherwise is names from elsewhere.
_LETTERS: Final = (
    ("fre", "àâçéèêëîïôùûüÿœæ"), ("spa", "áéíóúñü"), ("por", "ãõáâàçéêíóôú"), ("ita", "àèéìòùî"), ("ger", "äöüßé"),
    ("dan nor", "æøåéä"), ("swe fin", "äöåé"), ("dut", "ëïéèöüê"), ("cat", "àçèéíïòóúü"), ("ice", "áðéíóúýþæö"),
    ("cze slo", "áčďéěíňóřšťúůýžäĺľôŕ"), ("pol", "ąćęłńóśźż"), ("scr hrv scc srp slv mac", "čćđšžǵḱ"),
    ("hun", "áéíóöőúüű"), ("rum", "ăâîşţșț"), ("tur", "çğıöşüâî"), ("rus ukr bul", "ĭëėʹʺ"),
    ("lit lav", "ąčęėįšųūžāēģīķļņ"),
)  # fmt: skip
_ALPHABETS: Final = {code: frozenset(letters) for codes, letters in _LETTERS for code in codes.split()}
_SLAVIC: Final = frozenset("čšžćśńřňťźľ")
_DIGITS: Final = frozenset("0123456789")


def as_marc8(raw: bytes, language: str = "") -> float:
    """How well high bytes fit MARC-8: 2 for each that fits, less than 0 for what MARC-8 does not write.

    `language` is the code in 008; it counts for a letter that it has, and against one that it has not.
    """
    text = raw.decode("latin-1")
    total, accents = 0.0, 0
    for match in _HIGH.finditer(raw):
        at = match.start()
        code, after, before = raw[at], _at(text, at + 1), _at(text, at - 1)
        if code >= 0xE0:
            accents += 1
            total += _accent(code, text, at, before, _ALPHABETS.get(language))
        elif code in (0xA7, 0xAE, 0xB0, 0xB7):  # soft and hard sign, hamza, ayn: beside letters
            total += (
                _FITS if before.isalpha() or after.isalpha() or after >= "\xe0" else 1.0 if before in _DIGITS else _ODD
            )
        elif code in (
            0xA1,
            0xA2,
            0xA3,
            0xA4,
            0xA5,
            0xA6,
            0xB1,
            0xB2,
            0xB3,
            0xB4,
            0xB5,
            0xB6,
            0xB8,
            0xBA,
            0xAC,
            0xAD,
            0xBC,
            0xBD,
        ):
            total += _FITS if after.isalpha() or before.isalpha() else 0.0
        elif code in (0xC2, 0xC3):
            total += _FITS if after in _DIGITS or after in " [" else _ODD
        elif code in (0xC5, 0xC6):
            total += _FITS if after.isupper() and after < "\x7f" and not before.isalpha() else 0.0
        elif code == 0xC7:
            total += _FITS if before.islower() and before < "\x7f" else _ODD
        elif code in (0xA8, 0xA9, 0xAA, 0xAB, 0xB9, 0xC0, 0xC1, 0xC4, 0xC8):
            total += 1.0 if not after.isalpha() or not before.isalpha() else _ODD
        elif code not in (0x88, 0x89, 0x8D, 0x8E):
            total += _UNKNOWN
    return total


def _accent(code: int, text: str, at: int, before: str, alphabet: frozenset[str] | None) -> float:
    """One accent before its letter; further accents may stand between them."""
    step = at + 1
    while _at(text, step) >= "\xe0" and step - at < 3:
        step += 1
    bearer, after = _at(text, step), _at(text, step + 1)
    if not bearer.isalpha() or bearer > "\x7f":
        return _UNKNOWN
    if bearer.lower() not in _BEARERS.get(code, ""):
        return _ODD
    if code == 0xE4 and bearer == "n" and after not in _VOWELS and after not in "jc":
        return _ODD  # ñ stands before a vowel (before j and c in Sanskrit); än does not have to
    if code == 0xF1 and before in _VOWELS:
        return 0.0 if before == "i" else _ODD  # ą and ę follow consonants or i, ñ vowels
    if code == 0xE6 and bearer == "g" and before not in _VOWELS:
        return _ODD  # ğ follows a vowel, æ does not have to
    if code == 0xE3 and bearer in _VOWELS and not after.isalpha():
        return 0.0  # ão ends a word in Portuguese, ô hardly anywhere
    letter = unicodedata.normalize("NFC", bearer.lower() + _MARKS.get(code, ""))
    fit = 0.5 if code in _RARE_ACCENTS else _FITS
    if letter in _SLAVIC and before.isalpha():
        fit += 1.0 if before in _VOWELS or before >= "\xe0" else -1.0 if after in _VOWELS else -2.0
    return fit + _at_home(letter, alphabet)


def _at_home(letter: str, alphabet: frozenset[str] | None) -> float:
    if alphabet is None:
        return 0.0
    return 1.0 if letter in alphabet else -1.5


def as_latin(raw: bytes, language: str = "") -> float:
    """How well high bytes fit Latin-1 (or CP1252), in the same measure."""
    text = raw.decode("cp1252", "replace")
    total = 0.0
    for match in _HIGH.finditer(raw):
        at = match.start()
        sign, after, before = text[at], _at(text, at + 1), _at(text, at - 1)
        if sign in "×÷":
            total += _ODD
        elif sign.islower() and sign in _FOLLOWERS:
            total += _small(sign, after, before) + _at_home(sign, _ALPHABETS.get(language))
        elif sign.isupper():
            inside = before.islower()
            total += _ODD if inside else _FITS if after.isalpha() or not after.strip() else 0.0
            total += _at_home(sign.lower(), _ALPHABETS.get(language))
        elif sign in "‘’“”–—…€•":
            total += 1.0
        elif sign in "°º":
            total += 1.0 if before in _DIGITS or not before.isalpha() else _ODD
        elif sign in "«»©®·¿¡§ª²³£\xa0±´":
            total += 1.0 if not (before.isalpha() and after.isalpha()) else 2 * _ODD
        else:
            total += _UNKNOWN if sign == "\ufffd" else _ODD
    return total


def _small(sign: str, after: str, before: str) -> float:
    if after.isupper() and not before.isupper():
        return _ODD
    plain = after.lower() if after.isalpha() else "."
    if plain > "\x7f":
        return _FITS if plain in _FOLLOWERS[sign] else 0.0
    if plain not in _FOLLOWERS[sign]:
        return _ODD
    if sign == "ñ" and before not in _VOWELS:
        return _ODD
    if sign == "é" and plain in _CONSONANTS and before.isalpha():
        return _FITS + (1.0 if before not in _VOWELS else 0.0 if before in "iu" else -1.0)
    return _FITS + (1.0 if sign == "ã" and plain == "o" else 0.0)


def _at(text: str, at: int) -> str:
    return text[at] if 0 <= at < len(text) else " "
