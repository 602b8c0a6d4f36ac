"""/metrics for Prometheus: only with a token or from named addresses; to everybody else there is no such page.

Nothing in it says who anybody is: routes by their names, jobs by their names, sums.
"""

from __future__ import annotations

import functools
import hmac
import ipaddress
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from rianru.core import changes, kinds
from rianru.core.search import store
from rianru.web import health

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.core import Metric

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
COUNTED_SECONDS = 600.0  # between two counts of everything that is searchable
PAGE = 20_000
_QUEUE = """
    SELECT job.task_name, count(*),
           coalesce(max(extract(epoch FROM now() - coalesce(job.scheduled_at, event.at))), 0)::float8
    FROM procrastinate_jobs AS job
    JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events WHERE job_id = job.id) AS event ON true
    WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at < now()) GROUP BY 1 ORDER BY 1
"""


def wanted() -> bool:
    """Whether anybody may ever ask; otherwise nothing is measured."""
    return bool(settings.METRICS_TOKEN or settings.METRICS_FROM)


def allowed(request: HttpRequest) -> bool:
    """With the token; or from a named address, when no proxy stands between, who could speak for the whole world."""
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return True
    if {"X-Forwarded-For", "Forwarded", "X-Forwarded-Proto"} & set(request.headers):
        return False
    try:
        remote = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(remote in ipaddress.ip_network(network, strict=False) for network in settings.METRICS_FROM)


def page() -> HttpResponse:
    """Everything, in Prometheus' text format: what this node's web processes counted, and what is asked now."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess

    counted = _registry()
    if settings.METRICS_DIR.is_dir():  # `rianru run` and `serve` make it: every web process writes there
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    asked = CollectorRegistry()
    asked.register(_Asked())
    return HttpResponse(generate_latest(counted) + generate_latest(asked), content_type=CONTENT_TYPE_LATEST,
                        headers={"Cache-Control": "no-store"})


def observe(*, route: str, method: str, status: int, seconds: float) -> None:
    """One answered request. A method that nobody knows is counted as such, so that names stay few."""
    known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
    _requests().labels(route, known, str(status)).observe(seconds)


def watching(route: Callable[[], str]) -> AbstractContextManager[Any]:
    """Counts statements that take RIANRU_SLOW_QUERY_MS or more, by the route that they were for."""
    if not wanted():
        return nullcontext()

    def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if (time.perf_counter() - began) * 1000 >= settings.SLOW_QUERY_MS:
                _slow().labels(route()).inc()

    return connection.execute_wrapper(timed)


@functools.cache
def _registry() -> CollectorRegistry:
    from prometheus_client import CollectorRegistry

    return CollectorRegistry()


@functools.cache
def _requests() -> Histogram:
    from prometheus_client import Histogram

    return Histogram("rianru_request_seconds", "Seconds to answer a request", ("route", "method", "status"),
                     buckets=SECONDS, registry=_registry())


@functools.cache
def _slow() -> Counter:
    from prometheus_client import Counter

    return Counter("rianru_slow_queries", "Statements that took RIANRU_SLOW_QUERY_MS or more", ("route",),
                   registry=_registry())


class _Asked:
    """What is looked up at the moment of asking; a database that is away leaves the rest standing."""

    def collect(self) -> Iterator[Metric]:
        """Readiness first: it says what else is missing."""
        checks = health.readiness()
        yield _gauge("ready", "1 where a check of /readyz is well", "check", {c.name: float(c.ok) for c in checks})
        yield _gauge("disk_free_bytes", "Free under var", "", {"": float(shutil.disk_usage(settings.VAR).free)})
        if (age := health.backup_age()) is not None:
            yield _gauge("backup_age_seconds", "Since the last backup was taken here", "", {"": age})
        try:
            yield from self._of_database()
        except DatabaseError:
            connection.close()

    def _of_database(self) -> Iterator[Metric]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database()), "
                           "(SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')")
            size, failed = cursor.fetchone()
            cursor.execute(_QUEUE)
            queue = cursor.fetchall()
        yield _gauge("database_bytes", "Size of the database", "", {"": float(size)})
        yield _gauge("jobs_failed", "Jobs that failed and are kept", "", {"": float(failed)})
        waiting = {name: float(count) for name, count, _ in queue}
        yield _gauge("queue_jobs", "Jobs that wait and are due", "job", waiting)
        yield _gauge("queue_age_seconds", "Age of the oldest that waits", "job", {name: age for name, _, age in queue})
        yield from self._of_index()

    def _of_index(self) -> Iterator[Metric]:
        generation = store.current()
        if generation is None:
            return
        entries, age = changes.lag(generation.position())
        yield _gauge("index_lag_entries", "Changes not in the index of this node yet", "", {"": float(entries)})
        yield _gauge("index_lag_seconds", "Age of the oldest of them", "", {"": age})
        yield _gauge("index_documents", "Documents in the index of this node", "", {"": float(documents(generation))})
        there = objects(int(time.monotonic() // COUNTED_SECONDS))
        yield _gauge("searchable_objects", "What the index should hold, counted every ten minutes", "kind", there)


def documents(generation: store.Generation) -> int:
    """How many documents the index of this node holds."""
    return int(generation.open().searcher().num_docs)


@functools.lru_cache(maxsize=1)
def objects(turn: int) -> dict[str, float]:
    """By kind, how many of the database should be in the index. `turn` decides how long a count holds."""
    found: dict[str, float] = {}
    for kind in kinds.all_kinds().values():
        if kind.documents is not None and kind.pages is not None:
            last, count = None, 0
            while ids := kind.pages(last, PAGE):
                last, count = ids[-1], count + len(ids)
            found[kind.name] = float(count)
    return found


def _gauge(name: str, says: str, label: str, values: dict[str, float]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    gauge = GaugeMetricFamily(f"rianru_{name}", says, labels=[label] if label else [])
    for key, value in values.items():
        gauge.add_metric([key] if label else [], value)
    return gauge
