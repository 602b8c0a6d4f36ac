"""Tables of learning: rooms and their bookings, activities and sessions, programmes; seats, draws and who came."""

from rianru.learning.models.activities import Activity, CalendarLink, Facilitator, Material, Session
from rianru.learning.models.attending import Attendance, HeadCount, SessionCode, WrongCode
from rianru.learning.models.drawing import Draw, DrawEntry, Quota
from rianru.learning.models.programmes import Programme, ProgrammeCompletion, ProgrammePart, ProgrammeStep
from rianru.learning.models.rooms import Room, RoomBooking
from rianru.learning.models.seating import Party, Seat, Seating

__all__ = [
    "Activity",
    "Attendance",
    "CalendarLink",
    "Draw",
    "DrawEntry",
    "Facilitator",
    "HeadCount",
    "Material",
    "Party",
    "Programme",
    "ProgrammeCompletion",
    "ProgrammePart",
    "ProgrammeStep",
    "Quota",
    "Room",
    "RoomBooking",
    "Seat",
    "Seating",
    "Session",
    "SessionCode",
    "WrongCode",
]
