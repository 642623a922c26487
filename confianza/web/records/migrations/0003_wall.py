from django.db import migrations

from confianza.web.lib import walls

ANALYST = walls.reached("analyst", purpose="observatory")
READERS = walls.in_touch("analyst", "national_coordinator", "mayor", "commander")


class Migration(migrations.Migration):
    dependencies = [("records", "0002_custody"), ("accounts", "0005_wall")]

    operations = [
        walls.guard("records_upload", reads=ANALYST, writes=ANALYST),
        # Only the worker and the command line store deliveries.
        walls.guard("records_custody", reads=READERS),
    ]
