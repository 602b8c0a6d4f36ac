"""The only door for reads of credentials."""

from rianru.credentials.queries.composing import achievement_document, profile_document
from rianru.credentials.queries.definitions import (
    DefinitionRow,
    LevelRow,
    Promise,
    RuleRow,
    UnitRow,
    definition,
    definitions,
    definitions_by_id,
    promises,
    rules_of,
)
from rianru.credentials.queries.issued import (
    IssuedRow,
    ProofRow,
    counts,
    credential,
    id_of,
    issued,
    of_persons,
    shown_holders,
)
from rianru.credentials.queries.issuers import (
    IssuerRow,
    issuer,
    issuer_at,
    issuer_by_id,
    issuer_name,
    issuers,
    may,
    scope_of_issuer,
)
from rianru.credentials.queries.pictures import picture_file
from rianru.credentials.queries.published import (
    EndorsementRow,
    endorsement,
    endorsements_of,
    key_document,
    key_documents,
    keys,
    keys_away,
    list_version,
    status_document,
    status_lists,
)
from rianru.credentials.queries.seeing import Exported, Sight, exported, seen_by

__all__ = [
    "DefinitionRow", "EndorsementRow", "Exported", "IssuedRow", "IssuerRow", "LevelRow", "Promise", "ProofRow",
    "RuleRow", "Sight", "UnitRow", "achievement_document", "counts", "credential", "definition", "definitions",
    "definitions_by_id", "endorsement", "endorsements_of", "exported", "id_of", "issued", "issuer", "issuer_at",
    "issuer_by_id", "issuer_name", "issuers", "key_document", "key_documents", "keys", "keys_away", "list_version",
    "may", "of_persons", "picture_file", "profile_document", "promises", "rules_of", "scope_of_issuer", "seen_by",
    "shown_holders", "status_document", "status_lists",
]
