"""Keys: where something telling is equal two records have one in common; where nothing is, they have none."""

import random
import subprocess
import sys

import pytest

from rianru.kernel.matching import keys
from tests.kernel.matching.saying import of

KUKRIT = "คึกฤทธิ์ ปราโมช"
LONG = "ประวัติศาสตร์สังคมว่าด้วยการค้นพบอดีตของเมืองเหนือและลุ่มน้ำอิง"


def shared(one, other) -> bool:
    return bool(set(keys(one)) & set(keys(other)))


@pytest.mark.parametrize(("one", "other"), [
    (of("ก", isbns=("9789749906477",)), of("เรื่องอื่น", isbns=("9786161234560", "9789749906477"))),
    (of("ก", issns=("12345679",)), of("เรื่องอื่น", issns=("12345679",))),
    (of("ก", identifiers=("oclc:1",)), of("เรื่องอื่น", identifiers=("oclc:1",))),
    (of("สี่แผ่นดิน", KUKRIT), of("สี่แผ่นดิน /", "ม.ร.ว. คึกฤทธิ์ ปราโมช")),
    (of("สี่แผ่นดิน", KUKRIT), of("สี่แผ่นดิน เล่ม 2", KUKRIT)),
    (of("สี่แผ่นดิน", KUKRIT), of("สี่แผ่นดิน", "คึกฤทธิ์ แก่นไม้ ปราโมช", year=1999)),
    (of("แม่", "ทมยันตี"), of("แม่", "ทมยันตี", year=1999)),
    (of("สี่แผ่นดิน", KUKRIT), of("สี่แผ่นดิน: นวนิยาย", KUKRIT, title_main="สี่แผ่นดิน")),
    (of("สี่แผ่นดิน", year=1990), of("สี่แผ่นดิน", year=1990)),
    (of("สี่แผ่นดิน", publisher="ดอกหญ้า"), of("สี่แผ่นดิน", publisher="สำนักพิมพ์ดอกหญ้า")),
    (of("War and peace", "Tolstoy, Leo", uniform_title="Voina i mir"), of("Voina i mir", "Leo Tolstoy")),
    (of("สงครามและสันติภาพ", "Tolstoy, Leo", uniform_title="War and peace"), of("War and peace", "Leo Tolstoy")),
])
def test_records_that_may_be_twins_share_a_key(one, other):
    assert shared(one, other)


@pytest.mark.parametrize(("one", "other"), [
    (of("สี่แผ่นดิน", KUKRIT), of("หลายชีวิต", KUKRIT)),
    (of("สี่แผ่นดิน", KUKRIT), of("สี่แผ่นดิน", "โสภาค สุวรรณ", year=1999)),
    (of("การวิเคราะห์ดิน", "สมชาย ใจดี"), of("การวิเคราะห์น้ำ", "สมชาย รักเรียน")),
    (of("ก", isbns=("9789749906477",)), of("ข", isbns=("9786161234560",))),
    (of("สี่แผ่นดิน", year=1990), of("สี่แผ่นดิน", year=1991, publisher="x")),
    (of(""), of("")),
])
def test_control_records_with_nothing_in_common_share_none(one, other):
    assert not shared(one, other)


@pytest.mark.parametrize("place", range(0, len(LONG), 7))
def test_one_slip_anywhere_in_a_long_title_leaves_a_key_in_common(place):
    slipped = LONG[:place] + "ฯ" + LONG[place + 1 :]
    assert shared(of(LONG, KUKRIT), of(slipped, KUKRIT))


def test_control_slips_at_both_ends_leave_none():
    assert not shared(of(LONG, KUKRIT), of("ฯ" + LONG[1:-1] + "ฯ", KUKRIT))


def test_keys_are_64_bits_and_each_is_there_once():
    found = keys(of("สี่แผ่นดิน", KUKRIT, isbns=("9789749906477", "9789749906477"), year=1990))
    assert len(set(found)) == len(found)
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_keys_are_the_same_in_every_process():
    code = ("from rianru.kernel.matching import Traits, keys; "
            "print(sorted(keys(Traits(main='สี่แผ่นดิน', isbns=('9789749906477',), people=('คึกฤทธิ์',)))))")
    told = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert len(told.pop().split()) > 3


def test_a_record_that_says_nothing_has_no_key():
    assert keys(of("", title_main="")) == []


def test_the_number_of_keys_is_bounded_whatever_a_record_says():
    chance = random.Random(4)
    names = [f"คนที่ {n} {chance.random()}" for n in range(30)]
    assert len(keys(of(LONG, *names, uniform_title=LONG, year=1990))) < 20
