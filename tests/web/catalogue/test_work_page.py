"""The page of a work: where it stands, what it is for machines too, and nothing that runs."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rianru.catalogue.models import Edition, Item, Record
from rianru.kernel.ids import new_id
from tests.catalogue.making import library, source, take
from tests.factories.marc import copy, field, marc

pytestmark = pytest.mark.django_db
SCRIPT = "</script><script>alert('ก')</script><img src=x onerror=alert(1)>"


def _page(*fields, title="ผ้าทอเมืองน่าน", prefix=""):
    for code in ("phayao", "nan", "trang"):
        library(code)
    number = str(new_id())
    take([marc(number, title, *fields)], source())
    id = Record.objects.get(control_number=number).edition.work_id
    return Client().get(f"{prefix}/works/{id}/")


def _seen(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def _for_machines(html):
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found)


def test_a_work_shows_what_it_is_who_made_it_and_where_it_stands():
    page = _page(
        field("100", "a", "สมหญิง ใจดี", "e", "ผู้แต่ง"),
        field("020", "a", "978-616-123-456-0"),
        field("264", "b", "หอศิลป์", "c", "2569", ind=" 1"),
        field("650", "a", "ผ้าทอ"),
        field("520", "a", "เล่าเรื่องผ้า"),
        copy("nan", "B1", call_number="746.14 ส"),
        copy("phayao", "B2"),
    ).content.decode()
    for text in (
        "ผ้าทอเมืองน่าน",
        "สมหญิง ใจดี",
        "ผู้แต่ง",
        "9786161234560",
        "หอศิลป์",
        "2569",
        "ผ้าทอ",
        "เล่าเรื่องผ้า",
        "ห้องสมุด nan",
        "ห้องสมุด phayao",
        "746.14 ส",
        "หนังสือ",
        "ภาษาไทย",
    ):
        assert text in _seen(page), text
    assert page.count('class="row"') == 2


def test_the_same_in_english():
    page = _page(copy("nan", "B1"), prefix="/en").content.decode()
    assert '<html lang="en"' in page
    for text in ("Library nan", "Book", "Thai", "2026"):
        assert text in _seen(page), text


def test_machines_read_a_book():
    said = _for_machines(
        _page(
            field("100", "a", "สมหญิง ใจดี"),
            field("020", "a", "978-616-123-456-0"),
            field("264", "b", "หอศิลป์", ind=" 1"),
        ).content.decode()
    )
    assert {name: said.get(name) for name in ("@context", "@type", "name", "isbn", "datePublished", "inLanguage")} == {
        "@context": "https://schema.org",
        "@type": "Book",
        "name": "ผ้าทอเมืองน่าน",
        "isbn": "9786161234560",
        "datePublished": "2026",
        "inLanguage": "th",
    }
    assert (said["author"], said["publisher"]) == (
        [{"@type": "Person", "name": "สมหญิง ใจดี"}],
        {"@type": "Organization", "name": "หอศิลป์"},
    )


def test_a_script_anywhere_in_a_record_is_text_on_the_page_and_for_machines():
    html = _page(
        field("100", "a", SCRIPT, "e", SCRIPT),
        field("020", "a", SCRIPT + "12345678"),
        field("264", "a", SCRIPT, "b", SCRIPT, "c", SCRIPT, ind=" 1"),
        field("650", "a", SCRIPT),
        field("520", "a", SCRIPT),
        field("250", "a", SCRIPT),
        field("490", "a", SCRIPT),
        field("300", "a", SCRIPT),
        field("082", "a", SCRIPT),
        field("041", "a", "<b>"),
        copy("nan", SCRIPT, call_number=SCRIPT),
        title=f"ผ้า{SCRIPT}",
    ).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert _for_machines(html)["name"] == f"ผ้า{SCRIPT}"
    assert f"ผ้า{SCRIPT}" in _seen(html.replace("<wbr>", ""))


def test_a_work_that_nobody_holds_says_so_and_helps():
    page = _page()
    assert page.status_code == 200
    assert "ยังไม่มีเล่มในเครือข่าย" in _seen(page.content.decode())


def test_an_absent_copy_is_not_shown():
    response = _page(copy("nan", "B1"), copy("phayao", "B2"))
    Item.objects.filter(barcode="B2").update(state="absent")
    page = Client().get(response.wsgi_request.path).content.decode()
    assert ("ห้องสมุด nan" in _seen(page), "ห้องสมุด phayao" in _seen(page)) == (True, False)


def test_a_work_of_one_and_of_three_editions_and_branches_takes_the_same_queries():
    _page()
    found = []
    for copies in ([("nan", 1)], [("nan", 1), ("phayao", 2), ("trang", 3)]):
        response = _page(*(copy(code, f"{code}{n}") for code, n in copies))
        path = response.wsgi_request.path
        if len(copies) == 3:
            take([marc(f"more{n}", "อีกฉบับ") for n in range(2)], source())
            work = Edition.objects.get(records__items__barcode="trang3").work_id
            Edition.objects.filter(title="อีกฉบับ").update(work=work)
        Client().get(path)
        with CaptureQueriesContext(connection) as seen:
            Client().get(path)
        found.append(len(seen))
    assert found[0] == found[1]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_unknown_work_is_a_page_that_says_so(prefix):
    response = Client().get(f"{prefix}/works/{new_id()}/")
    assert response.status_code == 404
    assert "<html" in response.content.decode()


def test_an_unknown_work_is_a_problem_for_those_who_ask_for_json():
    response = Client().get(f"/works/{new_id()}/", headers={"accept": "application/json"})
    said = response.json()
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert (said["status"], said["code"], bool(said["th"]), bool(said["en"])) == (404, "house.not_found", True, True)


@pytest.mark.parametrize("address", ["/works/1/", "/works/not-an-id/", "/works//"])
def test_an_address_that_is_no_id_is_not_found(address):
    assert Client().get(address).status_code == 404


def test_a_very_long_title_is_a_page():
    assert _page(title="ผ้า" * 1000).status_code == 200
