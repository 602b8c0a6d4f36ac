"""A statement of hours and competencies, for a credit bank or an employer: as a page, on paper, as data."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.credentials import queries
from rianru.credentials.queries import DefinitionRow, IssuedRow
from rianru.kernel.dates import format_date
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T, get_language
from rianru.people.queries import Known
from rianru.web.canonical import site
from rianru.web.credentials import present
from rianru.web.credentials.own import whose
from rianru.web.health import now
from rianru.web.papers.typeset import pdf, words

MOST = 2_000
NOTE = T(
    "นับเฉพาะใบรับรองที่ใช้ได้ในวันที่ออกรายงาน ตรวจแต่ละใบได้จากเลขที่ ที่หน้า {where}",
    "Counts what is in force on the day of this statement. Each credential can be verified at {where}.",
)


@never_cache
@login_required
@require_safe
def my_statement(request: HttpRequest) -> HttpResponse:
    """`?of=` myself or one I act for."""
    person, _ = whose(request)
    rows = _rows(person, now())
    return render(request, "web/credentials/statement.html", {
        "person": person, "here": f"?of={person.person_id}", "at": now(), "rows": [_line(*one) for one in rows],
        "totals": _totals(rows), "units": _units(rows),
    })


@never_cache
@login_required
@require_safe
def my_statement_file(request: HttpRequest, name: str) -> HttpResponse:
    """`statement.pdf`, or `statement.json` as docs/credentials.md describes it."""
    person, at = whose(request)[0], now()
    rows = _rows(person, at)
    if name == "statement.json":
        answer = HttpResponse(orjson.dumps(data(person, rows, at), option=orjson.OPT_INDENT_2),
                              content_type="application/json")
        answer["Content-Disposition"] = 'attachment; filename="statement.json"'
        return answer
    if name != "statement.pdf":
        raise NotFound()
    answer = HttpResponse(pdf("statement.typ", paper(person, rows, at)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="statement.pdf"'
    return answer


Pair = tuple[IssuedRow, DefinitionRow]


def _rows(person: Known, at: datetime) -> list[Pair]:
    """What is in force, the oldest first."""
    found = [row for row in queries.of_persons([person.person_id], limit=MOST) if row.standing(at) == "standing"]
    known = {one.id: one for one in queries.definitions_by_id({row.definition.id for row in found})}
    return [(row, known[row.definition.id]) for row in reversed(found)]


def _plain(value: Decimal | None) -> str:
    return f"{value.normalize():f}" if value else ""


def _line(row: IssuedRow, definition: DefinitionRow) -> dict[str, Any]:
    return {"title": row.title, "short": row.short, "level": present.level_name(row), "number": row.number,
            "issuer": row.issuer.name, "issued_at": row.issued_at, "hours_number": _plain(row.hours),
            "credits_number": _plain(definition.credits)}


def _totals(rows: list[Pair]) -> dict[str, Any]:
    hours = sum((row.hours or Decimal(0) for row, _ in rows), Decimal(0))
    credits = sum((definition.credits or Decimal(0) for _, definition in rows), Decimal(0))
    return {"hours": _plain(hours) or "0", "credits": _plain(credits) or "0", "count": len(rows)}


def _units(rows: list[Pair]) -> list[dict[str, Any]]:
    """Each unit once, with the first credential that covers it."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row, definition in rows:
        for unit in definition.units:
            key = (unit.name, unit.code, unit.framework)
            found.setdefault(key, {"name": unit.name, "code": unit.code, "framework": unit.framework, "url": unit.url,
                                   "by": row.title})
    return list(found.values())


def data(person: Known, rows: list[Pair], at: datetime) -> dict[str, Any]:
    """Hours are numbers, moments ISO 8601, names in both languages; each credential by the address of its badge."""
    totals = _totals(rows)
    return {
        "type": "StatementOfLearning", "version": 1, "name": person.name, "as_of": at.isoformat(timespec="seconds"),
        "hours": float(totals["hours"]), "credits": float(totals["credits"]),
        "credentials": [{
            "id": f"{site()}{reverse('credential_document', kwargs={'short': row.short})}", "number": row.number,
            "name_th": definition.name_th, "name_en": definition.name_en,
            "issuer": {"id": row.issuer.address, "name": str(row.issuer.name)},
            "level": {"number": row.level.number, "name_th": row.level.name_th} if row.level else None,
            "hours": float(row.hours) if row.hours else None,
            "credits": float(definition.credits) if definition.credits else None,
            "issued_at": row.issued_at.isoformat(), "valid_until": row.valid_until and row.valid_until.isoformat(),
        } for row, definition in rows],
        "units": [{**unit, "by": str(unit["by"])} for unit in _units(rows)],
    }


def paper(person: Known, rows: list[Pair], at: datetime) -> dict[str, Any]:
    """What the template needs, every text as its words."""
    totals, lang = _totals(rows), get_language()
    heads = (T("ใบรับรอง", "Credential"), T("ผู้ออก", "Issuer"), T("วันที่", "Day"), T("ชั่วโมง", "Hours"),
             T("หน่วยกิต", "Credits"))
    where = f"{site()}{reverse('verify')}".partition("://")[2]
    return {
        "lang": lang, "title": str(T("รายงานชั่วโมงและสมรรถนะ", "Statement of hours and competencies")),
        "head": words(str(T("รายงานชั่วโมงและสมรรถนะ", "Statement of hours and competencies"))),
        "name": words(person.name),
        "day": words(str(T("ณ วันที่ {day}", "As of {day}", day=format_date(at, lang, "long")))),
        "totals": words(str(T("รวม {hours} ชั่วโมง {credits} หน่วยกิต {count} ใบรับรอง",
                              "{hours} {hours:hour|hours}, {credits} {credits:credit|credits}, {count} "
                              "{count:credential|credentials}", **totals))),
        "columns": [words(str(one)) for one in heads],
        "rows": [[words(f"{row.title} {present.level_name(row)}".strip()), row.number, words(str(row.issuer.name)),
                  words(format_date(row.issued_at, lang)), _plain(row.hours), _plain(definition.credits)]
                 for row, definition in rows],
        "units_head": words(str(T("หน่วยสมรรถนะ", "Competency units"))),
        "units": [words(" · ".join(part for part in (unit["name"], unit["code"], unit["framework"]) if part))
                  for unit in _units(rows)],
        "note": words(str(NOTE.having(where=where))),
    }
