import django.db.models.deletion
import rianru.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0007_headings"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='LovedWork',
            fields=[
                ('work_id', models.UUIDField(primary_key=True, serialize=False)),
                ('members', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('members'), descending=True), models.OrderBy(models.F('work_id'), descending=True), name='catalogue_loved_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('members__gte', 5)), name='catalogue_loved_enough')],
            },
        ),
        migrations.CreateModel(
            name='ReadingList',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('want', models.BooleanField(default=False)),
                ('name', models.TextField(default='')),
                ('sharing', models.TextField(choices=[('private', 'Private'), ('link', 'Link'), ('public', 'Public')], default='private')),
                ('token', models.TextField(null=True, unique=True)),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='ListEntry',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('work_id', models.UUIDField(db_index=True)),
                ('title', models.TextField()),
                ('note', models.TextField(default='')),
                ('place', models.IntegerField()),
                ('kept_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('within', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='catalogue.readinglist')),
            ],
        ),
        migrations.CreateModel(
            name='Shelf',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('title_th', models.TextField()),
                ('title_en', models.TextField(default='')),
                ('words_th', models.TextField(default='')),
                ('words_en', models.TextField(default='')),
                ('made_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('network', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.network')),
                ('space', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='places.space')),
            ],
        ),
        migrations.CreateModel(
            name='ShelfEntry',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('work_id', models.UUIDField(db_index=True)),
                ('title', models.TextField()),
                ('words_th', models.TextField(default='')),
                ('words_en', models.TextField(default='')),
                ('place', models.IntegerField()),
                ('shelf', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='catalogue.shelf')),
            ],
        ),
        migrations.AddIndex(
            model_name='readinglist',
            index=models.Index(condition=models.Q(('removed_at', None), _negated=True), fields=['removed_at'], name='catalogue_list_gone'),
        ),
        migrations.AddConstraint(
            model_name='readinglist',
            constraint=models.UniqueConstraint(condition=models.Q(('want', True)), fields=('owner',), name='catalogue_list_want_once'),
        ),
        migrations.AddConstraint(
            model_name='readinglist',
            constraint=models.CheckConstraint(condition=models.Q(('want', True), models.Q(('name', ''), _negated=True), _connector='OR'), name='catalogue_list_named'),
        ),
        migrations.AddConstraint(
            model_name='readinglist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sharing', 'link'), ('token__isnull', False)), models.Q(models.Q(('sharing', 'link'), _negated=True), ('token__isnull', True)), _connector='OR'), name='catalogue_list_link'),
        ),
        migrations.AddConstraint(
            model_name='readinglist',
            constraint=models.CheckConstraint(condition=models.Q(('want', False), ('removed_at', None), _connector='OR'), name='catalogue_list_want_stays'),
        ),
        migrations.AddIndex(
            model_name='listentry',
            index=models.Index(fields=['within', '-place', '-id'], name='catalogue_entry_order'),
        ),
        migrations.AddIndex(
            model_name='listentry',
            index=models.Index(condition=models.Q(('removed_at', None), _negated=True), fields=['removed_at'], name='catalogue_entry_gone'),
        ),
        migrations.AddConstraint(
            model_name='listentry',
            constraint=models.UniqueConstraint(fields=('within', 'work_id'), name='catalogue_entry_once'),
        ),
        migrations.AddIndex(
            model_name='shelf',
            index=models.Index(condition=models.Q(('published_at', None), _negated=True), fields=['-published_at', '-id'], name='catalogue_shelf_shown'),
        ),
        migrations.AddConstraint(
            model_name='shelf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('network__isnull', False), ('space__isnull', True)), models.Q(('network__isnull', True), ('space__isnull', False)), _connector='OR'), name='catalogue_shelf_of_one'),
        ),
        migrations.AddConstraint(
            model_name='shelf',
            constraint=models.CheckConstraint(condition=models.Q(('title_th', ''), _negated=True), name='catalogue_shelf_titled'),
        ),
        migrations.AddIndex(
            model_name='shelfentry',
            index=models.Index(fields=['shelf', 'place', 'id'], name='catalogue_shelf_order'),
        ),
        migrations.AddConstraint(
            model_name='shelfentry',
            constraint=models.UniqueConstraint(fields=('shelf', 'work_id'), name='catalogue_shelf_entry_once'),
        ),
    ]
