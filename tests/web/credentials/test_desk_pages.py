"""Staff define, issue to a class, find, set aside and take back; whatever is refused is said on the page."""

import re
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from rianru.credentials import queries
from rianru.credentials.models import Credential, Definition, Endorsement
from rianru.kernel.ids import new_id
from tests.credentials.making import row
from tests.web.credentials.test_public_pages import text

SAID = {
    "kind": "Badge", "name_th": "ช่างซ่อมหนังสือ", "name_en": "Book mender", "description_th": "ซ่อมสันและปกได้",
    "description_en": "", "criteria_th": "ซ่อมสามเล่ม", "criteria_en": "", "hours": "12.5", "credits": "", "months": "24",
    "levels": "เริ่มต้น | Beginner\nชำนาญ", "units": "เย็บสัน | BM-1 | กรอบตัวอย่าง | https://units.example/1\nติดปก",
    "dye": "leaf", "weave": "water", "signer_th": "ผู้อำนวยการ", "signer_en": "", "do": "save",
}


def keyed(**more):
    return {"key": str(new_id()), **more}


def test_a_definition_is_made_changed_and_ended_on_screen(given, desk):
    answer = desk.post("/desk/credentials/definitions/new/", keyed(**SAID, issuer=f"space:{given.here.id}"))
    assert answer.status_code == 302, text(answer)
    made = Definition.objects.get(name_th="ช่างซ่อมหนังสือ")
    found = queries.definition(made.id)
    assert [one.name_en for one in found.levels] == ["Beginner", ""]
    assert [(one.code, one.url) for one in found.units] == [("BM-1", "https://units.example/1"), ("", "")]
    page = f"/desk/credentials/definitions/{made.id}/"
    assert desk.post(page, keyed(**SAID | {"name_th": "ช่างเย็บหนังสือ"})).status_code == 302
    assert queries.definition(made.id).version == 2
    assert desk.post(page, keyed(**SAID | {"criteria_th": ""})).status_code == 422
    assert desk.post(page, keyed(do="endorse", place=f"network:{given.network.id}", comment="ดีจริง")).status_code == 302
    assert Endorsement.objects.get().definition_id == made.id
    assert desk.post(page, keyed(do="end")).status_code == 302
    assert "เลิกออกแล้ว" in text(desk.get(page))


def test_a_class_is_looked_over_and_issued_to_once(given, desk):
    for name in ("กมล", "กมลา", "ขจร"):
        given.register(name)
    lines = {"definition": str(given.definition), "level": "1", "people": "ขจร\nกมล\nไม่มีใคร", "hours": "", "told": ""}
    looked = desk.post("/desk/credentials/issue/", keyed(**lines, do="look"))
    assert ("มีหลายคน" in text(looked), "ไม่พบสมาชิกคนนี้" in text(looked)) == (True, True)
    picked = re.findall(r'name="picked" value="([0-9a-f-]{36})"', text(looked))
    lines["people"] = "ขจร\nกมล"
    kamon = picked[1]  # after the one who is clear, in the order of names
    assert desk.post("/desk/credentials/issue/", keyed(**lines, do="issue")).status_code == 200  # one is not clear
    assert Credential.objects.count() == 1
    sent = keyed(**lines, do="issue", picked=[kamon])
    for _ in range(2):  # sent twice
        answer = desk.post("/desk/credentials/issue/", sent)
        assert answer.status_code == 302
    assert Credential.objects.count() == 3
    papers = desk.get(f"/desk/credentials/definitions/{given.definition}/certificates.pdf")
    assert len(pypdfium2.PdfDocument(papers.content)) == 3


def test_what_was_issued_is_found_by_number_name_and_address(given, desk):
    for asked in (given.numbered(1), "1", "สมศรี", given.short):
        assert given.short in text(desk.get(f"/desk/credentials/?q={asked}"))
    for asked in ("?q=ไม่มีใคร", f"?q={given.numbered(9)}", "?standing=revoked"):
        assert given.short not in text(desk.get(f"/desk/credentials/{asked}"))


def test_one_is_suspended_resumed_and_revoked_with_a_reason(given, desk):
    page = f"/desk/credentials/{given.short}/"
    assert desk.post(page, keyed(do="suspend", reason=" ")).status_code == 422
    assert desk.post(page, keyed(do="suspend", reason="ตรวจชั่วโมง")).status_code == 302
    assert "ตรวจชั่วโมง" in text(desk.get(page))
    assert desk.post(page, keyed(do="resume")).status_code == 302
    assert "ไม่ได้ระงับอยู่" in text(desk.post(page, keyed(do="resume")))
    assert desk.post(page, keyed(do="revoke", reason="ออกผิดคน")).status_code == 302
    assert row(given.id).revoked_for == "ออกผิดคน"
    assert "เพิกถอนแล้วและคืนสถานะไม่ได้" in text(desk.post(page, keyed(do="revoke", reason="อีกครั้ง")))


@pytest.mark.parametrize("odd", ["\x00", "x" * 5_000, "๑" * 50, "'", "%", "\u202e", "0" * 26])
def test_odd_signs_end_in_a_page(given, desk, odd):
    assert desk.get("/desk/credentials/", {"q": odd, "definition": odd, "after": odd}).status_code == 200
    lines = {"definition": str(given.definition), "level": "1", "people": odd, "hours": odd, "told": ""}
    assert desk.post("/desk/credentials/issue/", keyed(**lines, do="issue")).status_code in (200, 422)
    rule = {"do": "rule", "object_kind": "activity", "object_id": odd}
    assert desk.post(f"/desk/credentials/definitions/{given.definition}/", keyed(**rule)).status_code == 422


def test_lists_ask_as_often_for_three_as_for_one(given, desk):
    asked = []
    desk.get("/desk/credentials/")
    from rianru.credentials import actions
    from tests.people import making

    for names in (["ก"], ["ข", "ค"]):
        for name in names:
            new = given.register(name)
            from rianru.people.models import Membership

            actions.issue_credential(actor=making.MACHINE, at=row(given.id).issued_at, level=1,
                                     definition_id=given.definition,
                                     person_id=Membership.objects.get(id=new.membership_id).person_id)
        with CaptureQueriesContext(connection) as queried:
            desk.get("/desk/credentials/")
        asked.append(len(queried))
    assert asked[0] == asked[1]


def test_a_picture_of_ones_own_stands_in_the_medallion_in_every_badge_and_goes_again(given, desk, client, settings, tmp_path):
    from rianru.core.jobs import app
    from rianru.credentials import actions as act
    from rianru.credentials.queries.pictures import picture_files
    from tests.people.making import MACHINE

    settings.MEDIA_ROOT = tmp_path / "media"
    page, badge = f"/desk/credentials/definitions/{given.definition}/", f"/credentials/achievements/{given.definition}/badge.png"

    def middle():
        return Image.open(BytesIO(client.get(badge).content)).convert("RGBA").getpixel((320, 200))

    def send(data, name="a.png"):
        return desk.post(page, keyed(do="picture", file=SimpleUploadedFile(name, data)))

    drawn = middle()
    assert send(picture(300, 300)).status_code == 302
    first = Definition.objects.get(id=given.definition)
    assert (first.version, len(first.picture)) == (2, 40)
    red, green, blue, clear = middle()
    assert (red > 200, green < 60, blue < 60, clear) == (True, True, True, 255)
    baked = given.browser.get(f"/c/{given.short}/badge.png").content
    assert Image.open(BytesIO(baked)).convert("RGBA").getpixel((320, 200))[0] > 200
    for data, why in ((b"<svg xmlns='x'/>", "SVG"), (picture(900, 200), "ยาวเป็นแถบ"), (picture(60, 60), "เล็กไปจนดูไม่ออก")):
        wrong = send(data)
        assert (wrong.status_code, why in text(wrong)) == (422, True)
    assert desk.post(page, keyed(do="picture")).status_code == 422  # no file
    assert Definition.objects.get(id=given.definition).picture == first.picture
    assert desk.post(page, keyed(do="unpicture")).status_code == 302
    assert middle() == drawn
    assert Image.open(BytesIO(client.get(f"{badge}?small").content)).size == (224, 224)
    assert f"{badge}?v=3&amp;small" in desk.get("/desk/credentials/definitions/").content.decode()  # not the one of before
    assert picture_files.read_largest(first.picture) is not None  # until the worker comes
    assert act.drop_picture_files(actor=MACHINE, at=timezone.now(), digest=first.picture) > 0
    assert picture_files.read_largest(first.picture) is None
    assert "credentials.drop_picture_files" in app.tasks


def picture(width, height):
    stream = BytesIO()
    Image.new("RGB", (width, height), (230, 20, 20)).save(stream, "PNG")
    return stream.getvalue()
