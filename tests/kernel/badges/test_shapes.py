"""Badges as values: written as the standard asks, read back whole, and refused where they are not."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges import credential as values
from tests.kernel.badges.pieces import ACHIEVEMENT, AT, ISSUER, KEY, credential, endorsement, verdict

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
ADDRESSES = st.integers(0, 99).map(lambda number: f"https://a.example/{number}")
st.register_type_strategy(badges.Profile, st.builds(badges.Profile, address=ADDRESSES, name=TEXTS))
KNOWN = {str: TEXTS, float: st.floats(0, 1e6), datetime: st.datetimes(timezones=st.just(UTC))}


def test_a_badge_is_written_as_the_standard_asks():
    small = badges.Credential(
        address="urn:uuid:1", issuer=badges.Profile(address=ISSUER, name="ห้องสมุด"), name="เหรียญ", valid_from=AT,
        subject=badges.Subject(address="urn:uuid:2", achievement=badges.Achievement(
            address=ACHIEVEMENT, name="เหรียญ", description="ดี", criteria=badges.Criteria(narrative="ทำดี"), credits=12.0,
        )),
    )  # fmt: skip
    assert badges.as_document(small) == {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": "urn:uuid:1",
        "issuer": {"type": ["Profile"], "id": ISSUER, "name": "ห้องสมุด"},
        "name": "เหรียญ",
        "validFrom": "2026-11-01T02:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "urn:uuid:2",
            "achievement": {
                "type": ["Achievement"], "id": ACHIEVEMENT, "name": "เหรียญ", "description": "ดี",
                "criteria": {"narrative": "ทำดี"}, "creditsAvailable": 12,
            },
        },
    }


def test_hours_stand_as_a_result_of_their_own_measure():
    document = badges.as_document(credential())["credentialSubject"]
    assert document["result"][0] == {"type": ["Result"], "resultDescription": f"{ACHIEVEMENT}#hours", "value": "12.5"}
    assert document["achievement"]["resultDescription"][0] == {
        "type": ["ResultDescription"], "id": f"{ACHIEVEMENT}#hours", "name": "ชั่วโมง", "resultType": "ext:Hours",
        "requiredValue": "12",
    }


def test_nothing_is_written_that_says_nothing():
    waiting = [badges.as_document(credential())]
    while waiting:
        said = waiting.pop()
        assert said not in (None, "", [], {})
        waiting += said.values() if isinstance(said, dict) else said if isinstance(said, list) else []


def test_a_full_badge_is_read_back_whole():
    full = credential(endorsements=(endorsement(),))
    document = badges.as_document(full)
    assert badges.credential_of(document) == full
    assert badges.credential_of(badges.document_of(json.dumps(document))) == full
    assert badges.as_document(badges.credential_of(document)) == document


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_badge_is_read_back_whole_and_verifies(data):
    several = st.lists(st.builds(badges.Alignment, name=TEXTS, url=ADDRESSES, code=TEXTS), max_size=3).map(tuple)
    one = data.draw(st.builds(
        badges.Achievement, address=ADDRESSES, name=TEXTS, description=TEXTS, alignments=several, tags=st.just(()),
        criteria=st.builds(badges.Criteria, address=ADDRESSES, narrative=TEXTS), credits=st.none() | KNOWN[float],
        measures=st.just(()), image=st.none() | st.builds(badges.Image, address=ADDRESSES, caption=TEXTS),
        creator=st.none() | st.from_type(badges.Profile), endorsements=st.just(()), code=TEXTS, kind=TEXTS,
    ))  # fmt: skip
    made = credential(subject=badges.Subject(address="urn:uuid:3", achievement=one), name=data.draw(TEXTS))
    document = badges.as_document(made)
    assert badges.credential_of(badges.document_of(json.dumps(document))) == made
    assert verdict(badges.with_proof(document, KEY, AT)).outcome == "good"


def test_an_endorsement_is_read_back_and_verifies():
    document = endorsement()
    read = badges.endorsement_of(document)
    assert (read.subject.address, read.subject.comment) == (ACHIEVEMENT, "Well made")
    with pytest.raises(badges.CredentialUnreadable):
        badges.credential_of(document)


def test_an_issuer_may_be_an_address_alone():
    document = {**badges.as_document(credential()), "issuer": ISSUER}
    assert badges.credential_of(document).issuer == badges.Profile(address=ISSUER)


def _without(document, *path):
    inside = document
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    return document


@pytest.mark.parametrize("path", [
    ("id",), ("issuer",), ("name",), ("validFrom",), ("credentialSubject",), ("credentialSubject", "achievement"),
    ("credentialSubject", "achievement", "criteria"), ("credentialSubject", "achievement", "name"), ("issuer", "id"),
], ids=".".join)
def test_a_badge_that_lacks_what_it_needs_says_where(path):
    with pytest.raises(badges.CredentialUnreadable) as refused:
        badges.credential_of(_without(badges.as_document(credential()), *path))
    assert refused.value.values["at"] == ".".join(path)


@pytest.mark.parametrize(("name", "value"), [
    ("@context", []), ("@context", ["https://www.w3.org/2018/credentials/v1"]), ("type", "OpenBadgeCredential"),
    ("type", ["VerifiableCredential"]), ("name", 7), ("validFrom", "2026-01-31"), ("validFrom", "2026-13-31T00:00:00Z"),
    ("validFrom", "0001-01-01T00:00:00+09:00"), ("credentialSubject", []), ("issuer", 7), ("evidence", ["x", 7]), ("image", []),
], ids=str)
def test_a_badge_with_a_value_of_the_wrong_kind_is_refused(name, value):
    with pytest.raises(badges.CredentialUnreadable):
        badges.credential_of({**badges.as_document(credential()), name: value})


def test_a_file_that_is_far_too_large_is_not_read():
    with pytest.raises(badges.CredentialUnreadable):
        badges.document_of("[" + " " * 5_000_000)


def test_a_moment_without_a_zone_is_not_written():
    with pytest.raises(ValueError, match="zone"):
        badges.as_document(credential(valid_from=datetime(2026, 1, 1)))


def test_every_shape_is_exported():
    shapes = {name for name, one in vars(values).items() if isinstance(one, type) and hasattr(one, "KIND")}
    assert shapes <= set(badges.__all__)
