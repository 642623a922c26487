import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from confianza.web.lib import walls

# The private halves, sealed as they are: nobody asks for them but their person.
OWN = "person_id = wall_person()"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='Keyring',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('public_key', models.BinaryField(max_length=32)),
                ('verify_key', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keyrings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SealedKeyring',
            fields=[
                ('keyring', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sealed', serialize=False, to='accounts.keyring')),
                ('by_password', models.BinaryField(blank=True)),
                ('salt', models.BinaryField(max_length=16)),
                ('passes', models.PositiveIntegerField()),
                ('memory_kib', models.PositiveIntegerField()),
                ('lanes', models.PositiveIntegerField()),
                ('by_code', models.BinaryField()),
                ('code_made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='keyring',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('person',), name='one_keyring_in_use_per_person'),
        ),
        walls.guard("accounts_sealedkeyring", reads=OWN, writes=OWN),
    ]
