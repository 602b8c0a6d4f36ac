"""Verdicts: each way in which a badge cannot be trusted has its own reason, with a line and without."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges.verifying import CHECKS, SAYS
from tests.kernel.badges.pieces import (
    AT,
    ISSUER,
    KEY,
    KEYS,
    LISTS,
    OTHER,
    credential,
    list_credential,
    seen,
    signed,
    verdict,
)  # fmt: skip

DAY = timedelta(days=1)


def _altered():
    document = signed()
    document["credentialSubject"]["achievement"]["name"] += "ทอง"
    return document


def test_a_good_badge_is_good_in_every_check():
    found = verdict(signed())
    assert found.outcome == "good"
    assert found.reasons == ("signed", "current", "standing", "known_issuer")
    assert tuple(check.name for check in found.checks) == CHECKS
    assert found.of("proof").age == 3 * DAY
    assert found.of("status").age == 2 * DAY
    assert found.of("dates").age is None


@pytest.mark.trust
@pytest.mark.parametrize(("check", "reason", "found"), [
    ("proof", "altered", lambda: verdict(_altered())),
    ("dates", "expired", lambda: verdict(signed(), at=AT + 800 * DAY)),
    ("status", "revoked", lambda: verdict(signed(), statuses=seen(revoked=[94567]))),
    ("status", "suspended", lambda: verdict(signed(), statuses=seen(suspended=[7]))),
    ("dates", "not_yet_valid", lambda: verdict(signed(), at=AT - DAY)),
    ("proof", "key_revoked", lambda: verdict(signed(), keys={KEY.address: replace(KEYS[KEY.address], revoked_at=AT)})),
    ("proof", "unsigned", lambda: verdict(badges.as_document(credential()))),
    ("proof", "unreadable", lambda: verdict({**signed(), "@context": ["https://elsewhere.example/v1"]})),
    ("dates", "dates_unclear", lambda: verdict({**signed(), "validFrom": "yesterday"})),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_badge_that_cannot_be_trusted_is_bad_and_says_why(check, reason, found):
    found = found()
    assert found.outcome == "bad"
    assert (found.of(check).outcome, found.of(check).reason) == ("bad", reason)
    assert found.of(check).says.in_("th") != found.of(check).says.in_("en")


@pytest.mark.parametrize(("check", "reason", "found"), [
    ("proof", "unknown_key", lambda: verdict(signed(), keys={OTHER.address: replace(OTHER.public, controller=ISSUER)})),
    ("issuer", "unknown_issuer", lambda: verdict(signed(), keys={})),
    ("status", "status_unknown", lambda: verdict(signed(), statuses={})),
    ("status", "status_unknown", lambda: verdict(signed(), statuses={LISTS["revocation"]: seen()[LISTS["revocation"]]})),
], ids=["key", "issuer", "both lists", "one list"])
def test_what_was_never_seen_is_unknown_and_not_bad(check, reason, found):
    found = found()
    assert found.outcome == "unknown"
    assert (found.of(check).outcome, found.of(check).reason) == ("unknown", reason)


def test_a_key_of_someone_else_does_not_sign_for_an_issuer():
    document = badges.with_proof(badges.as_document(credential()), OTHER, AT)
    found = verdict(document, keys={**KEYS, OTHER.address: OTHER.public})
    assert found.reasons == ("signed", "current", "standing", "another_issuer")
    assert found.outcome == "bad"


def test_a_badge_of_a_did_key_is_signed_by_someone_unknown():
    key = badges.SigningKey.made("did:key:x")
    did = f"did:key:{key.public.multibase}"
    key = badges.SigningKey.of(key.seed, did)
    document = badges.with_proof(badges.as_document(credential(issuer=badges.Profile(address=did))), key, AT)
    assert verdict(document, keys={}, statuses={}).reasons == ("signed", "current", "status_unknown", "unknown_issuer")
    assert verdict(document, keys={key.address: key.public}).of("issuer").reason == "known_issuer"


@pytest.mark.trust
def test_a_badge_signed_before_keys_were_changed_stays_good_and_new_ones_are_signed_anew():
    new = badges.SigningKey.of(bytes(range(2, 34)), ISSUER)
    keys = badges.keys_of(badges.key_document(ISSUER, [KEY.public, new.public]), AT)
    young = badges.with_proof(badges.as_document(credential()), new, AT)
    assert verdict(signed(), keys=keys).outcome == "good"
    assert verdict(young, keys=keys).outcome == "good"
    assert verdict(young, keys=KEYS).of("proof").reason == "unknown_key"


def test_the_ages_of_keys_and_lists_are_those_of_the_oldest_seen():
    statuses = {**seen(days=2), LISTS["suspension"]: seen(days=9)[LISTS["suspension"]]}
    found = verdict(signed(), statuses=statuses)
    assert found.of("status").age == 9 * DAY
    assert "23" in found.of("status").says.in_("en")


def test_a_revoked_badge_is_revoked_even_where_another_list_was_not_seen():
    statuses = {LISTS["revocation"]: seen(revoked=[94567])[LISTS["revocation"]]}
    assert verdict(signed(), statuses=statuses).of("status").reason == "revoked"


@pytest.mark.parametrize("change", [
    {"statusListIndex": "999999"}, {"statusListIndex": "-1"}, {"statusListIndex": 94567}, {"statusListIndex": "๙"},
    {"statusPurpose": "message"}, {"statusPurpose": "suspension"}, {"type": "Elsewhere"}, {"statusListCredential": None},
], ids=str)
def test_an_entry_that_stands_nowhere_is_of_unknown_status(change):
    document = badges.as_document(credential())
    document["credentialStatus"] = [{**document["credentialStatus"][0], **change}]
    assert verdict(document).of("status").reason == "status_unknown"


def test_a_list_of_another_issuer_says_nothing_of_a_badge():
    keys = {**KEYS, OTHER.address: OTHER.public}
    theirs = badges.seen_list(list_credential("revocation", key=OTHER), keys=keys, seen_at=AT, at=AT)
    assert verdict(signed(), statuses={**seen(), theirs.address: theirs}).of("status").reason == "status_unknown"


def test_a_badge_without_a_status_stands_on_its_own():
    assert verdict(signed(statuses=()), statuses={}).of("status").reason == "no_status"


@pytest.mark.parametrize("given", ["", "[]", "{", "hello", "a.b.c", b"\xff\xfe", '{"a":1,"a":2}', '{"a":NaN}', "[" * 100_000])
def test_what_is_no_credential_at_all_is_refused(given):
    with pytest.raises(badges.CredentialUnreadable):
        verdict(given)


@pytest.mark.parametrize("document", [
    {}, {"proof": []}, {"proof": {"type": "DataIntegrityProof"}}, {"issuer": 7, "credentialStatus": 7, "validUntil": {}},
    {"credentialStatus": []}, {**signed(), "credentialSubject": 7}, {**signed(), "proof": {**signed()["proof"], "proofValue": "z0"}},
], ids=range(7))
def test_whatever_json_is_brought_gets_a_verdict_and_never_a_good_one(document):
    assert verdict(document).outcome != "good"


def test_every_reason_is_said_in_two_languages():
    assert all(says.th and says.en for says in SAYS.values())
