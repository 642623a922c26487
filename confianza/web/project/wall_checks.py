"""What must hold of PostgreSQL for the second wall to stand: who serves is bound by it, and it is up.

Django runs these with its checks of the database (`manage check --database default`), the doctor as well.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core import checks
from django.db import connection

from confianza.web.project.checks import TAG

GUARDED = (
    "accounts_sealedkeyring",
    "audit_entry",
    "community_attendance",
    "community_body",
    "community_equipment",
    "community_junta",
    "community_meeting",
    "community_member",
    "community_request",
    "community_step",
    "community_visit",
    "evaluation_critique",
    "evaluation_deviation",
    "evaluation_evaluation",
    "evaluation_objection",
    "evaluation_publication",
    "evaluation_registration",
    "evaluation_result",
    "evaluation_vintage",
    "fieldwork_device",
    "fieldwork_form",
    "fieldwork_formfile",
    "fieldwork_formversion",
    "fieldwork_quarantined",
    "fieldwork_submission",
    "fieldwork_submissionfile",
    "fieldwork_verdict",
    "plans_admission",
    "plans_appeal",
    "plans_applicant",
    "plans_application",
    "plans_appraisal",
    "plans_award",
    "plans_ballot",
    "plans_call",
    "plans_callcriterion",
    "plans_callstep",
    "plans_chapter",
    "plans_commitment",
    "plans_commitmentstep",
    "plans_coordination",
    "plans_effectivenessreport",
    "plans_evidence",
    "plans_exhibit",
    "plans_finding",
    "plans_grantresult",
    "plans_juror",
    "plans_jurorcandidate",
    "plans_jurydraw",
    "plans_measure",
    "plans_move",
    "plans_note",
    "plans_objective",
    "plans_planversion",
    "plans_preventionplan",
    "plans_problem",
    "plans_proof",
    "plans_quarteraccount",
    "plans_score",
    "plans_sign",
    "plans_tranche",
    "records_caseoutcome",
    "records_custody",
    "records_linkagerun",
    "records_pairdecision",
    "records_upload",
    "records_validationmeeting",
    "surveys_assessment",
    "surveys_cluster",
    "surveys_draw",
    "surveys_item",
    "surveys_publication",
    "surveys_sampled",
    "surveys_stratum",
    "surveys_survey",
    "surveys_wave",
    "surveys_wave_items",
    "surveys_weighting",
    "tips_attachment",
    "tips_badge",
    "tips_coincidence",
    "tips_entry",
    "tips_evidencerequest",
    "tips_hold",
    "tips_keywrap",
    "tips_message",
    "tips_posting",
    "tips_tip",
)
PASSES_BY = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
OWNED = """
    SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY (%s)
    AND pg_has_role(current_user, tableowner, 'USAGE') ORDER BY tablename"""
UNGUARDED = """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY (%s)
    AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname"""


@checks.register(TAG, checks.Tags.database)
def the_second_wall_stands(
    app_configs: Any, databases: Sequence[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """Find a service that passes the wall by (E101), owns what it guards (W102), or a gap in it (E103)."""
    if connection.vendor != "postgresql" or "default" not in (databases or ()):
        return []
    return list(_found())


def _found() -> Iterator[checks.CheckMessage]:
    if any(_answers(PASSES_BY)):
        yield checks.Error(
            "The service speaks to PostgreSQL as a role that row-level security does not bind.",
            hint="Name in DATABASE_URL a role that is no superuser and has no BYPASSRLS (deploy/README.md).",
            id=f"{TAG}.E101",
        )
    elif owned := _answers(OWNED, list(GUARDED)):
        yield checks.Warning(
            f"The service owns the tables that row-level security guards: {', '.join(owned)}.",
            hint="Let another role own them: CONFIANZA_OWNER_DATABASE_URL (deploy/README.md).",
            id=f"{TAG}.W102",
        )
    if gaps := _answers(UNGUARDED, list(GUARDED)):
        yield checks.Error(
            f"Row-level security is not forced on: {', '.join(gaps)}.",
            hint="Run confianza init on the workspace again.",
            id=f"{TAG}.E103",
        )


def _answers(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
