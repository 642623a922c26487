"""Ecuador, National Police: violent deaths, one row per victim, down to the police sub-circuit.

Coordinates come as text with a decimal comma, sometimes one axis of the pair only. Two pairs are delivered;
in the files seen the revised pair repeats the first. Exact repeats are dropped: a victim has no reason to be
delivered twice.
"""

from confianza.analysis.sources.profile import Field, Profile

PROFILE = Profile(
    name="ec_violent_deaths",
    institution="Policía Nacional del Ecuador / Ministerio del Interior",
    country="EC",
    title_es="Muertes violentas (Policía Nacional del Ecuador)",
    title_en="Violent deaths (National Police of Ecuador)",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("offence_label", ("Tipo Muert.", "Tipo Muerte"), "offence", required=True),
        Field("other_police_zone", ("Zona",)),
        Field("other_police_subzone", ("Subzona",)),
        Field("other_police_district", ("Distrito",)),
        Field("other_police_circuit", ("Circuito",)),
        Field("police_code", ("Cod. Subcircu", "Código Subcircuito", "Cod. Subcircuito"), "text"),
        Field("police_name", ("Subcircuito",)),
        Field("department_name", ("Provincia",)),
        Field("department_code", ("código de provincia", "Cod. Provincia"), "code"),
        Field("municipality_name", ("Cantón",)),
        Field("municipality_code", ("código de cantón", "Cod. Cantón"), "code"),
        Field("latitude", ("Coord. Y", "Coordenada Y", "Latitud"), "decimal"),
        Field("longitude", ("Coord. X", "Coordenada X", "Longitud"), "decimal"),
        Field("other_latitude_revised", ("Coord. Y Rev",)),
        Field("other_longitude_revised", ("Coord. X Rev",)),
        Field("other_area", ("Area del Hecho", "Area Hecho")),
        Field("place_type", ("Lugar",)),
        Field("other_place_class", ("Tipo Lugar",)),
        Field("occurred_on", ("Fecha Infracción", "Fecha de Infracción"), "date", required=True),
        Field("minute_of_day", ("Hora Infracción", "Hora de Infracción"), "time"),
        Field("mechanism", ("Arma",), "mechanism"),
        Field("other_weapon", ("Tipo Arma",)),
        Field("context_label", ("Presun. Motiva.", "Presunta Motivación")),
        Field("other_context", ("Presun. Motiva. Obser", "Presunta Motivación Obs")),
        Field("other_cause", ("Probable Causa M.", "Probable Causa", "Probable Causa Motivada")),
        Field("age_from", ("Edad",), "age"),
        Field("age_unit", ("Med. Edad", "Medida Edad"), "age_unit"),
        Field("sex", ("Sexo",), "sex"),
        Field("other_gender", ("Género",)),
        Field("other_ethnicity", ("Etnia",)),
        Field("other_marital_status", ("Estado Civil",)),
        Field("other_nationality", ("Nacionalidad",)),
        Field("other_disability", ("Discapacidad",)),
        Field("other_occupation", ("Prof Reg Civ", "Profesión")),
        Field("other_schooling", ("Instrucción",)),
        Field("other_record", ("Antecedentes",)),
        Field("occurred_year", ("Anio_i", "Año"), "year"),
        Field("occurred_month", ("Mes_i", "Mes"), "month"),
        Field("other_hour", ("Hora",)),
        Field("age_band", ("Rango Edad",), "age_band"),
    ),
    bounds=(-92.1, -5.1, -75.1, 1.8),
)
