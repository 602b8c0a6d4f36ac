"""Writing ISO 2709 in UTF-8: lengths and offsets are counted here, the rest of the leader stays as it is given."""

from rianru.kernel.formats.marc.iso2709 import FIELD_END, RECORD_END
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

LONGEST_RECORD = 99_999  # five digits in the leader
LONGEST_FIELD = 9_999  # four digits in the directory, the field's terminator counted
_SEPARATORS = "\x1d\x1e\x1f"


class RecordTooLong(Refused):
    """ISO 2709 has five digits for the length of a record and four for that of a field."""

    code = "marc.record_too_long"
    status = 422
    says = T(
        "ระเบียน {number} ยาว {length} ไบต์ เกินที่ ISO 2709 รับได้ {limit} ไบต์ ย่อเขตข้อมูลที่ยาว หรือแบ่งรายการตัวเล่มออก",
        "Record {number} takes {length} bytes; ISO 2709 holds {limit}. Shorten its long fields or divide its holdings.",
    )


class NotWritable(Refused):
    """The record holds something that ISO 2709 has no place for, so that it would not come back as it was."""

    code = "marc.not_writable"
    status = 422
    says = T(
        "เขียนระเบียน {number} เป็น ISO 2709 ไม่ได้ เพราะส่วน {part} ไม่ถูกรูปแบบ แก้ส่วนนั้นแล้วลองอีกครั้ง",
        "Record {number} cannot be written as ISO 2709: its {part} is malformed. Correct that part and try again.",
    )


def write(record: Record) -> bytes:
    """The record as `read` takes it back: equal in every field, in their order; the leader with counted lengths.

    Leader 00-04 (length), 09 (`a`, UTF-8), 10-11, 12-16 (base address) and 20-23 are set here (MARC 21, Leader).
    Refuses with RecordTooLong beyond 99,999 bytes, or 9,999 in one field; with NotWritable where a tag, an indicator,
    a subfield code, the leader or a text has signs that cannot stand there, or there is no field at all.
    """
    number = record.control("001").strip() or "–"
    try:
        bodies = [(field.tag, _body(field)) for field in record.fields]
        leader = _leader(record)
    except _Malformed as error:
        raise NotWritable(number=number, part=error.part) from None
    longest = max(len(body) for _, body in bodies)
    if longest > LONGEST_FIELD:
        raise RecordTooLong(number=number, length=longest, limit=LONGEST_FIELD)
    base = 24 + 12 * len(bodies) + 1
    length = base + sum(len(body) for _, body in bodies) + 1
    if length > LONGEST_RECORD:
        raise RecordTooLong(number=number, length=length, limit=LONGEST_RECORD)
    directory, start = [], 0
    for tag, body in bodies:
        directory.append(f"{tag}{len(body):04}{start:05}")
        start += len(body)
    head = f"{length:05}{leader[5:9]}a22{base:05}{leader[17:20]}4500{''.join(directory)}"
    return head.encode("ascii") + FIELD_END + b"".join(body for _, body in bodies) + RECORD_END


class _Malformed(Exception):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def _leader(record: Record) -> str:
    if len(record.leader) != 24 or not _plain(record.leader):
        raise _Malformed("leader")
    if not record.fields:
        raise _Malformed("directory")
    return record.leader


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _body(field: Field) -> bytes:
    """The field with its terminator. Which tags are control fields is decided as `read` decides it."""
    if len(field.tag) != 3 or not (field.tag.isascii() and field.tag.isalnum()):
        raise _Malformed(f"tag {field.tag!r}")
    control = field.tag < "010"
    lost = (field.subfields or field.indicators != "  ") if control else field.data
    if lost:
        raise _Malformed(field.tag)
    if not control and (len(field.indicators) != 2 or not _plain(field.indicators)):
        raise _Malformed(f"{field.tag} indicators")
    for code, _ in field.subfields:
        if len(code) != 1 or not _plain(code):
            raise _Malformed(f"{field.tag} ${code}")
    if any(sign in text for text in (field.data, *(text for _, text in field.subfields)) for sign in _SEPARATORS):
        raise _Malformed(field.tag)
    text = field.data if control else field.indicators + "".join(f"\x1f{code}{text}" for code, text in field.subfields)
    try:
        return text.encode("utf-8") + FIELD_END
    except UnicodeEncodeError as error:
        raise _Malformed(field.tag) from error
