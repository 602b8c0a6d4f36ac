"""Results as pages and files: what a spreadsheet would run is made harmless; staff type sheets in; weights are set."""

import csv
import io

import pytest
from django.utils import timezone

from rianru.core.actors import Role
from rianru.kernel.questions import Choice, ChoiceList, Single, Text
from rianru.kernel.words import T
from rianru.surveys import actions
from rianru.surveys.models import Paper, Response
from tests.factories import HOUSE
from tests.people import making
from tests.surveys.answered import EVERYTHING, answered, form, survey
from tests.web.surveys.test_answering import words

pytestmark = pytest.mark.django_db
EVIL = ("=1+1", "+66812345678", "-2+3", "@SUM(A1)", "\tx", "ธรรมดา, \"อ้าง\"\nบรรทัดสอง")


@pytest.fixture
def staff(client):
    """A librarian's browser."""
    from tests.trust.test_access_control import cookie_of

    joined = making.staff(timezone.now(), Role.LIBRARIAN)
    client.cookies["sessionid"] = cookie_of("librarian@national", joined.account_id)
    return client


@pytest.fixture
def asked(db):
    return survey(form(*EVERYTHING), at=timezone.now())


def lines(answer):
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.trust
def test_every_cell_of_the_file_is_safe_to_open_and_is_what_was_answered(staff):
    codes = ChoiceList("odd", (Choice("=cmd", T("แปลก", "Odd")), Choice("-1", T("ลบหนึ่ง", "Minus one"))))
    of = survey(form(Text(name="why", label=T("=ทำไม", "=Why")), Single(name="odd", label=T("แปลก", "Odd"), choices="odd"),
                     lists=(codes,)), at=timezone.now())
    for text in EVIL:
        answered(of, at=timezone.now(), why=text, odd="=cmd")
    head, *rows = lines(staff.get(f"/surveys/{of.code}/results/answers.csv"))
    assert head[-2:] == ["why", "odd"]
    assert {row[-2] for row in rows} == {f"'{text}" for text in EVIL[:4]} | {"x" if not EVIL[4].strip("\t") else "'\tx"} | {EVIL[5]}
    assert {row[-1] for row in rows} == {"'=cmd"}
    book = lines(staff.get(f"/surveys/{of.code}/results/codebook.csv"))
    assert (book[0][0], book[1][3]) == ("column", "'=ทำไม")


def test_the_file_holds_all_versions_under_the_columns_of_the_newest(staff, asked):
    from tests.surveys.answered import version

    now = timezone.now()
    answered(asked, at=now, dye="lac", dyes=["lac", "leaf"], home={"area": "5601", "latitude": 19.1, "longitude": 99.9}, age=4)
    version(asked, form(*EVERYTHING[:5], Text(name="new", label=T("ใหม่", "New"))), at=now)
    answered(asked, at=now, dye="leaf", new="จ้ะ")
    head, *rows = lines(staff.get(f"/surveys/{asked.code}/results/answers.csv"))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["version"], one["dye"], one["dyes"], one["age"], one["new"]) for one in found] == [
        ("2", "leaf", "", "", "จ้ะ"), ("1", "lac", "lac leaf", "4", "")]
    assert {one["handed_in"] for one in found} == {f"{timezone.localtime(now, making_bangkok()):%Y-%m-%d}"}  # a day alone: no names are asked
    old = lines(staff.get(f"/surveys/{asked.code}/results/answers.csv?version=1"))
    assert dict(zip(*old, strict=True))["home"] == "5601 19.1 99.9"


def making_bangkok():
    from rianru.kernel.dates import BANGKOK

    return BANGKOK


@pytest.mark.parametrize("address", [
    "results/", "results/?whole=1", "results/?version=1&month=2026-11&space=nowhere&about=x%20y&weighted=1", "results/?version=99999&month=xx-yy",
    "results/cross/", "results/cross/?down=dye&across=near", "results/cross/?down=dye&across=dye", "results/trends/", "results/tables.csv",
    "results/words/why/", "results/words/photo/", "weights/", "weights/?column=dye", "weights/?column=%00", "enter/",
])
def test_pages_stand_with_no_answer_and_with_some(staff, asked, address):
    assert staff.get(f"/surveys/{asked.code}/{address}").status_code == 200
    answered(asked, at=timezone.now(), times=6, dye="lac", near="yes", why="<b>", order=["lac", "leaf", "indigo"], came="2026-11-02")
    page = staff.get(f"/surveys/{asked.code}/{address}")
    assert page.status_code == 200
    assert "<b></td>" not in b"".join(page).decode()


def test_small_numbers_are_told_only_to_who_asks_for_them(staff, asked):
    answered(asked, at=timezone.now(), times=30, dye="lac")
    answered(asked, at=timezone.now(), times=3, dye="leaf")
    told, whole = (lines(staff.get(f"/surveys/{asked.code}/results/tables.csv{how}")) for how in ("", "?whole=1"))
    assert [row[3] for row in whole[1:5]] == ["0", "30", "3", "0"]
    assert [row[3].isdigit() for row in told[1:5]] == [True, False, False, True]


def test_a_sheet_is_typed_in_by_numbers_and_slips_are_said_on_their_lines(staff, asked):
    batch = actions.print_papers(actor=HOUSE, at=timezone.now(), survey_id=asked.id, copies=2, language="th")
    sheet = Paper.objects.filter(batch=batch).order_by("number")[0]
    entering = f"/surveys/{asked.code}/enter/"
    for typed in (str(sheet.number), f"http://localhost/surveys/x/sheets/{sheet.id}/", str(sheet.id).upper(), "๑"):
        assert staff.post(entering, {"do": "sheet", "sheet": typed}).headers["Location"].endswith(f"/sheets/{sheet.id}/")
    assert staff.post(entering, {"do": "sheet", "sheet": "99\0"}).status_code == 404
    address = f"/surveys/{asked.code}/sheets/{sheet.id}/"
    key = "01900000-0000-7000-8000-00000000aaaa"
    page = staff.post(address, {"key": key, "a:dye": "9", "a:came": "2/11/2569"})
    assert (page.status_code, "ไม่เข้าใจ “9”" in page.content.decode()) == (422, True)
    page = staff.post(address, {"key": key, "a:age": "5"})
    assert (page.status_code, 'name="gaps"' in page.content.decode()) == (422, True)
    filled = {"key": key, "a:dye": "๒", "a:dyes": "1 3", "a:order": "213", "a:near": "1", "a:came": "2/11/2569", "a:home": "560101",
              "a:agreed": "1", "a:why": "ดี"}
    assert staff.post(address, filled).headers["Location"] == entering
    assert staff.post(address, filled).status_code == 409  # typed in already
    response = Response.objects.get()
    assert (response.id, response.way, response.answers) == (sheet.id, "paper", {
        "dye": "lac", "dyes": ["indigo", "leaf"], "order": ["lac", "indigo", "leaf"], "near": "yes", "came": "2026-11-02",
        "home": {"area": "560101"}, "why": "ดี", "agreed": True})


def test_staff_begin_for_somebody_and_come_back_for_the_next(staff, asked):
    begun = staff.post(f"/surveys/{asked.code}/enter/", {"do": "begin"})
    address = begun.headers["Location"]
    assert "กรอกให้คนอื่น" in words(staff.get(address).content.decode())
    sent = staff.post(address, {"asked": [one.name for one in EVERYTHING], "page": "one", "do": "next", "a:dye": "lac"})
    assert sent.headers["Location"] == f"/surveys/{asked.code}/enter/?done=1"
    assert Response.objects.get().way == "staff"
    assert staff.post(f"/surveys/{asked.code}/enter/", {"do": "begin", "card": "0000"}).status_code == 404


def test_weights_are_set_on_their_page(staff, asked):
    answered(asked, at=timezone.now(), times=6, dye="lac")
    answered(asked, at=timezone.now(), times=2, dye="leaf")
    address = f"/surveys/{asked.code}/weights/?column=dye"
    wrong = staff.post(address, {"do": "set", "w:lac": "50", "w:leaf": "x"})
    assert (wrong.status_code, "50.0" in wrong.content.decode()) == (400, True)
    done = staff.post(address, {"do": "set", "w:lac": "๕๐", "w:leaf": "50", "w:indigo": "", "w:other": ""})
    assert (done.status_code, "weighted=1" in done.headers["Location"]) == (302, True)
    page = words(staff.get(done.headers["Location"]).content.decode())
    assert "ไม่ถ่วงน้ำหนัก" in page
