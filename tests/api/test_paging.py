"""Pages by key: each item once and in order, also while others come; cursors that are not ours are refused by name."""

import time

import pytest

from rianru.api import cursors
from rianru.places.models import Space
from tests.api.making import fill
from tests.people import making

pytestmark = pytest.mark.django_db


def walk(get, path, *, between=lambda: None, **given):
    """Everything, page by page, by the Link of each page."""
    found, response = [], get(path, **given)
    while True:
        body = response.json()
        found += [one.get("id") or one["code"] for one in body["results"]]
        link = response.headers.get("Link", "")
        assert bool(link) == (body["next_cursor"] is not None)
        if not link:
            return found
        between()
        response = get(link[1:].partition(">")[0].removeprefix("http://testserver"))


@pytest.fixture
def shelves():
    """Seven works, eight spaces of which two share a name, nine areas, three cities."""
    works = fill(7)
    for number in range(7):
        made = making.space(f"space-{number}", within=making.network("north"))
        Space.objects.filter(id=made.id).update(sort_th=f"k{number // 2}")
    for code in ("60", "61", "62", "63", "64", "65", "66", "67"):
        making.area(code)
    for code in ("trang", "loei", "nan"):
        making.city(code, "60")
    return works


def test_walking_gives_everything_once_and_in_order(get, shelves):
    assert walk(get, "works", limit=2) == [str(id) for id in shelves]
    everywhere = [str(id) for id in Space.objects.order_by("sort_th", "id").values_list("id", flat=True)]
    assert walk(get, "spaces", limit=1) == walk(get, "spaces", limit=3) == walk(get, "spaces") == everywhere
    assert walk(get, "areas", limit=2) == ["56", "60", "61", "62", "63", "64", "65", "66", "67"]
    cities = [one["code"] for one in get("cities").json()["results"]]
    assert (cities, len(walk(get, "cities", limit=1))) == (["loei", "nan", "trang"], 3)


def test_walking_while_works_come_gives_all_that_were_there_once(get, shelves):
    new = iter(range(100))
    found = walk(get, "works", limit=2, between=lambda: fill(1, title="มาใหม่ {n}", mark=f"n{next(new)}") and None)
    assert found[:7] == [str(id) for id in shelves]
    assert len(set(found)) == len(found) > 7


def test_walking_while_spaces_come_before_and_behind_gives_all_that_were_there_once(get, shelves):
    there = [str(id) for id in Space.objects.order_by("sort_th", "id").values_list("id", flat=True)]
    new = iter(range(100))

    def between():
        for place in ("a", "k1", "z"):
            made = making.space(f"new-{next(new)}", within=making.network("north"))
            Space.objects.filter(id=made.id).update(sort_th=place)

    found = walk(get, "spaces", limit=3, between=lambda: between() if next(new) < 12 else None)
    assert [id for id in found if id in there] == there
    assert len(set(found)) == len(found)


def test_control_pages_by_offset_would_repeat(shelves):
    """What the law is for: the second page by offset after something came in front shows one of the first again."""
    order = Space.objects.order_by("sort_th", "id").values_list("id", flat=True)
    first = list(order[:3])
    made = making.space("in-front", within=making.network("north"))
    Space.objects.filter(id=made.id).update(sort_th="a")
    assert set(first) & set(order[3:6])


def test_a_search_goes_on_to_its_end(get, reindex):
    works = fill(5)
    reindex()
    found = walk(get, "search", q="ผ้าทอ", limit=2)
    assert sorted(found) == [str(id) for id in works]


def cursor_of(get, path="works", **given):
    cursor = get(path, limit=2, **given).json()["next_cursor"]
    assert cursor
    return cursor


def refusal(response):
    return response.status_code, response.json()["code"]


def test_a_cursor_from_yesterday_is_refused_by_name(get, shelves, monkeypatch):
    cursor, now = cursor_of(get), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3_500)
    assert get("works", cursor=cursor).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    assert refusal(get("works", cursor=cursor)) == (410, "api.cursor_old")


@pytest.mark.parametrize(
    "forge", [lambda c: c[:-1] + ("A" if c[-1] != "A" else "B"), lambda c: "x" + c, lambda c: c[:10], lambda c: "ก",
              lambda c: c.replace(":", "."), lambda c: "W10:1:x", lambda c: ":" * 9, lambda c: "\x00"],
)
def test_a_forged_cursor_is_refused_by_name(get, shelves, forge):
    assert refusal(get("works", cursor=forge(cursor_of(get)))) == (422, "api.cursor_unknown")


@pytest.mark.parametrize("key", [[], ["no id"], ["01900000-0000-7000-8000-000000000001", 7], [5]])
def test_a_cursor_of_a_release_that_had_other_keys_is_refused_by_name(get, shelves, key):
    question = {"of": "/api/v1/works"}
    assert refusal(get("works", cursor=cursors.make(question, key))) == (422, "api.cursor_unknown")
    assert get("works", cursor=cursors.make(question, [str(shelves[0])])).status_code == 200


def test_a_cursor_of_another_key_is_forged(get, shelves, settings):
    cursor = cursor_of(get)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another " * 8, []
    assert refusal(get("works", cursor=cursor)) == (422, "api.cursor_unknown")


def test_a_cursor_works_with_its_own_question_alone(get, shelves):
    cursor = cursor_of(get, "spaces", area="56")
    assert get("spaces", area="56", cursor=cursor, limit=5).status_code == 200
    for path, given in (("spaces", {}), ("spaces", {"area": "5601"}), ("works", {}), ("areas", {})):
        assert refusal(get(path, cursor=cursor, **given)) == (422, "api.cursor_of_another")
