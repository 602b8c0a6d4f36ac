"""What our commands say when they are done: Thai, then English; and what they refuse."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from rianru.core.speech import both
from rianru.demo.management.commands._refusals import DemoAbsent
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


def told(name: str, *given: str) -> list[str]:
    out = StringIO()
    call_command(name, *given, stdout=out)
    return out.getvalue().splitlines()


def test_both_is_the_thai_line_and_then_the_english_one() -> None:
    assert both(T("{n:,} เล่ม", "{n:,} books", n=1200)) == "1,200 เล่ม\n1,200 books"


@pytest.mark.django_db
def test_the_demo_names_only_people_who_are_there(settings: Any) -> None:
    settings.DATABASE_ELSEWHERE = False
    with pytest.raises(DemoAbsent):
        told("demo_signins")
    call_command("make_admin", "learner@example.org", stdout=StringIO())
    settings.PUBLIC_URL = "http://localhost:8790"
    thai, english, *people = told("demo_signins")
    assert thai == "เข้าใช้แบบคลิกเดียวที่ http://localhost:8790/accounts/login/"
    assert english == "One-click sign-in at http://localhost:8790/accounts/login/"
    assert len(people) == 1
    settings.DATABASE_ELSEWHERE = True
    with pytest.raises(DemoAbsent):
        told("demo_signins")


@pytest.mark.django_db
def test_the_link_of_an_administrator_is_told_in_both_languages(settings: Any) -> None:
    settings.PUBLIC_URL = "http://localhost:8790"
    thai, english, link = told("make_admin", "boss@example.org")
    assert thai.startswith("เปิดลิงก์นี้ภายใน ")
    assert english.startswith("Open it before ")
    assert link.startswith("http://localhost:8790/sign-in-link/")


@pytest.mark.django_db
def test_what_is_no_address_is_refused_as_such() -> None:
    with pytest.raises(Refused) as refusal:
        told("make_admin", "nonsense")
    assert refusal.value.code == "people.email_unusable"


@pytest.mark.django_db
def test_sealed_facts_are_told_in_both_languages() -> None:
    thai, english = told("verify_facts")
    assert thai.startswith("✓ ตราประทับ 0 ชั่วโมง")
    assert english.startswith("✓ 0 sealed hours hold")


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_index_is_told_in_both_languages(settings: Any, tmp_path: Any) -> None:
    settings.INDEX_DIR = tmp_path / "index"
    thai, english = told("reindex")
    assert thai.startswith("สร้างดัชนีแล้ว 0 รายการ")
    assert english.startswith("Indexed 0 documents")
