"""Adding up: responses that are in no sum yet go into sums, some thousands at a time."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.surveys import kinds
from rianru.surveys.models import Fresh, Sum, Version
from rianru.surveys.queries import questionnaire_of
from rianru.surveys.queries.counting import COUNTED, columns_of

AT_ONCE = 20_000
_TAKEN = """
    taken AS (
        DELETE FROM surveys_fresh WHERE response_id IN (
            SELECT response_id FROM surveys_fresh WHERE version_id = %(version)s
            ORDER BY response_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
        ) RETURNING response_id)
"""
_COLUMNS = 'survey_id, version_id, month_on, space_id, about_kind, about_id, "column", code, count, weight'
_ADD = f"""
    WITH {_TAKEN}, added AS (
        INSERT INTO surveys_sum AS known ({_COLUMNS}) {COUNTED.format(source="taken")}
        ON CONFLICT (version_id, month_on, space_id, about_id, about_kind, "column", code)
        DO UPDATE SET count = known.count + excluded.count, weight = known.weight + excluded.weight)
    SELECT count(*) FROM taken
"""  # noqa: S608 - of our own words alone


def add_up(*, actor: Actor, at: datetime, limit: int = AT_ONCE) -> int:
    """Adds the responses of one version that are in no sum yet, at most `limit`; how many, nought when none is left."""
    require("surveys.tend", actor=actor, at=at)
    version_id = Fresh.objects.order_by("version", "response").values_list("version", flat=True).first()
    if version_id is None:
        return 0
    with transaction.atomic():
        added = _add(Version.objects.get(id=version_id), limit)
        facts.record(kinds.ADDED_UP, actor=actor, at=at, object_kind="survey_version", object_id=version_id,
                     count=added)
    return added


def add_up_anew(survey_id: UUID) -> None:
    """After weights have changed: sums from the responses themselves. The caller holds the survey, in a transaction."""
    Sum.objects.filter(survey=survey_id).delete()
    for version in Version.objects.filter(survey=survey_id).order_by("id"):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO surveys_fresh (response_id, version_id) SELECT id, version_id FROM surveys_response "
                "WHERE version_id = %s ON CONFLICT DO NOTHING", [version.id],
            )
        while _add(version, AT_ONCE):
            pass


def _add(version: Version, limit: int) -> int:
    given = columns_of(questionnaire_of(version)) | {"version": version.id, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"surveys.sum:{version.id}"])
        cursor.execute(_ADD, given)
        return int(cursor.fetchone()[0])
