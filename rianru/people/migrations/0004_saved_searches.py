import django.contrib.postgres.fields
import django.db.models.deletion
import rianru.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.UUIDField(default=rianru.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True, default='')),
                ('kind', models.TextField(blank=True, default='')),
                ('chosen', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('often', models.CharField(choices=[('daily', 'Daily'), ('weekly', 'Weekly')], default='daily', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
                ('looked_on', models.DateField()),
                ('noticed_on', models.DateField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='people_search_of'), models.Index(condition=models.Q(('paused_at', None)), fields=['looked_on'], name='people_search_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('chosen__len__gte', 1), _connector='OR'), name='people_search_asks')],
            },
        ),
    ]
