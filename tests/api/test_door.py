"""What every request passes: methods, CORS, ETags, limits, keys, and a problem in two languages for every refusal."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client

from rianru.api import limits, openapi
from rianru.core.actors import system
from rianru.core.models import Fact
from rianru.people import actions, queries
from rianru.people.models import PartnerKey, PartnerKeyDay
from rianru.places import queries as places
from tests.api.making import fill
from tests.factories.actors import AT
from tests.people import making

pytestmark = pytest.mark.django_db


def refused(response):
    """The code of a problem, whole and in both languages."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert set(body) - {"errors"} == {"type", "status", "title", "code", "th", "en"}
    assert body["status"] == response.status_code
    assert body["type"] == f"/developers/#{body['code']}"
    assert body["title"] == body[response["Content-Language"]]
    assert body["th"] != body["en"]
    return response.status_code, body["code"]


# Refusals


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nowhere", (404, "house.not_found")), ("works/x", (404, "house.not_found")),
        ("works/01900000-0000-7000-8000-000000000001", (404, "house.not_found")),
        ("spaces/nowhere", (404, "house.not_found")), ("areas/99", (404, "house.not_found")),
        ("cities/nowhere", (404, "house.not_found")), ("/api/", (404, "house.not_found")),
        ("search", (422, "api.not_understood")),
        (f"search?q={'a' * 501}", (422, "api.not_understood")), ("search?q=%00", (422, "api.not_understood")),
        ("search?q=a&facets=colour", (422, "api.facet_unknown")), ("search?q=a&kind=person", (422, "api.not_understood")),
        ("search?q=a&sort=size", (422, "api.sort_unknown")), ("search?q=a&colour=red", (422, "api.not_understood")),
        ("works?limit=0", (422, "api.not_understood")), ("works?limit=101", (422, "api.not_understood")),
        ("works?limit=%E0%B9%91x", (422, "api.not_understood")), ("works?page=1000000000", (422, "api.not_understood")),
        ("works?limt=5", (422, "api.not_understood")), ("spaces?area=ab", (422, "api.not_understood")),
        ("spaces?open=perhaps", (422, "api.not_understood")), ("spaces/phayao/hours?days=61", (422, "api.not_understood")),
        ("spaces/phayao/hours?since=tomorrow", (422, "api.not_understood")), ("search?q=a", (503, "core.index_not_ready")),
    ],
)
def test_each_refusal_is_a_problem_in_both_languages(get, path, expected):
    assert refused(get(path)) == expected
    assert refused(get(path, accept="en-GB,en;q=0.9,th;q=0.1")) == expected


def test_the_title_speaks_the_language_that_was_asked_for(get):
    for accept, language in (("en", "en"), ("th-TH,th;q=0.9", "th"), ("fr;q=1, en;q=0.2", "en"), ("de", "th"), ("*", "th"), ("", "th")):
        response = get("nowhere", accept=accept)
        assert (response["Content-Language"], response.json()["title"]) == (language, response.json()[language])
        assert "Accept-Language" in response["Vary"]


def test_what_could_not_be_read_is_named_with_the_reason(get):
    (limit,), (other,) = (get(path).json()["errors"] for path in ("works?limit=500", "works?limt=5"))
    assert limit == {"in": "query", "name": "limit", "code": "less_than_equal", "th": "ไม่เกิน 100", "en": "at most 100"}
    assert (other["name"], other["code"], other["en"]) == (
        "limt", "extra_forbidden", "no parameter has this name; there are cursor, limit")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_reading_is_allowed(get, method):
    response = get("works", method=method)
    assert (refused(response), response["Allow"]) == ((405, "api.method_not_allowed"), "GET, HEAD, OPTIONS")


def test_a_large_body_is_refused_by_its_length():
    response = Client().generic("POST", "/api/v1/works", b"x" * 70_000, content_type="application/json")
    assert refused(response) == (413, "house.body_too_large")


def test_a_host_that_is_not_ours_is_refused(get, settings):
    settings.ALLOWED_HOSTS = ["rianru.example"]
    assert refused(Client().get("/api/v1/works", headers={"Host": "evil.example"})) == (400, "api.host_unknown")


def test_what_breaks_is_a_problem_too_and_tells_nothing(monkeypatch):
    def planted(**given):
        raise given.pop("error")

    for error, status, code in (
        (RuntimeError("secret"), 500, "house.broken"), (OperationalError("secret"), 503, "house.database_away"),
    ):
        monkeypatch.setattr(places, "city_page", lambda error=error, **given: planted(error=error))
        response = Client(raise_request_exception=False).get("/api/v1/cities")
        body = response.json()
        assert (response.status_code, body["code"], response["Content-Type"]) == (status, code, "application/problem+json")
        assert "secret" not in response.content.decode()


def test_every_refusal_of_the_description_says_where_it_is_explained(get):
    page = Client().get("/developers/").content.decode()
    codes = set()
    for path in openapi.document()["paths"].values():
        for operation in path.values():
            for answer in operation["responses"].values():
                content = answer.get("content", {}).get("application/problem+json", {})
                codes |= set(content.get("examples", {}))
    assert len(codes) >= 12
    assert {code for code in codes if f'id="{code}"' not in page} == set()


# Methods, CORS, caches


def test_head_says_what_get_says_without_content(get):
    fill()
    whole, head = get("works"), get("works", method="HEAD")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert head["Content-Length"] == str(len(whole.content))
    assert (get("nowhere", method="HEAD").status_code, get("nowhere", method="HEAD").content) == (404, b"")


def test_options_says_what_is_allowed_and_answers_a_preflight(get):
    said = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    response = get("works", method="OPTIONS", headers=said)
    assert (response.status_code, response.content, response["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "authorization" not in response["Access-Control-Allow-Headers"].lower()
    assert refused(get("nowhere", method="OPTIONS")) == (404, "house.not_found")


def test_any_page_may_read_but_never_with_credentials(get):
    for path in ("works", "nowhere", "works?limit=0"):
        response = get(path, headers={"Origin": "https://elsewhere.example"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert not response.cookies
    assert "Access-Control-Allow-Origin" not in Client().get("/about/").headers


def test_what_is_still_so_is_not_sent_again(get):
    fill()
    first = get("works")
    again = get("works", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert get("works", headers={"If-None-Match": f'"other", W/{first["ETag"]}'}).status_code == 304
    assert again["RateLimit-Limit"] == first["RateLimit-Limit"]
    fill(title="ใหม่ {n}", mark="n")
    assert get("works", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_caches_may_keep_what_everyone_reads_and_ask_again(get, partner):
    assert get("works")["Cache-Control"] == "public, no-cache"
    assert get("works", key=partner().secret)["Cache-Control"] == "private, no-cache"
    assert get("nowhere")["Cache-Control"] == "no-store"


# Limits


@pytest.fixture
def minute(monkeypatch):
    """A clock of the limits that a test turns."""
    clock = SimpleNamespace(now=1_000_020.0)
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: clock.now))
    return clock


def test_a_minute_holds_so_many_and_the_next_one_again(get, settings, minute):
    settings.API_PER_MINUTE = 3
    said = [get("cities") for _ in range(4)]
    assert [one.status_code for one in said] == [200, 200, 200, 429]
    assert [one["RateLimit-Remaining"] for one in said] == ["2", "1", "0", "0"]
    assert {(one["RateLimit-Limit"], one["RateLimit-Policy"], one["RateLimit-Reset"]) for one in said} == {("3", "3;w=60", "60")}
    assert (refused(said[3]), said[3]["Retry-After"]) == ((429, "api.too_many_requests"), "60")
    minute.now += 59
    assert get("cities", method="HEAD")["Retry-After"] == "1"
    minute.now += 1
    assert get("cities").status_code == 200


def test_control_without_a_limit_nothing_is_refused(get, settings, minute):
    settings.API_PER_MINUTE = 1_000_000
    assert {get("cities").status_code for _ in range(30)} == {200}


def test_refusals_count_too_but_preflights_do_not(get, settings, minute):
    settings.API_PER_MINUTE = 2
    for _ in range(5):
        get("cities", method="OPTIONS")
    assert [get(path).status_code for path in ("nowhere", "works?limit=0", "cities")] == [404, 422, 429]


def test_each_address_has_a_minute_of_its_own_and_a_household_one_together(settings, minute):
    settings.API_PER_MINUTE = 1
    ask = lambda address: Client(REMOTE_ADDR=address).get("/api/v1/cities").status_code  # noqa: E731
    assert [ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.1")] == [200, 200, 429]
    assert [ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8:0:1::1")] == [200, 429, 200]


def test_a_header_of_ones_own_making_gives_no_new_minute(settings, minute):
    settings.API_PER_MINUTE = 1
    asked = [Client().get("/api/v1/cities", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in (1, 2)]
    assert asked == [200, 429]


def test_what_is_kept_of_an_address_is_no_address(monkeypatch):
    names = []
    monkeypatch.setattr(limits, "cache", SimpleNamespace(add=lambda name, *_: names.append(name), incr=lambda name: 1))
    limits.take("address:192.0.2.77", 5)
    assert names
    assert "192.0.2.77" not in names[0]


# Keys


def test_a_key_has_a_rate_of_its_own(get, partner, settings, minute):
    settings.API_PER_MINUTE = 1
    secret = partner(per_minute=3).secret
    assert [get("cities", key=secret).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert get("cities").status_code == 200


def test_a_key_is_kept_hashed_and_ends_at_once(get, partner):
    made = partner()
    (kept,) = PartnerKey.objects.values()
    assert made.secret not in str(kept)
    assert kept["ending"] == made.secret[-4:]
    assert get("cities", key=made.secret).status_code == 200
    actions.end_partner_key(actor=system("tests"), at=AT.replace(year=2021), id=made.id)
    response = get("cities", key=made.secret)
    assert (refused(response), response["WWW-Authenticate"]) == ((401, "api.key_unknown"), 'Bearer realm="rianru"')


@pytest.mark.parametrize("said", ["Bearer ", "Bearer x", "Basic YTpi", "Bearer rianru_" + "a" * 43, "rianru_x", "Bearer ก"])
def test_a_key_that_does_not_work_is_refused_and_counts_for_the_address(get, settings, minute, said):
    settings.API_PER_MINUTE = 2
    headers = {"Authorization": said.encode().decode("latin-1")}
    codes = [refused(get("cities", headers=headers)) for _ in range(3)]
    assert codes == [(401, "api.key_unknown")] * 2 + [(429, "api.too_many_requests")]


def test_a_key_without_the_scope_is_refused_by_name(get, partner):
    assert refused(get("cities", key=partner(scopes=("barcodes",)).secret)) == (403, "api.scope_missing")


def test_uses_are_counted_by_day_and_nothing_else_of_them_is_kept(get, partner):
    made, other = partner(), partner("อีกแห่ง")
    for _ in range(3):
        get("cities", key=made.secret)
    get("cities")
    (day,) = PartnerKeyDay.objects.values()
    assert (day["key_id"], day["uses"], set(day)) == (made.id, 3, {"id", "key_id", "day_on", "uses"})
    assert Fact.objects.filter(verb="people.partner_key_used").count() == 1
    assert isinstance(day["day_on"], date)
    rows = {row.id: row.uses for row in queries.partner_keys(at=making.datetime.now(AT.tzinfo))}
    assert rows == {made.id: 3, other.id: 0}


def test_numbers_are_json_numbers_and_thai_is_thai(get):
    making.city("phayao", "56")
    body = get("cities").content
    assert "เมือง".encode() in body
    assert json.loads(body)["results"][0]["pilot"] is False
