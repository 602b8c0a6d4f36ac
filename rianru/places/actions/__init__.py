"""The only writes of places."""

from rianru.places.actions.areas import load_areas, load_holidays
from rianru.places.actions.cities import (
    AreasMissing,
    AreaUnknown,
    CodeTaken,
    HostTaken,
    LookUnknown,
    add_city,
    add_network,
)
from rianru.places.actions.hours import HoursOverlap, HoursWrong, clear_exception, set_exception, set_weekly_hours
from rianru.places.actions.placing import (
    AreaAbolished,
    DuplicateSpace,
    PositionElsewhere,
    PositionOutside,
    PositionSwapped,
)
from rianru.places.actions.plans import (
    NewPlan,
    PinOutside,
    PlanNameMissing,
    PlanWrong,
    remove_plan,
    save_plan,
)
from rianru.places.actions.shadow import measure_distances
from rianru.places.actions.spaces import (
    AlreadyClosed,
    ClosedBeforeOpening,
    CodeWrong,
    FacilityUnknown,
    KindUnknown,
    NewSpace,
    PhoneWrong,
    PositionWrong,
    add_spaces,
    change_space,
    close_space,
)

__all__ = [
    "AlreadyClosed",
    "AreaAbolished",
    "AreaUnknown",
    "AreasMissing",
    "ClosedBeforeOpening",
    "CodeTaken",
    "CodeWrong",
    "DuplicateSpace",
    "FacilityUnknown",
    "HostTaken",
    "HoursOverlap",
    "HoursWrong",
    "KindUnknown",
    "LookUnknown",
    "NewPlan",
    "NewSpace",
    "PhoneWrong",
    "PinOutside",
    "PlanNameMissing",
    "PlanWrong",
    "PositionElsewhere",
    "PositionOutside",
    "PositionSwapped",
    "PositionWrong",
    "add_city",
    "add_network",
    "add_spaces",
    "change_space",
    "clear_exception",
    "close_space",
    "load_areas",
    "load_holidays",
    "measure_distances",
    "remove_plan",
    "save_plan",
    "set_exception",
    "set_weekly_hours",
]
