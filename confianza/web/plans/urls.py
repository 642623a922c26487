"""Addresses of the room, below /planes/."""

from django.urls import URLPattern, path

from confianza.web.plans.views import commitments

app_name = "plans"

# Problems, below problemas/.
PROBLEMS: list[URLPattern] = []
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
