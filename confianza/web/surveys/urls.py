"""Addresses of the room."""

from django.urls import path

from confianza.web.surveys.views import assessments, draws, publishing, results, surveys, waves, weights

app_name = "surveys"

urlpatterns = [
    path("", surveys.listing, name="surveys"),
    path("nueva/", surveys.begin, name="begin"),
    path("<int:survey_id>/", surveys.survey, name="survey"),
    path("<int:survey_id>/lista/", surveys.frame, name="frame"),
    path("<int:survey_id>/columnas/", surveys.columns, name="columns"),
    path("<int:survey_id>/preguntas/nueva/", surveys.follow, name="follow"),
    path("<int:survey_id>/oleadas/nueva/", waves.plan, name="plan"),
    path("oleadas/<int:wave_id>/", waves.wave, name="wave"),
    path("oleadas/<int:wave_id>/fechas/", waves.days, name="days"),
    path("oleadas/<int:wave_id>/cerrar/", waves.close, name="close"),
    path("oleadas/<int:wave_id>/mismos/", waves.repeat, name="repeat"),
    path("oleadas/<int:wave_id>/segmentos/<int:sampled_id>/reemplazar/", waves.replace, name="replace"),
    path("oleadas/<int:wave_id>/sorteo/", draws.draw, name="draw"),
    path("oleadas/<int:wave_id>/sorteo/acta.json", draws.record, name="draw_record"),
    path("oleadas/<int:wave_id>/pesos/", weights.weights, name="weights"),
    path("<int:survey_id>/resultados/", results.results, name="results"),
    path("<int:survey_id>/resultados/<str:kind>/", results.file, name="results_file"),
    path("<int:survey_id>/barrios/", results.neighbourhoods, name="neighbourhoods"),
    path("<int:survey_id>/publicar/<int:number>/", publishing.publish, name="publish"),
    path("evaluaciones/", assessments.listing, name="assessments"),
    path("evaluaciones/nueva/", assessments.begin, name="begin_assessment"),
    path("evaluaciones/<int:assessment_id>/", assessments.report, name="assessment"),
    path("evaluaciones/<int:assessment_id>/hallazgos/", assessments.write, name="write_finding"),
    path("evaluaciones/<int:assessment_id>/concluir/", assessments.conclude, name="conclude_assessment"),
    path("evaluaciones/<int:assessment_id>/palabras/", assessments.remarks, name="remarks"),
    path("evaluaciones/<int:assessment_id>/hoja.pdf", assessments.sheet, name="assessment_sheet"),
    path("sorteos/<int:draw_id>/", draws.public, name="public_draw"),
    path("sorteos/<int:draw_id>/acta.json", draws.public_record, name="public_draw_record"),
]
