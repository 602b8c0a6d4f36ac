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
from rianru.people.actions.partner_keys import (
    MadePartnerKey,
    PartnerKeyAlreadyEnded,
    PartnerNameUnusable,
    RateUnusable,
    ScopeUnknown,
    count_partner_use,
    end_partner_key,
    make_partner_key,
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
from rianru.people.actions.searches import (
    SearchEmpty,
    StopLinkWrong,
    TooManySearches,
    change_search,
    look_at_search,
    remove_search,
    save_search,
    stop_search,
)
from rianru.people.actions.telling import tell_next

__all__ = [
    "ConsentAlreadyGiven", "ConsentNotGiven", "EmailTaken", "EmailUnusable", "GrantOutlasts", "GuardianNeeded",
    "KeyAlreadyDestroyed", "LanguageUnknown", "LastAdministrator", "MadeAdmin", "MadePartnerKey", "NameMissing",
    "NameTooLong", "PartnerKeyAlreadyEnded", "PartnerNameUnusable", "PeriodEmpty", "PurposeUnknown", "RateUnusable",
    "RoleAlreadyEnded", "RoleAlreadyHeld", "ScopeUnknown", "SearchEmpty", "SignInLinkSpent", "StopLinkWrong",
    "TooManySearches", "change_search", "clear_password", "count_partner_use", "destroy_key", "end_partner_key",
    "end_role", "give_consent", "grant_role", "join", "look_at_search", "make_admin", "make_partner_key",
    "note_security", "remove_search", "rename", "save_search", "set_language", "stop_search", "tell_next",
    "use_sign_in_link", "withdraw_consent",
]
