"""How long the search page takes at the server, from request to last byte, and the engine alone beside PostgreSQL's.

Works: the demo library, and with RIANRU_DATA the 25,931 real records too. Queries: one, two and three words of titles
drawn by a fixed seed. The peer is PostgreSQL full text over the same tokens with a GIN index: it ranks, and counts.
"""

import gzip
import os
import random
import statistics
import sys
import time
from pathlib import Path

from bench.house import report, scratch_database

QUERIES, SEED = 300, 2569


def main() -> int:
    """Fills, asks, prints."""
    with scratch_database():
        from django.core.management import call_command
        from django.test import Client

        from rianru.core.search import ask

        call_command("collectstatic", interactive=False, verbosity=0)
        _fill()
        queries = _queries()
        client = Client(SERVER_NAME="localhost")
        for query in queries[:20]:  # word list, templates, plans
            client.get("/search/", {"q": query})
        pages, engine = [], []
        for query in queries:
            began = time.perf_counter()
            response = client.get("/search/", {"q": query})
            pages.append(time.perf_counter() - began)
            assert response.status_code == 200
            began = time.perf_counter()
            ask.search(query, kind="work")
            engine.append(time.perf_counter() - began)
        peer = _peer(queries)
        p95, ours, theirs = (statistics.quantiles(times, n=20)[-1] * 1000 for times in (pages, engine, peer))
        good = report("search.page", ours=p95, unit="ms p95 at the server", at_most=60)
        report("search.engine", ours=ours, peer=theirs, peer_name="PostgreSQL full text, same tokens", unit="ms p95")
        return 0 if good else 1


def _fill() -> None:
    from django.core.files.base import ContentFile

    from rianru.catalogue import actions
    from rianru.core import jobs
    from rianru.core.actors import system
    from rianru.core.search import follow
    from rianru.demo import building

    building.build(at=jobs.now(), told=lambda name: None)
    folder = os.environ.get("RIANRU_DATA")
    if folder:
        actor = system("bench")
        actions.add_source(actor=actor, at=jobs.now(), code="gpo", name_th="GPO")
        raw = gzip.decompress((Path(folder) / "marc" / "gpo-utf8.mrc.gz").read_bytes())
        id = actions.start_import(
            actor=actor, at=jobs.now(), source_code="gpo", file=ContentFile(raw), file_name="gpo.mrc", queue=False
        )
        actions.run_import(actor=actor, clock=jobs.now, import_id=id)
    else:
        print("ข้ามระเบียนจริง · without the real records: RIANRU_DATA is not set", file=sys.stderr)
    follow.catch_up()


def _titles() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM catalogue_work ORDER BY id")
        return [title for (title,) in cursor.fetchall()]


def _queries() -> list[str]:
    from rianru.kernel.thai import index_tokens

    chance, titles = random.Random(SEED), _titles()
    drawn = (index_tokens(chance.choice(titles)) for _ in range(QUERIES))
    return [" ".join(words[: chance.choice((1, 2, 3))]) for words in drawn if words]


def _peer(queries: list[str]) -> list[float]:
    """Seconds of each query in PostgreSQL: the twenty best by rank, and the count."""
    from django.db import connection, transaction

    from rianru.kernel.thai import index_tokens

    times, titles = [], _titles()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE peer (words tsvector)")
        with cursor.copy("COPY peer FROM STDIN") as copy:
            for title in titles:
                copy.write_row([" ".join(f"'{word}'" for word in index_tokens(title))])
        cursor.execute("CREATE INDEX ON peer USING gin (words)")
        cursor.execute("ANALYZE peer")
        for query in queries:
            wanted = " & ".join(f"'{word}'" for word in index_tokens(query))
            began = time.perf_counter()
            cursor.execute(
                "SELECT ts_rank(words, q), count(*) OVER () FROM peer, to_tsquery('simple', %s) AS q WHERE words @@ q "
                "ORDER BY 1 DESC LIMIT 20", [wanted],
            )
            cursor.fetchall()
            times.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    sys.exit(main())
