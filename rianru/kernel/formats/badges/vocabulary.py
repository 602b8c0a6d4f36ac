"""What the terms of a credential mean: the JSON-LD contexts that are shipped with us, compiled once into tables.

Rules of JSON-LD 1.1 (W3C): a term stands for an address, may say of what kind its value is, and may bring terms of its
own. Those brought by a type hold for that node alone; those brought by a property hold below it too. Only what these
contexts use is known here; `tests/kernel/badges` hold it against another hand's processor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from rianru.kernel.formats.badges.refusals import MeaningUnknown
from rianru.kernel.words import T

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v2"
FILES: Final[Mapping[str, str]] = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
    DATA_INTEGRITY: "data-integrity-v2.json",
}
FOLDER: Final = Path(__file__).parent / "contexts"
_KEYWORDS: Final = frozenset({"id", "type"})  # the only two that these contexts give other names
_KINDS: Final = frozenset({"", "@id", "@vocab"})
_CONTAINERS: Final = frozenset({"", "@set", "@list", "@graph"})

Terms = Mapping[str, "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word: its address, the kind of its values ("" for plain, "@id", "@vocab" or the address of a datatype), how
    several are held ("", "@set", "@list", "@graph"), and the terms that it brings. `usable` is False for one that these
    readers do not carry out (@json, presentations): meeting it is refused.
    """

    address: str
    kind: str = ""
    container: str = ""
    brings: Terms = field(default_factory=dict)
    usable: bool = True


def shipped(address: str) -> dict[str, Any]:
    """The text of a context that is shipped, as `{"@context": …}`. MeaningUnknown for any other address."""
    if address not in FILES:
        reason = T("ไม่รู้จักคำศัพท์ชุด {address}", "unknown vocabulary {address}", address=address[:200])
        raise MeaningUnknown(at="@context", reason=reason)
    found: dict[str, Any] = orjson.loads((FOLDER / FILES[address]).read_bytes())
    return found


@lru_cache(maxsize=64)
def terms_of(addresses: tuple[str, ...]) -> Terms:
    """The terms of these contexts, taken one after the other. MeaningUnknown where one is not shipped."""
    return compiled(shipped(address)["@context"] for address in addresses)


def compiled(contexts: Iterable[Mapping[str, Any]]) -> Terms:
    """The terms of context objects, taken one after the other; a later one may say again what an earlier one said."""
    terms: dict[str, Term] = {}
    for context in contexts:
        terms |= {word: _term(said, context) for word, said in context.items() if not _keyword(word)}
    return terms


def _keyword(word: str) -> bool:
    return word.startswith("@") or word in _KEYWORDS


def _term(said: Any, context: Mapping[str, Any]) -> Term:
    if isinstance(said, str):
        return Term(_address(said, context))
    kind, container = said.get("@type", ""), said.get("@container", "")
    plain = kind in _KINDS or ":" in kind
    brings = said.get("@context", {})
    usable = plain and container in _CONTAINERS and isinstance(brings, dict) and not said.keys() - {
        "@id", "@type", "@container", "@context",
    }
    return Term(_address(said["@id"], context), kind, container, compiled([brings or {}]), usable)


def _address(said: str, context: Mapping[str, Any]) -> str:
    """The address of a term; one term of Open Badges is said by the name of another."""
    if ":" in said:
        return said
    other = context[said]
    return _address(other if isinstance(other, str) else other["@id"], context)
