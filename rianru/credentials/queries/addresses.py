"""Where what an issuer publishes is found. These addresses stand in what was signed: they never change."""

from uuid import UUID

from rianru.kernel.ids import short


def issuer_address(site: str, id: UUID) -> str:
    """Of the issuer and its keys."""
    return f"{site}/credentials/issuers/{id}"


def achievement_address(site: str, id: UUID) -> str:
    """Of what can be achieved."""
    return f"{site}/credentials/achievements/{id}"


def picture_address(site: str, id: UUID) -> str:
    """Of its picture."""
    return f"{achievement_address(site, id)}/badge.png"


def credential_address(site: str, id: UUID) -> str:
    """Of what one person achieved."""
    return f"{site}/c/{short(id)}"


def endorsement_address(site: str, id: UUID) -> str:
    """Of an endorsement."""
    return f"{site}/credentials/endorsements/{id}"


def list_address(site: str, id: UUID, purpose: str) -> str:
    """Of a status list."""
    return f"{site}/credentials/status/{id}/{purpose}"
