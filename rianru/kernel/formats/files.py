"""Files that anybody sends: judged by their first bytes, never by what they are called; photos are drawn anew."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotUnderstood, Refused
from rianru.kernel.words import T

MOST_BYTES: Final = pictures.MOST_BYTES
_OFFICE: Final = {  # what lies in the archive, and what the whole then is
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN: Final = {f"application/vnd.oasis.opendocument.{name}": ending for name, ending in (
    ("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))}


class FileKindWrong(NotUnderstood):
    """The first bytes are not those of a document that we take."""

    code = "files.kind_wrong"
    status = 415
    says = T(
        "ไฟล์ “{name}” เป็นชนิดที่เราไม่รับ ส่งเป็น PDF, Word, Excel, PowerPoint, OpenDocument หรือรูปภาพ",
        "“{name}” is of a kind that we do not take. Send PDF, Word, Excel, PowerPoint, OpenDocument or a picture.",
    )


class FileTooLarge(Refused):
    """More bytes than one file may have."""

    code = "files.too_large"
    status = 413
    says = T(
        "ไฟล์ใหญ่เกิน {limit} MB ย่อให้เล็กลง แล้วแนบอีกครั้ง",
        "The file is over {limit} MB. Make it smaller and attach it again.",
    )


class PictureTooSlender(Refused):
    """A strip that shows nothing."""

    code = "files.picture_too_slender"
    status = 422
    says = T(
        "รูปนี้เป็นแถบยาวเกินไป ตัดให้เหลือส่วนที่อยากให้เห็น แล้วแนบอีกครั้ง",
        "This picture is too long a strip. Cut it to what matters and attach it again.",
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of a file: its bytes, the ending of its name, and its type."""

    data: bytes
    ending: str
    media_type: str


def judge(name: str, data: bytes, *, photo: bool) -> Judged:
    """Refuses with FileTooLarge, FileKindWrong, PictureTooSlender and as `pictures.redraw` does."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge(limit=MOST_BYTES >> 20)
    if photo or _is_picture(data):
        try:
            drawn = pictures.redraw(data)
        except pictures.PictureShapeWrong as error:
            raise PictureTooSlender() from error
        return Judged(drawn.sizes[-1].data, "webp", "image/webp")
    if data.startswith(b"%PDF-"):
        return Judged(data, "pdf", "application/pdf")
    ending, media_type = _archive(data)
    if not ending:
        raise FileKindWrong(name=name.replace("\0", "")[-60:])
    return Judged(data, ending, media_type)


def _is_picture(data: bytes) -> bool:
    try:
        return bool(pictures.kind_of(data))
    except pictures.PictureKindWrong:
        return False


def _archive(data: bytes) -> tuple[str, str]:
    """What an archive is by what lies in it. Only the short line that names an OpenDocument is unpacked."""
    if not data.startswith(b"PK\3\4"):
        return "", ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            found = next((kind for part, kind in _OFFICE.items() if part in names), None)
            if found or "mimetype" not in names or archive.getinfo("mimetype").file_size > 100:
                return found or ("", "")
            said = archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError):
        return "", ""
    return (_OPEN[said], said) if said in _OPEN else ("", "")


def plain_name(name: str, ending: str) -> str:
    """The name without folders and controls, with the ending of what it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = "".join(letter for letter in last.rpartition(".")[0] or last if letter.isprintable()).strip(" .")[:80]
    return f"{stem or 'file'}.{ending}"
