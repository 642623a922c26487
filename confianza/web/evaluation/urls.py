"""Addresses of the room, below /evaluacion/."""

from django.urls import path

from confianza.web.evaluation.views import critiques, designs, evaluations, results

app_name = "evaluation"

urlpatterns = [
    path("", evaluations.listing, name="evaluations"),
    path("nueva/", evaluations.begin, name="begin"),
    path("<int:evaluation_id>/", evaluations.evaluation, name="evaluation"),
    path("<int:evaluation_id>/pregunta/", evaluations.reword, name="reword"),
    path("<int:evaluation_id>/diseno/", designs.design, name="design"),
    path("<int:evaluation_id>/inicios/", designs.starts, name="starts"),
    path("<int:evaluation_id>/comparacion/", designs.compare, name="compare"),
    path("<int:evaluation_id>/registrar/", designs.register, name="register"),
    path("<int:evaluation_id>/registro.json", designs.registration_file, name="registration_file"),
    path("<int:evaluation_id>/en-marcha/", designs.start, name="start"),
    path("<int:evaluation_id>/abandonar/", designs.abandon, name="abandon"),
    path("<int:evaluation_id>/desviacion/", results.deviate, name="deviate"),
    path("<int:evaluation_id>/calcular/", results.compute, name="compute"),
    path("<int:evaluation_id>/comprobar/", results.check, name="check"),
    path("<int:evaluation_id>/datos.json", results.evidence_file, name="evidence_file"),
    path("<int:evaluation_id>/objeciones/", critiques.object_to, name="object_to"),
    path("objeciones/<int:objection_id>/responder/", critiques.answer, name="answer"),
    path("objeciones/<int:objection_id>/valorar/", critiques.judge, name="judge"),
    path("<int:evaluation_id>/critica/", critiques.conclude, name="conclude"),
    path("<int:evaluation_id>/publicar/", critiques.publish, name="publish"),
]
