"""Addresses of the room, below /planes/."""

from django.urls import URLPattern, path

from confianza.web.plans.views import commitments, problem_steps, problems

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
]
# Prevention plans, below prevencion/.
PLANS: list[URLPattern] = []
# Grants, below fondos/.
GRANTS: list[URLPattern] = []
# The weekly meeting, below semana/; effectiveness reports, below eficacia/.
COORDINATION: list[URLPattern] = []

urlpatterns = [*PROBLEMS, *PROMISES, *PLANS, *GRANTS, *COORDINATION]
