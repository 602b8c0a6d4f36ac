"""Files for everyone: any page may read them, nobody may ask for them without end."""

import pytest
from django.core.cache import cache

from rianru.web import opening
from tests import factories
from tests.factories.vans import stop, van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
FILES = ["/spaces.csv", "/spaces.geojson", "/spaces.osm", "/stops/timetable.csv", "/stops/gtfs.zip", "/far/th/table.csv",
         "/spaces/lib/hours.ics", "/stops/pavilion.ics"]


@pytest.fixture(autouse=True)
def _there():
    cache.clear()
    factories.space(code="lib")
    stop(van(), code="pavilion")


@pytest.mark.parametrize("path", FILES)
def test_any_page_of_the_web_may_read_it_without_cookies(client, path):
    answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_page_for_people_is_not_opened_so(client):
    assert "Access-Control-Allow-Origin" not in client.get("/stops/").headers


def test_one_address_gets_so_many_files_and_then_is_told_to_wait_while_another_goes_on(client, monkeypatch):
    monkeypatch.setattr(opening, "MOST", 2)
    for _ in range(2):
        assert client.get("/stops/timetable.csv").status_code == 200
    refused = client.get("/stops/gtfs.zip")
    assert refused.status_code == 429
    assert "15 นาที" in refused.content.decode()
    assert client.get("/stops/timetable.csv", REMOTE_ADDR="198.51.100.7").status_code == 200
