"""Seats: how many there are, the parties that hold or wait for them, and who sits on each."""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.learning.models.activities import Activity, Session
from rianru.learning.words import OPEN_PARTIES, PARTY_STATES, SOURCES
from rianru.people.models import Person


class Seating(models.Model):
    """The seats of one session, or of a whole series (no session): whoever gives or frees one holds this row's lock.

    `seats`: as many as may be given, the capacity or what was given before it was made smaller; none: no limit. That
    `held` never exceeds it is the database's word (`learning_never_oversold`).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="seatings", db_index=False)
    session = models.OneToOneField(Session, models.CASCADE, null=True, related_name="seating")
    seats = models.IntegerField(null=True)
    held = models.IntegerField(default=0)  # by parties that are offered or have joined
    last_place = models.IntegerField(default=0)  # the place of whoever came last

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(session__isnull=True), name="learning_seating_of_series"
            ),
            models.CheckConstraint(
                condition=Q(held__gte=0) & (Q(seats__isnull=True) | Q(held__lte=F("seats"))),
                name="learning_never_oversold",
            ),
        ]
        indexes = [models.Index(fields=["activity", "id"], name="learning_seating_of")]


class Party(models.Model):
    """People who join together, all or none. Its `place` is its turn for ever; `passed` counts smaller parties that
    were seated before it because it did not fit.

    Without an account: a name and a phone or an e-mail, forgotten thirty days after the end or when they ask.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    seating = models.ForeignKey(Seating, models.CASCADE, related_name="parties", db_index=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # whose account joined
    source = models.TextField()
    state = models.TextField()
    size = models.SmallIntegerField()
    place = models.IntegerField()
    passed = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    offered_until_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    code = models.TextField(default="")  # what stands for it in the published list of a draw
    name = models.TextField(default="")
    phone = models.TextField(default="")  # digits
    email = models.TextField(default="")
    lang = models.TextField(default="th")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PARTY_STATES)), name="learning_party_state"),
            models.CheckConstraint(condition=Q(source__in=list(SOURCES)), name="learning_party_source"),
            models.CheckConstraint(condition=Q(size__range=(1, 100)), name="learning_party_size"),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until_at__isnull=False)
                | (~Q(state="offered") & Q(offered_until_at__isnull=True)),
                name="learning_party_offered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_PARTIES, ended_at__isnull=True)
                | (~Q(state__in=OPEN_PARTIES) & Q(ended_at__isnull=False)),
                name="learning_party_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(joined_at__isnull=False), name="learning_party_joined"
            ),
            models.CheckConstraint(condition=Q(lang__in=["th", "en"]), name="learning_party_lang"),
            models.UniqueConstraint(fields=["seating", "place"], name="learning_party_place"),
            models.UniqueConstraint(
                fields=["seating", "phone"], condition=Q(ended_at__isnull=True, source="guest") & ~Q(phone=""),
                name="learning_guest_phone_once",
            ),
            models.UniqueConstraint(
                fields=["seating", "email"], condition=Q(ended_at__isnull=True, source="guest") & ~Q(email=""),
                name="learning_guest_email_once",
            ),
        ]
        indexes = [
            models.Index(fields=["seating", "place"], condition=Q(state="waiting"), name="learning_queue"),
            models.Index(fields=["offered_until_at", "id"], condition=Q(state="offered"), name="learning_offers_due"),
        ]


class Seat(models.Model):
    """One person of a party. Of somebody without an account no more than a name, a year of birth and where they live;
    `disability`: they asked for one of the seats kept for that.

    That nobody has two is the database's word (`learning_one_seat_each`).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, models.CASCADE, related_name="seats")
    seating = models.ForeignKey(Seating, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    name = models.TextField(default="")
    birth_year = models.SmallIntegerField(null=True)  # common era
    lives_in = models.TextField(default="")
    disability = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)  # they alone, or with their party

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seating", "person"], condition=Q(ended_at__isnull=True), name="learning_one_seat_each"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="learning_seat_of_someone",
            ),
        ]
