"""Whom PostgreSQL lets read the account: the auditor, each actor the own deeds, and who answers for an emergency
what was opened in it. The account adds to itself, whoever acts (chain/appending.py).

The policies name roles, of which this room knows nothing: hence the step up to the accounts' functions.
"""

from django.db import migrations

from confianza.web.lib import walls

ANSWERS = "ARRAY['internal_control', 'commander', 'national_coordinator'], ''"
READERS = f"""(
    actor_id = (SELECT wall_person()) OR (SELECT wall_everywhere(ARRAY['auditor'], ''))
    OR (details ? 'emergency' AND (SELECT EXISTS (SELECT 1 FROM wall_grants({ANSWERS}))))
)"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("accounts", "0005_wall")]

    operations = [walls.guard("audit_entry", reads=READERS)]
