"""Row-level security of plans: whoever works in a place reads and writes what belongs to it, an owner their
own promises, and everybody reads what was put on the public site.

Of grants: who applied is for whoever runs the call, for who gives the money once every score is in, and never
for who stands for its jury; scores are their juror's alone until then.
"""

from django.db import migrations

from confianza.web.lib import walls


def ids(table: str, condition: str, column: str = "id") -> str:
    return f"SELECT {column} FROM {table} WHERE {condition}"  # noqa: S608 - no words of anybody


READERS = ("commander", "beat_officer", "community_relations", "mayor", "analyst", "programme_manager")
READS = walls.reached(*READERS)
ME = "(SELECT wall_person())"
MINE = f"person_id = {ME}"
OWN = f"owner_id = {ME}"
# Whoever was named to lead a problem, also where they hold no role.
LEADS = f"leader_id = {ME}"
PROBLEMS = ids("plans_problem", f"({READS} OR {LEADS})")
OF_LED = f"problem_id IN ({ids('plans_problem', LEADS)})"
SEATS = (
    f"SELECT body_id FROM community_seat WHERE person_id = {ME}"  # noqa: S608 - no words of anybody
    " AND begins_on <= current_date AND (ends_on IS NULL OR ends_on > current_date)"
)
OF_MY_BODY = f"body_id IN ({SEATS})"
# Whoever convenes a body or writes for it tells how its open meeting voted.
TELLS = f"body_id IN ({SEATS} AND duty IN ('convener', 'secretary'))"
PLANS = ids("plans_preventionplan", f"({READS} OR {TELLS})")
IN_MY_PLANS = ids("plans_objective", f"plan_id IN ({ids('plans_preventionplan', OF_MY_BODY)})")
COORDINATIONS = ids("plans_coordination", READS)
COMMITMENTS = ids("plans_commitment", f"({READS} OR {OWN} OR {OF_LED})")
COMMITMENTS_SEEN = ids(
    "plans_commitment", f"({READS} OR {OWN} OR {OF_LED} OR objective_id IN ({IN_MY_PLANS}))"
)
# The policy of the table inside holds as well: of public rows, everybody.
OF_PROBLEMS = "problem_id IN (SELECT id FROM plans_problem)"
OF_PLANS = "plan_id IN (SELECT id FROM plans_preventionplan)"
OF_COMMITMENTS = "commitment_id IN (SELECT id FROM plans_commitment)"

KEEPERS = ("community_relations", "mayor", "programme_manager")
KEEPS_CALLS = walls.reached(*KEEPERS)
CALLS_KEPT = ids("plans_call", KEEPS_CALLS)
CALLS_RUN = ids("plans_call", walls.reached("community_relations"))
CALLS_TOLD = ids("plans_call", f"{KEEPS_CALLS} AND state IN ('ranked', 'awarded', 'ended')")
IN_CALLS = "call_id IN (SELECT id FROM plans_call)"
IN_CALLS_KEPT = f"call_id IN ({CALLS_KEPT})"
APPLICATIONS_KEPT = ids("plans_application", IN_CALLS_KEPT)
APPLICATIONS_RUN = ids("plans_application", f"call_id IN ({CALLS_RUN})")
APPLICATIONS_TOLD = ids("plans_application", f"call_id IN ({CALLS_TOLD})")
MY_CALLS = ids("plans_jurorcandidate", MINE, "call_id")
JUDGED = ids("plans_application", f"call_id IN ({MY_CALLS})")
APPLICANTS = (
    f"((application_id IN ({APPLICATIONS_RUN}) OR application_id IN ({APPLICATIONS_TOLD}))"
    f" AND application_id NOT IN ({JUDGED}))"
)
OF_APPLICATIONS = "application_id IN (SELECT id FROM plans_application)"
OF_APPLICATIONS_KEPT = f"application_id IN ({APPLICATIONS_KEPT})"
OF_AWARDS = "award_id IN (SELECT id FROM plans_award)"
AWARDS_UNJUDGED = ids("plans_award", f"{OF_APPLICATIONS_KEPT} AND application_id NOT IN ({JUDGED})")
OF_AWARDS_KEPT = f"award_id IN ({ids('plans_award', OF_APPLICATIONS_KEPT)})"
TRANCHES_KEPT = ids("plans_tranche", OF_AWARDS_KEPT)
# A bill names who got the money: never for who stands for the jury of that call.
PROOFS_KEPT = ids(
    "plans_proof",
    f"tranche_id IN ({ids('plans_tranche', f'award_id IN ({AWARDS_UNJUDGED})')})",
)
MY_PLACES = ids("plans_jurorcandidate", MINE)
MY_JURIES = ids("plans_juror", f"candidate_id IN ({MY_PLACES})")
MY_BALLOT = f"juror_id IN ({MY_JURIES})"
MY_SCORES = f"ballot_id IN ({ids('plans_ballot', MY_BALLOT)})"
BALLOTS_TOLD = ids("plans_ballot", f"application_id IN ({APPLICATIONS_TOLD})")
SCORES_TOLD = f"ballot_id IN ({BALLOTS_TOLD})"

OF_A_PROBLEM = ("move", "sign", "finding", "evidence", "measure", "appraisal")
OF_A_PLAN = ("chapter", "objective", "planversion", "quarteraccount")
OF_A_CALL = ("callstep", "callcriterion", "jurydraw", "appeal")
# Whoever was drawn takes the place, or gives it back.
MY_PLACE = f"({IN_CALLS_KEPT} OR candidate_id IN ({MY_PLACES}))"


def same(table: str, condition: str) -> walls.OnPostgreSQL:
    return walls.guard(table, reads=condition, writes=condition)


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_grants"), ("accounts", "0005_wall"), ("community", "0002_wall")]

    operations = [
        walls.guard(
            "plans_problem",
            reads=f"({READS} OR {LEADS} OR public_title <> '')",
            writes=f"({READS} OR {LEADS})",
        ),
        *(
            walls.guard(f"plans_{name}", reads=OF_PROBLEMS, writes=f"problem_id IN ({PROBLEMS})")
            for name in OF_A_PROBLEM
        ),
        walls.guard(
            "plans_preventionplan",
            reads=f"({READS} OR {OF_MY_BODY} OR state IN ('proposed', 'approved', 'ended'))",
            writes=f"({READS} OR {TELLS})",
        ),
        *(walls.guard(f"plans_{name}", reads=OF_PLANS, writes=f"plan_id IN ({PLANS})") for name in OF_A_PLAN),
        walls.guard(
            "plans_commitment",
            reads=f"({READS} OR {OWN} OR {OF_LED} OR public_text <> '' OR objective_id IN ({IN_MY_PLANS}))",
            writes=f"({READS} OR {OWN} OR {OF_LED})",
        ),
        walls.guard("plans_commitmentstep", reads=OF_COMMITMENTS, writes=f"commitment_id IN ({COMMITMENTS})"),
        same("plans_coordination", READS),
        same("plans_note", f"coordination_id IN ({COORDINATIONS})"),
        walls.guard(
            "plans_effectivenessreport", reads=f"({READS} OR published_on IS NOT NULL)", writes=READS
        ),
        walls.guard("plans_call", reads=f"({READS} OR digest <> '')", writes=KEEPS_CALLS),
        *(walls.guard(f"plans_{name}", reads=IN_CALLS, writes=IN_CALLS_KEPT) for name in OF_A_CALL),
        walls.guard("plans_juror", reads=IN_CALLS, writes=MY_PLACE),
        walls.guard(
            "plans_jurorcandidate",
            reads=f"({IN_CALLS_KEPT} OR person_id = {ME})",
            writes=f"({IN_CALLS_KEPT} OR person_id = {ME})",
        ),
        walls.guard("plans_application", reads=IN_CALLS, writes=IN_CALLS_KEPT),
        walls.guard("plans_applicant", reads=APPLICANTS, writes=f"application_id IN ({APPLICATIONS_RUN})"),
        walls.guard("plans_admission", reads=OF_APPLICATIONS, writes=OF_APPLICATIONS_KEPT),
        # A ballot tells whether somebody has handed in, and a conflict; what was given stands in the scores.
        same("plans_ballot", f"({MY_BALLOT} OR {OF_APPLICATIONS_KEPT})"),
        walls.guard("plans_score", reads=f"({MY_SCORES} OR {SCORES_TOLD})", writes=MY_SCORES),
        walls.guard("plans_award", reads=OF_APPLICATIONS, writes=OF_APPLICATIONS_KEPT),
        walls.guard("plans_tranche", reads=OF_AWARDS, writes=OF_AWARDS_KEPT),
        walls.guard(
            "plans_proof",
            reads="tranche_id IN (SELECT id FROM plans_tranche)",
            writes=f"tranche_id IN ({TRANCHES_KEPT})",
        ),
        walls.guard(
            "plans_exhibit",
            reads=f"(shown_at IS NOT NULL OR commitment_id IN ({COMMITMENTS_SEEN})"
            f" OR proof_id IN ({PROOFS_KEPT}))",
            writes=f"(commitment_id IN ({COMMITMENTS}) OR proof_id IN ({PROOFS_KEPT}))",
        ),
        walls.guard("plans_grantresult", reads=OF_AWARDS, writes=OF_AWARDS_KEPT),
    ]
