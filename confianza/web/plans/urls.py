"""Addresses of the room, below /planes/."""

from django.urls import URLPattern, path

from confianza.web.plans.views import (
    applications,
    awards,
    calls,
    commitments,
    coordination,
    effectiveness,
    exhibits,
    judging,
    juries,
    prevention,
    prevention_steps,
    problem_steps,
    problems,
)

app_name = "plans"

# Problems, below problemas/.
PROBLEMS: list[URLPattern] = [
    path("problemas/", problems.board, name="problems"),
    path("problemas/nuevo/", problems.open_problem, name="open_problem"),
    path("problemas/aprendido/", problems.library, name="library"),
    path("problemas/<int:problem_id>/", problems.problem, name="problem"),
    path("problemas/<int:problem_id>/pruebas/<int:evidence_id>/", problems.kept_page, name="evidence"),
    path("problemas/<int:problem_id>/senales/", problem_steps.add_sign, name="add_sign"),
    path("problemas/<int:problem_id>/hallazgos/", problem_steps.find, name="find"),
    path("problemas/<int:problem_id>/pruebas/", problem_steps.keep_page, name="keep_page"),
    path("problemas/<int:problem_id>/medida/", problem_steps.agree, name="agree_measure"),
    path("problemas/<int:problem_id>/paso/", problem_steps.move, name="move_problem"),
    path("problemas/<int:problem_id>/revisar/", problem_steps.look_again, name="look_again"),
    path("problemas/<int:problem_id>/resultado/", problem_steps.appraise, name="appraise"),
    path("problemas/<int:problem_id>/publicar/", problem_steps.publish, name="publish_problem"),
]
# Promises, below compromisos/.
PROMISES: list[URLPattern] = [
    path("compromisos/", commitments.listing, name="commitments"),
    path("compromisos/nuevo/", commitments.promise, name="promise"),
    path("compromisos/<int:commitment_id>/", commitments.commitment, name="commitment"),
    path("compromisos/<int:commitment_id>/mover/", commitments.move, name="move_commitment"),
    path("compromisos/<int:commitment_id>/aplazar/", commitments.put_off, name="put_off"),
    path("compromisos/<int:commitment_id>/publicar/", commitments.publish, name="publish_commitment"),
    path("compromisos/<int:commitment_id>/archivos/", exhibits.attach, name="attach"),
    path("archivos/<int:exhibit_id>/", exhibits.exhibit, name="exhibit"),
    path("archivos/<int:exhibit_id>/mostrar/", exhibits.show, name="show_exhibit"),
    path("archivos/<int:exhibit_id>/ocultar/", exhibits.hide, name="hide_exhibit"),
    path("archivos/<int:exhibit_id>/retirar/", exhibits.take_back, name="take_back_exhibit"),
]
# Prevention plans, below prevencion/.
PLANS: list[URLPattern] = [
    path("prevencion/", prevention.listing, name="plans"),
    path("prevencion/nuevo/", prevention.write, name="write_plan"),
    path("prevencion/<int:plan_id>/", prevention.plan, name="plan"),
    path("prevencion/<int:plan_id>/editar/", prevention.rewrite, name="rewrite_plan"),
    path("prevencion/<int:plan_id>/pasos/<slug:step>/", prevention.chapter, name="chapter"),
    path("prevencion/<int:plan_id>/objetivos/nuevo/", prevention.aim, name="aim"),
    path("objetivos/<int:objective_id>/", prevention.objective, name="objective"),
    path("objetivos/<int:objective_id>/quitar/", prevention.drop_objective, name="drop_objective"),
    path("prevencion/<int:plan_id>/proponer/", prevention_steps.propose, name="propose_plan"),
    path("prevencion/<int:plan_id>/asamblea/", prevention_steps.decide, name="decide_plan"),
    path("prevencion/<int:plan_id>/retomar/", prevention_steps.take_back, name="take_plan_back"),
    path("prevencion/<int:plan_id>/estado/", prevention_steps.close, name="close_plan"),
    path("prevencion/<int:plan_id>/trimestres/", prevention_steps.account, name="account_for_plan"),
    path("prevencion/<int:plan_id>/trimestres/<str:period>/", prevention_steps.quarter, name="plan_quarter"),
    path("prevencion/<int:plan_id>/versiones/<int:number>/", prevention_steps.version, name="plan_version"),
    path("prevencion/<int:plan_id>/versiones/<int:number>/pdf/", prevention_steps.paper, name="plan_paper"),
]
# Grants, below fondos/.
GRANTS: list[URLPattern] = [
    path("fondos/", calls.listing, name="calls"),
    path("fondos/nuevo/", calls.write, name="write_call"),
    path("fondos/<int:call_id>/", calls.call, name="call"),
    path("fondos/<int:call_id>/pasos/<slug:deed>/", calls.deed, name="call_deed"),
    path("fondos/<int:call_id>/propuestas/nueva/", applications.receive, name="receive"),
    path("fondos/<int:call_id>/propuestas/<slug:code>/", applications.application, name="application"),
    path(
        "fondos/<int:call_id>/propuestas/<slug:code>/revisar/", applications.check, name="check_application"
    ),
    path(
        "fondos/<int:call_id>/propuestas/<slug:code>/retirar/",
        applications.withdraw,
        name="withdraw_application",
    ),
    path("fondos/<int:call_id>/jurado/", juries.jury, name="jury"),
    path("fondos/<int:call_id>/jurado/<slug:deed>/", juries.deed, name="jury_deed"),
    path("fondos/<int:call_id>/candidatura/", judging.candidacy, name="candidacy"),
    path("fondos/<int:call_id>/puntuar/", judging.judge, name="judge"),
    path("fondos/<int:call_id>/puntuar/<slug:code>/", judging.judge_one, name="judge_one"),
    path("fondos/<int:call_id>/adjudicar/", awards.award, name="award"),
    path("fondos/adjudicados/<int:award_id>/", awards.grant, name="grant"),
    path("fondos/adjudicados/<int:award_id>/<slug:deed>/", awards.deed, name="grant_deed"),
]
# The weekly meeting, below semana/; effectiveness reports, below eficacia/.
COORDINATION: list[URLPattern] = [
    path("semana/", coordination.listing, name="coordinations"),
    path("semana/nueva/", coordination.call, name="call_coordination"),
    path("semana/<int:coordination_id>/", coordination.coordination, name="coordination"),
    path("semana/<int:coordination_id>/acta.pdf", coordination.minutes, name="minutes"),
    path("semana/<int:coordination_id>/abrir/", coordination.open_it, name="open_coordination"),
    path("semana/<int:coordination_id>/notas/<slug:part>/", coordination.note, name="note"),
    path("semana/<int:coordination_id>/acuerdos/", coordination.decide, name="decide"),
    path("semana/<int:coordination_id>/cerrar/", coordination.close, name="close_coordination"),
    path("semana/<int:coordination_id>/dejar/", coordination.cancel, name="cancel_coordination"),
    path("acuerdos/<int:note_id>/", coordination.give, name="give_decision"),
    path("acuerdos/<int:note_id>/retirar/", coordination.drop, name="drop_decision"),
    path("eficacia/", effectiveness.listing, name="effectiveness"),
    path("eficacia/nuevo/", effectiveness.make, name="make_report"),
    path("eficacia/<int:report_id>/", effectiveness.report, name="report"),
    path("eficacia/<int:report_id>/informe.pdf", effectiveness.paper, name="report_paper"),
    path("eficacia/<int:report_id>/publicar/", effectiveness.publish, name="publish_report"),
]

urlpatterns = [*PROBLEMS, *PROMISES, *PLANS, *GRANTS, *COORDINATION]
