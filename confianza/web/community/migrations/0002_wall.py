"""Row-level security of the community: bodies for whoever works where they are or sits in them; lists of names
for whoever keeps the lists of that body, whatever else they are.

Seats stand outside of it: the other policies ask them, and they name nobody who has no account.
"""

from django.db import migrations

from confianza.web.lib import walls

READERS = ("community_relations", "commander", "beat_officer", "mayor", "programme_manager", "analyst")
READS = walls.reached(*READERS)
KEEPS = walls.reached("community_relations")
OWN_SEATS = (
    "SELECT body_id FROM community_seat WHERE person_id = (SELECT wall_person())"
    " AND begins_on <= current_date AND (ends_on IS NULL OR ends_on > current_date)"
)
KEEPS_LISTS = f"{OWN_SEATS} AND duty IN ('convener', 'secretary')"
BODIES = "SELECT id FROM community_body"
OF_BODIES = f"body_id IN ({BODIES})"
OF_JUNTAS = "junta_id IN (SELECT id FROM community_junta)"
# Nobody's account sees of public bodies what is meant for everybody, and no more.
WHO_WORKS = "(SELECT wall_person()) IS NOT NULL"
REQUESTS = f"(({OF_BODIES} AND (public_text <> '' OR {WHO_WORKS})) OR owner_id = (SELECT wall_person()))"
OF_REQUESTS = "request_id IN (SELECT id FROM community_request)"
LISTS = f"body_id IN ({KEEPS_LISTS})"
ATTENDANCE = f"meeting_id IN (SELECT id FROM community_meeting WHERE body_id IN ({KEEPS_LISTS}))"


class Migration(migrations.Migration):
    dependencies = [("community", "0001_community"), ("accounts", "0005_wall"), ("territory", "0002_containment")]

    operations = [
        walls.guard("community_body", reads=f"({READS} OR is_public OR id IN ({OWN_SEATS}))", writes=KEEPS),
        walls.guard("community_meeting", reads=f"({OF_BODIES} AND (is_open OR {WHO_WORKS}))", writes=OF_BODIES),
        walls.guard("community_request", reads=REQUESTS, writes=REQUESTS),
        walls.guard("community_step", reads=OF_REQUESTS, writes=OF_REQUESTS),
        walls.guard("community_junta", reads=OF_BODIES, writes=OF_BODIES),
        walls.guard("community_visit", reads=OF_JUNTAS, writes=OF_JUNTAS),
        walls.guard("community_equipment", reads=OF_JUNTAS, writes=OF_JUNTAS),
        walls.guard("community_member", reads=LISTS, writes=LISTS),
        walls.guard("community_attendance", reads=ATTENDANCE, writes=ATTENDANCE),
    ]
