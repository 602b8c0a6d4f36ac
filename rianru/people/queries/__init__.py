"""The only door for reading people."""

from rianru.people.queries.accounts import Me, Named, account_named, consents, language_of, me, named, person_with
from rianru.people.queries.actors import actor_for
from rianru.people.queries.identities import IdentityRow, identities_of, recovery_due
from rianru.people.queries.members import (
    BlockRow,
    Member,
    Scanned,
    acts_for,
    blocks,
    look_up,
    member,
    member_of,
    members,
    memberships_of,
    scanned,
)
from rianru.people.queries.partner_keys import PartnerKeyRow, partner_key, partner_keys
from rianru.people.queries.roles import Duty, GrantPage, GrantRow, role_within, roles_of, roles_within
from rianru.people.queries.scopes import PlaceRow, place_names, places_to_grant, scope_of
from rianru.people.queries.searches import SearchRow, fresh_in_searches, search_behind, searches

__all__ = [
    "BlockRow",
    "Duty",
    "GrantPage",
    "GrantRow",
    "IdentityRow",
    "Me",
    "Member",
    "Named",
    "PartnerKeyRow",
    "PlaceRow",
    "Scanned",
    "SearchRow",
    "account_named",
    "actor_for",
    "acts_for",
    "blocks",
    "consents",
    "fresh_in_searches",
    "identities_of",
    "language_of",
    "look_up",
    "me",
    "member",
    "member_of",
    "members",
    "memberships_of",
    "named",
    "partner_key",
    "partner_keys",
    "person_with",
    "place_names",
    "places_to_grant",
    "recovery_due",
    "role_within",
    "roles_of",
    "roles_within",
    "scanned",
    "scope_of",
    "search_behind",
    "searches",
]
