"""Tables of the house itself: facts and their seals, the change log, notices, answers given once, one-off keys."""

from django.db import models

from rianru.kernel.ids import new_id


class Fact(models.Model):
    """One thing that happened. Append-only and partitioned by month of `recorded_at`; written by `core.facts` alone.

    Never names, never old and new values. `recorded_at` is the database's clock and decides the seal; `occurred_at`
    decides what it counts for. The table is laid by SQL in the first migration.
    """

    pk = models.CompositePrimaryKey("recorded_at", "id")
    id = models.BigIntegerField()
    verb = models.TextField()
    actor_key = models.UUIDField(null=True)
    subject_key = models.UUIDField(null=True)
    object_kind = models.TextField(default="")
    object_id = models.UUIDField(null=True)
    space_id = models.UUIDField(null=True)
    area = models.TextField(default="")
    home_area = models.TextField(default="")
    programme = models.TextField(default="")
    age_band = models.TextField(default="")
    sex = models.TextField(default="")
    format = models.TextField(default="")
    count = models.IntegerField(default=1)
    minutes = models.IntegerField(default=0)
    satang = models.BigIntegerField(default=0)
    changed = models.JSONField(default=list)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    request = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = "core_fact"


class FactHour(models.Model):
    """The seal of one UTC hour of `recorded_at`: how many facts, their digest, chained to the hour before."""

    hour_at = models.DateTimeField(primary_key=True)
    facts = models.BigIntegerField()
    digest = models.BinaryField()
    chain = models.BinaryField()
    sealed_at = models.DateTimeField()


class FactDay(models.Model):
    """The signed head of one UTC day: the chain value of its last hour, signed with the installation's key."""

    day_on = models.DateField(primary_key=True)
    chain = models.BinaryField()
    signature = models.BinaryField()
    key_name = models.TextField()
    signed_at = models.DateTimeField()


class FactDaily(models.Model):
    """The one daily roll-up: sums of facts by the Bangkok day they occurred on. Rebuilt from facts at any time."""

    pk = models.CompositePrimaryKey(
        "day_on", "verb", "space_id", "area", "home_area", "programme", "age_band", "sex", "format"
    )
    day_on = models.DateField()
    verb = models.TextField()
    space_id = models.UUIDField()  # the nil UUID where no space is meant: a key may hold no null
    area = models.TextField()
    home_area = models.TextField()
    programme = models.TextField()
    age_band = models.TextField()
    sex = models.TextField()
    format = models.TextField()
    facts = models.BigIntegerField()
    count = models.BigIntegerField()
    minutes = models.BigIntegerField()
    satang = models.BigIntegerField()


class Follower(models.Model):
    """How far a follower inside the database (the roll-up) has read: a transaction id and a row id."""

    name = models.TextField(primary_key=True)
    xid = models.TextField(default="0")
    row = models.BigIntegerField(default=0)


class CountedPerson(models.Model):
    """That a person was counted for a verb in a period, so that the next time is not the first. Erased with the key."""

    pk = models.CompositePrimaryKey("key", "verb", "period")
    key = models.UUIDField()
    verb = models.TextField()
    period = models.TextField()  # "2026-11" or "FY2570"


class OneOffKey(models.Model):
    """The key that stands for a person in the facts of one loan, hold or reading; deleted when that ends."""

    key = models.UUIDField(primary_key=True, default=new_id)
    object_kind = models.TextField()
    object_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_kind", "object_id"], name="core_one_off_once")]


class Change(models.Model):
    """One object that readers of the change log must look at again. `xid` (laid by SQL) orders what is committed."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    object_id = models.UUIDField()
    touched_at = models.DateTimeField(db_index=True)


class Notice(models.Model):
    """A message to one address, written with the action that causes it and sent after commit."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    channel = models.TextField(default="email")
    address = models.TextField()
    lang = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    state = models.TextField(choices=State, default=State.QUEUED)
    attempts = models.IntegerField(default=0)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(lang__in=["th", "en"]), name="core_notice_lang"),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="core_notice_sent",
            ),
        ]


class AnswerOnce(models.Model):
    """The answer given to an idempotency key. `owner` keeps one person's keys apart from another's."""

    pk = models.CompositePrimaryKey("owner", "key")
    owner = models.TextField()
    key = models.TextField()
    body = models.BinaryField()  # SHA-256 of the request
    answer = models.JSONField(null=True)
    given_at = models.DateTimeField(db_index=True)
