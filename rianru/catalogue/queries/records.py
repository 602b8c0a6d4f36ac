"""One record as it was received, beside how it was read."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from rianru.catalogue.models import Import, Record, RecordVersion
from rianru.catalogue.queries.imports import scope_of
from rianru.catalogue.words import mended, why
from rianru.core.actors import Actor
from rianru.core.permissions import permitted
from rianru.kernel.formats import marc
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.words import T


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: its tag, its indicators, its text with `$a` for subfields, and whether the other side differs."""

    tag: str
    indicators: str
    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record: as received (its bytes read as it claims), as repaired, and what was done."""

    record: Record
    run: Import
    received: tuple[FieldLine, ...]
    repaired: tuple[FieldLine, ...]
    repairs: tuple[tuple[str, T], ...]
    losses: tuple[tuple[str, T], ...]
    versions: tuple[RecordVersion, ...]


def record(*, actor: Actor, at: datetime, id: UUID) -> RecordView | None:
    """One record with everything its page shows, where this actor may see imports of its source."""
    found = Record.objects.select_related("source", "edition", "taken_by__source").filter(id=id).first()
    if found is None or not permitted("catalogue.see_imports", actor=actor, at=at, scope=scope_of(found.source)):
        return None
    raw = bytes(found.raw)
    read = _read(found.taken_by, raw)
    left, right = _marked(_claimed(raw, found.form), _lines(read) if read else [])
    versions = RecordVersion.objects.filter(record=found).select_related("taken_by", "replaced_by").order_by("-id")
    return RecordView(
        found, found.taken_by, left, right, tuple((code, mended(code)) for code in found.repairs),
        tuple((code, why(code)) for code in found.losses), tuple(versions),
    )


def raw_of(*, actor: Actor, at: datetime, id: UUID) -> tuple[str, bytes] | None:
    """Control number and the original bytes, where this actor may see them."""
    found = Record.objects.select_related("source").filter(id=id).first()
    if found is None or not permitted("catalogue.see_imports", actor=actor, at=at, scope=scope_of(found.source)):
        return None
    return found.control_number, bytes(found.raw)


def _read(run: Import, raw: bytes) -> marc.Record | None:
    with closing(run.file.open("rb")) as stream:
        form = open_form(stream, name=run.form, columns=run.columns or None, encoding=run.source.encoding)
    return form.treat(raw).record


def _claimed(raw: bytes, form: str) -> list[FieldLine]:
    """The bytes as a reader that believes the record would show them."""
    if form != Import.Form.ISO2709:
        return [FieldLine("", "", line) for line in raw.decode("utf-8", "backslashreplace").splitlines()[:2_000]]
    encoding = "utf-8" if raw[9:10] == b"a" else "latin-1"
    directory, *bodies = raw.rstrip(b"\x1d").split(b"\x1e")
    entries = directory[24:]
    tags = [entries[at : at + 3].decode("ascii", "replace") for at in range(0, len(entries), 12)]
    lines = [FieldLine("LDR", "", directory[:24].decode(encoding, "replace"))]
    for place, body in enumerate(body for body in bodies if body):
        tag = tags[place] if place < len(tags) else "???"
        text = body.decode(encoding, "replace").replace("\x1f", " $").replace("\x1b", "␛")
        lines.append(FieldLine(tag, "", text) if tag < "010" else FieldLine(tag, text[:2], text[2:].strip()))
    return lines


def _lines(record: marc.Record) -> list[FieldLine]:
    lines = [FieldLine("LDR", "", record.leader)]
    for field in record.fields:
        if field.tag < "010":
            lines.append(FieldLine(field.tag, "", field.data))
        else:
            text = " ".join(f"${code}{value}" for code, value in field.subfields)
            lines.append(FieldLine(field.tag, field.indicators, text))
    return lines


def _marked(left: list[FieldLine], right: list[FieldLine]) -> tuple[tuple[FieldLine, ...], tuple[FieldLine, ...]]:
    """Both sides with the lines marked that the other does not have."""
    same = SequenceMatcher(None, [_bare(line) for line in left], [_bare(line) for line in right], autojunk=False)
    keep_left, keep_right = set(), set()
    for block in same.get_matching_blocks():
        keep_left |= set(range(block.a, block.a + block.size))
        keep_right |= set(range(block.b, block.b + block.size))
    return (
        tuple(FieldLine(one.tag, one.indicators, one.text, n not in keep_left) for n, one in enumerate(left)),
        tuple(FieldLine(one.tag, one.indicators, one.text, n not in keep_right) for n, one in enumerate(right)),
    )


def _bare(line: FieldLine) -> str:
    """The leader is compared without its lengths, which are counted anew, and fields without blanks."""
    if line.tag == "LDR":
        return "LDR" + line.text[5:9] + line.text[17:20]
    return line.tag + line.indicators + "".join(line.text.split())
