"""schemathesis asks everything that the description allows, and much that it does not; the control plants faults."""

from collections import Counter

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from rianru.api import house, problems
from rianru.places import queries as places
from tests.api.making import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = 12  # for each operation in each of both ways: some ten seconds in all


@pytest.fixture
def description(settings, reindex):
    """The description as the application gives it, over a house with something in it."""
    settings.API_PER_MINUTE, settings.ALLOWED_HOSTS = 1_000_000, ["*"]
    fill(3)
    reindex()
    for signal in (request_started, request_finished):  # the test's own transaction must outlive a request
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def faults(description, *, only: str = "") -> Counter[str]:
    """What was found, by operation and kind of failure."""
    found: Counter[str] = Counter()
    for result in description.get_all_operations():
        operation = result.ok()
        if only and operation.label != only:
            continue
        _try(operation, GenerationMode.POSITIVE, found)
        if operation.definition.raw.get("parameters"):
            _try(operation, GenerationMode.NEGATIVE, found)
    return found


def _try(operation, mode, found: Counter[str]) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def one(case):
        if mode == GenerationMode.POSITIVE and case.query:
            case.query.pop("cursor", None)  # which are ours no description can say; test_paging knows
        try:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})
        except FailureGroup as group:
            for failure in group.exceptions:
                found[f"{operation.label} {type(failure).__name__}: {str(failure)[:300]}"] += 1

    one()


def test_schemathesis_finds_nothing(description):
    assert dict(faults(description)) == {}


def test_control_a_view_that_breaks_at_an_edge_is_found(description, monkeypatch):
    sound = places.area_page

    def planted(*, within="", after="", limit):
        if limit > 60:
            raise RuntimeError("planted")
        return sound(within=within, after=after, limit=limit)

    monkeypatch.setattr(places, "area_page", planted)
    assert any("ServerError" in fault for fault in faults(description, only="GET /api/v1/areas"))


def test_control_an_answer_of_another_shape_is_found(description, monkeypatch):
    sound = house.Json.render

    def planted(self, request, data, *, response_status):
        return sound(self, request, data | {"more": 1}, response_status=response_status)

    monkeypatch.setattr(house.Json, "render", planted)
    assert any("JsonSchemaError" in fault for fault in faults(description, only="GET /api/v1/cities"))


def test_control_a_refusal_that_nobody_described_is_found(description, monkeypatch):
    monkeypatch.setattr(problems.NotUnderstood, "status", 418)
    assert any("UndefinedStatusCode" in fault for fault in faults(description, only="GET /api/v1/works"))
