"""The keys that were pressed, read in the other layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.thai.keyboard import _LATIN, _THAI, other_layout


@pytest.mark.parametrize(("typed", "meant"), [
    ("l;ylfu", "สวัสดี"), ("lk,dUd", "สามก๊ก"), ("rit4yp,Iu", "พระภัยมณี"), ("ไรืำพ", "winer"), ("้นีหำ", "house"),
    ("สวัสดี", "l;ylfu"), ("l;ylfu 2569", "สวัสดี /ถุต"), ("", ""), ("123", ""), ("กa", ""),
])
def test_what_was_typed_in_the_wrong_layout(typed, meant):
    assert other_layout(typed) == meant


def test_every_key_of_both_layouts_is_known_once():
    assert (len(_LATIN), len(set(_LATIN)), len(set(_THAI))) == (94, 94, 94)


@given(st.text(alphabet=_LATIN, max_size=30).filter(lambda text: any(sign.isalpha() for sign in text)))
def test_there_and_back_again(text):
    thai = other_layout(text)
    if sum("\u0e00" <= sign <= "\u0e7f" for sign in thai) > sum(sign.isascii() and sign.isalpha() for sign in thai):
        assert other_layout(thai) == text
