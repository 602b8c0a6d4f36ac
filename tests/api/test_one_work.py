"""What there is of one work: its codes in words, its cover, where to have it, what leads on, how to cite it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rianru.catalogue.actions import headings
from rianru.catalogue.models import Cover, CoverRecord, Edition, Merged, Record
from rianru.kernel.formats.marc import describe, read
from rianru.places.models import Area, Space
from tests.api.making import fill
from tests.catalogue.making import library, source, take, work_of
from tests.factories import AT
from tests.factories.marc import copy, field, marc

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
NOWHERE = "01900000-0000-7000-8000-000000000001"
PARTS = ("related", "holdings", "citations", "citations/ris")
DIGEST = "5d41402abc4b2a76b9719d911017c592ae1f09c3"


def covered(number, *, address=""):
    made = Cover.objects.create(
        digest=DIGEST, file="x", width=480, height=700, widths=[240, 480], address=address, added_at=AT, chosen_at=AT
    )
    CoverRecord.objects.create(cover=made, record=Record.objects.get(control_number=number), place=0)


# Codes and covers


def test_every_code_of_an_edition_stands_beside_its_words_in_both_languages(get):
    (work,) = fill()
    Edition.objects.filter(work=work).update(
        audience="juvenile", original_language="jpn", series=["ชุด ก", "ชุด ข"], series_numbers=["3"],
        links=["https://example.org/a", "javascript:alert(1)"], link_labels=["อ่าน"],
    )
    (edition,) = get(f"works/{work}").json()["editions"]
    assert {name: edition[name] for name in ("language", "audience", "original_language")} == {
        "language": "tha", "audience": "juvenile", "original_language": "jpn"}
    assert edition["language_name"] == {"th": "ภาษาไทย", "en": "Thai"}
    assert edition["audience_name"] == {"th": "เด็ก", "en": "Children"}
    assert edition["original_language_name"] == {"th": "ภาษาญี่ปุ่น", "en": "Japanese"}
    assert edition["series"] == [{"name": "ชุด ก", "number": "3"}, {"name": "ชุด ข", "number": ""}]
    assert edition["links"] == [{"url": "https://example.org/a", "label": "อ่าน"}]
    (row,) = get("works").json()["results"]
    assert (row["format_names"], row["language_names"]) == ([{"th": "หนังสือ", "en": "Book"}], [{"th": "ภาษาไทย", "en": "Thai"}])


def test_a_code_that_is_none_of_ours_is_said_as_it_is_and_none_is_null(get):
    (work,) = fill()
    Edition.objects.filter(work=work).update(audience="ครู {ประถม}", language="xxq")
    (edition,) = get(f"works/{work}").json()["editions"]
    assert edition["audience_name"] == {"th": "ครู {ประถม}", "en": "ครู {ประถม}"}
    assert (edition["language_name"]["en"], edition["original_language_name"]) == ("xxq", None)


def test_audiences_are_counted_by_the_words_of_the_site(get, reindex):
    (work,) = fill()
    Edition.objects.filter(work=work).update(audience="adolescent")
    reindex()
    counted = get("search", q="ผ้าทอ", facets="audience,kind").json()["facets"]
    assert counted["audience"] == [{"value": "adolescent", "label": {"th": "วัยรุ่น", "en": "Young people"}, "count": 1}]
    assert {"value": "work", "label": {"th": "หนังสือและสื่อ", "en": "Books and media"}, "count": 1} in counted["kind"]


def test_a_cover_comes_in_each_size_with_where_it_is_from(get, reindex):
    (work,) = fill()
    covered("s0", address="https://covers.example/x.jpg")
    reindex()
    cover = get("works").json()["results"][0]["cover"]
    assert cover["sizes"] == [
        {"width": width, "url": f"{HOST}{reverse('cover_file', kwargs={'digest': DIGEST, 'width': width})}"} for width in (240, 480)
    ]
    assert (cover["width"], cover["height"], cover["source"]["th"]) == (480, 700, "covers.example")
    assert cover["source_url"] == "https://covers.example/x.jpg"
    whole = get(f"works/{work}").json()
    assert cover == whole["cover"] == whole["editions"][0]["cover"]
    assert cover == get("search", q="ผ้าทอ").json()["results"][0]["cover"]


def test_a_cover_that_a_library_sent_says_so_and_a_work_without_one_has_null(get):
    fill(2)
    covered("s0")
    with_one, without = get("works").json()["results"]
    assert (with_one["cover"]["source"]["en"], with_one["cover"]["source_url"]) == ("Put there by a library", None)
    assert without["cover"] is None


# Where to have it


def held():
    """One work in three spaces of three provinces."""
    for code in ("phayao", "trang", "nan"):
        library(code)
    take([marc("1", "ผ้าทอ", copy("phayao", "A"), copy("trang", "B"), copy("trang", "C"), copy("nan", "D"))], source())
    for code, lat in (("trang", 7.5), ("nan", 18.8), ("phayao", 19.2)):
        Space.objects.filter(code=code).update(lat=lat, lon=100.0)
    Area.objects.filter(code="5601").update(lat=19.2, lon=100.0)
    return work_of("1")


def test_the_spaces_that_hold_it_come_nearest_first_with_how_far_they_are(get):
    work = held()
    found = get(f"works/{work}/holdings", near="5601").json()
    assert [(one["space"]["code"], one["copies"], one["distance_km"]) for one in found["results"]] == [
        ("phayao", 1, 0), ("nan", 1, 44), ("trang", 2, 1301)]
    assert found["near"]["code"] == "5601"
    assert found["results"][0]["space"]["opening"]["state"] == "unknown"


def test_without_a_place_or_with_one_that_is_none_no_distance_is_told(get):
    work = held()
    for given in ({}, {"near": "9999"}):
        found = get(f"works/{work}/holdings", **given).json()
        assert (found["near"], {one["distance_km"] for one in found["results"]}) == (None, {None})
        assert len(found["results"]) == 3


def test_three_spaces_ask_as_often_as_one(get):
    counts = []
    (alone,) = fill(title="ลายน้ำไหล {n}")
    for work in (alone, held()):
        get(f"works/{work}/holdings")
        with CaptureQueriesContext(connection) as seen:
            found = get(f"works/{work}/holdings").json()["results"]
        counts.append((len(found), len(seen)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]


# What leads on


@pytest.mark.django_db(transaction=True)
def test_works_that_lead_on_say_why_for_people_and_for_programs(get):
    headings.catch_up()
    own = source()
    take([
        marc(str(number), title, field("100", "a", "คำแปง แสนคำ", ind="0 "), field("490", "a", "ชุดผ้าไทย", "v", str(number)))
        for number, title in ((1, "ผ้าทอเมืองน่าน"), (2, "ลายน้ำไหล"))
    ], own)
    headings.catch_up()
    (found,) = get(f"works/{work_of('1')}/related").json()["results"]
    assert (found["work"]["id"], found["reasons"]) == (str(work_of("2")), [
        {"th": "เล่มถัดไปในชุด ชุดผ้าไทย", "en": "Next in the series ชุดผ้าไทย"},
        {"th": "งานของ คำแปง แสนคำ", "en": "By คำแปง แสนคำ"},
    ])
    assert found["shared"] == [
        {"kind": "series", "name": "ชุดผ้าไทย", "number": "2", "next": True},
        {"kind": "author", "name": "คำแปง แสนคำ", "number": "", "next": False},
    ]


def test_where_nothing_is_shared_nothing_leads_on(get):
    (work,) = fill()
    assert get(f"works/{work}/related").json() == {"results": []}


# Citing


def test_a_work_is_cited_as_its_page_cites_it(get, client):
    (work,) = fill()
    found = get(f"works/{work}/citations").json()
    assert found["apa"] == {"th": "มานี. (2569). ผ้าทอเล่มที่ 0.", "en": "มานี. (2026). ผ้าทอเล่มที่ 0."}
    assert found["bibtex"].startswith("@book{rianru-")
    for one in found["files"]:
        here = get(one["url"].removeprefix(HOST))
        page = client.get(reverse("work_cite_file", kwargs={"id": work, "form": one["form"]}))
        assert (here.content, here["Content-Type"], here["Content-Disposition"]) == (
            page.content, page["Content-Type"], page["Content-Disposition"])
        assert here["Content-Type"].partition(";")[0] == one["media_type"]
    assert found["ris"].encode() == get(f"works/{work}/citations/ris").content


def test_a_file_of_marc_is_read_back(get):
    (work,) = fill()
    answer = get(f"works/{work}/citations/marc")
    assert describe(read(answer.content)).title == "ผ้าทอเล่มที่ 0"


def test_files_have_etags_and_limits_like_everything_here(get):
    (work,) = fill()
    first = get(f"works/{work}/citations/marcxml")
    assert set(first.headers) >= {"ETag", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy"}
    assert get(f"works/{work}/citations/marcxml", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_another_edition_is_cited_by_its_id_and_one_of_another_work_is_not_found(get):
    first, second = fill(2)
    own = get(f"works/{first}/citations").json()
    assert get(f"works/{first}/citations", edition=own["edition"]).json()["apa"] == own["apa"]
    other = get(f"works/{second}/citations").json()["edition"]
    for part in ("citations", "citations/bibtex"):
        assert get(f"works/{first}/{part}", edition=other).json()["code"] == "house.not_found"


# All of them


@pytest.mark.parametrize("part", PARTS)
def test_a_work_that_is_none_is_not_found(get, part):
    assert (get(f"works/{NOWHERE}/{part}").status_code, get(f"works/{NOWHERE}/{part}").json()["code"]) == (404, "house.not_found")


@pytest.mark.parametrize("part", PARTS)
def test_a_work_that_became_part_of_another_leads_there(get, part):
    (work,) = fill()
    Merged.objects.create(id=NOWHERE, level="work", into=work, merged_at=AT)
    response = get(f"works/{NOWHERE}/{part}")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/works/{work}/{part}")
    near = get(f"works/{NOWHERE}/holdings", near="5601")
    assert near["Location"] == f"/api/v1/works/{work}/holdings?near=5601"


@pytest.mark.parametrize("path", [
    "citations?edition=x", "citations?edition=" + "ก" * 10_000, "citations/csl", "citations/" + "x" * 9_999, "holdings?near=56",
    "holdings?near=%00", "holdings?near=" + "5" * 10_000, "related?limit=3", "citations?form=ris",
])
def test_what_nobody_means_is_refused_by_name(get, path):
    (work,) = fill()
    response = get(f"works/{work}/{path}")
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
