"""TRUST row *bad input*: nobody makes the server keep what no page of theirs takes. The control: without the guard it does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client

from rianru.core.actors import Role
from rianru.web.bodies import FORM_BYTES
from tests.catalogue.making import source
from tests.web.catalogue.staff import librarian, seen

pytestmark = [pytest.mark.trust, pytest.mark.django_db]
GUARD = "rianru.web.bodies.Bodies"
KEPT: list[int] = []


class Counting(FileUploadHandler):
    """Counts the bytes of files that the server began to keep."""

    def receive_data_chunk(self, raw_data, start):
        KEPT.append(len(raw_data))
        return raw_data

    def file_complete(self, file_size):
        return None


@pytest.fixture(autouse=True)
def _counted(settings):
    KEPT.clear()
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Counting", *settings.FILE_UPLOAD_HANDLERS]


def sent(browser, address, size, **more):
    """As a browser sends it that has seen a form before: the token is looked for in the body."""
    browser.handler.enforce_csrf_checks = True
    browser.get("/accounts/login/?next=/imports/new/")
    if "csrftoken" not in browser.cookies:
        browser.cookies["csrftoken"] = "x" * 32
    return browser.post(address, {"file": SimpleUploadedFile("books.mrc", b"x" * size)} | more)


@pytest.mark.parametrize("address", ["/accounts/login/", "/imports/new/", "/en/imports/new/", "/search/"])
def test_a_visitor_sends_no_more_than_a_form_holds(address):
    answer = sent(Client(), address, FORM_BYTES)
    assert (answer.status_code, KEPT) == (413, [])
    assert "2 MB" in seen(answer)


def test_who_signed_in_sends_a_file_to_the_page_that_takes_files_and_to_no_other(signed_in, settings):
    settings.UPLOAD_MAX_BYTES = 1 << 20
    browser = signed_in(Role.ANALYST)
    assert (sent(browser, "/accounts/login/", FORM_BYTES).status_code, KEPT) == (413, [])
    assert (sent(browser, "/imports/new/", FORM_BYTES + (1 << 20)).status_code, KEPT) == (413, [])
    assert sent(browser, "/imports/new/", FORM_BYTES).status_code == 403
    assert sum(KEPT) == FORM_BYTES


def test_a_librarian_sends_a_file_larger_than_a_form(signed_in):
    home = source("north-library", network="north")
    browser = librarian(signed_in, "north")
    form = browser.get("/imports/new/").content.decode()
    token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    answer = sent(browser, "/imports/new/", FORM_BYTES + 1, source=home.code, csrfmiddlewaretoken=token)
    assert (answer.status_code, sum(KEPT)) == (422, FORM_BYTES + 1)


def test_a_program_is_refused_as_a_program():
    answer = Client(headers={"accept": "application/json"}).post("/search/", "x" * (FORM_BYTES + 1), content_type="text/plain")
    assert (answer.status_code, answer.json()["code"], answer["Content-Type"]) == (413, "house.body_too_large", "application/problem+json")


def test_control_without_the_guard_the_file_is_kept_before_anybody_is_asked(settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != GUARD]
    assert sent(Client(), "/imports/new/", FORM_BYTES).status_code == 403
    assert sum(KEPT) == FORM_BYTES
