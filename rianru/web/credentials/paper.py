"""Certificates and statements on paper: set by typst, every Thai word whole, with a QR that leads to the page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import segno
from django.urls import reverse
from django.utils import translation

from rianru.credentials.queries import DefinitionRow, IssuedRow
from rianru.kernel.dates import format_date
from rianru.kernel.words import T, get_language
from rianru.web.canonical import site
from rianru.web.credentials.picture import DYES
from rianru.web.papers.typeset import pdf, words
from rianru.web.shares.drawing import weaves

BORDER = 2  # modules of white round a QR
NAME_SIZES = ((26, 34), (40, 26), (62, 18), (200, 14))  # signs that fit a line, points
TITLE_SIZES = ((34, 26), (60, 19), (200, 15))
GIVEN = T("ใบประกาศนี้มอบให้", "This certifies that")
FOR = T("เพื่อแสดงว่าสำเร็จตามเกณฑ์", "has met the criteria of")
SCAN = T("สแกนเพื่อตรวจสอบ", "Scan to verify")
SOON = timedelta(seconds=1)


def certificate(row: IssuedRow, definition: DefinitionRow) -> bytes:
    """One certificate, A4 on its side."""
    return certificates([(row, definition)])


def certificates(rows: Sequence[tuple[IssuedRow, DefinitionRow]]) -> bytes:
    """A page for each, in the language that is spoken."""
    across, down, runs = zip(*(weaves()[name] for name in ("diamond", "water", "flower")), strict=True)
    motifs = {name: {"across": a, "down": d, "runs": r} for name, a, d, r in zip(
        ("diamond", "water", "flower"), across, down, runs, strict=True)}
    return pdf("certificate.typ", {
        "lang": get_language(), "title": str(T("ใบประกาศ", "Certificate")), "weaves": motifs,
        "pages": [page(row, definition) for row, definition in rows],
    })


def page(row: IssuedRow, definition: DefinitionRow) -> dict[str, Any]:
    """What the template needs of one certificate; every text as its words."""
    cloth, _, thread = DYES[definition.dye]
    title = str(row.title)
    signer = T.verbatim(definition.signer_th, definition.signer_en)
    return {
        "issuer": words(str(row.issuer.name)), "given": words(str(GIVEN)), "name": _names(row.name),
        "name_size": _size(row.name, NAME_SIZES), "for": words(str(FOR)), "title": words(title),
        "title_size": _size(title, TITLE_SIZES), "lines": [words(one) for one in _lines(row)],
        "number": words(str(T("เลขที่ {number}", "No. {number}", number=row.number))),
        "signer": words(str(signer)) if signer else [], "scan": words(str(SCAN)),
        "where": address(row).partition("://")[2].partition("?")[0], "code": row.code,
        "qr": qr(address(row)), "dye": {"cloth": cloth, "thread": thread}, "weave": definition.weave,
    }


def address(row: IssuedRow) -> str:
    """Where the QR leads: the page, with the code that only the paper has."""
    with translation.override(None if get_language() == "th" else "en"):
        return f"{site()}{reverse('credential', kwargs={'short': row.short})}?k={row.code}"


def _names(name: str) -> list[str]:
    """A name breaks at its blanks and nowhere else."""
    parts = name.split()
    return [piece for part in parts for piece in (part, " ")][:-1]


def _size(text: str, sizes: tuple[tuple[int, int], ...]) -> int:
    """Points in which a text fits its line."""
    return next((points for most, points in sizes if len(text) <= most), sizes[-1][1])


def _lines(row: IssuedRow) -> list[str]:
    said = []
    if row.level:
        said.append(str(T("ระดับ {name}", "Level: {name}", name=T.verbatim(row.level.name_th, row.level.name_en))))
    if row.hours:
        said.append(str(T("เรียนรู้รวม {n} ชั่วโมง", "{n} {n:hour|hours} of learning", n=f"{row.hours.normalize():f}")))
    day = format_date(row.issued_at, get_language(), "long")
    said.append(str(T("ให้ไว้ ณ วันที่ {day}", "Given on {day}", day=day)))
    if row.valid_until:
        until = format_date(row.valid_until - SOON, get_language(), "long")
        said.append(str(T("ใช้ได้ถึง {day}", "Valid until {day}", day=until)))
    return said


def qr(text: str) -> dict[str, Any]:
    """A QR code as runs of dark modules: left, top, length."""
    matrix = [list(line) for line in segno.make(text, error="m", micro=False).matrix_iter(border=BORDER)]
    runs = []
    for top, line in enumerate(matrix):
        left = 0
        while left < len(line):
            end = left
            while end < len(line) and line[end]:
                end += 1
            if end > left:
                runs.append((left, top, end - left))
            left = end + 1
    return {"size": len(matrix), "runs": runs}
