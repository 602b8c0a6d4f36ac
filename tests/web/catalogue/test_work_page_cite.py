"""Citing from the page of a work: what stands there, and files that other programs read."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import pytest
import rispy
from django.test import Client
from pybtex.database import parse_string

from rianru.catalogue.models import Edition, Record
from rianru.kernel.formats import marc as codec
from rianru.kernel.formats.marc.forms import open_form
from rianru.kernel.ids import new_id
from tests.catalogue.making import source, take
from tests.factories.marc import field, marc

pytestmark = pytest.mark.django_db
TYPES = {
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib"),
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris"),
    "marc": ("application/marc", "mrc"), "marcxml": ("application/marcxml+xml; charset=utf-8", "xml"),
}  # fmt: skip
SCRIPT = "</pre></code></script><script>alert('ก')</script>"


def _work(*fields, title="ผ้าทอเมืองน่าน", number="w1"):
    take([marc(number, title, *fields)], source())
    return f"/works/{Record.objects.get(control_number=number).edition.work_id}/"


FIELDS = [
    field("100", "a", "สมหญิง ใจดี", "e", "ผู้แต่ง", ind="0 "), field("264", "a", "น่าน", "b", "หอศิลป์", "c", "2569", ind=" 1"),
    field("250", "a", "พิมพ์ครั้งที่ 2"), field("650", "a", "ผ้าทอ", "z", "น่าน"), field("020", "a", "9786161234560"),
]  # fmt: skip


def _seen(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(("prefix", "year"), [("", "2569"), ("/en", "2026")])
def test_the_page_shows_the_reference_in_the_practice_of_its_language(prefix, year):
    html = Client().get(prefix + _work(*FIELDS)).content.decode()
    assert f"สมหญิง ใจดี. ({year}). ผ้าทอเมืองน่าน (พิมพ์ครั้งที่ 2). หอศิลป์." in _seen(html)


@pytest.mark.parametrize("form", TYPES)
def test_each_file_has_its_media_type_and_a_name_after_the_title(form):
    response = Client().get(f"{_work(*FIELDS)}cite/{form}/")
    assert (response.status_code, response["Content-Type"]) == (200, TYPES[form][0])
    assert unquote(response["Content-Disposition"]) == f"attachment; filename*=utf-8''ผ้าทอเมืองน่าน.{TYPES[form][1]}"
    assert response["X-Robots-Tag"] == "noindex"


def test_bibtex_and_ris_are_read_by_other_programs():
    path = _work(*FIELDS)
    [entry] = parse_string(Client().get(f"{path}cite/bibtex/").content.decode(), "bibtex").entries.values()
    [read] = rispy.loads(Client().get(f"{path}cite/ris/").content.decode())
    assert (entry.fields["title"], entry.fields["year"], entry.type) == ("{ผ้าทอเมืองน่าน}", "2026", "book")
    assert (read["title"], read["year"], read["authors"]) == ("ผ้าทอเมืองน่าน", "2026", ["สมหญิง ใจดี"])
    assert read["urls"] == [f"http://localhost:8000{path}"] or read["urls"][0].endswith(path)


@pytest.mark.parametrize("form", ["marc", "marcxml"])
def test_marc_that_is_taken_away_describes_the_same_book_when_it_comes_back(form):
    content = Client().get(f"{_work(*FIELDS)}cite/{form}/").content
    reader = open_form(BytesIO(content), name=f"a.{TYPES[form][1]}")
    [chunk] = list(reader.split(BytesIO(content)))
    read = codec.describe(reader.treat(chunk.raw).record)
    edition = Edition.objects.get()
    for name in ("title", "year", "publisher", "place", "language", "format", "edition"):
        assert getattr(read, name) == getattr(edition, name), name
    assert (list(read.subjects), list(read.isbns), [one.name for one in read.people]) == (
        edition.subjects, edition.isbns, edition.people,
    )  # fmt: skip


def test_the_key_stays_while_the_record_changes():
    path = _work(*FIELDS)
    before = re.search(r"@book\{(\S+),", Client().get(f"{path}cite/bibtex/").content.decode())[1]
    Edition.objects.update(title="ชื่อใหม่", year=1999, people=[], roles=[])
    assert re.search(r"@book\{(\S+),", Client().get(f"{path}cite/bibtex/").content.decode())[1] == before


def test_another_edition_is_cited_by_itself():
    path = _work(*FIELDS)
    other = Edition.objects.get()
    work_id, other.pk, other.year, other.said_by = other.work_id, new_id(), 1999, {}
    other.work_id = work_id
    other.save(force_insert=True)
    assert "year = {1999}" in Client().get(f"{path}cite/bibtex/?edition={other.pk}").content.decode()
    assert "year = {2026}" in Client().get(f"{path}cite/bibtex/").content.decode()
    page = Client().get(f"{path}cite/?edition={other.pk}").content.decode()
    assert ("(2542)" in _seen(page), page.count('aria-current="true"')) == (True, 1)


@pytest.mark.parametrize("tail", ["cite/docx/", "cite/bibtex/?edition=1", "cite/bibtex/?edition=00000000-0000-7000-8000-000000000007", "cite/?edition=%00"])
def test_what_there_is_not_is_not_found(tail):
    assert Client().get(_work() + tail).status_code == 404


@pytest.mark.parametrize("tail", ["cite/", "cite/ris/"])
def test_an_unknown_work_cannot_be_cited(tail):
    assert Client().get(f"/works/{new_id()}/{tail}").status_code == 404


def test_hostile_fields_are_text_in_every_form():
    path = _work(
        field("100", "a", SCRIPT), field("264", "b", f'}}\n@book{{x, note = "{SCRIPT}"', "c", "2569", ind=" 1"),
        field("520", "a", "a\nER  - \nTY  - BOOK"), field("650", "a", "%\\}{"), title=f"ผ้า{SCRIPT}",
    )  # fmt: skip
    for page in (path, f"{path}cite/"):
        html = Client().get(page).content.decode()
        assert "<script>alert" not in html
    assert len(parse_string(Client().get(f"{path}cite/bibtex/").content.decode(), "bibtex").entries) == 1
    assert len(rispy.loads(Client().get(f"{path}cite/ris/").content.decode())) == 1
    for form in TYPES:
        name = Client().get(f"{path}cite/{form}/")["Content-Disposition"]
        assert not re.search(r'[\r\n"<>/\\]', unquote(name).removeprefix("attachment; "))


def test_a_work_that_became_part_of_another_is_cited_there(monkeypatch):
    there = _work(*FIELDS)
    gone = new_id()
    monkeypatch.setattr("rianru.catalogue.queries.where_to", lambda *, id: there.split("/")[2] if id == gone else None)
    assert Client().get(f"/works/{gone}/cite/")["Location"] == f"{there}cite/"
