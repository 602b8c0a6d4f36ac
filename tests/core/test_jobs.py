"""Work in the background: deferred with the row that needs it, given back where a worker died, found by name."""

import pytest
from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued, TaskNotFound

from rianru.core import jobs, notices
from rianru.core.models import Notice
from rianru.kernel.ids import new_id
from rianru.kernel.words import T
from tests.core.working import make_due, rows, work
from tests.factories import AT

own_database = pytest.mark.django_db(transaction=True)


def _send():
    return notices.send(
        "tests.hello", to_email="mani@example.org", subject=T("สวัสดี", "Hello"), body=T("ข่าว", "News"), lang="th", at=AT
    )


@pytest.mark.django_db
def test_a_job_is_deferred_with_its_transaction_and_goes_with_it():
    with transaction.atomic():
        jobs.defer("core.deliver_notice", notice_id="x")
        assert len(rows()) == 1
        transaction.set_rollback(True)
    assert rows() == []
    jobs.defer("core.deliver_notice", notice_id="x")
    assert rows() == [("core.deliver_notice", "todo", 0)]


@pytest.mark.django_db
def test_an_unknown_name_is_refused_at_once():
    with pytest.raises(TaskNotFound):
        jobs.defer("core.deliver_notise", notice_id="x")
    assert rows() == []


@pytest.mark.django_db
def test_a_second_job_with_a_queueing_lock_that_waits_is_refused():
    jobs.defer("core.deliver_notice", queueing_lock="one", notice_id="x")
    with pytest.raises(AlreadyEnqueued), transaction.atomic():
        jobs.defer("core.deliver_notice", queueing_lock="one", notice_id="y")
    assert len(rows()) == 1


@pytest.mark.django_db
def test_a_job_that_is_woken_waits_once_and_leaves_the_transaction_whole():
    with transaction.atomic():
        jobs.wake("core.retry_stalled")
        jobs.wake("core.retry_stalled")
        assert rows() == [("core.retry_stalled", "todo", 0)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.wake("core.retry_stalled")
    assert sorted(rows()) == [("core.retry_stalled", "doing", 0), ("core.retry_stalled", "todo", 0)]


def test_every_task_of_the_house_is_registered_under_its_area():
    known = [name for name in jobs.app.tasks if not name.startswith("builtin:")]
    assert {
        "core.deliver_notice",
        "core.retry_stalled",
        "core.prune_jobs",
        "core.prune",
        "core.roll_up",
        "core.seal_facts",
        "catalogue.run_import",
    } <= set(known)
    assert [name for name in known if name.split(".")[0] not in jobs.app.tasks[name].func.__module__.split(".")] == []


def test_what_must_happen_by_the_clock_is_on_the_schedule():
    scheduled = {name for name, _ in jobs.app.periodic_registry.periodic_tasks}
    assert scheduled >= {"core.retry_stalled", "core.prune_jobs", "core.prune", "core.roll_up", "core.seal_facts"}


def _left_by(worker_age, *, job):
    """A worker that took the job and whose heart last beat so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id",
            [worker_age],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [cursor.fetchone()[0], job]
        )


@own_database
def test_a_job_whose_worker_died_is_given_back_and_done(mailoutbox):
    _send()
    [(job,)] = rows("id")
    _left_by(120, job=job)
    jobs.defer("core.retry_stalled", timestamp=0)
    work()
    make_due()
    work()
    assert rows("task_name, status::text") == [
        ("core.deliver_notice", "succeeded"),
        ("core.retry_stalled", "succeeded"),
    ]
    assert len(mailoutbox) == 1


@own_database
def test_a_job_whose_workers_row_is_gone_is_given_back_too(mailoutbox):
    _send()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.defer("core.retry_stalled", timestamp=0)
    work()
    make_due()
    work()
    assert (rows("status::text"), len(mailoutbox)) == ([("succeeded",)] * 2, 1)


def _left_twice():
    """A worker died over a job of which another waits already, and over a letter."""
    named = {"lock": "core.roll_up", "queueing_lock": "core.roll_up", "timestamp": 0}
    _left_by(120, job=jobs.defer("core.roll_up", **named))
    jobs.defer("core.roll_up", **named)  # it was woken again meanwhile
    _send()
    _left_by(120, job=rows("id")[-1][0])


@own_database
def test_a_job_of_which_another_waits_keeps_nobody_from_being_given_back(mailoutbox):
    _left_twice()
    jobs.defer("core.retry_stalled", timestamp=0)
    work()
    make_due()
    work()
    assert sorted(rows("task_name, status::text")) == [
        ("core.deliver_notice", "succeeded"), ("core.retry_stalled", "succeeded"), ("core.roll_up", "failed"),
        ("core.roll_up", "succeeded"),
    ]
    assert len(mailoutbox) == 1


@own_database
def test_control_given_back_without_a_look_at_the_lock_nothing_is(mailoutbox, monkeypatch):
    async def blindly(manager, *, silent_for):
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=silent_for):
            await manager.retry_job(job)

    monkeypatch.setattr(jobs, "give_back", blindly)
    _left_twice()
    jobs.defer("core.retry_stalled", timestamp=0)
    work()
    make_due()
    work()
    assert ("core.retry_stalled", "failed") in rows("task_name, status::text")
    assert len(mailoutbox) == 0


@own_database
def test_control_a_job_whose_worker_lives_is_left_to_it(mailoutbox):
    _send()
    [(job,)] = rows("id")
    _left_by(5, job=job)
    jobs.defer("core.retry_stalled", timestamp=0)
    work()
    make_due()
    work()
    assert rows("task_name, status::text") == [("core.deliver_notice", "doing"), ("core.retry_stalled", "succeeded")]
    assert len(mailoutbox) == 0


@own_database
def test_a_job_about_something_that_is_gone_does_nothing_and_succeeds(mailoutbox):
    jobs.defer("core.deliver_notice", notice_id=str(new_id()))
    work()
    assert (rows("status::text"), len(mailoutbox), Notice.objects.count()) == ([("succeeded",)], 0, 0)
