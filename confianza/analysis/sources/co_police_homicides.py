"""Colombia, National Police (SIEDCO): homicides, one row per victim or equal victims, with a count.

Headers drift from year to year (BARRIOS, BARRIO; SEXO, GENERO; the count under the year itself). Dates drift
too, and only the day of the week beside them tells how: 2014 is written day first, 2015 month first, and in
2017 a spreadsheet turned the days up to 12 and left the others.

Equal rows are kept: the file names no person, and its own TOTAL row counts them (12,957 victims in 2014).
"""

from confianza.analysis.sources.profile import Correction, Field, Profile

_YEARS = tuple(str(year) for year in range(2003, 2041))
_DASHES = (
    "In the editions of 2014 and 2015 every dash was replaced by “NO REPORTADO”, inside words too "
    "(“CNO REPORTADO6” was “C-6”); the edition of 2017 has the dashes."
)
_DANE = "The code of DANE has 4 or 5 digits; the police appends 3 zeros for the class of place."

PROFILE = Profile(
    name="co_police_homicides",
    institution="Policía Nacional de Colombia, DIJIN (SIEDCO)",
    country="CO",
    title_es="Homicidios (Policía Nacional de Colombia)",
    title_en="Homicides (National Police of Colombia)",
    grain="victim",
    date_meaning="occurrence",
    fields=(
        Field("occurred_on", ("FECHA", "FECHA HECHO", "Fecha del hecho"), "date", required=True),
        Field("department_name", ("DEPARTAMENTO",), required=True),
        Field("municipality_name", ("MUNICIPIO",), required=True),
        Field("occurred_weekday", ("DIA", "Día de la semana")),
        Field("minute_of_day", ("HORA", "HORA HECHO"), "time"),
        Field("locality", ("BARRIO", "BARRIOS", "Barrio o vereda")),
        Field("other_area", ("ZONA",)),
        Field("place_type", ("CLASE DE SITIO", "CLASE SITIO")),
        Field("mechanism", ("ARMA EMPLEADA", "ARMA O MEDIO", "ARMAS MEDIOS", "ARMA MEDIO"), "mechanism"),
        Field("other_aggressor_mobility", ("MOVIL AGRESOR",)),
        Field("other_victim_mobility", ("MOVIL VICTIMA",)),
        Field("age_from", ("EDAD",), "age"),
        Field("age_band", ("AGRUPA_EDAD_PERSONA", "Grupo etario"), "age_band"),
        Field("sex", ("SEXO", "GENERO"), "sex"),
        Field("other_marital_status", ("ESTADO CIVIL",)),
        Field("other_birth_country", ("PAIS NACE", "País de nacimiento")),
        Field("other_employment", ("CLASE EMPLEADO", "Clase de empleado")),
        Field("other_profession", ("PROFESION", "PROFESIONES")),
        Field("other_schooling", ("ESCOLARIDAD",)),
        Field("municipality_code", ("CODIGO DANE",), "code"),
        Field("weight", ("CANTIDAD", *_YEARS), "count", required=True),
    ),
    constants={"offence_label": "Homicidio", "iccs": "0101", "iccs_match": "exact", "intent": "homicide"},
    recodes={
        "mechanism": {"sin empleo de armas": "none"},
        "age_band": {"adultos": "18 y más", "adolescentes": "14-17", "menores": "0-13"},
    },
    exact_duplicates="keep",
    corrections=(
        Correction("locality", "(.)NO REPORTADO", "$1-", _DASHES, "2026-11-22"),
        Correction("place_type", "(.)NO REPORTADO", "$1-", _DASHES, "2026-11-22"),
        Correction("municipality_code", r"^(\d{4,5})000(?:\.0+)?$", "$1", _DANE, "2026-11-22"),
    ),
)
