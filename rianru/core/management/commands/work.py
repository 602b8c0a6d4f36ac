"""`rianru worker`: does background work until told to stop; jobs under way are finished first."""

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from rianru.core.jobs import give_back

GRACE = 20  # seconds for jobs under way at a stop; what is cut off then goes back into the queue


class Command(BaseCommand):
    """SIGTERM and SIGINT stop it; two jobs at a time by default (RIANRU_WORKER_JOBS)."""

    help = "ทำงานเบื้องหลัง · Do background work"

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs."""
        asyncio.run(work(jobs=settings.WORKER_JOBS))


async def work(*, jobs: int) -> None:
    """Gives back the jobs of workers that died, then works."""
    connector: Any = app.connector
    async with app.with_connector(connector.get_worker_connector()).open_async() as working:
        await give_back(working.job_manager, silent_for=15)
        await working.run_worker_async(
            concurrency=jobs, install_signal_handlers=True, shutdown_graceful_timeout=GRACE, delete_jobs="never",
            update_heartbeat_interval=5, stalled_worker_timeout=30,
        )
