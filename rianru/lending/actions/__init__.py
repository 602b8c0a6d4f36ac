"""The only writes of lending."""

from rianru.lending.actions.lending import Lent, check_out, undo_check_out
from rianru.lending.actions.returning import Returned, check_in, use_in_house
from rianru.lending.actions.ruling import RuleScope, remove_rule, set_rule

__all__ = [
    "Lent", "Returned", "RuleScope", "check_in", "check_out", "remove_rule", "set_rule", "undo_check_out",
    "use_in_house",
]
