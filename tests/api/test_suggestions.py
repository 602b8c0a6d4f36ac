"""What is suggested while one types, and searching in one part of the platform."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.making import fill

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def names(answer):
    return [(one["kind"], one["title"]["th"]) for one in answer.json()["results"]]


def test_three_letters_suggest_what_begins_so_of_every_scope(get, reindex):
    (work, *_) = fill(1, title="ห้องสมุดมีชีวิต {n}")
    reindex()
    assert names(get("suggestions", q="ห้องส")) == [("work", "ห้องสมุดมีชีวิต 0"), ("space", "ห้องสมุด phayao")]
    found = get("suggestions", q="ห้องส").json()["results"][0]
    assert found == {
        "id": str(work), "kind": "work", "kind_name": {"th": "หนังสือและสื่อ", "en": "Books and media"},
        "title": {"th": "ห้องสมุดมีชีวิต 0", "en": "ห้องสมุดมีชีวิต 0"}, "line": {"th": "มานี", "en": "มานี"},
        "url": f"{HOST}/works/{work}/", "api_url": f"{HOST}/api/v1/works/{work}",
    }


def test_fewer_letters_suggest_nothing_and_the_other_keyboard_is_read(get, reindex):
    fill(1)
    reindex()
    assert names(get("suggestions", q="ผ้")) == names(get("suggestions")) == []
    assert names(get("suggestions", q="zhkm")) == names(get("suggestions", q="ผ้าท")) == [("work", "ผ้าทอเล่มที่ 0")]


def test_so_many_of_each_scope_and_no_more(get, reindex):
    fill(5)
    reindex()
    assert [len(names(get("suggestions", q="ผ้าท", each=each))) for each in (1, 3, 10)] == [1, 3, 5]


def test_three_suggestions_ask_as_often_as_one(get, reindex):
    fill(3)
    reindex()
    counts = []
    for each in (1, 3):
        get("suggestions", q="ผ้าท", each=each)
        with CaptureQueriesContext(connection) as seen:
            found = names(get("suggestions", q="ผ้าท", each=each))
        counts.append((len(found), len(seen)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]


@pytest.mark.parametrize("given", [
    {"q": "ก" * 10_000}, {"q": "\x00"}, {"q": "\x1b[2J"}, {"each": 10**9}, {"each": 0}, {"limit": 5}, {"each": "สาม"},
])
def test_what_nobody_means_is_refused_by_name(get, reindex, given):
    response = get("suggestions", **given)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


def test_without_an_index_it_says_so(get):
    response = get("suggestions", q="ผ้าทอ")
    assert (response.status_code, response.json()["code"], response["Retry-After"]) == (503, "core.index_not_ready", "30")


@pytest.mark.parametrize("query", ["+++", "์์์", '"', "' OR 1=1 --", "\u200b\u200b\u200b", "𝄞𝄞𝄞", "ก" * 500])
def test_anything_that_is_typed_has_an_answer(get, reindex, query):
    fill()
    reindex()
    assert get("suggestions", q=query).status_code == 200


# Scopes and kinds


@pytest.fixture
def phayao(get, reindex):
    fill(1, title="พะเยาในอดีต {n}", space="phayao")
    from rianru.places.models import Area, Space

    Area.objects.filter(code="56").update(name_th="พะเยา", name_en="Phayao")
    Space.objects.filter(code="phayao").update(name_th="หอสมุดพะเยา")
    reindex()


def kinds(answer):
    return {one["kind"] for one in answer.json()["results"]}


def test_a_search_looks_in_one_scope_alone(get, phayao):
    assert kinds(get("search", q="พะเยา")) >= {"work", "space", "area"}
    assert kinds(get("search", q="พะเยา", scope="places")) == {"space", "area"}
    assert kinds(get("search", q="พะเยา", scope="books")) == {"work"}


def test_an_area_is_found_with_what_it_is_and_its_address_here(get, phayao):
    found = get("search", q="พะเยา", kind="area").json()["results"][0]
    assert (found["title"], found["title_en"], found["line"]["th"]) == ("จังหวัดพะเยา", "Phayao", "ประเทศไทย")
    assert found["api_url"] == f"{HOST}/api/v1/areas/56"


def test_a_kind_of_another_scope_finds_nothing(get, phayao):
    assert get("search", q="พะเยา", kind="area", scope="books").json()["total"] == 0
    assert kinds(get("search", q="พะเยา", kind="area", scope="places")) == {"area"}


def test_where_the_reader_is_lifts_and_never_leaves_out(get, phayao):
    everything = {one["id"] for one in get("search", q="พะเยา").json()["results"]}
    for near in ("56", "5601", "10"):
        assert {one["id"] for one in get("search", q="พะเยา", near=near).json()["results"]} == everything
    assert get("search", q="พะเยา", near="north").status_code == 422


def test_a_scope_that_is_none_is_refused_with_those_that_there_are(get):
    (error,) = get("search", q="ก", scope="films").json()["errors"]
    assert (error["name"], "shelves" in error["en"]) == ("scope", True)
