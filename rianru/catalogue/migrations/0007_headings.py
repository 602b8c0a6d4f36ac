import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty tables: the worker fills them, page by page, the next minute."""

    dependencies = [
        ("catalogue", "0006_missing"),
    ]

    operations = [
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('key', models.TextField(db_collation='C')),
                ('name', models.TextField(default='')),
                ('sort', models.TextField(db_collation='C', default='')),
                ('works', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['kind', 'sort', 'id'], name='catalogue_heading_sort'),
                    models.Index(fields=['kind', 'works', 'id'], name='catalogue_heading_most'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'key'), name='catalogue_heading_once'),
                    models.CheckConstraint(
                        condition=models.Q(('kind__in', ('author', 'subject', 'series'))), name='catalogue_heading_kind',
                    ),
                    models.CheckConstraint(condition=models.Q(('works__gte', 0)), name='catalogue_heading_works'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HeadingWalk',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('after', models.UUIDField(null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('id', 1)), name='catalogue_headingwalk_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HeadingForm',
            fields=[
                ('pk', models.CompositePrimaryKey(
                    'heading_id', 'form', blank=True, editable=False, primary_key=True, serialize=False,
                )),
                ('form', models.TextField(db_collation='C')),
                ('works', models.IntegerField()),
                ('heading', models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='forms',
                    to='catalogue.heading',
                )),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('works__gt', 0)), name='catalogue_headingform_works'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HeadingWork',
            fields=[
                ('pk', models.CompositePrimaryKey(
                    'heading_id', 'work_id', blank=True, editable=False, primary_key=True, serialize=False,
                )),
                ('work_id', models.UUIDField(db_index=True)),
                ('form', models.TextField()),
                ('year', models.SmallIntegerField(default=0)),
                ('roles', django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), default=list, size=None,
                )),
                ('number', models.TextField(default='')),
                ('position', models.IntegerField(null=True)),
                ('heading', models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+',
                    to='catalogue.heading',
                )),
            ],
            options={
                'indexes': [
                    models.Index(fields=['heading', 'year', 'work_id'], name='catalogue_headingwork_year'),
                ],
            },
        ),
    ]
