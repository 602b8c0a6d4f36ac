from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rianru.kernel.ids import from_short, new_id, new_ids, new_texts, short


def test_a_new_id_is_a_plain_uuid_of_version_seven() -> None:
    assert (type(new_id()), new_id().version) == (UUID, 7)


def test_new_ids_rise_and_never_repeat() -> None:
    made = [new_id(), *new_ids(5000), new_id()]
    assert made == sorted(set(made))
    assert new_ids(0) == []


def test_ids_as_text_rise_with_the_others() -> None:
    made = [str(new_id()), *new_texts(5000), *map(str, new_ids(3)), *new_texts(1)]
    assert made == sorted(set(made))
    assert ([UUID(text).version for text in new_texts(2)], new_texts(0)) == ([7, 7], [])


def test_a_negative_number_of_ids_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        new_ids(-1)
    with pytest.raises(ValueError, match="-1"):
        new_texts(-1)


@given(st.uuids())
def test_the_short_form_comes_back_as_the_same_id(uuid: UUID) -> None:
    text = short(uuid)
    assert (len(text), text, from_short(text), from_short(text.upper())) == (26, text.lower(), uuid, uuid)


@given(st.uuids(), st.uuids())
def test_short_forms_sort_as_their_ids(one: UUID, other: UUID) -> None:
    assert (short(one) < short(other)) == (one < other)


def test_letters_that_look_like_digits_are_read_kindly() -> None:
    assert from_short("o" * 25 + "L") == UUID(int=1)
    assert short(UUID(int=2**128 - 1)) == "7" + "z" * 25


@pytest.mark.parametrize(
    "text",
    ["", "0", "0" * 25, "0" * 27, "8" + "0" * 25, "u" * 26, "0" * 25 + "-", "๐" * 26, "0" * 25 + "\u212a"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="short form"):
        from_short(text)
