"""Spellings that sound alike, and Thai in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.thai.sound import skeleton, spoken


@pytest.mark.parametrize(("one", "other"), [
    ("ทราย", "ซาย"), ("อินทรี", "อินซี"), ("สิทธิ์", "สิท"), ("จันทร์", "จัน"), ("คอมพิวเตอร์", "คอมพิวเต้อ"), ("เกมส์", "เกม"),
    ("กฤษณา", "กริสนา"), ("พรรค", "พัค"), ("บรรณารักษ์", "บรรณารัก"), ("ทฤษฎี", "ทริสดี"), ("อภัยมณี", "อภัยมะณี"), ("น้ำ", "นำ้"),
    ("แท็กซี่", "แทกซี"), ("ใจดี", "จัยดี"), ("ไทย", "ทัย"), ("วันอังคาร", "วัน-อังคาร"), ("letter", "leter"),
])
def test_what_sounds_alike_is_one(one, other):
    assert spoken(one) == spoken(other)


@pytest.mark.parametrize(("one", "other"), [("กา", "ขา"), ("ป่า", "ปู"), ("บ้าน", "บาง"), ("เสือ", "เรือ"), ("cat", "car")])
def test_control_what_sounds_different_is_two(one, other):
    assert spoken(one) != spoken(other)


@pytest.mark.parametrize("ways", [
    ("สุนทรภู่", "sunthorn phu", "Sunthon Phoo"), ("พระอภัยมณี", "phra aphai mani", "pra apai manee"), ("เชียงใหม่", "Chiang Mai"),
    ("ขุนช้างขุนแผน", "khun chang khun phaen"), ("สี่แผ่นดิน", "si phaendin", "see pandin"), ("รามเกียรติ์", "ramakien", "ramakian"),
    ("คึกฤทธิ์ ปราโมช", "kukrit pramoj", "khuekrit pramot"), ("วิษณุ", "wisanu", "visanu"), ("ประวัติศาสตร์", "prawattisat"),
])
def test_thai_and_every_way_of_romanising_it_have_one_skeleton(ways):
    assert len({skeleton(way) for way in ways}) == 1


def test_control_other_names_have_another():
    assert len({skeleton(name) for name in ("สุนทรภู่", "พระอภัยมณี", "เชียงใหม่", "วิษณุ", "ลพบุรี")}) == 5


@given(st.text(max_size=40))
def test_any_text_has_a_sound(text):
    assert spoken(spoken(text)) is not None
    assert set(skeleton(text)) <= set("KTPFNMWG")
