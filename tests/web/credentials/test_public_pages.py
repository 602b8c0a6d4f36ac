"""What a stranger, a program and a learner find at the addresses of a credential."""

import json
from base64 import b64encode

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from rianru.credentials import actions, queries
from rianru.credentials.models import Credential, StatusList
from rianru.kernel.formats import badges
from rianru.kernel.thai import break_points
from rianru.people import actions as people
from tests.credentials.making import row, seen
from tests.people import making
from tests.web.credentials.browser import in_browser

NAMES = [
    "สมศรี ใจดี", "ม.ล.ประภาศรีสุวรรณเกียรติกำจร ณ อยุธยาศักดิ์เดชาวราภินันท์", "ศักดิ์สิทธิ์ ปั้นน้ำเป็นตัว", "ญาณิศา ฎีกาฏิปัตต์",
    "กุ้ง ปู่ฟื้น", "Ærøskøbing O’Brien", "ผู้ใหญ่เป๊ะ ก๊อกน้ำ",
]


def text(answer) -> str:
    """Without the marks at which a line may break."""
    return answer.content.decode().replace("<wbr>", "")


def show(given, **more):
    asked = {"do": "show", "sight": "link", **more}
    assert given.browser.post(f"/me/credentials/{given.short}/", asked).status_code == 302


def test_a_private_one_is_nowhere_to_strangers_and_open_to_who_holds_the_paper(given):
    stranger, url = Client(), f"/c/{given.short}/"
    assert stranger.get(url).status_code == 404
    for name in ("badge.json", "badge.png", "badge.jwt", "certificate.pdf"):
        assert stranger.get(url + name).status_code == 404
    code = row(given.id).code
    paper = stranger.get(f"{url}?k={code}")
    assert ("สมศรี" in text(paper), "เล่านิทานให้เด็กฟังได้ทั้งชั้น" in text(paper)) == (True, True)
    assert 'name="robots" content="noindex"' in text(paper)
    assert stranger.get(f"{url}badge.json?k={code}").status_code == 200
    assert stranger.get(f"{url}certificate.pdf?k={code}").status_code == 404  # a paper is the learner's to print


@pytest.mark.parametrize("address", ["/c/nothing/", "/c/" + "0" * 26 + "/", "/c/" + "z" * 26 + "/badge.json"])
def test_an_address_of_nothing_is_a_page_that_says_so(db, address):
    assert Client().get(address).status_code == 404


def test_a_page_verifies_on_the_server_too_and_says_what_it_found(given):
    show(given, shows_name="on")
    page = text(Client().get(f"/c/{given.short}/?check"))
    assert "ของจริง และยังใช้ได้" in page
    actions.revoke_credential(actor=making.MACHINE, at=row(given.id).issued_at, credential_id=given.id, reason="ออกผิดคน")
    page = text(Client().get(f"/en/c/{given.short}/?check"))
    assert ("Do not rely on this one" in page, "Its issuer revoked it" in page) == (True, True)
    assert "ออกผิดคน" not in page  # why is between the issuer and the learner
    assert "ออกผิดคน" in text(given.browser.get(f"/me/credentials/{given.short}/"))


def test_every_file_is_of_its_kind_and_verifies(given):
    world = seen(row(given.id).issued_at)
    at = row(given.id).issued_at
    page = f"/c/{given.short}/"
    answers = {name: given.browser.get(page + name) for name in ("badge.json", "badge.jwt", "badge.png")}
    assert [answer["Content-Type"] for answer in answers.values()] == [
        "application/vc+ld+json", "application/vc+jwt", "image/png"]
    for answer in answers.values():
        baked = answer.content if answer["Content-Type"] == "image/png" else None
        said = badges.unbaked(baked) if baked else answer.content.decode()
        assert badges.verify(said, keys=world[0], statuses=world[1], at=at).outcome == "good"
        found = in_browser("" if baked else said, world, at, picture=b64encode(baked).decode() if baked else "")
        assert {outcome for outcome, _ in found} == {"good"}
    assert badges.credential_of(json.loads(answers["badge.json"].content)).address.endswith(f"/c/{given.short}")


def test_a_program_is_given_json_where_a_browser_is_shown_a_page(given):
    show(given)
    stranger = Client()
    badge = stranger.get(f"/c/{given.short}")
    assert (badge["Content-Type"], badge.json()["type"]) == (
        "application/vc+ld+json", ["VerifiableCredential", "OpenBadgeCredential"])
    assert stranger.get(f"/c/{given.short}", headers={"accept": "text/html"}).url == f"/c/{given.short}/"
    issuer = queries.issuers()[0]
    path = "/credentials/issuers/" + str(issuer.id)
    keys = badges.keys_of(stranger.get(path).json(), row(given.id).issued_at)
    assert [key.controller for key in keys.values()] == [issuer.address]
    assert [key["kid"] for key in stranger.get(f"{path}/jwks.json").json()["keys"]] == list(keys)
    achievement = stranger.get(f"/credentials/achievements/{given.definition}").json()
    assert (achievement["type"], achievement["name"]) == (
        ["Achievement"], "นักเล่านิทานชุมชน (Community storyteller)")


# Status lists: cached, and nobody notes who fetched one


def test_a_status_list_is_sent_once_and_then_found_unchanged(given):
    one = StatusList.objects.get()
    path = f"/credentials/status/{one.id}/revocation"
    first = Client().get(path)
    assert first["Cache-Control"] == "public, max-age=300"
    assert first["Content-Type"] == "application/vc+ld+json"
    assert badges.list_of(first.json()).places == 131_072
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.revoke_credential(actor=making.MACHINE, at=row(given.id).issued_at, credential_id=given.id, reason="ผิด")
    changed = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    assert Client().get(f"/credentials/status/{one.id}/refresh").status_code == 404


def test_who_fetched_a_list_is_written_nowhere(given, capsys, caplog):
    """The one line a request leaves says the route and nothing of which list, nor who; no session, no cookie."""
    from structlog.testing import capture_logs

    one = StatusList.objects.get()
    visitor = given.browser
    with capture_logs() as lines:
        answer = visitor.get(f"/credentials/status/{one.id}/revocation", REMOTE_ADDR="203.0.113.9",
                             HTTP_USER_AGENT="Somebody/1.0")
    assert [set(line) for line in lines] == [{"event", "log_level", "method", "route", "status", "ms"}]
    assert (lines[0]["route"], list(answer.cookies)) == ("status_list", [])
    assert "Cookie" not in answer.get("Vary", "")
    written = json.dumps(lines) + caplog.text
    assert not any(trace in written for trace in (str(one.id), "203.0.113.9", "Somebody"))


# Paper


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_certificate_reads_back_word_by_word_and_its_qr_leads_to_the_page(given, language):
    answer = given.browser.get(f"{language}/c/{given.short}/certificate.pdf")
    assert answer["Content-Type"] == "application/pdf"
    [page] = pypdfium2.PdfDocument(answer.content)
    assert [round(side * 25.4 / 72) for side in page.get_size()] == [297, 210]
    said = "".join(page.get_textpage().get_text_range().split())
    title = "Communitystoryteller" if language else "นักเล่านิทานชุมชน"
    for words in ("สมศรี", title, given.numbered(1)):
        assert words in said
    [code] = {found.text for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())}
    assert code.endswith(f"{language}/c/{given.short}/?k={row(given.id).code}")
    path = "/" + code.partition("://")[2].partition("/")[2]
    assert "สมศรี" in text(Client().get(path))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_certificate_is_whole_and_equal(given, name):
    first, _, last = name.partition(" ")
    actor = making.acting(_Joined(given.person), row(given.id).issued_at)
    people.rename(actor=actor, at=row(given.id).issued_at, person_id=given.person, given_name=first, family_name=last)
    [page] = pypdfium2.PdfDocument(given.browser.get(f"/c/{given.short}/certificate.pdf").content)
    lines = [line.strip() for line in page.get_textpage().get_text_range().splitlines()]
    assert name.split() == next(line for line in lines if line.startswith(first[:3])).split() or name in " ".join(lines)
    for word in break_points(name):  # no line ends inside of a word
        assert any(word.strip() in line for line in lines)


class _Joined:
    def __init__(self, person_id) -> None:
        self.person_id = person_id
        from rianru.people.models import Person

        self.account_id = Person.objects.get(id=person_id).account_id


def test_a_statement_adds_up_as_page_as_paper_and_as_data(given):
    page = text(given.browser.get("/me/credentials/statement/"))
    assert ("สมศรี" in page, "ST-101" in page) == (True, True)
    said = given.browser.get("/me/credentials/statement/statement.json").json()
    assert (said["hours"], said["credits"], [unit["code"] for unit in said["units"]]) == (6.0, 0.5, ["ST-101", ""])
    assert said["credentials"][0]["id"].endswith(f"/c/{given.short}")
    paper = given.browser.get("/me/credentials/statement/statement.pdf")
    words = "".join(pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range().split())
    assert ("รวม6ชั่วโมง0.5หน่วยกิต1ใบรับรอง" in words, "เล่าเรื่องต่อหน้าคน" in words) == (True, True)
    actions.suspend_credential(actor=making.MACHINE, at=row(given.id).issued_at, credential_id=given.id, reason="ตรวจสอบ")
    assert given.browser.get("/me/credentials/statement/statement.json").json()["hours"] == 0
    assert given.browser.get("/me/credentials/statement/statement.exe").status_code == 404


# The verifier, for those without scripts


def test_the_server_judges_what_is_handed_in_and_names_what_it_cannot_read(given):
    held, stranger = queries.exported(given.id), Client()
    for handed in ({"text": held.document}, {"text": f"  {held.token}\n"}):
        assert "ของจริง และยังใช้ได้" in text(stranger.post("/verify/", handed))
    altered = held.document.replace(given.numbered(1), given.numbered(2))
    assert "มีการแก้ไขหลังจากออก" in text(stranger.post("/verify/", {"text": altered}))
    for odd in ("{", "a.b.c", "[]", '{"a":1,"a":2}', "\x00", "ก" * 1000, '{"@context":[]}'):
        answer = stranger.post("/en/verify/", {"text": odd})
        assert answer.status_code in (200, 422)
        assert "Genuine" not in text(answer)


def test_what_a_browser_keeps_holds_every_key_and_says_every_reason(given):
    book = Client().get("/verify/seen.json").json()
    assert [one["id"] for one in book["keys"]] == [one.address for one in queries.issuers()]
    assert set(book["contexts"]) == set(badges.FILES)
    assert set(badges.SAYS) < set(book["says"])
    assert book["says"]["expired"] == {"th": "หมดอายุแล้วเมื่อ {moment}", "en": "It expired on {moment}."}
    for one in book["lists"]:
        assert Client().get(one["url"]).json()["id"] == one["address"]


def test_nobody_is_named_by_what_is_published(given):
    """The same as the test of the badge: whatever a program may fetch says no name."""
    stranger = Client()
    for one in Credential.objects.all():
        assert "สมศรี" not in one.document + one.token
    for path in ("/verify/seen.json", f"/credentials/achievements/{given.definition}/", "/credentials/"):
        assert "สมศรี" not in text(stranger.get(path))
