"""Bars, read again by another hand (zxing-cpp)."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from rianru.kernel import code128


def drawn(text: str, *, without: int | None = None) -> Image.Image:
    """At three pixels a module, as a printer would; `without` leaves a bar out."""
    image = Image.new("L", (code128.width(text) * 3, 90), 255)
    canvas = ImageDraw.Draw(image)
    for place, (left, width) in enumerate(code128.bars(text)):
        if place != without:
            canvas.rectangle((left * 3, 6, (left + width) * 3 - 1, 84), fill=0)
    return image


def read(image: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(image)
    return [one.text for one in found if one.format == zxingcpp.BarcodeFormat.Code128]


@pytest.mark.parametrize("text", ["10000000018", "1001", "A", "TK00123", "LIB-56/0001", "12345", "00 11", "a1b22c333d4444e", "~ !"])
def test_bars_are_read_as_they_were_written(text):
    assert read(drawn(text)) == [text]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=24))
def test_whatever_is_written_is_read(text):
    assert read(drawn(text)) == [text]


def test_control_a_missing_bar_is_not_read():
    assert read(drawn("10000000018", without=9)) == []


@pytest.mark.parametrize("text", ["", "บัตร", "a\nb", "é"])
def test_what_has_no_bars_is_said(text):
    with pytest.raises(ValueError, match="no bars"):
        code128.signs(text)


def test_digits_go_in_pairs():
    assert len(code128.signs("1000000001")) == 8  # start, five pairs, check, stop
