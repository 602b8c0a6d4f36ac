"""Seals: a digest for every hour of `recorded_at`, chained, and a signed head for every day.

An hour is sealed once it is over and no transaction that could still add to it runs: the writers' clock
(`core_fact_clock`) holds a shared lock on its hour until commit, and the seal needs that lock alone. Hours and days
are UTC. Each seal is also written to `var/seals/`, so that cutting the tail of both tables is still seen.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import ExtractHour

from rianru.core.facts import signing
from rianru.core.models import FactDay, FactHour

HOUR = timedelta(hours=1)
START = b"rianru facts"
_DIGEST = """
    SELECT count(*), sha256(coalesce(string_agg(row_digest, ''::bytea ORDER BY id), ''::bytea)) FROM (
        SELECT id, sha256(convert_to(jsonb_build_array(
            id, verb, actor_key, subject_key, object_kind, object_id, space_id, area, home_area, programme, age_band,
            sex, format, count, minutes, satang, changed, extract(epoch FROM occurred_at),
            extract(epoch FROM recorded_at), request)::text, 'UTF8')) AS row_digest
        FROM core_fact WHERE recorded_at >= %s AND recorded_at < %s) AS hour
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something `verify` found: where, and what."""

    where: str
    what: str


def digest(hour_at: datetime) -> tuple[int, bytes]:
    """How many facts an hour holds, and the SHA-256 over their rows in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST, [hour_at, hour_at + HOUR])
        count, value = cursor.fetchone()
    return count, bytes(value)


def seal_hours() -> int:
    """Seals every hour that is over and settled, from the first fact on, without a gap; how many."""
    sealed = 0
    while _seal_next():
        sealed += 1
    return sealed


def _seal_next() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7420, 1), clock_timestamp()")
        now = cursor.fetchone()[1]
        last = FactHour.objects.order_by("-hour_at").first()
        hour_at = last.hour_at + HOUR if last else _first_hour()
        if hour_at is None or hour_at + HOUR > now:
            return False
        cursor.execute("SELECT pg_try_advisory_xact_lock(7421, %s)", [int(hour_at.timestamp() // 3600)])
        if not cursor.fetchone()[0]:
            return False
        return _write(hour_at, bytes(last.chain) if last else START, now)


def _write(hour_at: datetime, before: bytes, now: datetime) -> bool:
    count, value = digest(hour_at)
    chain = link(before, hour_at, count, value)
    FactHour.objects.create(hour_at=hour_at, facts=count, digest=value, chain=chain, sealed_at=now)
    _note({"hour": hour_at.isoformat(), "facts": count, "chain": chain.hex()})
    return True


def link(before: bytes, hour_at: datetime, count: int, value: bytes) -> bytes:
    """The chain value of an hour: SHA-256 over the chain before it, the hour, the count and the digest."""
    return hashlib.sha256(b"|".join([before, hour_at.isoformat().encode(), str(count).encode(), value])).digest()


def _first_hour() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(recorded_at) FROM core_fact")
        (first,) = cursor.fetchone()
    return first.astimezone(UTC).replace(minute=0, second=0, microsecond=0) if first else None


def sign_days(*, at: datetime) -> int:
    """Signs the head of every day all of whose hours are sealed and that is not signed yet; how many."""
    key = signing.current()
    signed = 0
    known = set(FactDay.objects.values_list("day_on", flat=True))
    last_hours = FactHour.objects.annotate(utc_hour=ExtractHour("hour_at", tzinfo=UTC)).filter(utc_hour=23)
    for hour in last_hours.order_by("hour_at").iterator():
        day = hour.hour_at.astimezone(UTC).date()
        if day in known:
            continue
        chain = bytes(hour.chain)
        signature = key.sign(_statement(day, chain))
        FactDay.objects.create(day_on=day, chain=chain, signature=signature, key_name=key.name, signed_at=at)
        _note({"day": day.isoformat(), "chain": chain.hex(), "signature": signature.hex(), "key": key.name})
        signed += 1
    return signed


def _statement(day: date, chain: bytes) -> bytes:
    return b"rianru facts head|" + day.isoformat().encode() + b"|" + chain


def verify() -> Iterator[Fault]:
    """Recounts everything that is sealed and yields each fault: changed, added, removed, reordered, cut."""
    before, expected = START, None
    chains: dict[str, str] = {}
    for hour in FactHour.objects.order_by("hour_at").iterator():
        where = hour.hour_at.isoformat()
        if expected is not None and hour.hour_at != expected:
            yield Fault(where, f"the seals between {expected.isoformat()} and this hour are missing")
        count, value = digest(hour.hour_at)
        if count != hour.facts:
            yield Fault(where, f"{hour.facts} facts were sealed, {count} are there")
        elif value != bytes(hour.digest):
            yield Fault(where, "facts were changed after the seal")
        if link(before, hour.hour_at, hour.facts, bytes(hour.digest)) != bytes(hour.chain):
            yield Fault(where, "the seal does not follow from the one before it")
        before, expected = bytes(hour.chain), hour.hour_at + HOUR
        chains[where] = before.hex()
    yield from _before_the_first()
    yield from _days(chains)
    yield from _noted(chains)


def _before_the_first() -> Iterator[Fault]:
    first = FactHour.objects.order_by("hour_at").first()
    early = _first_hour()
    if first and early and early < first.hour_at:
        yield Fault(early.isoformat(), "facts stand before the first seal")


def _days(chains: dict[str, str]) -> Iterator[Fault]:
    for day in FactDay.objects.order_by("day_on").iterator():
        last_hour = datetime(day.day_on.year, day.day_on.month, day.day_on.day, 23, tzinfo=UTC).isoformat()
        if not signing.verify(day.key_name, bytes(day.signature), _statement(day.day_on, bytes(day.chain))):
            yield Fault(day.day_on.isoformat(), "the signature of the day's head does not hold")
        if chains.get(last_hour) != bytes(day.chain).hex():
            yield Fault(day.day_on.isoformat(), "the day's head does not match its last hour")


def _noted(chains: dict[str, str]) -> Iterator[Fault]:
    if chains and not notebook().exists():
        yield Fault(str(notebook().name), "the notes outside the database are missing, so a cut tail cannot be seen")
    for line in _lines():
        noted = json.loads(line)
        if "hour" in noted and chains.get(noted["hour"]) != noted["chain"]:
            yield Fault(noted["hour"], "the seal noted outside the database is missing or differs")
        if "day" in noted and not FactDay.objects.filter(day_on=noted["day"]).exists():
            yield Fault(noted["day"], "the signed head noted outside the database is missing")


def notebook() -> Path:
    """The file beside the database that every seal is also written to."""
    return Path(settings.VAR) / "seals" / f"{connection.settings_dict['NAME']}.jsonl"


def _note(what: dict[str, object]) -> None:
    line = json.dumps(what) + "\n"

    def write() -> None:
        notebook().parent.mkdir(parents=True, exist_ok=True)
        with notebook().open("a", encoding="utf-8") as stream:
            stream.write(line)

    transaction.on_commit(write)


def _lines() -> list[str]:
    return notebook().read_text(encoding="utf-8").splitlines() if notebook().exists() else []
