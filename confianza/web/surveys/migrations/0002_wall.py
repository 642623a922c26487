"""Row-level security of the surveys: the analyst of a place keeps them, who reads surveys there reads them.

What was published is everybody's, and so is the record of a draw once the interviewers are home.
"""

from django.db import migrations, models

from confianza.web.lib import walls

KEEPS = walls.reached("analyst")
READS = walls.reached(
    "analyst", "commander", "mayor", "community_relations", "programme_manager", "national_coordinator"
)
KEPT = f"SELECT id FROM surveys_survey WHERE {KEEPS}"
KEPT_WAVES = f"SELECT id FROM surveys_wave WHERE survey_id IN ({KEPT})"
KEPT_STRATA = f"SELECT id FROM surveys_stratum WHERE survey_id IN ({KEPT})"
# The policies of what they belong to hold inside of these as well.
OF_A_SURVEY, OF_KEPT = "survey_id IN (SELECT id FROM surveys_survey)", f"survey_id IN ({KEPT})"
OF_A_WAVE, OF_KEPT_WAVE = "wave_id IN (SELECT id FROM surveys_wave)", f"wave_id IN ({KEPT_WAVES})"
OF_A_STRATUM = "stratum_id IN (SELECT id FROM surveys_stratum)"
PUBLIC_DRAW = "(revealed_at IS NOT NULL AND opens_on <= current_date)"


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_surveys"), ("accounts", "0005_wall")]

    operations = [
        migrations.RemoveField("draw", "secret"),
        migrations.AddField("draw", "opens_on", models.DateField(default="2026-01-01"), preserve_default=False),
        walls.guard("surveys_survey", reads=READS, writes=KEEPS),
        walls.guard("surveys_item", reads=OF_A_SURVEY, writes=OF_KEPT),
        walls.guard("surveys_wave", reads=OF_A_SURVEY, writes=OF_KEPT),
        walls.guard("surveys_wave_items", reads=OF_A_WAVE, writes=OF_KEPT_WAVE),
        walls.guard("surveys_stratum", reads=OF_A_SURVEY, writes=OF_KEPT),
        walls.guard("surveys_cluster", reads=OF_A_STRATUM, writes=f"stratum_id IN ({KEPT_STRATA})"),
        walls.guard("surveys_draw", reads=f"({OF_A_WAVE} OR {PUBLIC_DRAW})", writes=OF_KEPT_WAVE),
        walls.guard("surveys_sampled", reads=OF_A_WAVE, writes=OF_KEPT_WAVE),
        walls.guard("surveys_weighting", reads=OF_A_WAVE, writes=OF_KEPT_WAVE),
        walls.guard("surveys_publication", reads="true", writes=OF_KEPT_WAVE),
        walls.guard("surveys_assessment", reads=READS, writes=KEEPS),
    ]
