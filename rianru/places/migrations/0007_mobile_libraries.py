"""Mobile libraries. A van is never in two places at once: an exclusion constraint over its planned visits, half-open.

The van stands as a 64-bit hash, as spaces do in `places_hours_apart`. It can be deferred, because visits that change
places with one another meet on the way.
"""

import django.db.models.deletion
import rianru.kernel.ids
from django.db import migrations, models


EXCLUDE = """
ALTER TABLE places_visit ADD CONSTRAINT places_visit_apart EXCLUDE USING gist (
    int8range(uuid_hash_extended(vehicle_id, 0), uuid_hash_extended(vehicle_id, 0), '[]') WITH &&,
    tstzrange(arrives_at, leaves_at) WITH &&) WHERE (state = 'planned') DEFERRABLE INITIALLY IMMEDIATE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0004_spaces_found'),
    ]

    operations = [
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('code', models.SlugField(unique=True)),
                ('name_th', models.TextField()),
                ('name_en', models.TextField(default='')),
                ('ended_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('code', models.SlugField(unique=True)),
                ('kind', models.TextField(default='public')),
                ('name_th', models.TextField()),
                ('name_en', models.TextField(default='')),
                ('sort_th', models.TextField(db_collation='C')),
                ('community_th', models.TextField(default='')),
                ('community_en', models.TextField(default='')),
                ('address_th', models.TextField(default='')),
                ('address_en', models.TextField(default='')),
                ('postal_code', models.TextField(default='')),
                ('lat', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('lon', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('closed_on', models.DateField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.network')),
            ],
        ),
        migrations.CreateModel(
            name='Timetable',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('arrives', models.SmallIntegerField()),
                ('leaves', models.SmallIntegerField()),
                ('rule', models.TextField(default='')),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('on_holidays', models.TextField(default='skip')),
                ('changed_at', models.DateTimeField()),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timetables', to='places.route')),
                ('stop', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='timetables', to='places.stop')),
            ],
        ),
        migrations.CreateModel(
            name='Vehicle',
            fields=[
                ('space', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='vehicle', serialize=False, to='places.space')),
                ('plate_th', models.TextField(default='')),
                ('capacity', models.IntegerField(null=True)),
                ('accessible', models.BooleanField(default=False)),
                ('retired_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__range', (1, 100000)), _connector='OR'), name='places_vehicle_capacity')],
            },
        ),
        migrations.AddField(
            model_name='route',
            name='vehicle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routes', to='places.vehicle'),
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('day_on', models.DateField()),
                ('arrives_at', models.DateTimeField()),
                ('leaves_at', models.DateTimeField()),
                ('state', models.TextField(default='planned')),
                ('moved_from_at', models.DateTimeField(null=True)),
                ('late_minutes', models.SmallIntegerField(default=0)),
                ('reason_th', models.TextField(default='')),
                ('reason_en', models.TextField(default='')),
                ('sequence', models.IntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('people', models.IntegerField(default=0)),
                ('stop', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='places.stop')),
                ('timetable', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='places.timetable')),
                ('vehicle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='places.vehicle')),
            ],
        ),
        migrations.CreateModel(
            name='VisitTap',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('people', models.SmallIntegerField(default=0)),
                ('tapped_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('by', models.UUIDField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taps', to='places.visit')),
            ],
        ),
        migrations.AddIndex(
            model_name='stop',
            index=models.Index(fields=['sort_th', 'id'], name='places_stop_order'),
        ),
        migrations.AddIndex(
            model_name='stop',
            index=models.Index(fields=['area'], name='places_stop_area', opclasses=['text_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='stop',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['public', 'private', 'dynamic', 'other'])), name='places_stop_type'),
        ),
        migrations.AddConstraint(
            model_name='stop',
            constraint=models.CheckConstraint(condition=models.Q(('name_th', ''), _negated=True), name='places_stop_named'),
        ),
        migrations.AddConstraint(
            model_name='stop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lat__range', (5, 21)), ('lon__isnull', False), ('lon__range', (97, 106))), _connector='OR'), name='places_stop_in_thailand'),
        ),
        migrations.AddConstraint(
            model_name='timetable',
            constraint=models.CheckConstraint(condition=models.Q(('arrives__gte', 0), ('arrives__lt', models.F('leaves')), ('leaves__lte', 1440)), name='places_timetable_span'),
        ),
        migrations.AddConstraint(
            model_name='timetable',
            constraint=models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('last_on'))), name='places_timetable_period'),
        ),
        migrations.AddConstraint(
            model_name='timetable',
            constraint=models.CheckConstraint(condition=models.Q(('on_holidays__in', ['skip', 'run'])), name='places_timetable_holidays'),
        ),
        migrations.AddConstraint(
            model_name='timetable',
            constraint=models.UniqueConstraint(fields=('stop', 'route', 'first_on', 'arrives'), name='places_timetable_once'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(('name_th', ''), _negated=True), name='places_route_named'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['stop', 'arrives_at'], name='places_visit_of_stop'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['vehicle', 'arrives_at'], name='places_visit_of_vehicle'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['arrives_at', 'id'], name='places_visit_when'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('arrives_at__lt', models.F('leaves_at'))), name='places_visit_period'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'cancelled'])), name='places_visit_state'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('late_minutes__range', (0, 1440))), name='places_visit_late'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__isnull', True), models.Q(('arrived_at__isnull', False), ('arrived_at__lte', models.F('left_at'))), _connector='OR'), name='places_visit_happened'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('people__gte', 0)), name='places_visit_people'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('timetable', 'day_on'), name='places_visit_once'),
        ),
        migrations.AddConstraint(
            model_name='visittap',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['arrive', 'count', 'leave'])), name='places_tap_kind'),
        ),
        migrations.AddConstraint(
            model_name='visittap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'count'), ('people__range', (-500, 500)), models.Q(('people', 0), _negated=True)), models.Q(models.Q(('kind', 'count'), _negated=True), ('people', 0)), _connector='OR'), name='places_tap_people'),
        ),
        migrations.RunSQL(EXCLUDE, "ALTER TABLE places_visit DROP CONSTRAINT places_visit_apart"),
    ]
