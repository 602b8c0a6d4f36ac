"""What came out of a survey: to its keepers with every way to split it, to everyone as far as it tells of nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.core import kinds
from rianru.core.actors import Actor
from rianru.core.permissions import permitted, require
from rianru.kernel.questions.codebook import codebook
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.surveys import queries
from rianru.surveys.queries import Survey, Version, reading
from rianru.surveys.queries.counting import Part
from rianru.surveys.queries.crosses import cross, crossable, trends
from rianru.surveys.queries.exporting import heads, rows
from rianru.surveys.queries.reading import Splits, file_of, files_of, splits, written
from rianru.surveys.queries.results import results_of, told_to_everyone
from rianru.web.health import now
from rianru.web.requests import actor_of, uuid_of
from rianru.web.spreadsheets import safe_cell, table
from rianru.web.surveys.answering import given_file
from rianru.web.surveys.drawing import drawn, month_name, trend_rows

SHOWN = 50  # written answers on a page


@dataclass(frozen=True, slots=True)
class Looking:
    """Which answers of a survey are looked at, and how: all or a part, whole or as everyone may see each table."""

    survey: Survey
    actor: Actor
    at: datetime
    version: Version | None
    part: Part
    whole: bool
    weighted: bool
    given: dict[str, str]

    def address(self, name: str = "survey_results", **other: str) -> str:
        """The same with some of it changed."""
        said = {key: value for key, value in (self.given | other).items() if value}
        return f"{reverse(name, kwargs={'code': self.survey.code})}{'?' + urlencode(said) if said else ''}"


def looking(request: HttpRequest, code: str) -> Looking:
    """`?version=&month=2026-11&space=CODE&about=kind id&whole=1&weighted=1`; what cannot be is left out.

    Refuses with NotFound and NotAllowed.
    """
    actor, at = actor_of(request), now()
    survey = queries.survey_to_see(code, actor=actor, at=at)
    require("surveys.see_results", actor=actor, at=at, scope=queries.scope_of(survey))
    said = {name: request.GET.get(name, "").replace("\0", "")[:100]
            for name in ("version", "month", "space", "about", "whole", "weighted")}
    space = places.space_ids([said["space"]]).get(said["space"]) if said["space"] else None
    kind, _, thing = said["about"].partition(" ")
    about = uuid_of(thing) if kind.isidentifier() else None
    version = reading.version_numbered(survey.id, int(said["version"])) if _number(said["version"]) else None
    part = Part(_month(said["month"]), space, kind if about else None, about)
    return Looking(survey, actor, at, version, part, said["whole"] == "1", said["weighted"] == "1",
                   {name: value for name, value in said.items() if value})


@never_cache
@require_safe
def survey_results(request: HttpRequest, code: str) -> HttpResponse:
    """Every question with its table, and the ways to look at a part."""
    at = looking(request, code)
    found = results_of(at.survey, part=at.part, version=at.version, whole=at.whole, weighted=at.weighted)
    every = splits(at.survey)
    return render(request, "web/survey_results.html", {
        "looking": at, "survey": at.survey, "title": queries.title_of(at.survey), "results": found,
        "questions": drawn(found) if found else (), "filters": _filters(at, every), "partly": not at.part.whole,
        "whole_url": at.address(whole="1"), "safe_url": at.address(whole=""), "all_url": at.address(
            version="", month="", space="", about=""),
        "weights": reading.weighted_columns(at.survey.id),
        "weight_url": at.address(weighted="" if at.weighted else "1"),
        "csv_url": at.address("survey_answers_file"), "codebook_url": at.address("survey_codebook_file"),
        "cross_url": at.address("survey_cross"), "trends_url": at.address("survey_trends"),
        "versions": len(every.versions), "table_url": at.address("survey_results_file"),
        "state": queries.state_of(at.survey, published=found is not None, at=at.at),
        "crumbs": crumbs(at),
    })


@never_cache
@require_safe
def survey_cross(request: HttpRequest, code: str) -> HttpResponse:
    """`?down=&across=` two questions across one another, of one version."""
    at = looking(request, code)
    version = at.version or queries.current_version(at.survey.id)
    if version is None:
        raise NotFound()
    choices = crossable(queries.questionnaire_of(version))
    names = [one.column for one in choices]
    down, across = (request.GET.get(name, "") for name in ("down", "across"))
    found = cross(at.survey, version, down=down, across=across, part=at.part, whole=at.whole) if down in names else None
    most = max((cell or 0 for _, cells in found.rows for cell in cells), default=0) if found else 0
    return render(request, "web/survey_cross.html", {
        "looking": at, "title": queries.title_of(at.survey), "choices": choices, "down": down, "across": across,
        "cross": found, "shades": [
            {"label": label, "cells": [{"count": cell, "shade": 1 + 3 * cell // most if cell else 0} for cell in cells]}
            for label, cells in found.rows] if found else [],
        "same": bool(down) and found is None, "number": version.number, "given": at.given,
        "whole_url": at.address("survey_cross", whole="1", down=down, across=across),
        "safe_url": at.address("survey_cross", whole="", down=down, across=across),
        "crumbs": crumbs(at, T("ตารางไขว้", "Across one another")),
    })


@never_cache
@require_safe
def survey_trends(request: HttpRequest, code: str) -> HttpResponse:
    """What changed from version to version."""
    at = looking(request, code)
    return render(request, "web/survey_trends.html", {
        "looking": at, "title": queries.title_of(at.survey),
        "trends": [trend_rows(one) for one in trends(at.survey, whole=at.whole)],
        "whole_url": at.address("survey_trends", whole="1"), "safe_url": at.address("survey_trends", whole=""),
        "crumbs": crumbs(at, T("เทียบรุ่น", "From version to version")),
    })


@never_cache
@require_safe
def survey_words(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """What was written, or given as files, in one column; `?after=` the next page."""
    at = looking(request, code)
    version = queries.current_version(at.survey.id)
    known = {one.name: (question, one) for question in (queries.questionnaire_of(version).questions if version else ())
             for one in question.columns}
    if column not in known:
        raise NotFound()
    question, own = known[column]
    after = uuid_of(request.GET.get("after", ""))
    files = files_of(at.survey, column, after=after) if own.form == "files" else []
    found = written(at.survey, column, part=at.part, after=after, limit=SHOWN + 1) if own.form == "text" else []
    return render(request, "web/survey_words.html", {
        "looking": at, "title": queries.title_of(at.survey), "question": question.label, "files": files,
        "rows": found[:SHOWN], "named": at.survey.asking == "identified", "code": at.survey.code,
        "more": f"?{urlencode(at.given | {'after': str(found[SHOWN - 1].id)})}" if len(found) > SHOWN else "",
        "crumbs": crumbs(at, question.label),
    })


@never_cache
@require_safe
def survey_file(request: HttpRequest, code: str, id: UUID) -> Any:
    """One file of an answer."""
    at = looking(request, code)
    found = file_of(at.survey, id)
    if found is None:
        raise NotFound()
    return given_file(found)


@never_cache
@require_safe
def survey_answers_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """All answers as CSV, of one version or of all under the columns of the newest."""
    at = looking(request, code)
    versions = [at.version] if at.version else reading.all_versions(at.survey.id)
    if not versions:
        raise NotFound()
    head = ",".join(map(safe_cell, heads(at.survey, queries.questionnaire_of(versions[0]))))

    def lines() -> Iterator[bytes]:
        yield f"\ufeff{head}\r\n".encode()
        yield from rows(at.survey, versions)

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="answers-{at.survey.code}.csv"'
    return answer


@never_cache
@require_safe
def survey_codebook_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """What each column of that file holds."""
    at = looking(request, code)
    version = at.version or queries.current_version(at.survey.id)
    if version is None:
        raise NotFound()
    head, *lines = codebook(queries.questionnaire_of(version))
    return table(f"codebook-{at.survey.code}", head, lines)


@never_cache
@require_safe
def survey_results_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The tables of the results page as CSV, as they are shown."""
    at = looking(request, code)
    found = results_of(at.survey, part=at.part, version=at.version, whole=at.whole, weighted=at.weighted)
    return _tables(f"results-{code}", found)


@require_safe
def survey_told(request: HttpRequest, code: str) -> HttpResponse:
    """What everyone may see of a survey that has closed. Nothing in the address changes it."""
    survey, at = queries.survey_to_answer(code), now()
    found = told_to_everyone(survey, at=at)
    if found is None:
        raise NotFound()
    return render(request, "web/survey_told.html", {
        "survey": survey, "title": queries.title_of(survey), "results": found, "questions": drawn(found),
        "keeps": permitted("surveys.see_results", actor=actor_of(request), at=at, scope=queries.scope_of(survey)),
    })


@require_safe
def survey_told_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The same tables as CSV."""
    found = told_to_everyone(queries.survey_to_answer(code), at=now())
    if found is None:
        raise NotFound()
    return _tables(f"results-{code}", found)


def crumbs(at: Looking, here: T | None = None) -> list[dict[str, Any]]:
    """From the list of surveys to this page."""
    own = {"text": T("ผล", "Results"), "url": at.address() if here else ""}
    overview = {"text": queries.title_of(at.survey), "url": reverse("survey_overview", kwargs={"code": at.survey.code})}
    return [overview, own, *([{"text": here, "url": ""}] if here else [])]


def _tables(name: str, found: Any) -> StreamingHttpResponse:
    head = [str(text) for text in (T("คำถาม", "Question"), T("แถว", "Row"), T("คำตอบ", "Answer"), T("จำนวน", "Count"),
                                   T("ร้อยละ", "Per cent"))]
    few = str(T("น้อยกว่า 5 หรือปิดไว้ ไม่แสดง", "Under 5, or covering one that is: not told"))
    return table(name, head, (
        (question.label, "" if len(question.columns) == 1 else column.label, line.label,
         few if line.count is None else line.count, "" if line.share is None else f"{100 * line.share:.1f}")
        for question in (found.questions if found else ()) for column in question.columns for line in column.lines
    ))


def _filters(at: Looking, every: Splits) -> list[dict[str, Any]]:
    """Choices of version, month, space and what it is about; those of which there is only one are not offered."""
    spaces = places.scope_words([("space", id) for id, _ in every.spaces[:200]])
    codes = places.codes_of(id for id, _ in every.spaces[:200])
    given: list[tuple[str, T, T, list[tuple[str, Any, int]]]] = [
        ("version", T("รุ่น", "Version"), T("ทุกรุ่นที่เทียบกันได้", "All that compare"),
         [(str(number), T("รุ่น {n}", "Version {n}", n=number), count) for number, count in every.versions]),
        ("month", T("เดือน", "Month"), T("ทุกเดือน", "All months"),
         [(f"{month:%Y-%m}", month_name(f"{month:%Y-%m}"), count) for month, count in every.months]),
        ("space", T("สถานที่", "Place"), T("ทุกที่", "Everywhere"),
         [(codes[id], spaces.get(("space", id), id), count) for id, count in every.spaces[:200] if id in codes]),
        ("about", T("เกี่ยวกับ", "About"), T("ทุกเรื่อง", "Everything"), _abouts(every)),
    ]
    return [
        {"name": name, "label": label, "every": none,
         "choices": [{"value": value, "label": said, "count": count if at.whole or count >= 5 else None,
                      "chosen": at.given.get(name) == value} for value, said, count in choices]}
        for name, label, none, choices in given if len(choices) > 1 or at.given.get(name)
    ]


def _abouts(every: Splits) -> list[tuple[str, Any, int]]:
    ids: dict[str, list[UUID]] = {}
    for key, _ in every.abouts[:200]:
        kind, _, thing = key.partition(" ")
        ids.setdefault(kind, []).append(UUID(thing))
    known = {name for name in kinds.all_kinds() if name in ids}
    cards = {f"{name} {id}": card for name in known for id, card in kinds.get(name).cards(ids[name]).items()}
    return [
        (key, T.verbatim(cards[key].title_th, cards[key].title_en) if key in cards else key.partition(" ")[0], count)
        for key, count in every.abouts[:200]
    ]


def _month(typed: str) -> date | None:
    try:
        return date.fromisoformat(f"{typed}-01") if len(typed) == 7 else None
    except ValueError:
        return None


def _number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 6
