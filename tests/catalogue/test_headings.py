import pytest

from rianru.catalogue import sample
from rianru.catalogue.models import Heading, HeadingForm, HeadingWork

pytestmark = pytest.mark.django_db(transaction=True)


def test_sample(at):
    sample.build(at=at, space_codes=[])
    print(Heading.objects.count(), HeadingForm.objects.count(), HeadingWork.objects.count())
    for kind in ("author","subject","series"):
        print([(h.name, h.key, h.works) for h in Heading.objects.filter(kind=kind).order_by("-works")[:8]])
    assert 0
