"""What librarians set out, what came last, what many keep, and lists that members made public."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import actions
from rianru.catalogue.models import ListEntry, LovedWork, ReadingList
from rianru.people.models import Person
from rianru.places.models import Space
from tests.api.making import fill
from tests.api.test_paging import walk
from tests.factories import AT, HOUSE
from tests.people import making

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def shelf(title, works, *, space="", minutes=0, publish=True):
    """A shelf of a space, or of the network, published so many minutes later."""
    of = {"space_id": Space.objects.get(code=space).id} if space else {"network_id": making.network("north").id}
    id = actions.make_shelf(actor=HOUSE, at=AT, title_th=title, title_en="", words_th="เริ่มที่นี่", words_en="Begin here", **of)
    for work in works:
        actions.put_on_shelf(actor=HOUSE, at=AT, shelf_id=id, work_id=work, words_th="ดีมาก")
    if publish:
        actions.publish_shelf(actor=HOUSE, at=AT + timedelta(minutes=minutes), shelf_id=id)
    return str(id)


def ids(answer):
    return [one["id"] for one in answer.json()["results"]]


# Shelves


def test_a_shelf_comes_whole_with_its_words_and_each_works(get):
    works = fill(2)
    id = shelf("อ่านแล้วอยากทอผ้า", works, space="phayao")
    found = get(f"shelves/{id}").json()
    assert {name: found[name] for name in ("kind", "title", "words", "of", "space", "network", "url", "api_url")} == {
        "kind": "shelf", "title": {"th": "อ่านแล้วอยากทอผ้า", "en": "อ่านแล้วอยากทอผ้า"},
        "words": {"th": "เริ่มที่นี่", "en": "Begin here"}, "of": {"th": "ห้องสมุด phayao", "en": "Library phayao"},
        "space": "phayao", "network": None, "url": f"{HOST}/shelves/{id}/", "api_url": f"{HOST}/api/v1/shelves/{id}",
    }
    assert [(one["work"]["id"], one["words"]["th"]) for one in found["works"]] == [(str(work), "ดีมาก") for work in works]
    assert get("shelves").json()["results"] == [found]


def test_shelves_are_listed_newest_first_and_those_of_one_space_alone(get):
    works = fill(1)
    first = shelf("ชั้นแรก", works, space="phayao")
    second = shelf("ชั้นเครือข่าย", works, minutes=1)
    third = shelf("ชั้นที่สาม", works, space="phayao", minutes=2)
    assert ids(get("shelves")) == walk(get, "shelves", limit=1) == [third, second, first]
    assert ids(get("shelves", space="phayao")) == [third, first]
    assert get(f"shelves/{second}").json()["network"] == "north"


def test_a_draft_is_not_there_for_anybody_and_its_title_is_nowhere(get, partner):
    fill(1)
    draft = shelf("ชั้นร่างลับ", fill(1, mark="d"), publish=False)
    key = partner(scopes=("read", "barcodes")).secret
    for given in ({}, {"key": key}):
        assert get(f"shelves/{draft}", **given).status_code == 404
        assert "ชั้นร่างลับ" not in get("shelves", **given).content.decode()


def test_a_shelf_is_found_by_searching_and_leads_here(get, reindex):
    id = shelf("ผักสวนครัวรั้วกินได้", fill(1), space="phayao")
    reindex()
    (found,) = get("search", q="ผักสวนครัว", scope="shelves").json()["results"]
    assert (found["id"], found["kind"], found["api_url"]) == (id, "shelf", f"{HOST}/api/v1/shelves/{id}")
    assert found["line"] == {"th": "ห้องสมุด phayao", "en": "Library phayao"}


# New and loved


def test_what_came_last_stands_first_everywhere_at_a_space_and_in_an_area(get):
    here, there = fill(3, space="phayao", mark="p"), fill(2, space="trang", mark="t", title="ลายน้ำไหล {n}")
    Space.objects.filter(code="trang").update(area_id=making.area("57").code)
    newest = [str(id) for id in reversed([*here, *there])]
    assert ids(get("works/new")) == walk(get, "works/new", limit=2) == newest
    assert set(ids(get("works/new", space="trang"))) == {str(id) for id in there}
    assert set(walk(get, "works/new", area="56", limit=1)) == {str(id) for id in here}
    assert ids(get("works/new", space="trang", area="56")) == []
    assert ids(get("works/new", area="99")) == []


def test_what_many_keep_is_told_in_round_numbers_the_most_first(get):
    works = fill(3)
    for work, members in zip(works, (6, 23, 12), strict=True):
        LovedWork.objects.create(work_id=work, members=members)
    elsewhere = fill(1, space="trang", mark="t", title="ลายน้ำไหล {n}")
    LovedWork.objects.create(work_id=elsewhere[0], members=99)
    found = get("works/loved", space="phayao").json()["results"]
    assert [(one["id"], one["keepers"]) for one in found] == [
        (str(works[1]), 20), (str(works[2]), 10), (str(works[0]), 5)]
    assert walk(get, "works/loved", limit=1)[0] == str(elsewhere[0])


# Lists of members


def listing(works, **more):
    who = Person.objects.get(account_id=making.person(AT).account_id)
    Person.objects.filter(id=who.id).update(display_name="ชูใจ")
    mine = ReadingList.objects.create(owner=who, name="อยากทอผ้า", made_at=AT, **more)
    for place, work in enumerate(works):
        ListEntry.objects.create(within=mine, work_id=work, title="เรื่อง", note="ดี", place=place, kept_at=AT)
    return str(mine.id)


def test_a_list_that_its_owner_made_public_comes_page_by_page(get):
    works = fill(3)
    id = listing(works, sharing="public")
    found = get(f"lists/{id}", limit=2).json()
    assert (found["name"]["th"], found["by"], found["total"], found["url"]) == ("อยากทอผ้า", "ชูใจ", 3, f"{HOST}/lists/{id}/")
    rest = get(f"lists/{id}", cursor=found["next_cursor"]).json()
    assert [one["work"]["id"] for one in [*found["results"], *rest["results"]]] == [str(work) for work in reversed(works)]
    assert (rest["next_cursor"], rest["results"][0]["note"]) == (None, "ดี")


@pytest.mark.parametrize("more", [{}, {"sharing": "link", "token": "x" * 20}])
def test_every_other_list_is_not_there(get, partner, more):
    id = listing(fill(1), **more)
    for key in ("", partner().secret):
        assert (get(f"lists/{id}", key=key).status_code, get(f"lists/{id}", key=key).json()["code"]) == (404, "house.not_found")


# All of them


NOWHERE = "01900000-0000-7000-8000-000000000001"


@pytest.mark.parametrize("path", [
    f"shelves/{NOWHERE}", f"lists/{NOWHERE}", "shelves?space=nowhere", "works/new?space=nowhere", "works/loved?space=nowhere",
    "shelves/x", "lists/1",
])
def test_what_is_not_there_is_not_found(get, path):
    assert (get(path).status_code, get(path).json()["code"]) == (404, "house.not_found")


@pytest.mark.parametrize("path", ["shelves", "works/new", "works/loved", f"lists/{NOWHERE}"])
@pytest.mark.parametrize("given", [
    {"limit": 10**9}, {"limit": 0}, {"cursor": "x" * 10_000}, {"cursor": "\x00"}, {"page": 2}, {"space": "ก" * 10_000},
    {"space": "\x07"}, {"area": "ab"},
])
def test_what_nobody_means_is_refused_by_name(get, path, given):
    response = get(path, **given)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


def test_a_cursor_of_another_list_is_refused(get):
    works = fill(3)
    for work in works:
        LovedWork.objects.create(work_id=work, members=9)
    cursor = get("works/loved", limit=1).json()["next_cursor"]
    for path in ("works/new", "works", "shelves", f"lists/{listing(works, sharing='public')}"):
        assert get(path, cursor=cursor).json()["code"] == "api.cursor_of_another"


@pytest.mark.parametrize("path", ["shelves", "works/new", "works/new?space=phayao", "works/loved"])
def test_three_rows_ask_as_often_as_one(get, path):
    works = fill(4)
    for place, work in enumerate(works):
        LovedWork.objects.create(work_id=work, members=9)
        shelf(f"ชั้น {place}", works[: place + 1], space="phayao", minutes=place)
    counts = []
    for limit in (1, 3):
        asked = f"{path}{'&' if '?' in path else '?'}limit={limit}"
        get(asked)
        with CaptureQueriesContext(connection) as seen:
            found = get(asked).json()["results"]
        counts.append((len(found), len(seen)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]
