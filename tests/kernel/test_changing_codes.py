"""The number on the wall."""

from datetime import UTC, datetime, timedelta

import pytest

from rianru.kernel.changing_codes import PAPER, code_of, ends_in, new_secret, window_of, windows_with

AT = datetime(2026, 11, 21, 2, 1, 30, tzinfo=UTC)


def test_the_number_is_that_of_rfc_6238_with_sha_256():
    secret = b"12345678901234567890123456789012"  # appendix B; its eight digits end in our six
    assert [code_of(secret, window) for window in (1, 37037036, 37037037, 41152263, 66666666, 666666666)] == [
        "119246", "084774", "062674", "819424", "698825", "737706",
    ]


def test_it_changes_after_five_minutes_and_says_when():
    assert window_of(AT) == window_of(AT + timedelta(seconds=209)) == window_of(AT + timedelta(seconds=210)) - 1
    assert ends_in(AT) == 210
    with pytest.raises(ValueError, match="needs a zone"):
        window_of(AT.replace(tzinfo=None))


def test_an_old_number_is_known_as_old_and_that_of_another_session_is_not_known():
    mine, other = new_secret(), new_secret()
    now = window_of(AT)
    assert [windows_with(mine, code_of(mine, now - ago), newest=now, back=3) for ago in range(5)] == [0, 1, 2, 3, None]
    assert windows_with(mine, code_of(other, now), newest=now, back=3) is None
    assert windows_with(mine, code_of(mine, PAPER), newest=now, back=3) is None
