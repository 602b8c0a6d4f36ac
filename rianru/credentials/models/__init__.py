"""What can be proven, what was proven of whom, and the keys and lists that let anyone check it."""

from rianru.credentials.models.definitions import PICTURES, AwardRule, Definition, Level, Unit
from rianru.credentials.models.issued import Credential, Endorsement, Evidence
from rianru.credentials.models.issuers import Issuer, Numbering, SigningKey, StatusList

__all__ = [
    "PICTURES", "AwardRule", "Credential", "Definition", "Endorsement", "Evidence", "Issuer", "Level", "Numbering",
    "SigningKey", "StatusList", "Unit",
]
