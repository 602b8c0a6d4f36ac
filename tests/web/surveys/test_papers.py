"""The questionnaire on paper: every word whole, a QR and a number on each sheet, and the numbers by which it is typed in."""

import pypdfium2
import pytest

from rianru.kernel.formats import xlsform
from rianru.kernel.thai import break_points
from rianru.surveys.models import Paper, Survey
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
        if question.asked and question.kind not in ("photo", "file") and "$" not in question.label.in_(language):
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
