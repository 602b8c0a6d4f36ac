"""Answering in a browser that runs no script: drafts, pages, gaps, slips, files, and handing in once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rianru.kernel.questions import Number, Single, Text
from rianru.kernel.words import T
from rianru.surveys.models import Attachment, Draft, Response
from tests.factories.pictures import picture
from tests.surveys.answered import EVERYTHING, form, survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db, settings, tmp_path):
    """Everything that can be asked, on one page."""
    settings.MEDIA_ROOT = tmp_path
    return opened(form(*EVERYTHING))


def opened(questionnaire, **more):
    from django.utils import timezone

    return survey(questionnaire, at=timezone.now(), **more)


def begin(client, of):
    answer = client.post(f"/s/{of.code}/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def names(*questions):
    return [question.name for question in questions]


def once_of(page):
    return re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]


def words(html):
    """What people read."""
    return re.sub(r"<[^>]*>", "", html)


FILLED = {
    "a:dye": "other", "a:dye_other": "ขมิ้น", "a:dyes": ["lac", "leaf"], "a:order:indigo": "2", "a:order:lac": "๑",
    "a:order:leaf": "3", "a:near": "yes", "a:warm": "no", "a:age": "๔๒", "a:came:d": "2", "a:came:m": "11", "a:came:y": "2569",
    "a:home": "5601", "a:home:lat": "19.16", "a:home:lon": "99.90", "a:why": "=ใกล้", "a:agreed": "yes",
}


def test_everything_that_can_be_asked_is_answered_on_one_page_and_handed_in(client, asked):
    address = begin(client, asked)
    page = client.get(address)
    assert page.status_code == 200
    sent = client.post(address, FILLED | {"asked": names(*EVERYTHING), "page": "one", "do": "next", "once": once_of(page)})
    assert sent.headers["Location"] == f"/s/{asked.code}/thanks/"
    [response] = Response.objects.all()
    assert response.answers == {
        "dye": "other", "dye_other": "ขมิ้น", "dyes": ["lac", "leaf"], "order": ["lac", "indigo", "leaf"], "near": "yes", "warm": "no",
        "age": 42, "came": "2026-11-02", "home": {"area": "5601", "latitude": 19.16, "longitude": 99.9}, "why": "=ใกล้", "agreed": True,
    }
    assert (response.person_id, response.entered_by, response.id.version) == (None, None, 4)
    assert client.get(sent.headers["Location"]).status_code == 200


def test_a_form_that_is_sent_twice_leads_to_the_thanks_twice_and_to_one_response(client, asked):
    address = begin(client, asked)
    body = {"a:dye": "lac", "asked": names(*EVERYTHING), "page": "one", "do": "next", "once": once_of(client.get(address))}
    places = {client.post(address, body).headers["Location"] for _ in range(2)}
    assert (places, Response.objects.count()) == ({f"/s/{asked.code}/thanks/"}, 1)
    assert client.post(address, body | {"once": "01900000-0000-7000-8000-00000000ffff"}).status_code == 404  # control


def test_gaps_and_slips_are_kept_and_said_where_they_are(client, asked):
    address = begin(client, asked)
    page = client.post(address, {
        "asked": ["dye", "age", "order", "came"], "page": "one", "do": "next", "a:age": "สี่สิบ", "a:order:indigo": "1", "a:order:lac": "1",
        "a:came:d": "31", "a:came:m": "2", "a:came:y": "2569"})
    assert page.status_code == 422
    said = page.content.decode()
    assert [text in said for text in ("ข้อนี้ต้องตอบก่อนส่ง", "ใส่เป็นตัวเลขจำนวนเต็ม", "เลือกจากที่มีให้ ข้อละครั้ง", "ใส่วันที่แบบ")] == [True] * 4
    assert 'value="สี่สิบ"' in said
    assert 'value="31"' in said
    assert Draft.objects.get().answers == {"age": "สี่สิบ", "order": {"places": {"indigo": 1, "lac": 1}}, "came": "31/2/2569"}
    again = client.get(address).content.decode()  # resumed: the slips are there, gaps are not scolded for
    assert 'value="สี่สิบ"' in again
    assert "ข้อนี้ต้องตอบก่อนส่ง" not in again


def test_a_question_that_an_answer_calls_for_comes_before_one_goes_on(client):
    asked = opened(form(Single(name="dye", label=T("สี", "Dye"), choices="colours"),
                        Text(name="why", label=T("ทำไมถึง ${dye}", "Why ${dye}?"), relevant="${dye} = 'lac'", required=True)))
    address = begin(client, asked)
    page = client.post(address, {"asked": ["dye"], "page": "one", "do": "next", "a:dye": "lac"})
    assert (page.status_code, "ทำไมถึง" in words(page.content.decode())) == (200, True)
    assert Response.objects.count() == 0
    part = client.post(address, {"asked": ["dye", "why"], "page": "one", "do": "look", "a:dye": "lac"}, headers={"X-Answer": "part"}).json()
    assert [one["name"] for one in part["questions"]] == ["dye", "why"]
    assert "ทำไมถึง ครั่ง" in words(part["questions"][1]["html"])
    part = client.post(address, {"asked": ["dye", "why"], "page": "one", "do": "look", "a:dye": "leaf"}, headers={"X-Answer": "part"}).json()
    assert [one["name"] for one in part["questions"]] == ["dye"]
    assert client.post(address, {"asked": ["dye"], "page": "one", "do": "next"}).status_code == 302


def test_pages_follow_one_another_and_all_is_read_over_before_it_is_sent(client):
    asked = opened(form(first=(Single(name="dye", label=T("สี", "Dye"), choices="colours", required=True),),
                        second=(Number(name="age", label=T("อายุ", "Age"), most=9),)))
    address = begin(client, asked)
    assert client.post(address, {"asked": "dye", "page": "first", "do": "next"}).status_code == 422
    assert client.post(address, {"asked": "dye", "page": "first", "do": "skip"}).headers["Location"] == f"{address}?page=second"
    assert client.post(address, {"asked": "age", "page": "second", "do": "next", "a:age": "4"}).headers["Location"] == f"{address}?page=-"
    review = client.get(f"{address}?page=-").content.decode()
    assert "ข้อนี้ต้องตอบก่อนส่ง" in review
    sent = client.post(address, {"page": "-", "do": "send"})
    assert sent.headers["Location"] == f"{address}?page=first&judged=1"
    assert client.post(address, {"asked": "dye", "page": "first", "do": "next", "a:dye": "lac"}).status_code == 302
    assert client.post(address, {"page": "-", "do": "send"}).headers["Location"] == f"/s/{asked.code}/thanks/"
    assert Response.objects.get().answers == {"dye": "lac", "age": 4}


def test_a_photo_is_drawn_anew_and_a_wrong_file_is_refused_by_name(client, asked):
    address = begin(client, asked)
    page = client.post(address, {"asked": ["photo"], "page": "one", "do": "upload", "a:photo": SimpleUploadedFile("บ้าน.png", picture())})
    [file] = Attachment.objects.all()
    assert (page.status_code, file.media_type, file.name) == (200, "image/webp", "บ้าน.webp")
    shown = client.get(f"{address}files/{file.id}/")
    assert (shown.headers["Content-Type"], b"".join(shown.streaming_content)[8:12]) == ("image/webp", b"WEBP")
    wrong = client.post(address, {"asked": [], "page": "one", "do": "upload", "a:paper": SimpleUploadedFile("หนอน.exe", b"MZ\x90\0")})
    assert (wrong.status_code, "หนอน.exe" in wrong.content.decode()) == (415, True)
    one_more = client.post(address, {"page": "one", "do": "upload", "a:photo": SimpleUploadedFile("b.png", picture())})
    assert (one_more.status_code, Attachment.objects.count()) == (409, 1)
    client.post(address, {"asked": names(*EVERYTHING), "page": "one", "do": "next", "a:dye": "lac"})
    file.refresh_from_db()
    assert (file.draft_id, file.response.answers["photo"]) == (None, [str(file.id)])


def test_a_code_that_was_written_down_resumes_and_guessing_stops(client, asked):
    address = begin(client, asked)
    key = address.rstrip("/").rpartition("/")[2]
    typed = f" {key[:5].upper()}-{key[5:]} ".replace("0", "O").replace("1", "l")  # as tired eyes read it
    assert client.post("/s/", {"code": typed}).headers["Location"] == address
    assert client.post("/s/", {"code": asked.code}).headers["Location"] == f"/s/{asked.code}/"
    tried = [client.get(f"/s/{asked.code}/a/{'0' * 19}{at % 10}/").status_code for at in range(25)]
    assert (tried[0], tried[-1]) == (404, 429)
    assert client.get(address).status_code == 200  # whoever has a right key is not kept out


def test_a_closed_survey_a_waiting_one_and_one_that_needs_a_name_say_so(client):
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    shut = opened(form(*EVERYTHING), closes_at=now - timedelta(minutes=1))
    assert "ปิดรับคำตอบแล้ว" in client.get(f"/s/{shut.code}/").content.decode()
    assert client.post(f"/s/{shut.code}/").status_code == 410
    named = opened(form(*EVERYTHING), asking="identified")
    assert "เข้าสู่ระบบแล้วเริ่มตอบ" in client.get(f"/s/{named.code}/").content.decode()
    assert client.post(f"/s/{named.code}/").status_code == 401
    assert client.get("/s/nothing1/").status_code == 404


def test_what_is_typed_cannot_break_out_of_the_page_or_the_database(client, asked):
    address = begin(client, asked)
    evil = "\0<script>alert(1)</script>"
    client.post(address, {"asked": ["dye", "why", "home"], "page": "one", "do": "look", "a:why": evil, "a:home": "1\0", "a:home:lat": "nan",
                          "a:home:lon": "inf", "a:dye": "<b>"})
    page = client.get(address).content.decode()
    assert "<script>alert(1)" not in page
    assert client.post(address, {"asked": ["why"], "page": "one", "do": "look", "a:why": "ก" * 300_000}).status_code in (200, 413, 422)
