"""A real worker for tests: does every job that is due, then returns."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry


def work() -> None:
    """Does what is due, in a thread of its own as the worker process would, and leaves no session behind."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(_work())
        except BaseException as error:  # noqa: BLE001  # told in the test's own thread
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    if errors:
        raise errors[0]


async def _work() -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    connector: Any = app.connector
    async with app.with_connector(connector.get_worker_connector()).open_async() as working:
        working.periodic_registry = PeriodicRegistry()  # nothing by the clock: a test says itself what is due
        await working.run_worker_async(
            wait=False, install_signal_handlers=False, concurrency=1, listen_notify=False, delete_jobs="never"
        )
    await asyncio.to_thread(connections.close_all)
    await sync_to_async(connections.close_all)()


def rows(columns: str = "task_name, status::text, attempts") -> list[tuple]:
    """The jobs there are, in the order of their coming."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def make_due() -> None:
    """Jobs that wait for their next try may be tried now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def forget() -> None:
    """An empty queue: its tables belong to another package, so that no flush after a test reaches them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers RESTART IDENTITY CASCADE")
