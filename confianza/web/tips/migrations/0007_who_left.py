from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tips', '0006_reward_walls'),
    ]

    operations = [
        migrations.AddField(
            model_name='keygrant',
            name='sealed_to',
            field=models.BinaryField(default=b'', max_length=32),
        ),
        migrations.AddField(
            model_name='unitkey',
            name='left_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
