"""What goes wrong at the door: a foreign host name, a token in a log line."""

import errno

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from rianru.config import logs
from rianru.web import errors
from rianru.web.middleware import Refusals

pytestmark = pytest.mark.django_db


def test_a_foreign_host_name_is_answered_400_and_not_500():
    response = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "หน้าแรก" in response.content.decode()


@pytest.mark.parametrize(("address", "said"), [("/imports/new/", "หน้านี้เก่าไปแล้ว"), ("/en/imports/new/", "out of date")])
def test_a_form_of_a_stale_page_is_answered_by_what_to_do_and_not_by_the_framework(address, said):
    response = Client(enforce_csrf_checks=True).post(address, {"key": "x"})
    assert (response.status_code, said in response.content.decode(), b"DEBUG" in response.content) == (403, True, False)


def test_the_token_of_a_one_time_link_never_reaches_the_log():
    line = {"event": "Forbidden (CSRF cookie not set.): /sign-in-link/Zk3n8xQpL0aVb7tRm2yWc4dE/"}
    assert logs.without_secrets(None, "warning", line)["event"] == "Forbidden (CSRF cookie not set.): /sign-in-link/…/"


def test_control_a_plain_address_stays_in_the_log():
    line = {"event": "Not Found: /spaces/lib-56/"}
    assert logs.without_secrets(None, "warning", line)["event"] == "Not Found: /spaces/lib-56/"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_so_and_nothing_is_half_done(rf, number):
    request = rf.get("/imports/new/", headers={"accept": "application/json"})
    response = Refusals(lambda request: HttpResponse()).process_exception(request, OSError(number, "full"))
    assert (response.status_code, b"house.disk_full" in response.content) == (507, True)


def test_control_another_error_of_the_system_stays_an_error(rf):
    refusals = Refusals(lambda request: HttpResponse())
    assert refusals.process_exception(rf.get("/"), OSError(errno.EACCES, "no")) is None


def test_a_database_that_is_down_is_answered_503_with_a_way_on():
    def away(request):
        raise OperationalError("gone")

    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=_Addresses(away)):
        response = client.get("/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "อีกไม่นานจะกลับมา" in response.content.decode()


class _Addresses:
    """A table of addresses with one view, and the house's own error pages."""

    handler500 = staticmethod(errors.broken)

    def __init__(self, view):
        self.urlpatterns = [path("", view)]
