"""The only door for reading people."""

from rianru.people.queries.accounts import Me, Named, account_named, consents, language_of, me, named, person_with
from rianru.people.queries.actors import actor_for
from rianru.people.queries.identities import IdentityRow, identities_of, recovery_due
from rianru.people.queries.partner_keys import PartnerKeyRow, partner_key, partner_keys
from rianru.people.queries.roles import Duty, GrantPage, GrantRow, role_within, roles_of, roles_within
from rianru.people.queries.scopes import PlaceRow, place_names, places_to_grant, scope_of
from rianru.people.queries.searches import SearchRow, fresh_in_searches, search_behind, searches

__all__ = [
    "Duty",
    "GrantPage",
    "GrantRow",
    "IdentityRow",
    "Me",
    "Named",
    "PartnerKeyRow",
    "PlaceRow",
    "SearchRow",
    "account_named",
    "actor_for",
    "consents",
    "fresh_in_searches",
    "identities_of",
    "language_of",
    "me",
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
    "scope_of",
    "search_behind",
    "searches",
]
