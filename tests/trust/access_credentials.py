"""The rows of access_matrix for what is proven, and what its world needs: a credential of the member's, given by their
network and shown to nobody.
"""

from typing import Any


def the_credential(world: Any) -> dict[str, Any]:
    return {"short": world["credential"]}


def the_achievement(world: Any) -> dict[str, Any]:
    return {"id": world["achievement"]}


def rows() -> dict[str, Any]:
    """Asked for when the matrix is all there: it is what these rows are made of."""
    from tests.trust import access_matrix as matrix

    giver = matrix.at(("national", "network"), "administrator", "librarian", "caretaker")  # issues for the network
    sees = matrix.at(("national", "network"), "administrator", "librarian", "caretaker", "officer")
    theirs = frozenset({"member"})
    row, public, keyed = matrix.Row, matrix.public, matrix.keyed
    return {
        # What programs fetch to check a badge: nobody is asked who they are
        "issuer_document": public(kwargs=lambda world: {"id": world["issuer"]}),
        "issuer_profile": public(kwargs=lambda world: {"id": world["issuer"]}),
        "issuer_key_set": public(kwargs=lambda world: {"id": world["issuer"]}),
        "achievement_document": public(kwargs=the_achievement),
        "achievement_picture": public(kwargs=the_achievement),
        "status_list": public(kwargs=lambda world: {"id": world["status_list"], "purpose": "revocation"}),
        "endorsement_document": public(kwargs=lambda world: {"id": world["endorsement"]}),
        "credential_context": public(kwargs=lambda world: {"name": "credentials-v2.json"}),
        # What can be earned, by whom it is given, and the verifier
        "achievements": public(),
        "achievement": public(kwargs=the_achievement),
        "issuer": public(kwargs=lambda world: {"id": world["issuer"]}),
        "verify": row(GET=matrix.EVERYONE, POST=matrix.EVERYONE, data=lambda world: {"text": "made up"}),
        "verify_seen": public(),
        "verify_worker": public(),
        "api:achievements": public(),
        "api:achievement": public(kwargs=the_achievement),
        # A credential that its learner shows to nobody
        "api:credential": row(GET=frozenset(), kwargs=the_credential),
        "credential_document": row(GET=theirs | sees, kwargs=the_credential),
        "credential": row(
            GET=theirs | sees, kwargs=the_credential, secret=lambda world: world["member_name"], told=theirs | sees
        ),
        "credential_file": row(
            GET=theirs | sees, kwargs=lambda world: {"short": world["credential"], "name": "badge.json"}
        ),
        "my_credentials": row(GET=matrix.SIGNED_IN, secret=lambda world: str(world["credential"]), told=theirs),
        "my_credential": row(
            GET=theirs, POST=theirs, kwargs=the_credential, data=lambda world: {"do": "show", "sight": "private"}
        ),
        "my_statement": row(GET=matrix.SIGNED_IN, secret=lambda world: str(world["credential"]), told=theirs),
        "my_statement_file": row(GET=matrix.SIGNED_IN, kwargs=lambda world: {"name": "statement.json"}),
        # The desks of the network that gave it
        "desk_credentials": row(GET=matrix.DESKS, secret=lambda world: str(world["credential"]), told=giver),
        "desk_credential": row(
            GET=giver, POST=giver, kwargs=the_credential, data=keyed(do="suspend", reason="ตรวจสอบ")
        ),
        "desk_issue": row(GET=matrix.DESKS, POST=matrix.DESKS, data=keyed(do="look")),
        "definitions": row(GET=matrix.DESKS, secret=lambda world: str(world["achievement"]), told=giver),
        "definition_new": row(GET=matrix.DESKS, POST=matrix.DESKS, data=keyed(do="save")),
        "definition": row(GET=giver, POST=giver, kwargs=the_achievement, data=keyed(do="save")),
        "desk_certificates": row(GET=giver, kwargs=the_achievement),
    }


def proven(at: Any, network: Any, member: Any) -> dict[str, Any]:
    """A badge of the member's, and its issuer, list and endorsement."""
    from dataclasses import replace

    from rianru.credentials import actions
    from rianru.credentials.models import Credential
    from rianru.kernel.ids import short
    from tests.credentials.making import STORY
    from tests.people import making

    house: dict[str, Any] = {"actor": making.MACHINE, "at": at}
    achievement = actions.define(**house, issuer_kind="network", issuer_id=network.id,
                                 said=replace(STORY, name_th="นักเล่านิทานของตาราง"))
    made = actions.issue_credential(**house, definition_id=achievement, person_id=member.person_id)
    space = making.space("own-space", within=network)
    vouched = actions.endorse(**house, endorser_kind="space", endorser_id=space.id, definition_id=achievement,
                              comment="ดีจริง")
    row = Credential.objects.get(id=made)
    return {"credential": short(made), "achievement": achievement, "issuer": row.issuer_id,
            "status_list": row.status_list_id, "endorsement": vouched}
