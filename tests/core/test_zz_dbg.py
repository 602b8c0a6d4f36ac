import pytest
from rianru.core import jobs
from rianru.kernel.ids import new_id
from tests.core.working import *
@pytest.mark.django_db(transaction=True)
def test_x():
    jobs.defer("core.deliver_notice", notice_id=str(new_id()))
    print(rows())
    import logging; logging.basicConfig(level=10); logging.getLogger("procrastinate").setLevel(10)
    work()
    print(rows())
    with connection.cursor() as c:
        c.execute("select type::text, at from procrastinate_events"); print(c.fetchall())
