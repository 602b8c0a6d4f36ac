"""What conftest.py promises: a var of the tests' own, a server with static files, a browser."""

import os
import re
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


def test_nothing_is_written_where_the_owner_of_the_checkout_writes():
    var = Path(os.environ["RIANRU_VAR"])
    assert var == settings.VAR
    assert not var.is_relative_to(settings.BASE_DIR)
    for folder in (settings.MEDIA_ROOT, settings.INDEX_DIR, settings.KEYS_DIR, settings.EMAIL_FILE_PATH):
        assert Path(folder).is_relative_to(var)


@pytest.mark.django_db
def test_the_database_is_postgresql_and_one_of_the_tests_own():
    assert connection.vendor == "postgresql"
    assert connection.settings_dict["NAME"].startswith("test_")


@pytest.mark.django_db
def test_a_page_comes_with_its_static_files(live_server):
    with urllib.request.urlopen(f"{live_server.url}/about/") as answer:
        page = answer.read().decode()
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert sheets
    for sheet in sheets:
        with urllib.request.urlopen(live_server.url + sheet) as answer:
            assert answer.status == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_is_styled_in_the_browser_and_no_script_or_file_is_missing(live_server, page):
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.goto(f"{live_server.url}/en/about/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    assert faults == []
