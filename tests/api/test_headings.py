"""Authors, subjects and series as the API gives them."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.actions import headings
from tests.catalogue.making import source, take
from tests.factories.marc import field, marc

pytestmark = pytest.mark.django_db(transaction=True)
HOST = "http://testserver"


def _book(number, title, year="2560"):
    return marc(
        number, title, field("100", "a", "คำแปง แสนคำ", ind="0 "), field("260", "c", year),
        field("490", "a", "ชุดผ้าไทย", "v", number), field("650", "a", "ผ้าทอ", "z", "น่าน"),
    )


@pytest.fixture
def shelf():
    headings.catch_up()
    take([_book("1", "ผ้าทอเมืองน่าน", "2565"), _book("2", "ลายน้ำไหล", "2560"), _book("3", "ผ้าซิ่น", "2562")], source())
    headings.catch_up()


def test_an_author_is_found_by_key_name_and_id_with_its_works(get, shelf):
    (row,) = get("authors").json()["results"]
    assert (row["name"], row["works"], row["kind"]) == ("คำแปง แสนคำ", 3, "author")
    assert row["api_url"] == f"{HOST}/api/v1/authors/" + row["api_url"].rsplit("/", 1)[1]
    for key in (row["key"], "คำแปง แสนคำ", row["id"]):
        whole = get(f"authors/{key}").json()
        assert (whole["id"], whole["first_year"], whole["last_year"]) == (row["id"], 2017, 2022)
    works = get(f"authors/{row['key']}/works").json()["results"]
    assert [one["title"] for one in works] == ["ผ้าทอเมืองน่าน", "ผ้าซิ่น", "ลายน้ำไหล"]


def test_a_series_goes_by_volume_and_its_pages_by_key(get, shelf):
    (row,) = get("series").json()["results"]
    seen, cursor = [], ""
    for _ in range(5):
        page = get(f"series/{row['key']}/works", limit=1, **({"cursor": cursor} if cursor else {})).json()
        seen += [(one["number"], one["title"]) for one in page["results"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == [("1", "ผ้าทอเมืองน่าน"), ("2", "ลายน้ำไหล"), ("3", "ผ้าซิ่น")]


def test_a_subject_names_what_is_wider_and_narrower(get, shelf):
    rows = {row["name"]: row for row in get("subjects").json()["results"]}
    assert set(rows) == {"ผ้าทอ", "ผ้าทอ -- น่าน"}
    assert [one["name"] for one in get(f"subjects/{rows['ผ้าทอ']['key']}").json()["narrower"]] == ["ผ้าทอ -- น่าน"]
    narrow = get(f"subjects/{rows['ผ้าทอ -- น่าน']['key']}").json()
    assert [one["name"] for one in narrow["wider"]] == ["ผ้าทอ"]


def test_a_list_begins_at_letters(get, shelf):
    assert [row["name"] for row in get("subjects", beginning="ฝ").json()["results"]] == []
    assert len(get("subjects", beginning="ผ").json()["results"]) == 2


def test_an_author_says_what_they_did_and_who_and_what_is_near(get, shelf):
    (row,) = get("authors").json()["results"]
    found = get(f"authors/{row['key']}").json()
    assert (found["roles"], found["about"]) == ([], None)
    assert [(one["kind"], one["name"]) for one in found["near"]] == [("subject", "ผ้าทอ"), ("series", "ชุดผ้าไทย")]


def test_works_of_a_heading_are_put_in_order_and_narrowed_and_counted(get, shelf):
    (row,) = get("authors").json()["results"]

    def titles(**given):
        found = get(f"authors/{row['key']}/works", **given).json()
        return [one["title"] for one in found["results"]], found["total"]

    assert titles(sort="title") == (["ผ้าซิ่น", "ผ้าทอเมืองน่าน", "ลายน้ำไหล"], 3)
    assert titles(decade=2020) == (["ผ้าทอเมืองน่าน"], 1)
    assert titles(format="book", language="tha")[1] == 3
    assert titles(language="eng") == ([], 0)
    first = get(f"authors/{row['key']}/works", sort="title", limit=1).json()["next_cursor"]
    assert titles(sort="title", limit=1, cursor=first) == (["ผ้าทอเมืองน่าน"], 3)
    assert get(f"authors/{row['key']}/works", sort="newest", cursor=first).json()["code"] == "api.cursor_of_another"


@pytest.mark.parametrize("given", [{"sort": "size"}, {"decade": 10**9}, {"role": "\x00"}, {"format": "x" * 10_000}, {"colour": "red"}])
def test_an_order_or_a_choice_that_is_none_is_refused(get, shelf, given):
    response = get("authors/คำแปง แสนคำ/works", **given)
    assert (response.status_code, response.json()["code"]) == (422, "api.not_understood")


@pytest.mark.parametrize("path", ["authors/ไม่มี", f"subjects/{UUID(int=1)}", "series/x/works", "authors/" + "ก" * 250])
def test_a_heading_that_is_none_is_not_found(get, shelf, path):
    response = get(path)
    assert (response.status_code, response.json()["code"]) == (404, "house.not_found")


def test_three_works_ask_as_often_as_one(get, shelf):
    (row,) = get("authors").json()["results"]
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as seen:
            get(f"authors/{row['key']}/works", limit=limit)
        counts.append(len(seen))
    assert counts[0] == counts[1]
