"""What is read: works, spaces, areas, cities and searches, with the values that the house holds."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.api import search
from rianru.catalogue.models import Item
from tests.api.conftest import LONG_AGO
from tests.api.making import fill
from tests.people import making

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def test_a_search_answers_in_the_promised_shape(get, reindex):
    (work,) = fill()
    reindex()
    response = get("search", q="ผ้าทอ", limit=5, facets="format,language")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert response.json() == {
        "total": 1,
        "results": [
            {
                "id": str(work), "kind": "work", "title": "ผ้าทอเล่มที่ 0", "title_en": None, "creators": ["มานี"],
                "year": 2026, "url": f"{HOST}/works/{work}/", "api_url": f"{HOST}/api/v1/works/{work}",
                "availability": {
                    "state": "available", "copies": 1, "available": 1, "branches": 1,
                    "branch": {"code": "phayao", "name": {"th": "ห้องสมุด phayao", "en": "Library phayao"}},
                },
            }
        ],
        "facets": {
            "format": [{"value": "book", "label": {"th": "หนังสือ", "en": "Book"}, "count": 1}],
            "language": [{"value": "tha", "label": {"th": "ภาษาไทย", "en": "Thai"}, "count": 1}],
        },
        "suggestions": [],
        "query": {"text": "ผ้าทอ", "words": ["ผ้าทอ"], "relaxed": False, "layout": "", "near": False},
        "next_cursor": None,
    }
    assert "ผ้าทอ".encode() in response.content


def test_a_search_finds_places_too_and_one_kind_alone(get, reindex):
    fill(space="phayao", title="phayao {n}")
    reindex()
    kinds = {one["kind"] for one in get("search", q="phayao").json()["results"]}
    assert kinds == {"work", "space"}
    (found,) = get("search", q="phayao", kind="space").json()["results"]
    assert (found["title"], found["title_en"], found["availability"]) == ("ห้องสมุด phayao", "Library phayao", None)
    assert (found["url"], found["api_url"]) == (f"{HOST}/spaces/phayao/", f"{HOST}/api/v1/spaces/phayao")


def test_a_search_says_what_was_done_to_the_query(get, reindex):
    fill()
    reindex()
    assert get("search", q="ผ้าทอ จักรวาล").json()["query"] == {
        "text": "ผ้าทอ จักรวาล", "words": ["ผ้าทอ", "จักรวาล"], "relaxed": True, "layout": "", "near": False,
    }


def test_a_query_on_the_other_keyboard_is_read_as_meant_and_said(get, reindex):
    fill()
    reindex()
    found = get("search", q="zhkmv").json()
    assert (found["total"], found["query"]["layout"]) == (1, "ผ้าทอ")


@pytest.mark.parametrize("name", search.FACETS)
def test_each_facet_can_be_counted_alone(get, reindex, name):
    fill()
    reindex()
    assert set(get("search", q="ผ้าทอ", facets=name).json()["facets"]) == {name}


@pytest.mark.parametrize("query", ["+++", "์์์", '"', "title:(", "' OR 1=1 --", "ก" * 500, "\u200b", "𝄞"])
def test_any_query_has_an_answer(get, reindex, query):
    fill()
    reindex()
    assert get("search", q=query).status_code == 200


def test_availability_is_exact_at_once(get, reindex):
    (work,) = fill()
    reindex()
    Item.objects.update(state="out")
    (found,) = get("search", q="ผ้าทอ").json()["results"]
    assert found["availability"]["state"] == get(f"works/{work}").json()["availability"]["state"] == "out"


def test_a_work_comes_with_editions_branches_and_copies(get):
    (work,) = fill()
    found = get(f"works/{work}").json()
    (edition,), (branch,) = found["editions"], found["branches"]
    assert (found["title"], edition["year"], edition["format_name"]) == ("ผ้าทอเล่มที่ 0", 2026, {"th": "หนังสือ", "en": "Book"})
    assert branch == {
        "space": {"code": "phayao", "name": {"th": "ห้องสมุด phayao", "en": "Library phayao"}}, "available": 1,
        "copies": [{"call_number": "", "shelf": "", "available": True, "barcode": None}],
    }


def test_barcodes_are_shown_to_a_key_with_that_scope_alone(get, partner):
    (work,) = fill()
    shown = [
        get(f"works/{work}", key=key).json()["branches"][0]["copies"][0]["barcode"]
        for key in ("", partner().secret, partner(scopes=("read", "barcodes")).secret)
    ]
    assert shown == [None, None, "sB0"]


def test_a_space_tells_where_it_is_and_its_hours_day_by_day(get):
    fill()
    (listed,) = get("spaces", area="56").json()["results"]
    whole = get("spaces/phayao").json()
    assert {name: whole[name] for name in listed} == listed
    assert whole["network"] == {"code": "north", "name": {"th": "เครือข่าย north", "en": "Network north"}}
    hours = get("spaces/phayao/hours", since="2026-11-21", days=2).json()
    assert [(day["day"], day["known"]) for day in hours["days"]] == [("2026-11-21", False), ("2026-11-22", False)]
    assert get("spaces", area="57").json() == {"total": 0, "results": [], "next_cursor": None}


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31"])
def test_hours_of_any_day_are_an_answer(get, since):
    fill()
    assert len(get("spaces/phayao/hours", since=since, days=60).json()["days"]) == 60


def test_areas_go_from_large_to_small_and_cities_name_theirs(get):
    making.city("phayao", "5601")
    assert [one["code"] for one in get("areas").json()["results"]] == ["56"]
    (district,) = get("areas", within="56").json()["results"]
    assert district == get("areas/5601").json()
    assert (district["within"], district["name"]["en"]) == ("56", "Area 5601")
    (city,) = get("cities").json()["results"]
    assert city == get("cities/phayao").json()
    assert (city["areas"], city["dye"]) == (["5601"], "leaf")


def test_the_code_of_an_area_that_was_taken_over_leads_on(get):
    from rianru.places.models import AbolishedArea

    making.area("5601")
    AbolishedArea.objects.create(code="5699", name_th="เก่า", name_en="Old", successors=["5601"])
    response = get("areas/5699")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/areas/5601")


@pytest.mark.parametrize("path", ["works", "spaces", "areas", "cities", "search?q=ผ้าทอ"])
def test_a_longer_page_takes_no_more_queries(get, reindex, path):
    for number, code in enumerate(("phayao", "trang", "loei")):
        fill(2, space=code, mark=code, title=f"ผ้าทอ{code} {{n}}")
        making.city(code, "56")
        making.area(f"{60 + number}")
    reindex()
    taken = []
    for limit in (1, 3):
        mark = "&" if "?" in path else "?"
        get(f"{path}{mark}limit={limit}")
        with CaptureQueriesContext(connection) as seen:
            found = get(f"{path}{mark}limit={limit}").json()["results"]
        taken.append((len(found), len(seen)))
    assert taken == [(1, taken[0][1]), (3, taken[0][1])]


def test_no_session_is_read_and_no_cookie_is_set_even_for_someone_signed_in(get):
    joined = making.person(LONG_AGO)
    browser = Client()
    browser.force_login(_account(joined), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert Session.objects.count() == 1
    with CaptureQueriesContext(connection) as seen:
        response = browser.get("/api/v1/works")
    assert response.status_code == 200
    assert [one["sql"] for one in seen if "session" in one["sql"]] == []
    assert (dict(response.cookies), "Cookie" in response.headers.get("Vary", "")) == ({}, False)


def test_control_a_page_for_people_reads_the_session(get):
    joined = making.person(LONG_AGO)
    browser = Client()
    browser.force_login(_account(joined), backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as seen:
        browser.get("/about/")
    assert any("session" in one["sql"] for one in seen)


def _account(joined):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=joined.account_id)


def test_the_start_names_every_list(get):
    links = get("").json()["links"]
    assert set(links) == {"search", "works", "spaces", "areas", "cities", "openapi", "developers"}
    assert {get(link.removeprefix(HOST)).status_code for name, link in links.items() if name != "search"} == {200}
