"""The verifier of the page, asked outside of a page: its modules are run by node with the keys and lists that are given."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from rianru.kernel.formats import badges

HERE = Path(__file__).parent
MODULES = HERE.parents[2] / "rianru" / "web" / "static" / "js" / "badges"


def in_browser(text: str, world: tuple[dict, dict], at: datetime, *, lists: list[str] | None = None, picture: str = ""):
    """What the page finds: (outcome, reason) of each check, or "unreadable". `lists` as texts, where they are not ours."""
    if shutil.which("node") is None:
        pytest.skip("node is missing: the page's own verifier was not asked")
    keys, seen = world
    held: dict[str, list] = {}
    for key in keys.values():
        held.setdefault(key.controller, []).append(key)
    given = {
        "modules": str(MODULES), "text": text, "at": int(at.timestamp() * 1000), "picture": picture,
        "keys": [badges.key_document(issuer, some) for issuer, some in held.items()],
        "lists": _texts(seen) if lists is None else lists,
        "contexts": {address: badges.shipped(address) for address in badges.FILES},
    }
    run = subprocess.run(["node", HERE / "judge.mjs"], input=json.dumps(given), capture_output=True, text=True,
                         timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    return answer if isinstance(answer, str) else [tuple(one) for one in answer]


def _texts(seen: dict) -> list[str]:
    """The lists of a world as they were signed: those of the database, where they say the same."""
    from rianru.credentials import queries

    texts = {address: queries.status_document(id, purpose) for address, id, purpose in queries.status_lists()}
    return [_as_seen(one, texts[address]) for address, one in seen.items()]


def _as_seen(one: badges.SeenList, text: str | None) -> str:
    """What was fetched then. A list that has changed since is made again as it was, and signed with the key of today."""
    document = json.loads(text or "{}")
    if badges.list_of(document) == one.statuses:
        return text or ""
    from rianru.credentials.actions.keys import signer
    from rianru.credentials.models import Issuer

    issuer = Issuer.objects.get(address=one.issuer)
    said = badges.list_document(address=one.address, issuer=one.issuer, statuses=one.statuses, at=one.seen_at)
    return json.dumps(badges.with_proof(said, signer(issuer, one.seen_at).key, one.seen_at))
