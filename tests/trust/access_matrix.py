"""Who may reach what: every route, every method, everyone. Written by hand from what the house promises, never derived
from rules.py: where the two differ, one of them is wrong, and a person decides which.

A new route needs a row here, or the build fails. A row names those who reach the view (see it, or have their form
looked at); everybody else, and every method that is not named, must be refused.

Labels: "anonymous", "member" (an account without a role), "unproven" (a national administrator whose session did not
show the second factor) and "role@place". Things belong to one space, in one network, in one city; a place is

    national, network, city, space               what that thing belongs to ("own")
    other_space                                  another space of the same network and city
    other_network, other_city                    elsewhere altogether
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

OWN = ("national", "network", "city", "space")
ELSEWHERE = ("other_space", "other_network", "other_city")
ROLES = ("administrator", "librarian", "caretaker", "officer", "analyst")


def at(places: tuple[str, ...], *roles: str) -> frozenset[str]:
    """These roles at these places."""
    return frozenset(f"{role}@{place}" for role in roles for place in places)


NOBODY: frozenset[str] = frozenset()
STAFF = at(OWN + ELSEWHERE, *ROLES)
SIGNED_IN = STAFF | {"member", "unproven"}
EVERYONE = SIGNED_IN | {"anonymous"}
ADMINISTRATORS = at(OWN + ELSEWHERE, "administrator")
OWN_ADMINISTRATORS = at(OWN, "administrator")
KEEPERS = at(OWN, "administrator", "librarian", "caretaker")  # of the space itself
SOURCES = at(("national", "network", "other_network"), "administrator", "librarian")  # each has a source of its own
OWN_SOURCE = at(("national", "network"), "administrator", "librarian")
ITEMS = at(OWN + ELSEWHERE, "administrator", "librarian")  # each keeps copies somewhere, and may look at all of them
OWN_ITEMS = at(OWN, "administrator", "librarian")

DESKS = at(OWN + ELSEWHERE, "administrator", "librarian", "caretaker")  # each serves at a desk of its own
NETWORK_DESKS = at((*OWN, "other_space"), "administrator", "librarian", "caretaker")  # of the member's network
OWN_DESK = at(OWN, "administrator", "librarian", "caretaker")

World = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """Who reaches a route by each method. HEAD is what GET is; a method without a line is refused to everyone.

    `kwargs` fills the address and `data` the form, from the world that test_access_control builds. `secret` is a text
    that the page may show to `told` and to nobody else, even where they reach the page. `elsewhere` names the page to
    which the route sends those it turns away, where that is not a page of signing in.
    """

    GET: frozenset[str] = NOBODY
    POST: frozenset[str] = NOBODY
    kwargs: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    secret: Callable[[World], str] | None = None
    told: frozenset[str] = NOBODY
    elsewhere: str = ""

    def reach(self, method: str) -> frozenset[str]:
        """Those who reach it by a method."""
        named = {"GET": self.GET, "HEAD": self.GET, "POST": self.POST}
        return named.get(method, NOBODY)


def public(**more: Any) -> Row:
    """A page for everyone to read."""
    return Row(GET=EVERYONE, **more)


def the_space(world: World) -> dict[str, Any]:
    return {"code": world["space"].code}


def the_import(world: World) -> dict[str, Any]:
    return {"id": world["import"]}


def keyed(**more: Any) -> Callable[[World], dict[str, Any]]:
    """What a form of the staff pages sends: its key, which is another one for everyone who sends it."""
    return lambda world: {"key": "01900000-0000-7000-8000-000000000001", **more}


def the(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"id": world[name]}


ROWS: dict[str, Row] = {
    # Pages that say what this is
    "home": public(),
    "parts": public(),
    "about": public(),
    "staff": Row(GET=STAFF | {"unproven"}),
    "privacy": public(),
    "accessibility": public(),
    "theme": public(),
    # The demo's conveniences do not exist outside of a demo
    "demo_mail": Row(),
    "demo_message": Row(kwargs=lambda world: {"name": "letter-0"}),
    "demo_sign_in": Row(kwargs=lambda world: {"key": "admin"}),
    # Finding
    "search": public(),
    "suggest": public(),
    "work": public(kwargs=lambda world: {"id": world["work"]}),
    "work_cite": public(kwargs=lambda world: {"id": world["work"]}),
    "work_cite_file": public(kwargs=lambda world: {"id": world["work"], "form": "ris"}),
    "robots": public(),
    "sitemap": public(),
    "sitemap_part": public(kwargs=lambda world: {"kind": "work", "after": "first"}),
    # Where a visitor is: kept on their own device alone
    "near": Row(GET=EVERYONE, POST=EVERYONE, data=lambda world: {"area": "5601"}),
    "authors": public(),
    "author": public(kwargs=lambda world: {"key": "สุนทรภู่"}),
    "subjects": public(),
    "subject": public(kwargs=lambda world: {"key": "วรรณคดีไทย"}),
    "series_list": public(),
    "series": public(kwargs=lambda world: {"key": "ชุดนิทาน"}),
    "spaces": public(),
    "space": public(kwargs=the_space),
    "new_works": public(),
    "loved_works": public(),
    "space_new": public(kwargs=the_space),
    "space_loved": public(kwargs=the_space),
    # Lists of members: each their own; others only what was shared with them. A GET of "keep" does what one's own session
    # tapped before signing in, and nothing in a session that tapped nothing.
    "keep": Row(GET=EVERYONE, POST=SIGNED_IN, data=lambda world: {"work": f"keep:{world['work']}"}),
    "lists": Row(
        GET=SIGNED_IN, POST=SIGNED_IN, data=lambda world: {"name": "ใหม่"}, secret=lambda world: "รายการลับของชูใจ",
        told=frozenset({"member"}),
    ),
    "lists_file": Row(GET=SIGNED_IN),
    "list": Row(
        GET=frozenset({"member"}), POST=frozenset({"member"}), kwargs=the("list"), data=lambda world: {"do": "rename", "name": "ใหม่"}
    ),
    "public_list": public(kwargs=the("shown_list")),
    "linked_list": public(kwargs=lambda world: {"token": world["link"]}),
    "areas": public(),
    "area": public(kwargs=lambda world: {"code": "56"}),
    "city": public(kwargs=lambda world: {"code": "phayao"}),
    "shelves": Row(GET=EVERYONE, secret=lambda world: world["draft_title"], told=OWN_ITEMS),
    "shelf": Row(GET=EVERYONE, kwargs=the("shelf")),
    "shelf_edit": Row(
        GET=OWN_ITEMS, POST=OWN_ITEMS, kwargs=the("draft"), data=lambda world: {"do": "save", "title_th": "ชั้นร่างของสถานที่"}
    ),
    "shelf_new": Row(GET=ITEMS, POST=OWN_ITEMS, data=lambda world: {"title_th": "ชั้นใหม่", "of": f"space:{world['space'].id}"}),
    # Saved searches: each their own; the link of a letter stops one without signing in
    "saved_searches": Row(
        GET=SIGNED_IN, POST=SIGNED_IN, data=lambda world: {"do": "save", "address": "q=คราม"},
        secret=lambda world: "คำค้นลับของชูใจ", told=frozenset({"member"}),
    ),
    "stop_search": Row(GET=EVERYONE, POST=EVERYONE, kwargs=lambda world: {"token": world["stop"]}),
    "place": public(),
    # The API: public reads, the same for everyone
    "developers": public(),
    "api:api-root": public(),
    "api:start": public(),
    "api:openapi": public(),
    "api:search": public(),
    "api:suggestions": public(),
    "api:works": public(),
    "api:works_new": public(),
    "api:works_loved": public(),
    "api:work_related": public(kwargs=the("work")),
    "api:work_holdings": public(kwargs=the("work")),
    "api:work_citations": public(kwargs=the("work")),
    "api:work_citation": public(kwargs=lambda world: {"id": world["work"], "form": "ris"}),
    "api:shelves": Row(GET=EVERYONE, secret=lambda world: world["draft_title"]),
    "api:shelf": public(kwargs=the("shelf")),
    "api:public_list": public(kwargs=the("shown_list")),
    "api:work": public(kwargs=lambda world: {"id": world["work"]}),
    "api:spaces": public(),
    "api:space": public(kwargs=the_space),
    "api:space_hours": public(kwargs=the_space),
    "api:areas": public(),
    "api:area": public(kwargs=lambda world: {"code": "56"}),
    "api:cities": public(),
    "api:city": public(kwargs=lambda world: {"code": "phayao"}),
    "api:authors": public(),
    "api:author": public(kwargs=lambda world: {"key": "สุนทรภู่"}),
    "api:author_works": public(kwargs=lambda world: {"key": "สุนทรภู่"}),
    "api:subjects": public(),
    "api:subject": public(kwargs=lambda world: {"key": "วรรณคดีไทย"}),
    "api:subject_works": public(kwargs=lambda world: {"key": "วรรณคดีไทย"}),
    "api:series_list": public(),
    "api:series": public(kwargs=lambda world: {"key": "ชุดนิทาน"}),
    "api:series_works": public(kwargs=lambda world: {"key": "ชุดนิทาน"}),
    "work_share": public(kwargs=the("work")),
    "space_share": public(kwargs=lambda world: {"code": "own-space"}),
    "cover_file": public(kwargs=lambda world: {"digest": world["cover_digest"], "width": 120}),
    # Keeping a space
    "space_edit": Row(GET=KEEPERS, POST=KEEPERS, kwargs=the_space),
    # Sources: by their network
    "sources": Row(GET=SOURCES, secret=lambda world: world["source_name"], told=OWN_SOURCE),
    "source_new": Row(GET=SOURCES, POST=SOURCES),
    "source": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=lambda world: {"code": "north-source"}),
    # Imports: by the network whose source it is
    "imports": Row(GET=SOURCES, secret=lambda world: world["import_file"], told=OWN_SOURCE),
    "import_new": Row(GET=SOURCES, POST=SOURCES, secret=lambda world: world["source_name"], told=OWN_SOURCE),
    "import": Row(GET=OWN_SOURCE, kwargs=the_import),
    "import_live": Row(GET=OWN_SOURCE, kwargs=the_import),
    "import_columns": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the("table")),
    "import_undo": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the_import, data=keyed()),
    "import_missing": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the_import, data=keyed()),
    "import_missing_list": Row(GET=OWN_SOURCE, kwargs=the_import),
    "import_file": Row(GET=OWN_SOURCE, kwargs=the_import),
    "import_report": Row(GET=OWN_SOURCE, kwargs=lambda world: {"id": world["import"], "which": "accepted"}),
    # Records and what belongs together: by the network of one of the sources
    "record": Row(GET=OWN_SOURCE, kwargs=the("record")),
    "record_raw": Row(GET=OWN_SOURCE, kwargs=the("record")),
    "record_version": Row(GET=OWN_SOURCE, kwargs=lambda world: {"id": world["record"], "version": world["version"]}),
    "doubts": Row(GET=SOURCES, secret=lambda world: world["doubted"], told=OWN_SOURCE),
    "doubt": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the("doubt"), data=keyed(do="different")),
    "decision_take_back": Row(POST=OWN_SOURCE, kwargs=the("decision"), data=keyed()),
    "work_records": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the("work"), data=keyed()),
    "work_join": Row(
        GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the("work"), data=lambda world: keyed()(world) | {"with": world["other_work"]}
    ),
    # Copies: everyone who keeps some may look, and change those of their own spaces
    "items": Row(GET=ITEMS),
    "item": Row(GET=ITEMS, POST=OWN_ITEMS, kwargs=the("item"), data=keyed(barcode="B-1")),
    "item_move": Row(POST=OWN_ITEMS, kwargs=the("item"), data=keyed(space="own-space")),
    "item_withdraw": Row(GET=OWN_ITEMS, POST=OWN_ITEMS, kwargs=the("item"), data=keyed()),
    "item_restore": Row(POST=OWN_ITEMS, kwargs=the("item"), data=keyed()),
    "item_new": Row(GET=ITEMS, POST=ITEMS, kwargs=the("edition")),  # the space is chosen in the form
    "edition_cover": Row(GET=OWN_ITEMS, POST=OWN_ITEMS, kwargs=the("edition")),  # where a copy stands, or by its source
    # Signing in: for everyone, because that is what it is for
    "account_login": Row(GET=EVERYONE, POST=EVERYONE),
    "account_signup": Row(GET=EVERYONE, POST=EVERYONE),
    "account_logout": Row(GET=EVERYONE, POST=EVERYONE),
    "account_inactive": public(),
    "account_email_verification_sent": public(),
    "account_confirm_email": Row(GET=EVERYONE, kwargs=lambda world: {"key": "made-up"}),  # a POST with it is 404
    "account_reset_password": Row(GET=EVERYONE, POST=EVERYONE),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": Row(
        GET=EVERYONE, POST=EVERYONE, kwargs=lambda world: {"uidb36": "0", "key": "made-up"}  # says that the link is dead
    ),
    "account_reset_password_from_key_done": public(),
    "account_request_login_code": Row(GET=EVERYONE, POST=EVERYONE),
    "account_confirm_login_code": Row(elsewhere="account"),  # only in the middle of signing in, which nobody here is
    "mfa_authenticate": Row(elsewhere="account"),  # the same
    "mfa_login_webauthn": Row(elsewhere="account"),  # without a passkey: to the page of signing in, or on to one's own
    # Where no provider is set up there are no such pages; with one, tests/web/accounts/test_providers.py
    "provider_begin": Row(kwargs=lambda world: {"code": "line"}),
    "provider_back": Row(kwargs=lambda world: {"code": "line"}),
    "provider_email": Row(kwargs=lambda world: {"code": "line"}),
    "provider_code": Row(kwargs=lambda world: {"code": "line"}),
    "account_recovery": Row(elsewhere="account"),  # only in the middle of signing in
    "account_recovery_stop": Row(GET=EVERYONE, kwargs=lambda world: {"token": "made-up"}),  # a POST with it is 404
    "sign_in_link": Row(GET=EVERYONE, POST=EVERYONE, kwargs=lambda world: {"token": "made-up"}),
    # One's own account: each sees and changes only what is theirs
    "account": Row(GET=SIGNED_IN, secret=lambda world: world["member_email"], told=frozenset({"member"})),
    "account_profile": Row(
        GET=SIGNED_IN, POST=SIGNED_IN, secret=lambda world: world["member_name"], told=frozenset({"member"})
    ),
    "account_consent": Row(POST=SIGNED_IN, kwargs=lambda world: {"purpose": "news"}, data=lambda world: {"do": "give"}),
    "account_email": Row(
        GET=SIGNED_IN, POST=SIGNED_IN, secret=lambda world: world["member_email"], told=frozenset({"member"})
    ),
    "account_change_password": Row(GET=SIGNED_IN, POST=SIGNED_IN),
    "account_set_password": Row(GET=SIGNED_IN, POST=SIGNED_IN),
    "account_reauthenticate": Row(),  # for those with a password, which nobody here has; staff are led to their app
    "mfa_reauthenticate": Row(GET=STAFF, POST=STAFF),
    "account_reauthenticate_code": Row(GET=SIGNED_IN, POST=SIGNED_IN, data=lambda world: {"code": "made-up"}),
    "account_sessions": Row(GET=SIGNED_IN, POST=SIGNED_IN),
    "account_identities": Row(GET=SIGNED_IN),
    "account_unlink": Row(kwargs=lambda world: {"code": "line"}),  # nobody here has linked one
    "mfa_index": Row(GET=SIGNED_IN),
    "mfa_list_webauthn": Row(GET=SIGNED_IN),
    "mfa_add_webauthn": Row(GET=SIGNED_IN, POST=SIGNED_IN),
    "mfa_edit_webauthn": Row(kwargs=lambda world: {"pk": 1}),  # nobody here has a passkey
    "mfa_remove_webauthn": Row(kwargs=lambda world: {"pk": 1}),
    "mfa_reauthenticate_webauthn": Row(),
    "mfa_activate_totp": Row(GET=SIGNED_IN, POST=SIGNED_IN),
    "mfa_deactivate_totp": Row(GET=STAFF, POST=STAFF),  # whoever has an app
    "mfa_view_recovery_codes": Row(GET=STAFF),
    "mfa_download_recovery_codes": Row(GET=STAFF),
    "mfa_generate_recovery_codes": Row(GET=SIGNED_IN, POST=SIGNED_IN),
    # The roles of others: administrators, each within their own scope
    "people": Row(GET=ADMINISTRATORS, secret=lambda world: world["caretaker_name"], told=OWN_ADMINISTRATORS),
    "people_grant": Row(
        GET=ADMINISTRATORS, POST=ADMINISTRATORS, secret=lambda world: world["space"].name_th, told=OWN_ADMINISTRATORS
    ),
    "people_end": Row(
        GET=OWN_ADMINISTRATORS, POST=OWN_ADMINISTRATORS, kwargs=lambda world: {"grant_id": world["caretaker_grant"]},
    ),
    # Members: every desk of their network serves them, and no other; and they themselves see what is theirs
    "desk_where": Row(GET=DESKS, POST=OWN_DESK, data=lambda world: {"space": "own-space"}),
    "members": Row(GET=DESKS, secret=lambda world: world["member_name"], told=NETWORK_DESKS),  # who waits to be confirmed
    "member_new": Row(GET=DESKS, POST=DESKS, data=keyed()),
    "member": Row(GET=NETWORK_DESKS, POST=NETWORK_DESKS, kwargs=the("membership"), data=keyed(do="pin")),
    "member_edit": Row(GET=NETWORK_DESKS, POST=NETWORK_DESKS, kwargs=the("membership"), data=keyed()),
    "member_household": Row(GET=NETWORK_DESKS, POST=NETWORK_DESKS, kwargs=the("membership"), data=keyed(do="add")),
    "member_money": Row(
        GET=NETWORK_DESKS, POST=NETWORK_DESKS, kwargs=the("membership"), data=keyed(do="pay", satang="1", way="cash")
    ),
    "member_erase": Row(
        GET=at((*OWN, "other_space"), "administrator", "librarian"), POST=at((*OWN, "other_space"), "administrator", "librarian"),
        kwargs=the("membership"), data=keyed(),
    ),
    "member_card_file": Row(GET=NETWORK_DESKS, kwargs=the("membership")),
    "member_terms": Row(GET=DESKS, POST=SOURCES, data=keyed(online="at_desk", years=1)),  # of the desk's network
    "money_day": Row(GET=DESKS, secret=lambda world: world["receipt_number"], told=OWN_DESK),
    "receipt": Row(
        GET=NETWORK_DESKS | at(OWN, "officer", "analyst") | {"member"}, POST=at(OWN, "administrator", "librarian"),
        kwargs=the("receipt"), data=keyed(reason="ผิด"),
    ),
    # Lending: a desk serves the members of its own network, and only its two ends look into a bag
    "desk": Row(GET=DESKS),
    "desk_scan": Row(POST=DESKS, data=lambda world: {"text": "B-1"}),
    "desk_undo": Row(POST=DESKS, data=lambda world: {"undo": "made up"}),
    "desk_act": Row(POST=NETWORK_DESKS, data=lambda world: {"do": "renew-all", "member": world["membership"]}),
    "desk_copy": Row(POST=NETWORK_DESKS, kwargs=the("item"), data=lambda world: {"do": "missing"}),
    "desk_receipt": Row(
        GET=NETWORK_DESKS, kwargs=the("membership"), secret=lambda world: world["member_name"], told=NETWORK_DESKS
    ),
    "desk_slip": Row(GET=OWN_DESK, kwargs=the("hold"), secret=lambda world: "สมบัติผู้จอง", told=OWN_DESK),
    "desk_list": Row(GET=DESKS, kwargs=lambda world: {"name": "pull"}),
    "bags": Row(GET=DESKS, POST=DESKS, data=lambda world: {"to": world["other_space"]}),
    "bag": Row(GET=NETWORK_DESKS, kwargs=lambda world: {"code": world["bag"]}),
    "bag_act": Row(POST=OWN_DESK, kwargs=lambda world: {"code": world["bag"]}, data=lambda world: {"do": "send"}),
    "lending_rules": Row(GET=DESKS),
    "lending_rule_new": Row(GET=SOURCES, POST=SOURCES, data=keyed(do="look")),
    "lending_rule": Row(GET=OWN_SOURCE, POST=OWN_SOURCE, kwargs=the("rule"), data=keyed(do="look")),
    "work_hold": Row(
        GET=DESKS | {"member"}, POST=DESKS | {"member"}, kwargs=the("work"), data=keyed(), elsewhere="my_join"
    ),
    # A branch: a stocktake belongs to its desk; what is bought is decided for a whole network
    "branch": Row(GET=DESKS),
    "stocktakes": Row(GET=DESKS, POST=DESKS, data=lambda world: {"shelf": "ก"}),
    "stocktake": Row(GET=OWN_DESK, kwargs=the("stocktake")),
    "stocktake_scan": Row(POST=OWN_DESK, kwargs=the("stocktake"), data=lambda world: {"text": "B-1"}),
    "stocktake_list": Row(GET=OWN_DESK, kwargs=lambda world: {"id": world["stocktake"], "name": "missing"}),
    "stocktake_file": Row(GET=OWN_DESK, kwargs=lambda world: {"id": world["stocktake"], "name": "missing"}),
    "stocktake_close": Row(GET=OWN_DESK, POST=OWN_DESK, kwargs=the("stocktake"), data=lambda world: {"missing": "-"}),
    "weeding": Row(GET=ITEMS),
    "balancing": Row(GET=ITEMS),
    "buying": Row(
        GET=ITEMS, POST=OWN_SOURCE, data=lambda world: {"suggestion": world["suggestion"], "decision": "not_now"},
        secret=lambda world: "คนเหนือผู้เสนอ", told=at((*OWN, "other_space"), "administrator", "librarian"),
    ),
    "visitors": Row(GET=DESKS, POST=DESKS, data=lambda world: {"people": "many"}),
    "routes": Row(GET=ITEMS, POST=ITEMS, data=lambda world: {"receiver": world["other_space"], "baht": "x"}),
    "suggest_book": Row(GET=EVERYONE, POST=EVERYONE, data=lambda world: {"title": ""}),
    "numbers": public(),
    "numbers_file": public(),
    "numbers_month": public(kwargs=lambda world: {"code": world["space"].code, "year": 2026, "number": 1}),
    "my_shelf": Row(GET=frozenset({"member"}), elsewhere="my_join"),
    "my_shelf_act": Row(POST=frozenset({"member"}), data=lambda world: {"do": "renew-all"}),
    "my_shelf_file": Row(GET=frozenset({"member"})),
    "my_card": Row(
        GET=frozenset({"member"}), POST=frozenset({"member"}), data=keyed(do="pin", pin="4711"), elsewhere="my_join", secret=lambda world: world["card"], told=frozenset({"member"})
    ),
    "my_card_file": Row(GET=frozenset({"member"})),
    "my_join": Row(GET=SIGNED_IN, POST=SIGNED_IN, data=keyed()),
    "my_household": Row(GET=SIGNED_IN, POST=SIGNED_IN, data=keyed(do="child")),
    "my_money": Row(GET=SIGNED_IN, secret=lambda world: world["receipt_number"], told=frozenset({"member"})),
}

from tests.trust import survey_making_rows, survey_rows  # noqa: E402 - need what stands above

ROWS |= survey_making_rows.ROWS | survey_rows.ROWS
