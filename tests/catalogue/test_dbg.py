import pytest
from tests.catalogue.making import *
from tests.factories.marc import book
from rianru.catalogue.models import *
from rianru.catalogue.actions import importing
from django.db import connection
from django.test.utils import CaptureQueriesContext
pytestmark = pytest.mark.django_db
def test_x(monkeypatch):
    titles = [f"{word} {end}" for word in ("พระอภัยมณี", "สี่แผ่นดิน", "ลิลิตพระลอ") for end in range(100)]
    take([book(f"a{n}", title, author=f"นักเขียน {title}", year=2543) for n, title in enumerate(titles)], source())
    seen = []
    for many in (1, 300):
        home = source()
        records = [book(f"{many}-{n}", title, author=f"นักเขียน {title}", year=2543) for n, title in enumerate(titles[:many])]
        monkeypatch.setattr(importing, "BATCH_RECORDS", many)
        with CaptureQueriesContext(connection) as asked:
            take(records, home)
        seen.append([" ".join(q["sql"].split())[:60] for q in asked])
        print(Edition.objects.count(), Record.objects.count())
    import difflib
    print("\n".join(difflib.unified_diff(*seen,lineterm="",n=1)))
    assert 0
