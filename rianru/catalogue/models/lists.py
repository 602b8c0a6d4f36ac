"""What members keep for themselves, what librarians set out for readers, and what many members keep.

Works are named by id alone: a work that goes leaves its title behind, one that is merged takes its entries along
(actions/following.py).
"""

from django.db import models
from django.db.models import F, Q

from rianru.kernel.ids import new_id
from rianru.people.models import Person
from rianru.places.models import Network, Space


class ReadingList(models.Model):
    """A list of one member. It is the owner's alone until they share it; it goes with the person."""

    class Sharing(models.TextChoices):
        PRIVATE = "private"
        LINK = "link"  # whoever has the link
        PUBLIC = "public"  # everyone, under the owner's chosen name

    id = models.UUIDField(primary_key=True, default=new_id)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    want = models.BooleanField(default=False)  # the one that the first tap makes: want to read
    name = models.TextField(default="")
    sharing = models.TextField(choices=Sharing, default=Sharing.PRIVATE)
    token = models.TextField(null=True, unique=True)  # of the link
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)  # can be brought back for a while

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(want=True), name="catalogue_list_want_once"),
            models.CheckConstraint(condition=Q(want=True) | ~Q(name=""), name="catalogue_list_named"),
            models.CheckConstraint(
                condition=Q(sharing="link", token__isnull=False) | (~Q(sharing="link") & Q(token__isnull=True)),
                name="catalogue_list_link",
            ),
            models.CheckConstraint(condition=Q(want=False) | Q(removed_at=None), name="catalogue_list_want_stays"),
        ]
        indexes = [models.Index(fields=["removed_at"], name="catalogue_list_gone", condition=~Q(removed_at=None))]


class ListEntry(models.Model):
    """A work on a list. The highest `place` stands first."""

    id = models.UUIDField(primary_key=True, default=new_id)
    within = models.ForeignKey(ReadingList, models.CASCADE, related_name="entries", db_index=False)
    work_id = models.UUIDField(db_index=True)
    title = models.TextField()  # as it was when it was kept, for when the work is gone
    note = models.TextField(default="")
    place = models.IntegerField()
    kept_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["within", "work_id"], name="catalogue_entry_once")]
        indexes = [
            models.Index(fields=["within", "-place", "-id"], name="catalogue_entry_order"),
            models.Index(fields=["removed_at"], name="catalogue_entry_gone", condition=~Q(removed_at=None)),
        ]


class LovedWork(models.Model):
    """A work that at least five members keep, counted once an hour; fewer are never stored, so they cannot be shown."""

    work_id = models.UUIDField(primary_key=True)
    members = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(members__gte=5), name="catalogue_loved_enough")]
        indexes = [models.Index(F("members").desc(), F("work_id").desc(), name="catalogue_loved_order")]


class Shelf(models.Model):
    """A librarian's choice, with words: of one space or of one network. Readers see it once it is published."""

    id = models.UUIDField(primary_key=True, default=new_id)
    space = models.ForeignKey(Space, models.PROTECT, null=True)
    network = models.ForeignKey(Network, models.PROTECT, null=True)
    title_th = models.TextField()
    title_en = models.TextField(default="")
    words_th = models.TextField(default="")
    words_en = models.TextField(default="")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(space__isnull=True, network__isnull=False) | Q(space__isnull=False, network__isnull=True),
                name="catalogue_shelf_of_one",
            ),
            models.CheckConstraint(condition=~Q(title_th=""), name="catalogue_shelf_titled"),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], name="catalogue_shelf_shown", condition=~Q(published_at=None)
            ),
        ]


class ShelfEntry(models.Model):
    """A work on a shelf, with a sentence. The lowest `place` stands first."""

    id = models.UUIDField(primary_key=True, default=new_id)
    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="entries", db_index=False)
    work_id = models.UUIDField(db_index=True)
    title = models.TextField()
    words_th = models.TextField(default="")
    words_en = models.TextField(default="")
    place = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "work_id"], name="catalogue_shelf_entry_once")]
        indexes = [models.Index(fields=["shelf", "place", "id"], name="catalogue_shelf_order")]
