"""What is read: works, spaces, areas, cities and searches, with the values that the house holds."""

from functools import partial

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.api import cards, search
from rianru.catalogue.models import Item
from rianru.places.models import Area, Space
from tests.api.conftest import LONG_AGO
from tests.api.making import fill
from tests.catalogue.making import library, source, take
from tests.factories.marc import copy, field, marc
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
                "id": str(work), "kind": "work", "kind_name": {"th": "หนังสือและสื่อ", "en": "Books and media"},
                "title": "ผ้าทอเล่มที่ 0", "title_en": None, "line": None, "creators": ["มานี"], "cover": None,
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


def shelf():
    """Two books of Mani's, one of Piti's, of different years."""
    library("phayao")
    take([
        marc(f"n{year}", f"ผ้าทอปี {year}", field("100", "a", who), field("260", "c", str(year)), copy("phayao", f"N{year}"))
        for who, year in (("มานี", 2540), ("มานี", 2560), ("ปิติ", 2550))
    ], source())


def years(answer):
    return [one["year"] for one in answer.json()["results"]]


def test_a_search_is_narrowed_by_values_of_facets_any_of_one_and_all_of_several(get, reindex):
    shelf()
    reindex()
    ask = partial(get, "search", q="ผ้าทอ")
    assert sorted(years(ask(author="มานี"))) == [1997, 2017]
    assert sorted(years(ask(author=["มานี", "ปิติ"]))) == [1997, 2007, 2017]
    assert years(ask(author="มานี", decade="1990")) == [1997]
    assert ask(author="ชูใจ").json()["total"] == 0
    counted = ask(facets="author").json()["facets"]["author"]
    assert [(one["value"], one["count"]) for one in counted] == [("มานี", 2), ("ปิติ", 1)]


def test_a_search_is_put_in_order_and_its_pages_go_on_in_it(get, reindex):
    shelf()
    reindex()
    assert years(get("search", q="ผ้าทอ", sort="newest")) == [2017, 2007, 1997]
    assert years(get("search", q="ผ้าทอ", sort="oldest", author="มานี")) == [1997, 2017]
    assert years(get("search", q="ผ้าทอ", sort="title")) == [1997, 2007, 2017]
    first = get("search", q="ผ้าทอ", sort="oldest", limit=2)
    again = get("search", q="ผ้าทอ", sort="oldest", limit=2, cursor=first.json()["next_cursor"])
    assert (years(first), years(again), again.json()["next_cursor"]) == ([1997, 2007], [2017], None)


def test_where_nothing_is_typed_all_that_is_chosen_is_an_answer_and_nothing_where_nothing_is(get, reindex):
    shelf()
    reindex()
    assert sorted(years(get("search", q="", author="มานี"))) == [1997, 2017]
    assert get("search", q="", kind="space").json()["total"] == 1
    assert get("search", q="").json()["total"] == 0


def test_counts_of_places_are_called_by_their_names(get, reindex):
    shelf()
    reindex()
    counted = get("search", q="ผ้าทอ", facets="space,network,province,available,decade").json()["facets"]
    assert counted["space"] == [{"value": "phayao", "label": {"th": "ห้องสมุด phayao", "en": "Library phayao"}, "count": 3}]
    assert counted["network"][0]["label"] == {"th": "เครือข่าย north", "en": "Network north"}
    assert counted["province"][0]["label"]["en"] == "Area 56"
    assert counted["available"] == [{"value": "yes", "label": {"th": "ว่างอย่างน้อยหนึ่งเล่ม", "en": "At least one copy is in"}, "count": 3}]
    assert {one["label"]["th"] for one in counted["decade"]} == {"2533–2542", "2543–2552", "2553–2562"}


def test_a_title_that_was_probably_meant_is_suggested(get, reindex):
    fill(title="พระอภัยมณี")
    reindex()
    found = get("search", q="พระอภัยมะนี").json()
    assert (found["suggestions"], found["query"]["near"]) == (["พระอภัยมณี"], True)


def test_a_walk_in_an_order_gives_everything_once_while_works_come(get, reindex):
    works = fill(5)
    reindex()
    found, response = [], get("search", q="ผ้าทอ", sort="arrived", limit=2)
    for turn in range(9):
        found += [one["id"] for one in response.json()["results"]]
        cursor = response.json()["next_cursor"]
        if cursor is None:
            break
        fill(1, mark=f"new{turn}-")
        reindex()
        response = get("search", q="ผ้าทอ", sort="arrived", limit=2, cursor=cursor)
    assert sorted(found) == [str(id) for id in works]


def test_a_kind_that_has_no_address_here_is_found_with_its_page_alone(get, reindex, monkeypatch):
    (work,) = fill()
    reindex()
    sound = cards.reverse
    monkeypatch.setattr(cards, "reverse", lambda name, **given: sound("api:nowhere" if name == "api:work" else name, **given))
    (found,) = get("search", q="ผ้าทอ").json()["results"]
    assert (found["url"], found["api_url"]) == (f"{HOST}/works/{work}/", None)


def test_an_order_or_a_facet_that_is_none_is_refused_with_those_that_there_are(get):
    order, counted, narrowed = (get("search", q="a", **given).json() for given in (
        {"sort": "size"}, {"facets": "format,colour"}, {"colour": "red"}))
    assert order["code"] == "api.sort_unknown"
    assert [name in order["en"] for name in ("size", *search.SORTS)] == [True] * (len(search.SORTS) + 1)
    assert counted["code"] == "api.facet_unknown"
    assert [name in counted["en"] for name in ("colour", *search.FACETS)] == [True] * (len(search.FACETS) + 1)
    assert narrowed["errors"][0]["name"] == "colour"
    assert [name in narrowed["errors"][0]["en"] for name in search.FACETS] == [True] * len(search.FACETS)


def test_a_cursor_goes_on_with_the_same_narrowing_alone(get, reindex):
    shelf()
    reindex()
    cursor = get("search", q="ผ้าทอ", author=["มานี", "ปิติ"], limit=1).json()["next_cursor"]
    ask = partial(get, "search", q="ผ้าทอ", cursor=cursor)
    assert ask(author=["มานี", "ปิติ"]).status_code == 200
    for given in ({}, {"author": "มานี"}, {"author": ["มานี", "ปิติ"], "sort": "newest"}):
        assert (ask(**given).status_code, ask(**given).json()["code"]) == (422, "api.cursor_of_another")


@pytest.mark.parametrize("given", [
    {"author": ["x"] * 11}, {"author": "x" * 201}, {"author": ""}, {"author": "\x00"}, {"sort": "\x07"}, {"sort": "x" * 9_999},
    {"facets": "x" * 9_999}, {"cursor": "x" * 9_999}, {"limit": 10**9}, {"kind": "\x1f"}, {"page": 10**9}, {"q": "ก" * 10_000},
])
def test_what_nobody_means_is_refused_and_never_breaks(get, reindex, given):
    response = get("search", **({"q": "ผ้าทอ"} | given))
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


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
    assert listed.pop("distance_km") is None
    assert {name: whole[name] for name in listed} == listed
    assert whole["network"] == {"code": "north", "name": {"th": "เครือข่าย north", "en": "Network north"}}
    hours = get("spaces/phayao/hours", since="2026-11-21", days=2).json()
    assert [(day["day"], day["known"]) for day in hours["days"]] == [("2026-11-21", False), ("2026-11-22", False)]
    empty = get("spaces", area="57").json()
    assert (empty["total"], empty["results"], empty["next_cursor"]) == (0, [], None)


def test_a_space_tells_contacts_access_ages_languages_and_where_its_files_are(get):
    fill()
    Space.objects.filter(code="phayao").update(
        line_id="@example", website="https://example.org/", facilities=["wifi", "ramp"], access=["hearing_loop"],
        ages=["elders"], languages=["tha", "nod"],
    )
    whole = get("spaces/phayao").json()
    assert whole["contacts"] == {"phone": "", "email": "", "line_id": "@example", "website": "https://example.org/"}
    assert {name: [one["code"] for one in whole[name]] for name in ("facilities", "access", "ages", "languages")} == {
        "facilities": ["wifi"], "access": ["ramp", "hearing_loop"], "ages": ["elders"], "languages": ["tha", "nod"],
    }  # a ramp among facilities is as the release before kept it
    assert [one["code"] for one in whole["networks"]] == ["north"]
    assert whole["files"]["calendar"] == f"{HOST}/spaces/phayao/calendar.ics"
    assert {Client().get(one.removeprefix(HOST)).status_code for one in whole["files"].values()} == {200}


def test_spaces_are_narrowed_by_network_words_and_what_is_there_and_named_as_files_under_the_same(get):
    fill(), library("trang", network="south")
    Space.objects.filter(code="phayao").update(ages=["elders"], access=["ramp", "lift"])
    asked = {"network": "north", "access": ["ramp", "lift"], "age": "elders", "q": "phayao", "area": "56"}
    found = get("spaces", **asked).json()
    assert ([one["code"] for one in found["results"]], found["total"]) == (["phayao"], 1)
    files = Client().get(found["files"]["csv"].removeprefix(HOST))
    assert [line.split(b",")[0] for line in b"".join(files.streaming_content).splitlines()[1:]] == [b"phayao"]
    assert [one["code"] for one in get("spaces", network="south").json()["results"]] == ["trang"]
    assert get("spaces", network="nowhere").json()["total"] == 0
    assert [get("spaces", access="stairs").status_code, get("spaces", network="a b").status_code] == [422, 422]


def test_a_space_counts_its_copies_and_says_where_else_to_go(get):
    fill(2)
    for number, (code, approximate) in enumerate((("phayao", False), ("trang", False), ("nan", True))):
        library(code)
        Space.objects.filter(code=code).update(lat=19 + number / 10, lon=100, approximate=approximate)
    found = get("spaces/phayao").json()
    assert found["copies"] == 2
    assert [(one["code"], one["distance_km"]) for one in found["nearby"]] == [("trang", 11.1), ("nan", None)]


def test_an_area_names_its_neighbours_with_their_spaces(get):
    fill(1)
    for number, code in enumerate(("56", "57", "58")):
        making.area(code)
        Area.objects.filter(code=code).update(lat=19 + number, lon=100)
    found = get("areas/57").json()
    assert (found["spaces"], {one["code"]: one["spaces"] for one in found["neighbours"]}) == (0, {"56": 1, "58": 0})
    assert get("areas/56").json()["spaces"] == 1


@pytest.mark.parametrize("since", ["0001-01-01", "9999-12-31"])
def test_hours_of_any_day_are_an_answer(get, since):
    fill()
    assert len(get("spaces/phayao/hours", since=since, days=60).json()["days"]) == 60


def test_areas_go_from_large_to_small_and_cities_name_theirs(get):
    making.city("phayao", "5601")
    assert [one["code"] for one in get("areas").json()["results"]] == ["56"]
    (district,) = get("areas", within="56").json()["results"]
    whole = get("areas/5601").json()
    assert {name: whole[name] for name in district} == district
    assert ([one["code"] for one in whole["path"]], whole["spaces"], whole["neighbours"]) == (["56", "5601"], 0, [])
    assert (district["level"], district["url"]) == ({"th": "อำเภอ", "en": "District"}, f"{HOST}/areas/5601/")
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
    assert set(links) == {
        "search", "suggestions", "works", "works_new", "works_loved", "shelves", "spaces", "areas", "cities", "authors",
        "subjects", "series_list", "achievements", "openapi", "developers",
    }
    assert {get(link.removeprefix(HOST)).status_code for name, link in links.items() if name != "search"} == {200}
