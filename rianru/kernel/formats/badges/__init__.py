"""Open Badges 3.0: what a credential says, its signatures, its status lists, its pictures, and whether to trust one.

Compose a `Credential`, write it with `as_document`, sign it with `with_proof` (Data Integrity, eddsa-rdfc-2022) or
`token` (VC-JWT), bake it into a PNG with `baked`. `verify` judges one with the keys and lists that the caller has
seen; nothing is ever fetched, and the contexts are shipped. README.md says what a verifier in the browser needs.
"""

from rianru.kernel.formats.badges.baking import BakedTwice, NothingBaked, PictureDamaged, PictureNotPng, baked, unbaked
from rianru.kernel.formats.badges.credential import (
    Achievement,
    Alignment,
    Credential,
    Criteria,
    Endorsed,
    Endorsement,
    Evidence,
    Identity,
    Image,
    Level,
    Measure,
    Profile,
    Result,
    StatusEntry,
    Subject,
    hours_measure,
    hours_result,
)
from rianru.kernel.formats.badges.keys import KeyUnclear, PublicKey, SigningKey, did_key, key_document, keys_of
from rianru.kernel.formats.badges.proofs import with_proof
from rianru.kernel.formats.badges.refusals import CredentialUnreadable, MeaningUnknown, TooTangled
from rianru.kernel.formats.badges.shapes import as_document, credential_of, document_of, endorsement_of, published
from rianru.kernel.formats.badges.statuses import (
    PURPOSES,
    ListFull,
    Purpose,
    RevocationIsFinal,
    StatusList,
    free_indexes,
    list_document,
    list_of,
)
from rianru.kernel.formats.badges.tokens import looks_like_token, opened, token
from rianru.kernel.formats.badges.verifying import SAYS, Check, SeenList, Verdict, seen_list, verify
from rianru.kernel.formats.badges.vocabulary import FILES, FOLDER, shipped

__all__ = [
    "Achievement", "Alignment", "Credential", "Criteria", "Endorsed", "Endorsement", "Evidence", "Identity", "Image",
    "Level", "Measure", "Profile", "Result", "StatusEntry", "Subject", "hours_measure", "hours_result",
    "as_document", "credential_of", "document_of", "endorsement_of", "published",
    "KeyUnclear", "PublicKey", "SigningKey", "did_key", "key_document", "keys_of",
    "with_proof", "token", "opened", "looks_like_token",
    "PURPOSES", "ListFull", "Purpose", "RevocationIsFinal", "StatusList", "free_indexes", "list_document", "list_of",
    "BakedTwice", "NothingBaked", "PictureDamaged", "PictureNotPng", "baked", "unbaked",
    "CredentialUnreadable", "MeaningUnknown", "TooTangled",
    "FILES", "FOLDER", "shipped", "SAYS",
    "Check", "SeenList", "Verdict", "seen_list", "verify",
]  # fmt: skip
