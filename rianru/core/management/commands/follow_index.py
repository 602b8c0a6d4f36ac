"""Keeps this node's search index behind the change log until told to stop (SIGTERM or SIGINT)."""

import signal
import threading
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from rianru.core.search import follow


class Command(BaseCommand):
    """One a node: a second one is refused."""

    help = "ตามดัชนีค้นหา · Follow the change log into the search index"

    def handle(self, *args: Any, **options: Any) -> None:
        """Follows; a database that goes away is waited for."""
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            try:
                follow.follow(stopped=stop.is_set)
            except OperationalError as error:
                structlog.get_logger().warning("index.database_away", error=type(error).__name__)
                connection.close()
                stop.wait(2)
