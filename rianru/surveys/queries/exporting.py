"""All answers as CSV, written by PostgreSQL itself and handed on as it comes; a cell that a spreadsheet would run is
made harmless on the way.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection
from psycopg import sql

from rianru.kernel.questions import Column, Questionnaire
from rianru.kernel.questions.trends import pairs
from rianru.surveys.models import Survey, Version
from rianru.surveys.queries.finding import questionnaire_of

CHUNK: Final = 1 << 16  # bytes that are handed on at a time
OWN: Final = ("response", "version", "handed_in", "way", "language", "space", "area", "about", "weight")
NAMED: Final = (*OWN, "person")
_SAFE: Final = sql.SQL("""
    CASE WHEN left({cell}, 1) IN ('=', '+', '-', '@', E'\\t', E'\\r') THEN '''' || {cell} ELSE {cell} END
""")
_ROWS: Final = sql.SQL("""
    COPY (
        SELECT response.id, {number}, {moment}, response.way, response.language, space.code, response.area,
            nullif(response.about_kind || ':' || response.about_id, ':'), response.weight::real {person} {answers}
        FROM surveys_response AS response LEFT JOIN places_space AS space ON space.id = response.space_id {people}
        WHERE response.survey_id = {survey} AND response.version_id = {version} ORDER BY response.id
    ) TO STDOUT WITH (FORMAT csv)
""")


def heads(survey: Survey, shown: Questionnaire) -> list[str]:
    """The first line: what is known of a response, then its columns as the codebook calls them."""
    columns = [column.name for question in shown.questions for column in question.columns]
    return [*(NAMED if survey.asking == "identified" else OWN), *columns]


def rows(survey: Survey, versions: list[Version]) -> Iterator[bytes]:
    """Every response of these versions under the columns of the first, in pieces of CHUNK bytes, each whole lines."""
    shown = questionnaire_of(versions[0])
    waiting = bytearray()
    for version in versions:
        with connection.cursor() as cursor, cursor.copy(_statement(survey, shown, version)) as copy:
            for line in copy:
                waiting += line
                if len(waiting) >= CHUNK:
                    yield bytes(waiting)
                    waiting.clear()
    yield bytes(waiting)


def _statement(survey: Survey, shown: Questionnaire, version: Version) -> sql.Composed:
    own = questionnaire_of(version)
    names = {column.name: column.name for question in shown.questions for column in question.columns}
    if own is not shown:
        names = {pair.later: pair.earlier for pair in pairs(own, shown)}
    cells: list[sql.Composable] = [
        _cell(names.get(column.name, ""), column) for question in shown.questions for column in question.columns
    ]
    identified = survey.asking == "identified"
    moment = sql.SQL("to_char(response.handed_in_at AT TIME ZONE 'Asia/Bangkok', {})").format(
        sql.Literal("YYYY-MM-DD HH24:MI" if identified else "YYYY-MM-DD"))
    name: Any = sql.SQL("trim(person.given_name || ' ' || person.family_name)")
    return _ROWS.format(
        number=sql.Literal(version.number), version=sql.Literal(version.id),
        survey=sql.Literal(survey.id), moment=moment,
        person=sql.SQL(", ") + _SAFE.format(cell=name) if identified else sql.SQL(""),
        people=sql.SQL("LEFT JOIN people_person AS person ON person.id = response.person_id" if identified else ""),
        answers=sql.SQL("").join(sql.SQL(", ") + cell for cell in cells),
    )


def _cell(name: str, column: Column) -> sql.Composable:
    """One answer as text: codes with blanks between them, an area before its point."""
    if not name:
        return sql.SQL("NULL")
    answer = sql.SQL("response.answers -> {}").format(sql.Literal(name))
    text = sql.SQL("(response.answers ->> {})").format(sql.Literal(name))
    if column.form in ("codes", "files"):
        return _SAFE.format(cell=sql.SQL("translate({}, '[]\",', '')").format(text))
    if column.form == "place":
        point = "' ' || ({0} ->> 'latitude') || ' ' || ({0} ->> 'longitude')"
        return sql.SQL("trim(concat({0} ->> 'area', " + point + "))").format(sql.SQL("({})").format(answer))
    if column.form in ("whole", "decimal", "yes", "day", "clock"):
        return text
    return _SAFE.format(cell=text)
