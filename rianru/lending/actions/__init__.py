"""The only writes of lending."""

from rianru.lending.actions.answering_all import answer_holds
from rianru.lending.actions.counting import record_visitors
from rianru.lending.actions.depositing import DepositStays, give_back_deposit
from rianru.lending.actions.forgetting import forget_loans
from rianru.lending.actions.lending import Lent, check_out, undo_check_out
from rianru.lending.actions.losing import (
    Lost,
    claim_returned,
    declare_damaged,
    declare_lost,
    declare_mended,
    declare_missing,
    take_for_mending,
)
from rianru.lending.actions.parting import NotSettled, erase_member
from rianru.lending.actions.placing import (
    Placed,
    cancel_hold,
    move_hold,
    place_hold,
    resume_hold,
    suspend_hold,
    tend_holds,
)
from rianru.lending.actions.reminding import remind
from rianru.lending.actions.renewing import Renewed, renew, renew_all
from rianru.lending.actions.returning import Returned, check_in, use_in_house
from rianru.lending.actions.ruling import RuleScope, remove_rule, set_rule
from rianru.lending.actions.sending import Bag, RouteWrong, open_bag, put_in_bag, receive_bag, send_bag, set_route
from rianru.lending.actions.stocktaking import Seen, close_stocktake, give_up_stocktake, open_stocktake, see
from rianru.lending.actions.suggesting import decide_suggestion, suggest
from rianru.lending.actions.telling_visits import tell_of_visits
from rianru.lending.actions.undoing import undo_check_in

__all__ = [
    "Bag", "DepositStays", "Lent", "Lost", "NotSettled", "Placed", "Renewed", "Returned", "RouteWrong", "RuleScope",
    "Seen", "answer_holds", "cancel_hold", "check_in", "check_out", "claim_returned", "close_stocktake",
    "decide_suggestion", "declare_damaged", "declare_lost", "declare_mended", "declare_missing", "erase_member",
    "forget_loans", "give_back_deposit", "give_up_stocktake", "move_hold", "open_bag", "open_stocktake", "place_hold",
    "put_in_bag", "receive_bag", "record_visitors", "remind", "remove_rule", "renew", "renew_all", "resume_hold",
    "see", "send_bag", "set_route", "set_rule", "suggest", "suspend_hold", "take_for_mending", "tell_of_visits",
    "tend_holds",
    "undo_check_in", "undo_check_out", "use_in_house",
]
