"""The only writes to people: joining, one's own things, roles, one-time links, pseudonyms."""

from rianru.people.actions.joining import EmailTaken, EmailUnusable, GuardianNeeded, NameMissing, NameTooLong, join
from rianru.people.actions.keys import KeyAlreadyDestroyed, destroy_key
from rianru.people.actions.links import MadeAdmin, SignInLinkSpent, clear_password, make_admin, use_sign_in_link
from rianru.people.actions.own import (
    ConsentAlreadyGiven,
    ConsentNotGiven,
    LanguageUnknown,
    PurposeUnknown,
    give_consent,
    note_security,
    rename,
    set_language,
    withdraw_consent,
)
from rianru.people.actions.roles import (
    GrantOutlasts,
    LastAdministrator,
    PeriodEmpty,
    RoleAlreadyEnded,
    RoleAlreadyHeld,
    end_role,
    grant_role,
)

__all__ = [
    "ConsentAlreadyGiven", "ConsentNotGiven", "EmailTaken", "EmailUnusable", "GrantOutlasts", "GuardianNeeded",
    "KeyAlreadyDestroyed", "LanguageUnknown", "LastAdministrator", "MadeAdmin", "NameMissing", "NameTooLong",
    "PeriodEmpty", "PurposeUnknown", "RoleAlreadyEnded", "RoleAlreadyHeld", "SignInLinkSpent", "clear_password",
    "destroy_key", "end_role", "give_consent", "grant_role", "join", "make_admin", "note_security", "rename",
    "set_language", "use_sign_in_link", "withdraw_consent",
]
