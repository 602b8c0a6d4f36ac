"""Accounts, people and their keys, roles and consents; membership, cards and households."""

from rianru.people.models.accounts import (
    EMAIL_LONGEST,
    NAME_LONGEST,
    Account,
    Accounts,
    Consent,
    Identity,
    NameChange,
    PartnerKey,
    PartnerKeyDay,
    Person,
    Pseudonym,
    Recovery,
    RoleGrant,
    SavedSearch,
    SignInLink,
)
from rianru.people.models.members import Block, Card, CardNumbering, Household, HouseholdMember, Membership

__all__ = [
    "EMAIL_LONGEST",
    "NAME_LONGEST",
    "Account",
    "Accounts",
    "Block",
    "Card",
    "CardNumbering",
    "Consent",
    "Household",
    "HouseholdMember",
    "Identity",
    "Membership",
    "NameChange",
    "PartnerKey",
    "PartnerKeyDay",
    "Person",
    "Pseudonym",
    "Recovery",
    "RoleGrant",
    "SavedSearch",
    "SignInLink",
]
