"""The text of one field: what does not belong into it taken out, what was misread turned back, what is gone said."""

import html
import re
from typing import Final

from rianru.kernel.formats.marc.doctor import mojibake
from rianru.kernel.formats.marc.doctor.notes import Notes
from rianru.kernel.formats.marc.marc8 import from_marc8

MARK: Final = "\x1f"
_LOW: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1e\x7f]")
# A control character where a code belongs; one that stands before a code is merely in the way.
_NO_CODE: Final = re.compile("\x1f[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1e\x7f]+(?![a-z0-9\x1f])")
_HIGH: Final = re.compile("[\x80-\x97\x99-\x9b\x9d-\x9f]")  # 98 and 9C mark words that do not count for order
_ESCAPED: Final = re.compile("\x1b[bgp][ -~]{1,40}(?=\x1b)|\x1b\\$1(?:[!-~]{3})+(?=\x1b)")
_ESCAPE: Final = re.compile("\x1b(?:[bgps]|[(,)\\-]!?[1-4BENQS]|\\$[,)\\-]?1|[ -/]+[0-~])?")
_REFERENCE: Final = re.compile("&(?:amp;)*\\s?#\\s?(?:[xX]\\s?([0-9A-Fa-f]{1,8})|([0-9]{1,9}))(;?)")
_REFERENCE_LEFT: Final = re.compile("&(?:amp;)*\\s?#\\s?[xX0-9;]")
_ADDRESS: Final = re.compile("://|www\\.|mailto:|\\?[\\w.]{1,40}=", re.IGNORECASE)
_QUESTIONS: Final = re.compile("(?:^|(?<=[\\s(\\[\"'“/:.,-]))\\?{3,}")
_QUESTION_INSIDE: Final = re.compile(
    "(?<=[A-Za-z]['’])\\?(?=[a-z])|(?<=[A-Za-z])\\?{1,2}(?=[a-z])|(?:^|(?<=\\s))\\?(?=[a-z]{2})"
)
_CODE: Final = re.compile("[!-~]")
_LINK: Final = re.compile("[0-9A-Z]{3}-[0-9]{2}")
_CHAIN: Final = re.compile("[0-9]+(?:\\.[0-9]+)?(?:\\\\[a-z])?$")
_WRITTEN: Final = re.compile("^([ -~]{2}|\\s{0,2})\\s?([$|‡ǂ])(?=[a-z0-9])")
_INDICATORS: Final = re.compile("[0-9 |#]{2}")
_SUBFIELDS: Final = re.compile("[0-9 ]{0,3}\x1f[!-~]")
# What makes text worth taking apart, in parts that are quick to rule out: each begins with a sign found fast.
REFERENCE_TRACE: Final = re.compile("&(?:amp;)*\\s?#")
QUESTION_TRACE: Final = re.compile(
    "\\?(?:\\?\\?|(?<=[A-Za-z'’]\\?)\\??[a-z]|(?<=[\\s\x1f]\\?)[a-z]{2}|(?<=\x1f[a-z]\\?)[a-z]{2})"
)
MARK_TRACE: Final = re.compile("\x1f(?:[^!-~]|[0124-57-9][0-9]{3}|$)")
LOW_TRACE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1c\x7f\ufeff]")


def worth_a_look(text: str) -> bool:
    """Whether anything in a field's text may have to be put right."""
    if LOW_TRACE.search(text) or MARK_TRACE.search(text):
        return True
    if "&" in text and REFERENCE_TRACE.search(text):
        return True
    if "?" in text and QUESTION_TRACE.search(text):
        return True
    return not text.isascii() and mojibake.TRACE.search(text) is not None


def mended_field(tag: str, text: str, notes: Notes, *, bold: bool = False) -> str:
    """A field's text in ISO 2709's writing, put right. `bold`: mojibake was found elsewhere in the record."""
    text = _cleaned(text, notes)
    if tag < "010":
        return _controlled(text, notes)
    if MARK not in text:
        text = _delimited(text, notes)
    text = _joined(tag, _taken_in(text, notes), notes)
    indicators, *values = text.split(MARK)
    return MARK.join([indicators, *(value[:1] + mended_text(value[1:], notes, bold=bold) for value in values)])


def mended_text(text: str, notes: Notes, *, bold: bool = False) -> str:
    """One value put right."""
    if "&" in text:
        text = _dereferenced(text, notes)
    if not text.isascii() and (bold or mojibake.TRACE.search(text)):
        turned = mojibake.turned_back(text, bold=bold)
        if turned is not None:
            notes.mended("mojibake")
            text = _cleaned(turned.text, notes)
            if mojibake.left_over(text):
                notes.lost("encoding_unsure")
        if _HIGH.search(text):
            notes.mended("controls")
            notes.lost("characters_lost")
            text = _HIGH.sub("", text)
    if "\ufffd" in text or ("?" in text and _questioned(text)):
        notes.lost("characters_lost")
    return text


def _cleaned(text: str, notes: Notes) -> str:
    """Without byte order marks, escapes of MARC-8 and control characters."""
    if "\ufeff" in text:
        notes.mended("bom")
        text = text.replace("\ufeff", "")
    if "\x1b" in text:
        notes.mended("escapes")
        text = _ESCAPE.sub("", _ESCAPED.sub(_switched, text))
    if _LOW.search(text):
        notes.mended("controls")
        text = _LOW.sub("", _NO_CODE.sub(f"{MARK} ", text))
    return text


def _controlled(text: str, notes: Notes) -> str:
    """A control field. Subfields in it become words; any other mark is taken out."""
    if MARK not in text:
        return text
    if _SUBFIELDS.match(text) is None:
        notes.mended("subfield_mark")
        return text.replace(MARK, "")
    notes.mended("field_kind")
    return " ".join(value[1:] for value in text.split(MARK)[1:])


def _switched(match: re.Match[str]) -> str:
    """A stretch in another set of MARC-8 inside Unicode: CO₂ written with its escapes."""
    converted = from_marc8(match[0].encode("ascii"))
    return match[0] if converted.unknown else converted.text


def _delimited(text: str, notes: Notes) -> str:
    """A field whose delimiters are written as `$a`, `|a` or `‡a`; any other becomes one subfield."""
    match = _WRITTEN.match(text)
    if match is None:
        return text
    notes.mended("delimiters")
    indicators, rest = match[1].ljust(2)[:2], text[match.end() :]
    return f"{indicators}{MARK}" + re.sub(f"\\s?{re.escape(match[2])}(?=[a-z]|[0-9][^0-9 .,])", MARK, rest)


def _taken_in(text: str, notes: Notes) -> str:
    """Text that stands before the first mark as $a. A single sign there is an indicator too many."""
    end = text.find(MARK)
    before = text if end < 0 else text[:end]
    indicators, rest = (before[:2], before[2:]) if _INDICATORS.match(before) else ("  ", before)
    if len(before) < 3 or not (rest := rest.strip()) or (len(before) == 3 and end >= 0):
        return text
    notes.mended("text_outside")
    return f"{indicators}{MARK}a{rest}" + ("" if end < 0 else text[end:])


def _joined(tag: str, text: str, notes: Notes) -> str:
    """Marks followed by no code taken out of the text that they tore apart; what has none before it is $a."""
    indicators, *values = text.split(MARK)
    found: list[str] = []
    for value in values:
        if found and _torn(tag, value):
            found[-1] += value
            notes.mended("subfield_mark")
        elif value and not _CODE.match(value):
            found.append("a" + value.lstrip())
            notes.mended("subfield_code")
        elif value:
            found.append(value)
    return MARK.join([indicators, *found])


def _torn(tag: str, value: str) -> bool:
    """Whether what follows a mark is no code and value: a letter of another script, a blank, or a number."""
    code, rest = value[:1], value[1:]
    if not code:
        return False
    if not _CODE.match(code):
        return True
    if not code.isdigit() or not rest[:1].isdigit():
        return False
    if code in "68":
        return tag < "900" and not (_LINK if code == "6" else _CHAIN).match(rest)
    if tag in ("245", "250", "260", "264", "300", "490", "246") or tag[0] == "5":
        return code != "3" and bool(re.match("[0-9]{3}", rest))
    return False


def _dereferenced(text: str, notes: Notes) -> str:
    """`&#x0E25;` and `&#3621;` as letters; what cannot be one is left as it is and said."""

    def letter(match: re.Match[str]) -> str:
        digits, base = (match[1], 16) if match[1] else (match[2], 10)
        rest = ""
        if not match[3]:  # without its end: as many digits as a Thai letter has, the rest is text
            size = 4 if digits[:1] == "0" or base == 10 else 3
            digits, rest = digits[:size], digits[size:]
        code = int(digits, base)
        if (code < 0x100 and not match[3]) or not _is_letter(code):
            return match[0]
        notes.mended("references")
        return (html.unescape(f"&#{code};") if 0x7F < code < 0xA0 else chr(code)) + rest

    text = _REFERENCE.sub(letter, text)
    if _REFERENCE_LEFT.search(text) and not _ADDRESS.search(text):
        notes.lost("references_broken")
    return text


def _is_letter(code: int) -> bool:
    return 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and code not in (0x7F, 0xFFFE, 0xFFFF)


def _questioned(text: str) -> bool:
    """Whether question marks stand where letters were."""
    if _ADDRESS.search(text):
        return False
    if _QUESTIONS.search(text) or _QUESTION_INSIDE.search(text):
        return True
    count = text.count("?")
    return count >= 4 and count * 2 >= sum(not sign.isspace() for sign in text)
