"""Who waits for whom."""

from uuid import UUID

from django.db import connection


class Alone:
    """Holds a source for this session; a second import of the same source waits."""

    def __init__(self, source_id: UUID) -> None:
        self.key = source_id.int % 2**31

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7422, %s)", [self.key])

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(7422, %s)", [self.key])

    def free(self) -> bool:
        """Whether nobody holds the source; if so, nobody else takes it before the caller's transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(7422, %s)", [self.key])
            return bool(cursor.fetchone()[0])
