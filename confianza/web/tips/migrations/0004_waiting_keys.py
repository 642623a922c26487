from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tips', '0003_wall'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='unitkey',
            name='one_current_key',
        ),
        migrations.AddField(
            model_name='unitkey',
            name='is_waiting',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='unitkey',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on', None), ('is_waiting', False)), fields=('unit',), name='one_current_key'),
        ),
        migrations.AddConstraint(
            model_name='unitkey',
            constraint=models.UniqueConstraint(condition=models.Q(('is_waiting', True)), fields=('unit',), name='one_waiting_key'),
        ),
    ]
