"""Row-level security of the fieldwork: telephones take forms and bring what was filled in; whoever keeps a
form reads what came by it, everybody in the field what their own telephones sent.

Forms and their versions say nothing about anybody: every person with a role may read what is asked.
"""

import django.db.models.deletion
from django.db import migrations, models

from confianza.web.lib import walls
from confianza.web.lib.walls import OnPostgreSQL

TELEPHONE = """
CREATE FUNCTION wall_telephone() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.user_id', true), '') = 'telephone'
$$
"""
AT_THE_DOOR = walls.BY_A_TELEPHONE
SOMEBODY = "(SELECT wall_person()) IS NOT NULL"
KEEPS = walls.reached("analyst")
GIVES_KEYS = walls.reached("analyst", "system_administrator")
OWN = "person_id = (SELECT wall_person())"

OPEN = f"({AT_THE_DOOR} OR {SOMEBODY})"
KEPT_FORMS = f"SELECT id FROM fieldwork_form WHERE {KEEPS}"
OWN_DEVICES = f"SELECT id FROM fieldwork_device WHERE {OWN}"
OF_KEPT = f"({AT_THE_DOOR} OR form_id IN ({KEPT_FORMS}) OR device_id IN ({OWN_DEVICES}))"
# What belongs to no form is for whoever reviews everywhere.
ASIDE = f"({AT_THE_DOOR} OR form_id IN ({KEPT_FORMS}) OR (SELECT wall_everywhere(ARRAY['analyst'], '')))"
# The policies of the submissions hold inside of this as well.
OF_SUBMISSIONS = f"({AT_THE_DOOR} OR submission_id IN (SELECT id FROM fieldwork_submission))"
OF_KEPT_VERSIONS = (
    f"form_version_id IN (SELECT id FROM fieldwork_formversion WHERE form_id IN ({KEPT_FORMS}))"
)
DEVICES = f"({AT_THE_DOOR} OR {OWN} OR {GIVES_KEYS})"


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_fieldwork"), ("accounts", "0005_wall"), ("territory", "0002_containment")]

    operations = [
        migrations.AddField(
            "device",
            "area",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.area",
            ),
        ),
        OnPostgreSQL([TELEPHONE], ["DROP FUNCTION wall_telephone()"]),
        walls.guard("fieldwork_form", reads=OPEN, writes=f"({AT_THE_DOOR} OR {KEEPS})"),
        walls.guard("fieldwork_formversion", reads=OPEN, writes=f"form_id IN ({KEPT_FORMS})"),
        walls.guard("fieldwork_formfile", reads=OPEN, writes=OF_KEPT_VERSIONS),
        walls.guard("fieldwork_device", reads=DEVICES, writes=DEVICES),
        walls.guard("fieldwork_device_forms", reads=OPEN, writes=f"device_id IN (SELECT id FROM fieldwork_device)"),
        walls.guard("fieldwork_submission", reads=OF_KEPT, writes=OF_KEPT),
        walls.guard("fieldwork_submissionfile", reads=OF_SUBMISSIONS, writes=OF_SUBMISSIONS),
        walls.guard("fieldwork_verdict", reads=OF_SUBMISSIONS, writes=OF_SUBMISSIONS),
        walls.guard("fieldwork_quarantined", reads=ASIDE, writes=ASIDE),
    ]
