"""The only writes to people: joining, one's own things, roles, one-time links, pseudonyms."""

from rianru.people.actions.identities import (
    IdentityLinkedAlready,
    IdentityTaken,
    LastWayIn,
    link_identity,
    unlink_identity,
    use_identity,
)
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
from rianru.people.actions.recovering import (
    AskedRecovery,
    RecoveryForStaff,
    RecoveryNotDue,
    ask_recovery,
    clear_second_factor,
    end_recovery,
    recover,
    stop_recovery,
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
    "AskedRecovery", "ConsentAlreadyGiven", "ConsentNotGiven", "EmailTaken", "EmailUnusable", "GrantOutlasts",
    "GuardianNeeded", "IdentityLinkedAlready", "IdentityTaken", "KeyAlreadyDestroyed", "LanguageUnknown",
    "LastAdministrator", "LastWayIn", "MadeAdmin", "MadePartnerKey", "NameMissing", "NameTooLong",
    "PartnerKeyAlreadyEnded", "PartnerNameUnusable", "PeriodEmpty", "PurposeUnknown", "RateUnusable",
    "RecoveryForStaff", "RecoveryNotDue", "RoleAlreadyEnded", "RoleAlreadyHeld", "ScopeUnknown",
    "SignInLinkSpent", "ask_recovery", "clear_password", "clear_second_factor", "count_partner_use",
    "destroy_key", "end_partner_key", "end_recovery", "end_role", "give_consent", "grant_role", "join",
    "link_identity", "make_admin", "make_partner_key", "note_security", "recover", "rename", "set_language",
    "stop_recovery", "unlink_identity", "use_identity", "use_sign_in_link", "withdraw_consent",
]
