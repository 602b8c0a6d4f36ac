"""One record, however broken: sound ones go through quickly, the others are looked at closely."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from operator import add
from struct import Struct
from typing import Final

from rianru.kernel.formats.marc.doctor.fixed import SOUND as FIXED
from rianru.kernel.formats.marc.doctor.fixed import is_sound, mended_fixed
from rianru.kernel.formats.marc.doctor.frame import frame_of
from rianru.kernel.formats.marc.doctor.judging import THAI, judged, thai_text
from rianru.kernel.formats.marc.doctor.mojibake import LATIN_TRACE, THAI_TRACE
from rianru.kernel.formats.marc.doctor.notes import Hopeless, Notes
from rianru.kernel.formats.marc.doctor.texts import (
    MARK,
    MARK_TRACE,
    QUESTION_TRACE,
    REFERENCE_TRACE,
    mended_field,
    worth_a_look,
)
from rianru.kernel.formats.marc.doctor.thai_look import LETTERS, looks_thai
from rianru.kernel.formats.marc.doctor.vowels import MARK as THAI_MARK
from rianru.kernel.formats.marc.doctor.vowels import vowels_lost
from rianru.kernel.formats.marc.iso2709 import LONGEST
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.formats.marc.repairs import losses_in_order, repairs_in_order
from rianru.kernel.formats.marc.treatment import Treatment

_HEAD: Final = re.compile(r"[0-9]{5}[ -~]{4}[a ]?[ -~]22[0-9]{5}[ -~]{3}4[ -~]{3}")
_USUAL: Final = bytes(set(range(0x20, 0x7F)) - set(b"&?")) + b"\t\n\r\x1d\x1e\x1f"
_USUAL_OR_HIGH: Final = _USUAL + bytes(range(0x80, 0x100))
_DELIMITED: Final = re.compile("\x1e[^\x1e\x1f][^\x1e\x1f]\x1f")
_THAI_CODES: Final = frozenset({"tha", "nod", "tts"})
_BIBLIOGRAPHIC: Final = frozenset("acdefgijkmoprt b")


class _Tags(dict[bytes, str]):
    """Tags as text, each decoded once."""

    def __missing__(self, tag: bytes) -> str:
        text = tag.decode("ascii")
        if len(self) < 5_000:
            self[tag] = text
        return text


_TAGS: Final = _Tags()


@cache
def _struct(count: int) -> Struct:
    return Struct("3s4x5s" * count)


def treat(raw: bytes, *, encoding: str = "") -> Treatment:
    """One record's bytes as a record with what was mended, or the code of why it cannot be used.

    No length, position or flag is believed where the bytes say otherwise. `encoding` is what its source says; it is
    used only where the bytes allow two readings. Never raises for anything that stands in a file.
    """
    found = _sound(raw)
    return found if found is not None else _examined(raw, encoding)


def treat_record(record: Record) -> Treatment:
    """The same for the texts of a record that came as XML, JSON or a table: everything but bytes and lengths."""
    notes = Notes()
    tags = [field.tag for field in record.fields]
    texts = [_text_of(field) for field in record.fields]
    before = list(texts)
    texts = _mended(record.leader, tags, texts, notes)
    if not notes.repairs and not notes.losses and texts == before:
        return Treatment(record, _name(texts))
    made = [
        field if old == new else Field.of(tag, new)
        for field, tag, old, new in zip(record.fields, tags, before, texts, strict=True)
    ]
    repairs, losses = repairs_in_order(notes.repairs), losses_in_order(notes.losses)
    return Treatment(Record(record.leader, tuple(made)), _name(texts), repairs, losses)


def _name(texts: list[str]) -> str:
    return "ascii" if all(map(str.isascii, texts)) else "utf-8"


def _text_of(field: Field) -> str:
    if field.tag < "010":
        return field.data
    return field.indicators + "".join([f"{MARK}{code}{value}" for code, value in field.subfields])


def _sound(raw: bytes) -> Treatment | None:
    """The record where it is quickly seen that nothing is wrong with it; None where a closer look is needed."""
    plain = raw.isascii()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = text.split("\x1e")
    directory = parts[0]
    count = (len(directory) - 24) // 12
    if len(parts) != count + 2 or parts[-1] != "\x1d" or count < 1 or len(directory) % 12:
        return None
    sizes = map(len, parts if plain else raw.split(b"\x1e"))
    if not _fits(directory, count, len(raw), list(sizes)):
        return None
    entries = _struct(count).unpack_from(raw, 24)
    tags = list(map(_TAGS.__getitem__, entries[::2]))
    if not _quiet(raw, text, plain) or not _shaped(text, tags, parts, plain):
        return None
    leader = directory[:24]
    if leader[9] != "a":
        if not plain:
            return None
        leader = f"{leader[:9]}a{leader[10:]}"
    return Treatment(Record.of(leader, tags, parts[1:-1]), "ascii" if plain else "utf-8")


def _fits(directory: str, count: int, length: int, sizes: list[int]) -> bool:
    """Whether leader and directory say what is there, in the same order. `sizes`: of the directory and every field."""
    leader = directory[:24]
    if not directory.isascii() or not _HEAD.match(leader):
        return False
    if int(leader[:5]) != length or int(leader[12:17]) != len(directory) + 1:
        return False
    starts = _struct(count).unpack(directory[24:].encode("ascii"))[1::2]
    ends = accumulate(map(add, sizes[1 : count + 1], (1,) * count), initial=0)
    try:
        return list(map(int, starts)) == list(ends)[:-1]
    except ValueError:
        return False


def _quiet(raw: bytes, text: str, plain: bool) -> bool:
    """Whether no sign in the whole text asks for a closer look."""
    rest = raw.translate(None, _USUAL if plain else _USUAL_OR_HIGH)
    if rest:
        if rest.strip(b"?&"):
            return False
        if b"&" in rest and REFERENCE_TRACE.search(text):
            return False
        if b"?" in rest and QUESTION_TRACE.search(text):
            return False
    if MARK_TRACE.search(text):
        return False
    if plain:
        return True
    if (b"\xc2" in raw or b"\xc3" in raw or b"\xef" in raw) and (LATIN_TRACE.search(text) or "\ufeff" in text):
        return False
    return b"\xe0\xb8" not in raw or not THAI_TRACE.search(text)


def _shaped(text: str, tags: list[str], parts: list[str], plain: bool) -> bool:
    """Whether data fields begin with indicators and a mark, 008 is in place, and Thai has its marks."""
    controls = sum(map("010".__gt__, tags))
    if len(_DELIMITED.findall(text)) != len(tags) - controls and any(
        part[2:3] != MARK for tag, part in zip(tags, parts[1:], strict=False) if tag >= "010"
    ):
        return False
    if MARK in "".join(parts[1 : controls + 1]) and any(  # control fields stand first
        MARK in part for tag, part in zip(tags, parts[1:], strict=False) if tag < "010"
    ):
        return False
    if "008" in tags and FIXED.fullmatch(parts[tags.index("008") + 1]) is None and text[6] in _BIBLIOGRAPHIC:
        return False
    if plain:
        return True
    if not LETTERS.search(text):
        return "008" not in tags or parts[tags.index("008") + 1][35:38] not in _THAI_CODES
    return THAI_MARK.search(text) is not None and not _bare_titles(tags, parts[1:])


def _bare_titles(tags: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Fields of the title, in Thai too, that have Thai letters and no Thai mark."""
    return [
        text
        for tag, text in zip(tags, texts, strict=False)
        if (tag == "245" or (tag == "880" and text[4:7] == "245"))
        and LETTERS.search(text)
        and not THAI_MARK.search(text)
    ]


def _examined(raw: bytes, encoding: str) -> Treatment:
    """The long way."""
    if len(raw) > LONGEST:
        return Treatment(None, error="too_long")
    notes = Notes()
    try:
        frame = frame_of(raw, notes)
    except Hopeless as hopeless:
        return Treatment(None, error=hopeless.reason)
    found = judged(frame.bodies, frame.leader[9], encoding, notes)
    texts = _mended(frame.leader, frame.tags, found.texts, notes)
    name = found.encoding
    if name == "ascii" and not all(map(str.isascii, texts)):
        name = "ascii"  # references became letters; the bytes were ASCII
    leader = f"{frame.leader[:9]}a{frame.leader[10:]}"
    return Treatment(
        Record.of(leader, frame.tags, texts), name, repairs_in_order(notes.repairs), losses_in_order(notes.losses)
    )


def _mended(leader: str, tags: list[str], texts: list[str], notes: Notes) -> list[str]:
    """The fields' texts put right; what is lost in them noted."""
    given, bibliographic = texts, leader[6:7] in _BIBLIOGRAPHIC
    quiet = not worth_a_look("\x1e".join(texts))  # one look at all tells of most records that none is worth one
    texts = [_field(tag, text, notes, bibliographic, quiet) for tag, text in zip(tags, texts, strict=True)]
    if "mojibake" in notes.repairs:  # what was left alone may be short: now little evidence is enough
        texts = [
            mended_field(tag, text, notes, bold=True) if text is old and tag >= "010" and not text.isascii() else text
            for tag, text, old in zip(tags, texts, given, strict=True)
        ]
    _look_for_old_thai(tags, texts, notes)
    _look_for_vowels(tags, texts, notes)
    return texts


def _field(tag: str, text: str, notes: Notes, bibliographic: bool, quiet: bool) -> str:
    """`quiet`: it is known that nothing in the text is worth a look."""
    if (text[2:3] != MARK if tag >= "010" else MARK in text) or (not quiet and worth_a_look(text)):
        text = mended_field(tag, text, notes)
    if tag == "008" and bibliographic and not is_sound(text):
        return mended_fixed(text, notes)
    return text


def _look_for_old_thai(tags: list[str], texts: list[str], notes: Notes) -> None:
    """A record in Thai without a Thai letter, whose few letters beyond ASCII could be old Thai bytes: รถ is also ö."""
    fixed = next((text for tag, text in zip(tags, texts, strict=True) if tag == "008"), "")
    if fixed[35:38] not in _THAI_CODES or any(LETTERS.search(text) for text in texts):
        return
    for text in texts:
        for value in text.split(MARK):
            if (
                not value.isascii()
                and looks_thai(thai_text(value.encode("utf-8")))
                and not re.search("[A-Za-z]", value[1:])
            ):
                notes.lost("encoding_unsure")


def _look_for_vowels(tags: list[str], texts: list[str], notes: Notes) -> None:
    """Thai marks gone from the whole record, or from its title alone."""
    thai = [text for tag, text in zip(tags, texts, strict=True) if tag >= "010" and LETTERS.search(text)]
    if not thai:
        return
    bare = _bare_titles(tags, texts)
    if not bare and any(THAI_MARK.search(value) for text in thai for value in text.split(MARK)[1:]):
        return
    values = [value[1:] for text in thai for value in text.split(MARK)[1:] if LETTERS.search(value)]
    marked = [value for value in values if THAI_MARK.search(value)]
    if not marked:
        lost = vowels_lost(values)
    else:
        lost = any(vowels_lost([value[1:] for value in text.split(MARK)[1:]], marked) for text in bare)
    if lost:
        notes.lost("vowels_lost")


__all__ = ["THAI", "treat", "treat_record"]
