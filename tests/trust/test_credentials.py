"""TRUST row *credentials*: altered, expired, revoked and suspended each fail with their reason; also a key that is lost
or stolen, a list that is forged, a badge edited by hand. On line by the house's own keys and lists, off line by those
that were seen before. The control: the same badge, untouched, is good both ways, and the verifier is not simply blind.
"""

import json
from datetime import timedelta

import pytest

from rianru.core.models import Fact
from rianru.credentials import actions, queries
from rianru.credentials.actions import refusals as no
from rianru.credentials.models import Credential, SigningKey, StatusList
from rianru.kernel.formats import badges
from rianru.kernel.formats.badges import CredentialUnreadable
from tests.credentials import making
from tests.credentials.making import AT, GOOD, HOUSE, document, row, seen, verdict
from tests.web.credentials.browser import in_browser  # the modules of the page, as node runs them

pytestmark = [pytest.mark.trust]
LATER = AT + timedelta(hours=5)
WHY = {"actor": HOUSE, "at": LATER, "reason": "ออกผิดคน"}


@pytest.fixture
def keys_folder(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR / "credentials"


@pytest.fixture
def house(db, keys_folder):
    return making.build()


@pytest.fixture
def given(house):
    return house.issue(house.define())


def both(id, *, at=LATER, what=None, world=None):
    """The reasons of our verdict, and of the page's, with the same keys and lists. They must agree."""
    world = world or seen(at)
    ours = verdict(id, at=at, what=what, world=world)
    theirs = in_browser(what or row(id).document, world, at)
    assert theirs == [(one.outcome, one.reason) for one in ours.checks]
    return ours


def edited(id, change) -> str:
    said = document(id)
    change(said)
    return json.dumps(said, ensure_ascii=False)


def test_control_an_untouched_badge_is_good_on_line_and_off(given):
    before = seen(AT)
    assert both(given).reasons == GOOD
    assert both(given, world=before).reasons == GOOD
    assert both(given, what=row(given).token).reasons == GOOD
    assert verdict(given, at=LATER, world=before).of("status").age == timedelta(hours=5)


@pytest.mark.parametrize("change", [
    lambda said: said.update(name="นักเล่านิทานชั้นครู"),
    lambda said: said.update(validUntil="2099-01-01T00:00:00Z"),
    lambda said: said["credentialSubject"].update(id="urn:uuid:01900000-0000-7000-8000-000000000001"),
    lambda said: said["credentialSubject"]["result"][0].update(value="600"),
    lambda said: said.pop("credentialStatus"),
    lambda said: said["credentialStatus"][0].update(statusListIndex="1"),
    lambda said: said["proof"].update(created="2026-11-22T02:00:00Z"),
])
def test_altered_by_hand_fails_and_says_so(given, change):
    assert both(given, what=edited(given, change)).of("proof").reason == "altered"


def test_a_line_that_nobody_signed_fails_rather_than_being_passed_over(given):
    assert both(given, what=edited(given, lambda said: said.update(bonus=1))).of("proof").reason == "unreadable"
    twice = row(given).document.replace('{"@context"', '{"name":"x","@context"', 1)
    with pytest.raises(CredentialUnreadable):
        verdict(given, what=twice)
    assert in_browser(twice, seen(LATER), LATER) == "unreadable"


def test_a_token_with_another_word_in_it_fails(given):
    head, body, signature = row(given).token.split(".")
    other = ("A" if signature[10] != "A" else "B").join((signature[:10], signature[11:]))
    assert both(given, what=f"{head}.{body}.{other}").of("proof").reason == "altered"


def test_expired_fails_and_says_when(given):
    after = AT + timedelta(days=800)
    found = both(given, at=after)
    assert found.of("dates").reason == "expired"
    assert "2571" in str(found.of("dates").says)


def test_revoked_fails_on_line_and_stays_so(given):
    before = seen(AT)
    actions.revoke_credential(**WHY, credential_id=given)
    assert both(given).of("status").reason == "revoked"
    assert both(given, what=row(given).token).of("status").reason == "revoked"
    assert both(given, world=before).reasons == GOOD  # off line it is as it was seen; how old that is, is said
    with pytest.raises(no.AlreadyRevoked):
        actions.resume_credential(actor=HOUSE, at=LATER, credential_id=given)
    assert both(given).of("status").reason == "revoked"


def test_suspended_fails_until_it_is_resumed(given):
    actions.suspend_credential(**WHY, credential_id=given)
    assert both(given).of("status").reason == "suspended"
    actions.resume_credential(actor=HOUSE, at=LATER, credential_id=given)
    assert both(given).reasons == GOOD


def test_off_line_without_a_list_the_status_is_unknown_and_not_good(given):
    keys, _ = seen(AT)
    found = both(given, world=(keys, {}))
    assert (found.outcome, found.of("status").reason) == ("unknown", "status_unknown")


def test_a_forged_list_is_not_believed(given):
    """Somebody who answers for the list's address with one of their own, or with ours and one bit changed."""
    actions.revoke_credential(**WHY, credential_id=given)
    keys, _ = seen(LATER)
    one = StatusList.objects.get(what="credential")
    true = json.loads(one.revocation_document)
    blank = {**true, "credentialSubject": {**true["credentialSubject"],
                                           "encodedList": badges.StatusList.blank("revocation").encoded()}}
    thief = badges.SigningKey.made(true["issuer"])
    for forged in (blank, badges.with_proof(blank, thief, LATER), {**true, "proof": {}}):
        with pytest.raises(CredentialUnreadable):
            badges.seen_list(forged, keys=keys, seen_at=LATER, at=LATER)
        found = in_browser(row(given).document, (keys, {}), LATER, lists=[json.dumps(forged)])
        assert found[2] == ("unknown", "status_unknown")
    assert in_browser(row(given).document, (keys, {}), LATER, lists=[json.dumps(true)])[2] == ("bad", "revoked")


def test_a_badge_signed_by_somebody_else_in_the_name_of_ours_fails(given):
    thief = badges.SigningKey.made(row(given).issuer.address)
    forged = badges.with_proof(document(given), thief, AT)
    assert both(given, what=json.dumps(forged)).of("proof").reason == "unknown_key"
    other = badges.SigningKey.made("did:key:x")
    own = badges.SigningKey.of(other.seed, f"did:key:{other.address.partition('#')[2]}")
    posing = badges.with_proof(document(given), own, AT)
    assert both(given, what=json.dumps(posing)).of("issuer").reason == "another_issuer"


def test_with_the_key_file_lost_nothing_is_signed_and_nothing_changes(house, given, keys_folder):
    [file] = keys_folder.iterdir()
    secret = file.read_bytes()
    file.unlink()
    facts = Fact.objects.count()
    for asked in (
        lambda: house.issue(row(given).definition_id, house.piti),
        lambda: actions.revoke_credential(**WHY, credential_id=given),
    ):
        with pytest.raises(no.SigningKeyLost) as refused:
            asked()
        assert file.name in refused.value.text("en")
        assert "rianru credential-keys rotate" in refused.value.text("th")
    assert (Credential.objects.count(), Fact.objects.count(), row(given).revoked_at) == (1, facts, None)
    assert both(given).reasons == GOOD  # what was signed needs no secret to be checked
    file.write_bytes(b"\0" * 32)
    with pytest.raises(no.SigningKeyLost):
        actions.revoke_credential(**WHY, credential_id=given)
    file.write_bytes(secret)
    actions.revoke_credential(**WHY, credential_id=given)
    assert both(given).of("status").reason == "revoked"


def test_after_a_rotation_old_badges_and_new_ones_are_good(house, given, keys_folder):
    actions.rotate_key(actor=HOUSE, at=LATER, issuer_id=row(given).issuer_id)
    fresh = house.issue(row(given).definition_id, house.piti, at=LATER)
    assert both(given).reasons == both(fresh).reasons == GOOD
    assert len(queries.keys()[row(given).issuer_id]) == len(list(keys_folder.iterdir())) == 2
    assert {oct(file.stat().st_mode & 0o777) for file in keys_folder.iterdir()} == {"0o600"}


def test_what_a_stolen_key_signed_counts_no_more_until_it_is_signed_anew(given):
    stolen = row(given).document
    actions.rotate_key(actor=HOUSE, at=LATER, issuer_id=row(given).issuer_id, lost=True)
    assert both(given, what=stolen).of("proof").reason == "key_revoked"
    assert actions.sign_again(actor=HOUSE, at=LATER, issuer_id=row(given).issuer_id) == 1
    assert actions.sign_again(actor=HOUSE, at=LATER, issuer_id=row(given).issuer_id) == 0
    assert both(given).reasons == both(given, what=row(given).token).reasons == GOOD
    assert SigningKey.objects.filter(revoked_at=None).count() == 1
