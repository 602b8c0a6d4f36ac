"""Digital Bazaar's JavaScript verifies what ours signs, and ours what theirs signs."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rianru.kernel.formats import badges
from rianru.kernel.formats.badges.canonical import canonical
from rianru.kernel.formats.badges.keys import to_base58
from rianru.kernel.formats.badges.statements import statements
from rianru.kernel.formats.badges.vocabulary import FILES, shipped
from tests.kernel.badges.pieces import AT, ISSUER, KEY, credential, endorsement, list_credential, seen, signed, verdict

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("another_hand.mjs")
FOLDERS = [Path(os.environ.get("BADGES_NODE_MODULES", "")), ROOT / "node_modules"]
NEEDED = (
    "@digitalbazaar/vc", "@digitalbazaar/data-integrity", "@digitalbazaar/eddsa-rdfc-2022-cryptosuite",
    "@digitalbazaar/ed25519-multikey", "@digitalbazaar/vc-bitstring-status-list", "jsonld",
)
MODULES = next((folder for folder in FOLDERS if all((folder / name).is_dir() for name in NEEDED)), None)
pytestmark = [
    pytest.mark.trust,
    pytest.mark.skipif(shutil.which("node") is None, reason="node is missing: nobody else has looked at our badges"),
    pytest.mark.skipif(MODULES is None, reason=f"of {', '.join(NEEDED)} some are missing: nobody else has looked"),
]
PLAIN_SECRET = to_base58(b"\x80\x26" + KEY.seed)


@pytest.fixture
def ask(tmp_path):
    (tmp_path / "node_modules").symlink_to(MODULES.resolve())
    shutil.copy(SCRIPT, tmp_path)

    def asked(document, lists):
        given = {
            "credential": document, "lists": lists, "keyDocument": badges.key_document(ISSUER, [KEY.public]),
            "unsigned": badges.as_document(credential()), "secret": PLAIN_SECRET, "at": "2026-11-01T02:00:00Z",
            "contexts": {address: shipped(address) for address in FILES},
        }
        run = subprocess.run(
            ["node", tmp_path / SCRIPT.name], input=json.dumps(given), capture_output=True, text=True, timeout=60,
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return asked


def test_another_hand_takes_our_badge_and_finds_an_altered_one(ask):
    document = signed()
    answer = ask(document, [list_credential("revocation"), list_credential("suspension")])
    assert answer["credential"] == {
        "verified": True, "error": None, "statuses": {"revocation": False, "suspension": False},
    }
    assert answer["altered"]["verified"] is False
    bare = {name: value for name, value in document.items() if name != "proof"}
    assert answer["quads"] == canonical(statements(bare))


def test_another_hand_finds_our_revoked_badge(ask):
    answer = ask(signed(), [list_credential("revocation", 94567), list_credential("suspension")])
    assert answer["credential"]["statuses"] == {"revocation": True, "suspension": False}


def test_a_badge_with_an_endorsement_within_says_the_same_to_another_hand(ask):
    document = badges.with_proof(badges.as_document(credential(endorsements=(endorsement(),))), KEY, AT)
    answer = ask(document, [list_credential("revocation"), list_credential("suspension")])
    bare = {name: value for name, value in document.items() if name != "proof"}
    assert answer["quads"] == canonical(statements(bare))


def test_ours_takes_what_another_hand_signed(ask):
    answer = ask(signed(), [list_credential("revocation"), list_credential("suspension")])
    assert verdict(answer["signed"], statuses=seen()).reasons == ("signed", "current", "standing", "known_issuer")
    assert answer["signed"]["proof"]["proofValue"] == signed()["proof"]["proofValue"]
