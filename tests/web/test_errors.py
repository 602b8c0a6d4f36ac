"""What goes wrong at the door: a foreign host name, a token in a log line."""

import pytest
from django.test import Client

from rianru.config import logs

pytestmark = pytest.mark.django_db


def test_a_foreign_host_name_is_answered_400_and_not_500():
    response = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "หน้าแรก" in response.content.decode()


def test_the_token_of_a_one_time_link_never_reaches_the_log():
    line = {"event": "Forbidden (CSRF cookie not set.): /sign-in-link/Zk3n8xQpL0aVb7tRm2yWc4dE/"}
    assert logs.without_secrets(None, "warning", line)["event"] == "Forbidden (CSRF cookie not set.): /sign-in-link/…/"


def test_control_a_plain_address_stays_in_the_log():
    line = {"event": "Not Found: /spaces/lib-56/"}
    assert logs.without_secrets(None, "warning", line)["event"] == "Not Found: /spaces/lib-56/"
