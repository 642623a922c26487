from django.db import migrations

from confianza.web.lib import walls

ANALYST = walls.reached("analyst", purpose="observatory")


def _both(role, **purpose):
    a, b = (walls.reached(role, area=area, **purpose) for area in ("area_a_id", "area_b_id"))
    return f"({a} AND {b})"


REVIEWERS = f"({_both('analyst', purpose='observatory')} OR {_both('national_coordinator')})"
# The meetings themselves are guarded, so that only those which whoever asks may see are found here.
OF_A_MEETING = "meeting_id IN (SELECT id FROM records_validationmeeting)"
ASKED_FOR = "(asked_by_id = wall_person() OR (SELECT wall_everywhere(ARRAY['analyst'], 'observatory')))"


class Migration(migrations.Migration):
    dependencies = [("records", "0004_reviews"), ("accounts", "0005_wall")]

    operations = [
        walls.guard("records_validationmeeting", reads=ANALYST, writes=ANALYST),
        walls.guard("records_caseoutcome", reads=OF_A_MEETING, writes=OF_A_MEETING),
        walls.guard("records_pairdecision", reads=REVIEWERS, writes=REVIEWERS),
        walls.guard("records_linkagerun", reads=ASKED_FOR, writes=ASKED_FOR),
    ]
