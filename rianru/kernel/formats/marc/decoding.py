"""Bytes of a record that came as text (XML, JSON, a table) → text. What a file declares is believed last."""

import re
from dataclasses import dataclass, field

_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SURE = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")  # a Thai letter in UTF-8
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_WRAPPED_THAI = re.compile("(?<=[\u0e01-\u0e4e])[\r\n]+(?=[\u0e01-\u0e4e])")
_WRAPPED = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_ADDRESS = re.compile(r"https?://\S+(?:[\r\n]+(?!https?:)\S+)*")
_THAI = re.compile(rb"[\xa1-\xda\xdf-\xfb]")
_TURNED = {"cp874": "thai_bytes", "latin-1": "latin_bytes", "mixed": "mixed_encodings"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
NAMES = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874", "cp874": "cp874", "iso-8859-11": "cp874",
    "x-windows-874": "cp874", "ms874": "cp874",
    "iso-8859-1": "latin-1", "latin1": "latin-1", "latin-1": "latin-1", "windows-1252": "latin-1", "cp1252": "latin-1",
}  # fmt: skip


@dataclass(slots=True)
class Findings:
    """What is noted while a record is read. Codes are kept once, in the order of their finding."""

    encoding: str = "ascii"
    repairs: dict[str, None] = field(default_factory=dict)
    losses: dict[str, None] = field(default_factory=dict)

    def mended(self, code: str) -> None:
        """Notes a repair."""
        self.repairs[code] = None

    def lost(self, code: str) -> None:
        """Notes what cannot be mended."""
        self.losses[code] = None


def known(name: str) -> str:
    """utf-8, cp874 or latin-1 for the name that a file, a setting or a person gives an encoding; else empty."""
    return NAMES.get(plain(name), "")


def plain(name: str) -> str:
    """The name of an encoding as lists of them have it."""
    return name.strip().lower().replace("_", "-")


def decode(raw: bytes, declared: str, parts: re.Pattern[bytes], notes: Findings) -> str:
    """The text of a record's bytes. UTF-8 when they are; else each match of `parts` (one value) is judged by itself.

    `declared` is a name that `known` gave, or empty. `notes.encoding` becomes ascii, utf-8, cp874, latin-1 or mixed.
    """
    if raw.isascii():
        return raw.decode("ascii")
    whole = _utf8(raw)
    if whole is not None and (declared != "cp874" or _SURE.search(raw)):
        notes.encoding = "utf-8"
        if declared not in ("", "utf-8"):
            notes.mended("flag")
        return whole
    thai = declared == "cp874" or any(_speaks_thai(part) for part in parts.findall(raw))
    found: set[str] = set()
    judged = parts.sub(lambda part: _judged(part[0], declared, thai, found, notes).encode("utf-8"), raw)
    notes.encoding = found.pop() if len(found) == 1 else "mixed"
    if declared != notes.encoding:
        notes.mended(_TURNED.get(notes.encoding, "flag"))
    return judged.decode("utf-8", "replace")


def _utf8(part: bytes) -> str | None:
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _speaks_thai(part: bytes) -> bool:
    """Whether it can only be Thai of one byte a letter."""
    return not part.isascii() and _utf8(part) is None and not _SURE.search(part) and _looks_thai(part)


def _judged(part: bytes, declared: str, thai: bool, found: set[str], notes: Findings) -> str:
    """One value. Two Thai letters of one byte each can look like one of UTF-8 (รถ and ö): `thai`, what the record shows
    elsewhere, decides then. What fits nothing is replaced and noted as lost.
    """
    if part.isascii():
        return part.decode("ascii")
    text = _utf8(part)
    sure = _SURE.search(part)
    if text is not None and (sure or not thai):
        found.add("utf-8")
        return text
    if sure or (not thai and _mostly_utf8(part)):
        found.add("utf-8")
        notes.lost("characters_lost")
        return part.decode("utf-8", "replace")
    encoding = declared if declared in ("cp874", "latin-1") else "cp874" if thai and _only_thai(part) else "latin-1"
    found.add(encoding)
    codec = "cp874" if encoding == "cp874" else "cp1252"
    try:
        return part.decode(codec)
    except UnicodeDecodeError:
        notes.lost("characters_lost")
        return part.decode(codec, "replace")


def _mostly_utf8(part: bytes) -> bool:
    """UTF-8 with a few bytes gone."""
    return sum(map(len, _SEQUENCE.findall(part))) * 2 > len(_HIGH.findall(part))


def _looks_thai(part: bytes) -> bool:
    """Thai is written in runs of high bytes; Latin letters with accents stand alone among plain ones."""
    return _only_thai(part) and sum(map(len, _RUNS.findall(part))) * 2 > len(_HIGH.findall(part))


def _only_thai(part: bytes) -> bool:
    return len(_THAI.findall(part)) == len(_HIGH.findall(part))


def one_line(text: str, notes: Findings) -> str:
    """A text that was wrapped, on one line; between Thai words no blank stands."""
    if "\n" not in text and "\r" not in text:
        return text
    text = text.strip()
    if text:
        notes.mended("lines_joined")
    if _ADDRESS.fullmatch(text):
        return _WRAPPED.sub("", text)
    return _WRAPPED.sub(" ", _WRAPPED_THAI.sub("", text))


def clean(text: str, notes: Findings) -> str:
    """Without control characters and halves of characters, which no form of MARC can carry."""
    if _SURROGATES.search(text):
        notes.lost("characters_lost")
        text = _SURROGATES.sub("\ufffd", text)
    if _CONTROLS.search(text):
        notes.mended("controls")
        text = _CONTROLS.sub("", text)
    return text
