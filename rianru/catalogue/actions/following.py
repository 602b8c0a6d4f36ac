"""What readers and librarians put on lists follows works that are merged into others. In the caller's transaction."""

from typing import Any

_PAIR = "pair AS (SELECT * FROM unnest(%(gone)s::uuid[], %(into)s::uuid[]) AS pair (id, into_id))"
# Of one list's entries that become one work, the best stays: on the list rather than taken off, with words of its own.
_FOLLOW = f"""
    WITH {_PAIR}, around AS (
        SELECT entry.id, entry.note, row_number() OVER same AS nth, first_value(entry.id) OVER same AS best
        FROM catalogue_listentry AS entry LEFT JOIN pair ON pair.id = entry.work_id
        WHERE entry.work_id IN (SELECT id FROM pair UNION ALL SELECT into_id FROM pair)
        WINDOW same AS (PARTITION BY entry.within_id, coalesce(pair.into_id, entry.work_id)
                        ORDER BY entry.removed_at IS NOT NULL, entry.note = '', entry.id)),
    noted AS (
        UPDATE catalogue_listentry AS entry SET note = entry.note || E'\\n' || more.note
        FROM (SELECT best, string_agg(note, E'\\n') AS note FROM around WHERE nth > 1 AND note <> ''
              GROUP BY best) AS more
        WHERE entry.id = more.best)
    DELETE FROM catalogue_listentry AS entry USING around WHERE entry.id = around.id AND around.nth > 1;
    WITH {_PAIR}
    UPDATE catalogue_listentry AS entry SET work_id = pair.into_id FROM pair WHERE entry.work_id = pair.id;
    WITH {_PAIR}, around AS (
        SELECT entry.id, row_number() OVER (PARTITION BY entry.shelf_id, coalesce(pair.into_id, entry.work_id)
                                            ORDER BY entry.words_th = '', entry.place, entry.id) AS nth
        FROM catalogue_shelfentry AS entry LEFT JOIN pair ON pair.id = entry.work_id
        WHERE entry.work_id IN (SELECT id FROM pair UNION ALL SELECT into_id FROM pair))
    DELETE FROM catalogue_shelfentry AS entry USING around WHERE entry.id = around.id AND around.nth > 1;
    WITH {_PAIR}
    UPDATE catalogue_shelfentry AS entry SET work_id = pair.into_id FROM pair WHERE entry.work_id = pair.id
"""


def follow_merged(cursor: Any, pair: dict[str, str]) -> None:
    """Entries of the works `gone` become entries of the works `into`, beside it: lists of ids as text."""
    for statement in _FOLLOW.split(";"):
        cursor.execute(statement, pair)
