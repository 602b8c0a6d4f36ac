"""Badges as tokens: signed with EdDSA, claims that say the same as the badge, and no other way of signing."""

import base64
import json
from contextlib import suppress

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from rianru.kernel.formats import badges
from tests.kernel.badges.pieces import AT, KEY, KEYS, OTHER, credential, seen, signed, verdict

DOCUMENT = badges.as_document(credential())
GOOD = ("signed", "current", "standing", "known_issuer")


def _token(payload, key=KEY.private, algorithm="EdDSA", **headers):
    return jwt.encode(payload, key, algorithm, headers={"kid": KEY.address, **headers})


def _payload(text):
    return json.loads(base64.urlsafe_b64decode(text.split(".")[1] + "=="))


def test_a_token_holds_the_badge_and_the_claims_of_the_standard():
    text = badges.token(DOCUMENT, KEY)
    payload = _payload(text)
    assert {name: payload[name] for name in ("iss", "jti", "sub", "nbf", "exp")} == {
        "iss": DOCUMENT["issuer"]["id"], "jti": DOCUMENT["id"], "sub": DOCUMENT["credentialSubject"]["id"],
        "nbf": int(AT.timestamp()), "exp": int(AT.timestamp()) + 730 * 86_400,
    }
    assert jwt.get_unverified_header(text) == {"alg": "EdDSA", "kid": KEY.address, "typ": "JWT"}
    assert badges.opened(text) == DOCUMENT


def test_a_token_is_judged_like_a_badge():
    text = badges.token(DOCUMENT, KEY)
    assert verdict(text).reasons == GOOD
    assert verdict(f" {text}\n".encode()).reasons == GOOD
    assert verdict(text, statuses=seen(revoked=[94567])).of("status").reason == "revoked"
    assert verdict(text, keys={}).of("proof").reason == "unknown_key"


def test_a_badge_with_a_proof_can_be_a_token_too():
    assert verdict(badges.token(signed(), KEY)).reasons == GOOD
    assert verdict(badges.opened(badges.token(signed(), KEY))).reasons == GOOD


def test_a_token_of_the_older_model_is_read():
    claims = {name: value for name, value in _payload(badges.token(DOCUMENT, KEY)).items() if name not in DOCUMENT}
    assert verdict(_token({**claims, "vc": DOCUMENT})).reasons == GOOD


@pytest.mark.trust
def test_no_sign_of_a_token_can_be_changed():
    text = badges.token(DOCUMENT, KEY)
    for place in range(0, len(text), 7):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        try:
            outcome = verdict(changed).outcome
        except badges.CredentialUnreadable:
            continue
        assert outcome != "good", place


def test_the_same_signature_written_in_another_way_is_not_taken():
    text = badges.token(DOCUMENT, KEY)
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    good = []
    for sign in signs:
        with suppress(badges.CredentialUnreadable):
            good += [sign] if verdict(text[:-1] + sign).outcome == "good" else []
    assert good == [text[-1]]


@pytest.mark.parametrize(("claim", "value"), [
    ("iss", "https://elsewhere.example"), ("jti", "urn:x:y"), ("sub", "urn:x:y"), ("nbf", 0), ("exp", 9_999_999_999), ("exp", None),
])
def test_claims_that_say_something_else_than_the_badge_are_found(claim, value):
    payload = {**_payload(badges.token(DOCUMENT, KEY)), claim: value}
    if value is None:
        del payload[claim]
    assert verdict(_token(payload)).of("proof").reason == "altered"


def test_a_token_signed_with_another_key_is_found():
    text = _token(_payload(badges.token(DOCUMENT, KEY)), key=OTHER.private)
    assert verdict(text).of("proof").reason == "altered"


def test_a_token_signed_in_another_way_or_not_at_all_is_refused():
    payload = _payload(badges.token(DOCUMENT, KEY))
    public = KEYS[KEY.address].raw
    others = [
        _token(payload, key=None, algorithm="none"),
        _token(payload, key=public, algorithm="HS256"),
        _token(payload, key=rsa.generate_private_key(65537, 2048), algorithm="RS256"),
        _token(payload, crit=["x"]),
        jwt.encode(payload, KEY.private, "EdDSA"),
    ]
    for text in others:
        with pytest.raises(badges.CredentialUnreadable):
            verdict(text)


def test_a_name_that_stands_twice_in_a_token_is_refused():
    body = '{"iss":"a","iss":"b"}'
    head = json.dumps({"alg": "EdDSA", "kid": KEY.address})
    parts = [base64.urlsafe_b64encode(part.encode()).rstrip(b"=") for part in (head, body)]
    signature = base64.urlsafe_b64encode(KEY.sign(b".".join(parts))).rstrip(b"=")
    with pytest.raises(badges.CredentialUnreadable):
        verdict(b".".join([*parts, signature]))


def test_a_badge_without_what_the_claims_repeat_becomes_no_token():
    with pytest.raises(badges.CredentialUnreadable):
        badges.token({**DOCUMENT, "credentialSubject": {}}, KEY)
