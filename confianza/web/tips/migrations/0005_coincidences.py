import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

from confianza.web.lib import walls

OF_A_TIP = f"({walls.BY_THE_INTAKE} OR tip_id IN (SELECT wall_tips()))"


class Migration(migrations.Migration):

    dependencies = [
        ('tips', '0004_waiting_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField(null=True)),
                ('count', models.PositiveSmallIntegerField()),
                ('asked_on', models.DateField(default=django.utils.timezone.localdate)),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tips.tip')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tips.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('found_on', models.DateField(default=django.utils.timezone.localdate)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tips.unit')),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tips.tip')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tips.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tip', 'unit', 'other'), name='one_match_a_unit')],
            },
        ),
        # As of every row of a tip (0003_wall).
        walls.guard("tips_comparison", reads=OF_A_TIP, writes=OF_A_TIP),
        walls.guard("tips_match", reads=OF_A_TIP, writes=OF_A_TIP),
    ]
