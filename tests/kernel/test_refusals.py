import pickle
import re

import pytest

from rianru.kernel import dates, money, refusals
from rianru.kernel.refusals import NotAllowed, NotFound, NotUnderstood, Refused
from rianru.kernel.words import T, speaking


class SeatTaken(Refused):
    code = "test.seat_taken"
    says = T("ที่นั่ง {seat} มีคนแล้ว เลือกที่อื่นได้เลย", "Seat {seat} is taken. Choose another.")


def test_a_refusal_says_in_both_languages_what_happened() -> None:
    refusal = SeatTaken(seat="A1")
    assert refusal.as_dict() == {
        "code": "test.seat_taken",
        "th": "ที่นั่ง A1 มีคนแล้ว เลือกที่อื่นได้เลย",
        "en": "Seat A1 is taken. Choose another.",
    }
    with speaking("en"):
        assert str(refusal) == refusal.text("en")
    assert (SeatTaken.status, NotAllowed.status, NotFound.status) == (409, 403, 404)


def test_a_refusal_without_its_values_cannot_be_raised() -> None:
    with pytest.raises(TypeError):
        SeatTaken()
    with pytest.raises(TypeError):
        SeatTaken(seat=1, row=2)


def test_the_registry_holds_every_refusal_by_code_and_no_base() -> None:
    known = Refused.registry()
    assert known["test.seat_taken"] is SeatTaken
    assert known["house.not_allowed"] is NotAllowed
    assert NotUnderstood not in known.values()


def test_a_code_belongs_to_one_class() -> None:
    with pytest.raises(TypeError, match=r"belongs to .*SeatTaken"):
        type("Twin", (Refused,), {"code": "test.seat_taken", "says": T("ก", "a")})
    assert Refused.registry()["test.seat_taken"] is SeatTaken


@pytest.mark.parametrize(
    "body",
    [
        {"says": T("ก", "a")},
        {"code": "seat", "says": T("ก", "a")},
        {"code": "test.Seat", "says": T("ก", "a")},
        {"code": "test.seat_gone"},
        {"code": "test.seat_gone", "says": T("", "a")},
        {"code": "test.seat_gone", "says": T("ก", " ")},
        {"code": "test.seat_gone", "says": "gone"},
    ],
)
def test_a_refusal_without_a_code_or_a_language_cannot_be_made(body: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        type("Broken", (Refused,), body)
    assert "test.seat_gone" not in Refused.registry()


def test_a_kind_of_a_refusal_needs_a_code_of_its_own_and_may_keep_the_words() -> None:
    with pytest.raises(TypeError):
        type("LastSeatTaken", (SeatTaken,), {})
    kind = type("LastSeatTaken", (SeatTaken,), {"code": "test.last_seat_taken"})
    assert kind(seat=1).text("en") == "Seat 1 is taken. Choose another."


def test_a_base_is_never_raised_itself() -> None:
    with pytest.raises(TypeError):
        Refused()
    with pytest.raises(TypeError):
        NotUnderstood()


def test_a_refusal_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(SeatTaken(seat="A1"))).as_dict() == SeatTaken(seat="A1").as_dict()


def test_refusals_of_the_kernel_speak_like_people() -> None:
    modules = {module.__name__ for module in (refusals, dates, money)}
    spoken = [kind.says for kind in Refused.registry().values() if kind.__module__ in modules]
    assert len(spoken) >= 7
    assert [text for text in spoken if re.search("ครับ|ค่ะ|กรุณา|ไม่สามารถ|!", text.th + text.en)] == []
