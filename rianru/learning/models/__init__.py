"""Tables of learning: rooms and their bookings, activities and sessions, programmes; seats, draws and who came;
passports and challenges.
"""

from rianru.learning.models.activities import Activity, CalendarLink, Facilitator, Material, Session
from rianru.learning.models.attending import Attendance, HeadCount, SessionCode, WrongCode
from rianru.learning.models.challenges import (
    Challenge,
    Entry,
    EntryMember,
    Goal,
    Reward,
    RewardClaim,
    Tally,
)
from rianru.learning.models.drawing import Draw, DrawEntry, Quota
from rianru.learning.models.passports import CodeFlag, PaperCode, Passport, Stamp
from rianru.learning.models.programmes import Programme, ProgrammeCompletion, ProgrammePart, ProgrammeStep
from rianru.learning.models.rooms import Room, RoomBooking
from rianru.learning.models.seating import Party, Seat, Seating

__all__ = [
    "Activity",
    "Attendance",
    "CalendarLink",
    "Challenge",
    "CodeFlag",
    "Draw",
    "DrawEntry",
    "Entry",
    "EntryMember",
    "Facilitator",
    "Goal",
    "HeadCount",
    "Material",
    "PaperCode",
    "Party",
    "Passport",
    "Programme",
    "ProgrammeCompletion",
    "ProgrammePart",
    "ProgrammeStep",
    "Quota",
    "Reward",
    "RewardClaim",
    "Room",
    "RoomBooking",
    "Seat",
    "Seating",
    "Session",
    "SessionCode",
    "Stamp",
    "Tally",
    "WrongCode",
]
