"""Rooms of spaces, and who has them when."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.learning.models.activities import Session
from rianru.places.models import Space


class Room(models.Model):
    """A room, corner or yard of a space that one gathering at a time may have."""

    id = models.BigAutoField(primary_key=True)
    space = models.ForeignKey(Space, models.CASCADE, related_name="+", db_index=False)
    name_th = models.TextField()
    name_en = models.TextField(default="")
    seats = models.IntegerField(null=True)
    closed = models.BooleanField(default=False)  # no longer booked; what was booked stays

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "name_th"], name="learning_room_name"),
            models.CheckConstraint(condition=~Q(name_th=""), name="learning_room_named"),
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats__range=(1, 100_000)), name="learning_room_seats"
            ),
        ]


class RoomBooking(models.Model):
    """That a room is taken, half-open: by a session, or by something else that `words` says.

    The first migration adds what Django cannot say without an extension: two bookings of one room never overlap
    (`learning_room_once`). What is cancelled is deleted, and the room is free.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    room = models.ForeignKey(Room, models.CASCADE, related_name="bookings", db_index=False)
    session = models.OneToOneField(Session, models.CASCADE, null=True, related_name="booking")
    words = models.TextField(default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="learning_booking_period"),
            models.CheckConstraint(
                condition=Q(session__isnull=False, words="") | (Q(session__isnull=True) & ~Q(words="")),
                name="learning_booking_for",
            ),
        ]
        indexes = [models.Index(fields=["room", "starts_at"], name="learning_booking_of")]
