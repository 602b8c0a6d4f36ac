"""The staff page of a cover, the files that readers are sent, and covers wherever works are shown."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.catalogue import actions, queries
from rianru.catalogue.models import Cover, CoverFetch, Edition
from rianru.core.actors import Role
from rianru.kernel.formats import pictures
from tests.catalogue.making import library, source, take
from tests.factories import AT, HOUSE
from tests.factories.marc import copy, four, marc
from tests.factories.pictures import SVG, bomb, picture
from tests.web.catalogue.staff import librarian, links, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    library("lib-1")
    library("lib-2")
    to = source("north-library", network="north")
    take([marc("a1", "ผ้าทอเมืองน่าน", copy("lib-1", "X1")), marc("a2", "สี่แผ่นดิน", copy("lib-1", "X2"))], to)
    return Edition.objects.get(title="ผ้าทอเมืองน่าน")


@pytest.fixture
def desk(edition, signed_in):
    return librarian(signed_in)


def page_of(edition) -> str:
    return f"/editions/{edition.id}/cover/"


def file(data: bytes | None = None, name: str = "cover.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(400, 600) if data is None else data)


def given(edition, data: bytes | None = None):
    return actions.upload_cover(actor=HOUSE, at=AT, edition_id=edition.id, file=file(data))


def test_without_a_picture_the_page_shows_the_drawn_cover_and_how_to_send_one(desk, edition):
    page = desk.get(page_of(edition))
    html = page.content.decode()
    assert (page.status_code, html.count('class="cover'), "enctype=" in html) == (200, 3, True)
    assert 'capture="environment"' in html
    assert "วาดปกจากชื่อเรื่อง" in seen(page)
    assert "ดึงจากเว็บ" not in seen(page)  # no site is allowed


@pytest.mark.parametrize("field", ["file", "camera"])
def test_a_picture_from_a_file_or_the_camera_becomes_the_cover(desk, edition, field):
    answer = desk.post(page_of(edition), {"do": "upload", field: file()})
    assert (answer.status_code, answer["Location"]) == (302, page_of(edition))
    page = desk.get(page_of(edition))
    assert (Cover.objects.count(), page.content.decode().count("<img ")) == (1, 4)
    assert "ใส่ปกแล้ว" in seen(page)


@pytest.mark.parametrize(
    ("data", "words"),
    [(SVG, "SVG"), (bomb(10_000, 10_000), "40 ล้านพิกเซล"), (b"\x89PNG\r\n\x1a\n", "ขาดหรือเสีย"), (b"", "ว่าง"),
     (b"\xff\xd8\xff" + bytes(pictures.MOST_BYTES), "10 MB")],
    ids=["svg", "100 MP", "broken", "empty", "over 10 MB"],
)
def test_what_is_no_picture_is_refused_at_its_field_and_the_page_stands(desk, edition, data, words):
    page = desk.post(page_of(edition), {"do": "upload", "file": file(data, "x.png")})
    assert (page.status_code, words in seen(page), Cover.objects.count()) == (422, True, 0)


def test_far_more_than_a_picture_is_not_even_read(desk, edition):
    answer = desk.post(page_of(edition), {"do": "upload", "file": file(bytes(14 << 20), "x.png")})
    assert (answer.status_code, "12 MB" in seen(answer)) == (413, True)


@pytest.mark.parametrize("data", [{}, {"do": "upload"}, {"do": "nonsense"}, {"do": "fetch"}, {"do": "fetch", "address": " "}, {"do": "isbn"},
                                  {"do": "fetch", "address": "x" * 9_000}, {"do": "fetch", "address": "http://127.0.0.1/"}])
def test_a_form_that_lacks_something_says_so(desk, edition, data):
    assert desk.post(page_of(edition), data).status_code == 422


@pytest.mark.parametrize("data", [{"do": "choose"}, {"do": "remove", "cover": "x"}, {"do": "remove", "cover": "00000000-0000-0000-0000-000000000000"}])
def test_a_cover_that_is_not_there_is_not_found(desk, edition, data):
    assert desk.post(page_of(edition), data).status_code == 404


def test_a_cover_of_another_edition_is_not_removed_from_here(desk, edition):
    other = given(Edition.objects.get(title="สี่แผ่นดิน"))
    assert desk.post(page_of(edition), {"do": "remove", "cover": other}).status_code == 404
    assert Cover.objects.count() == 1


def test_of_two_one_is_chosen_and_one_removed(desk, edition):
    first = given(edition)
    desk.post(page_of(edition), {"do": "upload", "file": file(picture(500, 700))})
    desk.post(page_of(edition), {"do": "choose", "cover": first})
    assert queries.covers_of_editions(ids=[edition.id])[edition.id][0].id == first
    assert "ใช้ปกนี้แล้ว" in seen(desk.get(page_of(edition)))
    desk.post(page_of(edition), {"do": "remove", "cover": first})
    assert [one.width for one in queries.covers_of_editions(ids=[edition.id])[edition.id]] == [500]


def test_an_address_is_asked_for_and_the_page_says_that_it_waits(desk, edition, settings):
    settings.COVER_HOSTS = ["covers.example.org"]
    page = desk.get(page_of(edition))
    assert ("ดึงจากเว็บ" in seen(page), "covers.example.org" in seen(page)) == (True, True)
    desk.post(page_of(edition), {"do": "fetch", "address": "https://covers.example.org/a.jpg"})
    page = desk.get(page_of(edition))
    assert (CoverFetch.objects.count(), "กำลังดึงรูปจาก covers.example.org" in seen(page), "htmx.min" in page.content.decode()) == (1, True, True)
    refused = desk.post(page_of(edition), {"do": "fetch", "address": "https://evil.example/a.jpg"})
    assert (refused.status_code, "evil.example" in seen(refused)) == (422, True)
    assert 'value="https://evil.example/a.jpg"' in refused.content.decode()


def test_by_isbn_is_offered_where_there_is_one_and_a_site_to_ask(desk, edition, settings):
    take([four("b1")], source("other", network="north"))
    numbered = Edition.objects.get(records__control_number="b1")
    settings.COVER_HOSTS, settings.COVER_BY_ISBN = ["c.example"], "https://c.example/{isbn}.jpg"
    assert ["หาตาม ISBN" in seen(desk.get(page_of(one))) for one in (edition, numbered)] == [False, True]
    assert desk.post(page_of(numbered), {"do": "isbn"}).status_code == 302


def test_who_keeps_a_copy_there_may_and_others_may_not(edition, signed_in):
    own = signed_in(Role.LIBRARIAN, "space", library("lib-1").id)
    other = signed_in(Role.LIBRARIAN, "space", library("lib-2").id)
    assert [browser.get(page_of(edition)).status_code for browser in (own, other)] == [200, 403]
    assert other.post(page_of(edition), {"do": "upload", "file": file()}).status_code == 403
    assert own.post(page_of(edition), {"do": "upload", "file": file()}).status_code == 302


def test_the_page_is_found_from_the_records_and_from_a_copy(desk, edition):
    page = desk.get(f"/works/{edition.work_id}/records/")
    assert links(page, "/cover/$") == [page_of(edition)]
    item = Edition.objects.get(id=edition.id).items.get()
    assert links(desk.get(f"/items/{item.id}/"), "/cover/$") == [page_of(edition)]


def test_a_file_is_sent_as_what_it_is_for_ever_and_to_everyone(edition):
    given(edition)
    [picture] = queries.covers_of_editions(ids=[edition.id])[edition.id]
    address = f"/covers/{picture.digest}-240.webp"
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"], answer.content[8:12]) == (200, "image/webp", b"WEBP")
    assert (answer["X-Content-Type-Options"], "immutable" in answer["Cache-Control"], "public" in answer["Cache-Control"]) == ("nosniff", True, True)
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"  # the API gives its address to any page
    assert ("Set-Cookie" in answer, "Cookie" in answer.get("Vary", "")) == (False, False)
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/covers/" + "0" * 40 + "-240.webp", "/covers/../imports/x.mrc", "/covers/x-1.webp", "/covers/" + "0" * 40 + "-9999.webp"])
def test_what_is_not_there_is_not_found(db, address):
    assert Client().get(address).status_code == 404


def test_a_cover_is_shown_on_the_page_of_the_work_in_rows_and_on_shelves(edition, reindex):
    given(edition)
    reindex()
    for address, size in ((f"/works/{edition.work_id}/", "cover photo l"), ("/search/?q=ผ้าทอ", "cover photo xs"), ("/", "cover photo")):
        html = Client().get(address).content.decode()
        [tag] = re.findall(rf'<span class="{size}"><img [^>]*></span>', html)
        assert (' alt="" ' in tag, ' width="400" height="600"' in tag, "-120.webp 120w, " in tag) == (True, True, True)
        assert ('loading="lazy"' in tag) is (size != "cover photo l")
    assert 'data-dye="' in Client().get("/").content.decode()  # the other work has none


def test_rows_with_covers_ask_no_more_for_three_than_for_one(edition, reindex):
    counts = []
    for n in (1, 3):
        for number in range(n):
            given(edition if not number else Edition.objects.get(title="สี่แผ่นดิน"), picture(300 + number, 450))
        Client().get("/")
        with CaptureQueriesContext(connection) as asked:
            Client().get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("width", "height", "whole"), [(400, 600, False), (600, 600, True), (300, 800, True), (440, 800, False)])
def test_a_picture_of_another_shape_is_shown_whole(edition, width, height, whole):
    given(edition, picture(width, height))
    html = Client().get(f"/works/{edition.work_id}/").content.decode()
    assert ("cover photo l whole" in html) is whole
