"""Spellings that sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.thai.sound import spoken


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


@given(st.text(max_size=40))
def test_any_text_has_a_sound(text):
    assert spoken(spoken(text)) is not None
