"""Row-level security of evaluations: what was registered is everybody's, a result is for who works on it until
it is published, and what was published is everybody's.
"""

from django.db import migrations

from confianza.web.lib import walls

READS = walls.reached("analyst", "programme_manager", "national_coordinator", "commander", "mayor")
WORKS = walls.reached("analyst", "programme_manager", "national_coordinator")
READ = f"evaluation_id IN (SELECT id FROM evaluation_evaluation WHERE {READS})"
WORKED = f"evaluation_id IN (SELECT id FROM evaluation_evaluation WHERE {WORKS})"
# The policy of the evaluations holds inside of this as well: what is listed, everybody may know.
KNOWN = "evaluation_id IN (SELECT id FROM evaluation_evaluation)"
TOLD = "SELECT result_id FROM evaluation_publication"
TOLD_VINTAGES = f"SELECT vintage_id FROM evaluation_result WHERE id IN ({TOLD})"
OF_VINTAGES = f"({WORKED} OR ({READ} AND id IN ({TOLD_VINTAGES})))"
# The policy of the results holds inside of this as well.
OF_RESULTS = "result_id IN (SELECT id FROM evaluation_result)"
OF_WORKED = f"result_id IN (SELECT id FROM evaluation_result WHERE {WORKED})"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_evaluation"), ("accounts", "0005_wall")]

    operations = [
        walls.guard("evaluation_evaluation", reads=f"({READS} OR listed)", writes=WORKS),
        walls.guard("evaluation_registration", reads=KNOWN, writes=WORKED),
        walls.guard("evaluation_deviation", reads=KNOWN, writes=WORKED),
        walls.guard("evaluation_vintage", reads=OF_VINTAGES, writes=WORKED),
        walls.guard("evaluation_result", reads=f"({WORKED} OR ({READ} AND id IN ({TOLD})))", writes=WORKED),
        walls.guard("evaluation_publication", reads="true", writes=WORKED),
        walls.guard("evaluation_objection", reads=OF_RESULTS, writes=OF_WORKED),
        walls.guard("evaluation_critique", reads=OF_RESULTS, writes=OF_WORKED),
    ]
