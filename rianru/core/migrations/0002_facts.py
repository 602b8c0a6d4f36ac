"""The tables and functions that Django cannot describe: partitioned facts, their clock, transaction ids."""

from django.db import migrations

FACTS = """
CREATE SEQUENCE core_fact_id_seq CACHE 50;
CREATE TABLE core_fact (
    id bigint NOT NULL DEFAULT nextval('core_fact_id_seq'),
    verb text NOT NULL,
    actor_key uuid, subject_key uuid,
    object_kind text NOT NULL, object_id uuid,
    space_id uuid, area text NOT NULL, home_area text NOT NULL, programme text NOT NULL,
    age_band text NOT NULL, sex text NOT NULL, format text NOT NULL,
    count integer NOT NULL, minutes integer NOT NULL CHECK (minutes >= 0), satang bigint NOT NULL,
    changed jsonb NOT NULL,
    occurred_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL,
    request uuid,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (recorded_at, id)
) PARTITION BY RANGE (recorded_at);
ALTER SEQUENCE core_fact_id_seq OWNED BY core_fact.id;
CREATE TABLE core_fact_default PARTITION OF core_fact DEFAULT;
CREATE INDEX core_fact_follow ON core_fact (xid, id);
CREATE INDEX core_fact_object ON core_fact (object_kind, object_id, recorded_at) WHERE object_id IS NOT NULL;
CREATE INDEX core_fact_subject ON core_fact (subject_key, recorded_at) WHERE subject_key IS NOT NULL;

CREATE FUNCTION core_fact_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_fact_append_only BEFORE UPDATE OR DELETE ON core_fact
    FOR EACH ROW EXECUTE FUNCTION core_fact_refuse();

-- The clock of facts. It holds a shared lock on its hour until commit, so that the seal of an hour, which needs the
-- lock alone, waits for every transaction that could still add to it; and it never points into a sealed hour.
CREATE FUNCTION core_fact_clock() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    moment timestamptz;
    sealed timestamptz;
    hour integer;
    held integer := -1;
BEGIN
    SELECT max(hour_at) + interval '1 hour' INTO sealed FROM core_facthour;
    LOOP
        moment := clock_timestamp();
        IF sealed IS NOT NULL AND moment < sealed THEN moment := sealed; END IF;
        hour := floor(extract(epoch FROM moment) / 3600);
        IF hour = held THEN RETURN moment; END IF;
        PERFORM pg_advisory_xact_lock_shared(7421, hour);
        held := hour;
        SELECT max(hour_at) + interval '1 hour' INTO sealed FROM core_facthour;
    END LOOP;
END $$;
"""

NO_FACTS = """
DROP TABLE core_fact;
DROP FUNCTION core_fact_clock();
DROP FUNCTION core_fact_refuse();
"""

# In the first months the partitions of this month and the three after it; later ones are laid by a job.
MONTHS = """
DO $$
DECLARE
    month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
BEGIN
    FOR ahead IN 0..3 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF core_fact FOR VALUES FROM (%L) TO (%L)',
            'core_fact_' || to_char(month + make_interval(months => ahead), 'YYYY_MM'),
            (month + make_interval(months => ahead)) AT TIME ZONE 'UTC',
            (month + make_interval(months => ahead + 1)) AT TIME ZONE 'UTC');
    END LOOP;
END $$;
"""

CHANGES = """
ALTER TABLE core_change ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX core_change_follow ON core_change (xid, id);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(FACTS, NO_FACTS),
        migrations.RunSQL(MONTHS, migrations.RunSQL.noop),
        migrations.RunSQL(CHANGES, "ALTER TABLE core_change DROP COLUMN xid"),
    ]
