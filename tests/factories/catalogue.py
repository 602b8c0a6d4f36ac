"""Sources, files of MARC and imports. The files are written by another hand than the one that reads them: pymarc's."""

from collections.abc import Iterable
from io import BytesIO
from itertools import count
from uuid import UUID

from django.core.files import File
from pymarc import Field, Indicators, Record, Subfield

from rianru.catalogue import actions
from rianru.catalogue.models import Import
from tests.factories.actors import AT, HOUSE

_number = count(1)


def source(*, code: str = "", name_th: str = "แหล่งทดสอบ", name_en: str = "Test source", default_space: str = "") -> str:
    """The code of a new source; `default_space` is a code too."""
    code = code or f"source-{next(_number)}"
    actions.add_source(actor=HOUSE, at=AT, code=code, name_th=name_th, name_en=name_en, default_space=default_space)
    return code


def marc_file(titles: Iterable[str] = ("พระอภัยมณี",), *, author: str = "สุนทรภู่") -> bytes:
    """Sound records in UTF-8, one a title, with control numbers t1, t2, …"""
    return b"".join(_record(f"t{number}", title, author) for number, title in enumerate(titles, 1))


def imported(
    titles: Iterable[str] = ("พระอภัยมณี",), *, source_code: str = "", content: bytes | None = None
) -> Import:
    """A finished import of these titles, or of `content`."""
    file = File(BytesIO(marc_file(titles) if content is None else content), name="test.mrc")
    id: UUID = actions.start_import(
        actor=HOUSE, at=AT, source_code=source_code or source(), file=file, file_name="test.mrc", queue=False
    )
    return actions.run_import(actor=HOUSE, clock=lambda: AT, import_id=id)


def _record(control_number: str, title: str, author: str) -> bytes:
    record = Record(force_utf8=True)
    record.add_field(
        Field(tag="001", data=control_number),
        Field(tag="008", data="261121s2569    th            000 0 tha d"),
        Field(tag="100", indicators=Indicators("0", " "), subfields=[Subfield("a", author)]),
        Field(tag="245", indicators=Indicators("1", "0"), subfields=[Subfield("a", title)]),
    )
    written: bytes = record.as_marc()
    return written
