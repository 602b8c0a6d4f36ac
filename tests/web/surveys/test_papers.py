"""The questionnaire on paper: every word whole, a QR and a number on each sheet, and the numbers by which it is typed in."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from rianru.kernel.formats import xlsform
from rianru.kernel.ids import new_id
from rianru.kernel.questions import File, Photo, Questionnaire, Section, Text
from rianru.kernel.thai import break_points
from rianru.kernel.words import T
from rianru.surveys.models import Attachment, Paper, Response, Survey
from tests.kernel.questions.pieces import EVERYTHING
from tests.web.surveys.test_making import add, seen, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(maker, code):
    maker.post(f"/surveys/{code}/import/", {"file": upload("form.xlsx", xlsform.written(EVERYTHING))})
    maker.post(f"/surveys/{code}/", {"do": "publish", "revision": "2"})
    return code


def text_of(maker, code, batch):
    answer = maker.get(f"/surveys/{code}/papers/{batch}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return [page.get_textpage().get_text_range().replace("\r", "") for page in pypdfium2.PdfDocument(answer.content)]


def test_sheets_are_asked_for_and_printed(maker, published):
    page = seen(maker.get(f"/surveys/{published}/papers/"))
    assert "ยังไม่ได้พิมพ์" in page
    assert maker.post(f"/surveys/{published}/papers/", {"copies": "2", "language": "th"}).status_code == 302
    assert Paper.objects.count() == 2
    for wrong in ({"copies": "0", "language": "th"}, {"copies": "มาก", "language": "th"}, {"copies": "2", "language": "xx"}):
        assert maker.post(f"/surveys/{published}/papers/", wrong).status_code == 400


def test_nothing_is_printed_before_it_is_published(maker, code):
    add(maker, code)
    assert "เผยแพร่ก่อน แล้วค่อยพิมพ์" in seen(maker.get(f"/surveys/{code}/papers/"))
    assert maker.post(f"/surveys/{code}/papers/", {"copies": "2", "language": "th"}).status_code == 409


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_word_of_a_sheet_is_broken(maker, published, language):
    maker.post(f"/surveys/{published}/papers/", {"copies": "1", "language": language})
    pages = text_of(maker, published, Paper.objects.get().batch)
    lines = {line.strip() for page in pages for line in page.split("\n")}
    whole = "".join("".join(page.split()) for page in pages)
    for question in EVERYTHING.questions:
        if question.asked and "$" not in question.label.in_(language):
            assert "".join(question.label.in_(language).split()) in whole, question.name
            ends = {word.strip() for word in break_points(question.label.in_(language))}
            assert all(any(word in line for line in lines) for word in ends if word), question.name


def test_every_page_of_a_sheet_bears_its_number(maker, published):
    maker.post(f"/surveys/{published}/papers/", {"copies": "3", "language": "th"})
    pages = text_of(maker, published, Paper.objects.first().batch)
    assert len(pages) % 3 == 0
    assert Survey.objects.get(code=published).papers.count() == 3


def test_a_batch_of_another_survey_is_not_there(maker, published):
    assert maker.get(f"/surveys/{published}/papers/{Survey.objects.get(code=published).id}.pdf").status_code == 404


PHOTO = Questionnaire("shot", T("ถ่ายมาให้ดู", "Show us"), (Section("p1", questions=(
    Text(name="where", label=T("ที่ไหน", "Where")), Photo(name="shot", label=T("ภาพถ่ายมุมอ่าน", "A photo"), most=2, required=True),
    File(name="plan", label=T("แบบแปลน", "A plan")), Text(name="last", label=T("อย่างอื่น", "Else")),
)),))


def test_what_came_with_a_sheet_is_sent_when_it_is_typed_in_and_stays_with_it(maker, code, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    maker.post(f"/surveys/{code}/import/", {"file": upload("form.xlsx", xlsform.written(PHOTO))})
    maker.post(f"/surveys/{code}/", {"do": "publish", "revision": "2"})
    maker.post(f"/surveys/{code}/", {"do": "open"})
    maker.post(f"/surveys/{code}/papers/", {"copies": "3", "language": "th"})
    first, second, third = Paper.objects.order_by("number")
    paper = "".join("".join(page.split()) for page in text_of(maker, code, first.batch))
    assert ("ภาพถ่ายมุมอ่าน" in paper, "เขียนเลขที่ใบ" in paper, "4.อย่างอื่น" in paper) == (True, True, True)

    def sheet(one, **sent):
        return maker.post(f"/surveys/{code}/sheets/{one.id}/", {"key": str(new_id()), "a:where": "ห้องหน้า", **sent})

    page = seen(maker.get(f"/surveys/{code}/sheets/{first.id}/"))
    assert ('type="file"' in page, 'multipart/form-data' in page, "4. อย่างอื่น" in page) == (True, True, True)
    pictures = [upload(f"{n}.png", picture(200 + n, 200)) for n in range(2)]
    assert sheet(first, **{"a:shot": pictures, "a:plan": upload("plan.pdf", b"%PDF-1.4 x")}).status_code == 302
    held = Response.objects.get(id=first.id)
    kept = {str(one.id): one for one in held.attachments.all()}
    assert (sorted(kept) == sorted([*held.answers["shot"], *held.answers["plan"]]), len(kept)) == (True, 3)
    assert {one.media_type for one in kept.values()} == {"image/webp", "application/pdf"}
    missing = sheet(second)  # it has to be there, or is left out on purpose
    assert missing.status_code == 422
    for files, why in (([upload("a.png", picture(200 + n, 200)) for n in range(3)], "2"), ([upload("a.png", b"<svg/>")], "SVG")):
        refused = sheet(second, **{"a:shot": files})
        assert (refused.status_code, why in seen(refused, 422), "เลือกไฟล์อีกครั้ง" in seen(refused, 422)) == (422, True, True)
    assert (Attachment.objects.count(), Response.objects.count()) == (3, 1)  # nothing half done
    assert sheet(third, gaps="yes").status_code == 302
    other = maker.post(f"/surveys/{code}/sheets/{second.id}/", {"key": str(new_id()), "a:shot": "typed, no file", "gaps": "yes"})
    assert other.status_code == 302
    assert Response.objects.get(id=second.id).answers == {}


def picture(width, height):
    stream = BytesIO()
    Image.new("RGB", (width, height), (200, width % 250, 90)).save(stream, "PNG")
    return stream.getvalue()
