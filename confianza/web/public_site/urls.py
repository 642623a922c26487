from django.urls import include, path

from confianza.web.public_site import api
from confianza.web.public_site.views import (
    community,
    evaluations,
    grants,
    indicators,
    news,
    places,
    promises,
    releases,
    surveys,
    texts,
    tip_line,
)

app_name = "public_site"
urlpatterns = [
    path("", places.home, name="home"),
    path("lugares/", places.places, name="places"),
    path("lugares/<path:area_id>/", places.place, name="place"),
    path("indicadores/", indicators.indicators, name="indicators"),
    path("indicadores/<slug:indicator_id>/", indicators.indicator, name="indicator"),
    path("indicadores/<slug:indicator_id>/mapa/", indicators.indicator_map, name="indicator_map"),
    path(
        "indicadores/<slug:indicator_id>/mapa.geojson", indicators.indicator_shapes, name="indicator_shapes"
    ),
    path("incrustar/<slug:indicator_id>/<path:area_id>/", indicators.embed, name="embed"),
    path("datos/", releases.data, name="data"),
    path("datos/<str:version>/", releases.release, name="release"),
    path("datos/<str:version>/<path:name>", releases.file, name="file"),
    path("boletines/", releases.bulletins, name="bulletins"),
    path("boletines/<str:version>.pdf", releases.bulletin, name="bulletin"),
    path("resultados/encuestas/", surveys.surveys, name="surveys"),
    path("resultados/encuestas/<int:publication>/", surveys.survey, name="survey"),
    path("resultados/encuestas/<int:publication>/hoja.pdf", surveys.survey_sheet, name="survey_sheet"),
    path("resultados/encuestas/<int:publication>/datos.csv", surveys.survey_csv, name="survey_csv"),
    path("resultados/encuestas/<int:publication>/datos.json", surveys.survey_json, name="survey_json"),
    path("resultados/evaluaciones/", evaluations.evaluations, name="evaluations"),
    path("resultados/evaluaciones/<int:number>/", evaluations.evaluation, name="evaluation"),
    path(
        "resultados/evaluaciones/<int:number>/registro.json",
        evaluations.registration,
        name="evaluation_registration",
    ),
    path(
        "resultados/evaluaciones/<int:number>/datos.json", evaluations.evaluation_json, name="evaluation_json"
    ),
    path("correcciones/", releases.corrections, name="corrections"),
    path("novedades/", news.news, name="news"),
    path("novedades/rss.xml", news.rss, name="rss"),
    path("novedades/atom.xml", news.atom, name="atom"),
    path("metodos/", texts.methods, name="methods"),
    path("api/", texts.machines, {"describe": api.description}, name="machines"),
    path("api/v1/", include(api.patterns())),
    path("linea-de-avisos/", tip_line.figures, name="tip_line"),
    path("participar/", community.take_part, name="take_part"),
    path("participar/reuniones.ics", community.calendar, name="meetings"),
    path("compromisos/", promises.promises, name="promises"),
    path("compromisos/atom.xml", promises.feed, name="promises_feed"),
    path("compromisos/<int:number>/", promises.promise, name="promise"),
    path("compromisos/<int:number>/atom.xml", promises.promise_feed, name="promise_feed"),
    path("prevencion/", promises.plans, name="plans"),
    path("prevencion/<int:number>/", promises.plan, name="plan"),
    path("fondos/", grants.register, name="grants"),
    path("fondos/registro.csv", grants.register_csv, name="grants_csv"),
    path("fondos/<int:call_id>/", grants.call, name="grant_call"),
    path("fondos/<int:call_id>/registro.json", grants.call_json, name="grant_json"),
    path("fondos/<int:call_id>/sorteo.json", grants.draw, name="grant_draw"),
    path("que-es/", texts.about, name="about"),
    path("privacidad/", texts.privacy, name="privacy"),
    path("accesibilidad/", texts.accessibility, name="accessibility"),
]
