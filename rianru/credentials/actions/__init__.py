"""The only writes of credentials. Each asks who may, signs before it stores, and records a fact; or refuses."""

from rianru.credentials.actions.composing import Proof
from rianru.credentials.actions.defining import (
    LevelSaid,
    Said,
    UnitSaid,
    change_definition,
    define,
    end_award_rule,
    end_definition,
    set_award_rule,
)
from rianru.credentials.actions.endorsing import end_endorsement, endorse
from rianru.credentials.actions.forgetting import forget_erased
from rianru.credentials.actions.issuing import Issued, award_by_rules, issue_credential, issue_to_many
from rianru.credentials.actions.picturing import drop_picture, drop_picture_files, set_picture, sweep_pictures
from rianru.credentials.actions.rotating import rotate_key, sign_again, sign_waiting
from rianru.credentials.actions.showing import change_code, show_credential
from rianru.credentials.actions.standing import resume_credential, revoke_credential, suspend_credential

__all__ = [
    "Issued", "LevelSaid", "Proof", "Said", "UnitSaid", "award_by_rules", "change_code", "change_definition",
    "define", "drop_picture", "drop_picture_files", "end_award_rule", "end_definition", "end_endorsement", "endorse",
    "forget_erased", "issue_credential", "issue_to_many", "resume_credential", "revoke_credential", "rotate_key",
    "set_award_rule", "set_picture", "show_credential", "sign_again", "sign_waiting", "suspend_credential",
    "sweep_pictures",
]
