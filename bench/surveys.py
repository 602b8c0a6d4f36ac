"""A survey of a hundred thousand responses: its results page, and all of its answers as CSV.

`.venv/bin/python -m bench.surveys [--responses 100000]`

The demo's need study (eighteen columns of every kind, three pages) is filled by COPY from some thousand made-up answers
over twelve months. The page is what a librarian opens: every question with its table, filters with their counts, set by
Django's templates, once from sums and once with a thousand responses in no sum yet; the worst of five counts. The file
is read to its end as a browser would; its peer is PostgreSQL's own COPY of the same cells, as they are, without a cell
being made safe. Processor seconds of this process stand beside (PostgreSQL's own are not in them).
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bench.house import report, scratch_database

PAGE, ROWS = 1.0, 20_000  # seconds at most; a second at least
KINDS = 3_000  # different answers
FRESH = 1_000


def main() -> None:
    """Fills, adds up, opens the page, reads the file."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--responses", type=int, default=100_000)
    responses = asked.parse_args().responses
    with scratch_database():
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": plain}  # nothing was gathered here
        survey = opened()
        fill(survey, responses - FRESH, since=400)
        began = time.perf_counter()
        added = add_up()
        spent = time.perf_counter() - began
        report("responses added up", ours=added / spent, unit="a second")
        holds = [page("results page from sums", survey)]
        fill(survey, FRESH, since=20)
        holds += [page(f"results page with {FRESH:,} in no sum yet", survey), file(survey)]
    sys.exit(0 if all(holds) else 1)


def opened() -> Any:
    """The need study, open for a year and more."""
    from django.utils import timezone

    from rianru.core.actors import system
    from rianru.surveys import actions
    from rianru.surveys.models import Survey
    from rianru.surveys.sample.forms import NEEDS

    at = timezone.now() - timedelta(days=401)
    asked: dict[str, Any] = {"actor": system("bench"), "at": at}
    made = actions.make_survey(**asked, home_kind="national", home_id=None, title_th="ความต้องการ", questionnaire=NEEDS)
    actions.publish_version(**asked, survey_id=made.id, revision=1)
    actions.open_survey(**asked, survey_id=made.id)
    return Survey.objects.get(id=made.id)


def fill(survey: Any, count: int, *, since: int) -> None:
    """So many responses over the last days, by COPY."""
    from django.db import connection, transaction
    from django.utils import timezone

    from rianru.kernel.ids import new_texts
    from rianru.surveys.models import Version
    from rianru.surveys.sample.answers import filled
    from rianru.surveys.sample.forms import NEEDS

    random, now = Random(2569), timezone.now()
    kinds = [json.dumps(filled(NEEDS, random, today=now.date()), ensure_ascii=False) for _ in range(min(KINDS, count))]
    version = str(Version.objects.get(survey=survey).id)
    ids = new_texts(count)
    columns = "id, survey_id, version_id, answers, way, language, about_kind, area, weight, handed_in_at"
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY surveys_response ({columns}) FROM STDIN") as copy:
            for id in ids:
                moment: datetime = now - timedelta(days=random.random() * since)
                copy.write_row((id, str(survey.id), version, random.choice(kinds), "own", "th", "", "", 1, moment))
        with cursor.copy("COPY surveys_fresh (response_id, version_id) FROM STDIN") as copy:
            for id in ids:
                copy.write_row((id, version))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE surveys_response")
        cursor.execute("VACUUM ANALYZE surveys_fresh")


def add_up() -> int:
    """Everything that is in no sum yet; how many."""
    from django.utils import timezone

    from rianru.core.actors import system
    from rianru.surveys import actions

    every = 0
    while added := actions.add_up(actor=system("bench"), at=timezone.now()):
        every += added
    return every


def page(name: str, survey: Any) -> bool:
    """The worst of five, after one that warms up."""
    from django.test import RequestFactory

    from rianru.core.actors import Actor, Grant, Role
    from rianru.kernel.ids import new_id
    from rianru.web.surveys.results import survey_results

    def opened() -> None:
        request = RequestFactory(SERVER_NAME="localhost").get(f"/surveys/{survey.code}/results/")
        since = survey.made_at
        request.actor = Actor("person", new_id(), (Grant(Role.LIBRARIAN, "national", None, since),), secure=True)  # type: ignore[attr-defined]
        request.COOKIES, request.session = {}, {}  # type: ignore[assignment]
        answer = survey_results(request, survey.code)
        assert answer.status_code == 200
        assert len(answer.content) > 20_000

    opened()
    walls, cpus = zip(*(timed(opened) for _ in range(5)), strict=True)
    print(json.dumps({"name": f"{name}: processor seconds of the web", "ours": round(max(cpus), 3)}), flush=True)
    return report(name, ours=max(walls), unit="s", at_most=PAGE)


def file(survey: Any) -> bool:
    """Rows a second, ours and PostgreSQL's own; the best of three each, turn by turn."""
    from django.db import connection

    from rianru.surveys.models import Version
    from rianru.surveys.queries.exporting import heads, rows
    from rianru.surveys.queries.finding import questionnaire_of

    version = Version.objects.get(survey=survey)
    shown = questionnaire_of(version)
    names = heads(survey, shown)[9:]
    cells = ", ".join(f"answers ->> '{name}'" for name in names)
    plain = f"SELECT id, handed_in_at, way, language, weight, {cells} FROM surveys_response ORDER BY id"

    def peer() -> Iterator[bytes]:
        with connection.cursor() as cursor, cursor.copy(f"COPY ({plain}) TO STDOUT WITH (FORMAT csv)") as copy:
            yield from map(bytes, copy)

    def lines(given: Callable[[], Iterator[bytes]]) -> int:
        return sum(piece.count(b"\n") for piece in given())

    count = lines(lambda: rows(survey, [version]))
    ours, others = [], []
    for _ in range(3):
        ours.append(timed(lambda: lines(lambda: rows(survey, [version]))))
        others.append(timed(lambda: lines(peer)))
    print(json.dumps({"name": "CSV: processor seconds of the web", "ours": round(min(cpu for _, cpu in ours), 3),
                      "rows": count}), flush=True)
    return report(
        "CSV", ours=count / min(wall for wall, _ in ours), peer=count / min(wall for wall, _ in others),
        peer_name="PostgreSQL's COPY TO CSV of the same cells", unit="rows a second", at_least=ROWS,
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
