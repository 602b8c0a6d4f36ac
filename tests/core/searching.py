"""Works to search among, made, changed and found."""

from rianru.catalogue.models import Edition, Work
from rianru.core import changes
from rianru.core.search import ask
from tests.factories import AT


def add(title, *, people=(), subjects=(), isbns=(), summary=""):
    """A work with one edition, and its line in the change log."""
    work = Work.objects.create(title=title, title_sort=title[:50], created_at=AT)
    Edition.objects.create(
        work=work,
        title=title,
        people=list(people),
        roles=[""] * len(people),
        subjects=list(subjects),
        isbns=list(isbns),
        summary=summary,
    )
    changes.touch("work", [work.id])
    return work.id


def change(id, title):
    Work.objects.filter(id=id).update(title=title)
    Edition.objects.filter(work=id).update(title=title)
    changes.touch("work", [id])


def remove(id):
    Edition.objects.filter(work=id).delete()
    Work.objects.filter(id=id).delete()
    changes.touch("work", [id])


def found(text, **more):
    """What has the words; what only sounds like them is told apart."""
    answer = ask.search(text, limit=100, **more)
    return set() if answer.near else {hit.id for hit in answer.hits}


def near(text, **more):
    """What only sounds like the words."""
    answer = ask.search(text, limit=100, **more)
    return {hit.id for hit in answer.hits} if answer.near else set()
