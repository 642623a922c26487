"""Cells as offices write them, and the values they mean."""

import pytest

from confianza.analysis.consolidate.values.tests.reading import one, read


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:00", 540), ("21:20:00", 1280), ("20:00:00:00", 1200), ("9", 540), ("09", 540), ("9.0", 540),
        ("0900", 540), ("930", 570),
        ("24:00", 0), ("2400", 0), ("0:05", 5), ("0", 0), ("23:59", 1439), ("9:30 PM", 1290),
        ("9:30 p. m.", 1290),
        ("12:00:00 AM", 0), ("12:10 p.m.", 730), ("9 am", 540), ("9 pm", 1260), ("21h30", 1290),
        ("21:30 hrs", 1290),
        ("8 horas", 480), ("0.375", 540), ("0,5", 720), ("1899-12-30 21:20:00", 1280),
        ("01/01/1900 9:00:00", 540),
    ],
)  # fmt: skip
def test_it_reads_the_time_of_day(text: str, minutes: int) -> None:
    assert one("minute_of_day", "time", text) == minutes


@pytest.mark.parametrize("text", ["25:00", "12:60", "2460", "x", "18:00 a 23:59", "-1", "9.5", "99:99"])
def test_it_does_not_read_what_is_no_time_of_day(text: str) -> None:
    assert one("minute_of_day", "time", text, "minute_of_day", "_why") == (None, "unreadable")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("25", 25, 25), ("25.0", 25, 25), ("25,5", 25, 25), ("25 años", 25, 25), ("0", 0, 0), ("99", 99, 99),
        ("122", 122, 122), ("3 meses", 0, 0), ("17 meses", 1, 1), ("15 días", 0, 0), ("400 días", 1, 1),
        ("5 horas", 0, 0),
        ("recién nacido", 0, 0), ("30-34", 30, 34), ("55-59 años", 55, 59), ("05-09 años", 5, 9),
        ("18 a 26", 18, 26),
        ("De 15 a 19", 15, 19), ("15 a 19 años", 15, 19), ("60 y más", 60, None), ("61 Y MAS", 61, None),
        ("80 y más años", 80, None), ("60+", 60, None), (">= 60", 60, None), ("> 60", 61, None),
        ("mayores de 60", 61, None),
        ("más de 60", 61, None), ("< 1", 0, 0), ("menor de 1 año", 0, 0), ("menores de 5", 0, 4),
        ("60-999", 60, 999),
    ],
)  # fmt: skip
def test_it_reads_ages_and_bands(text: str, first: int, last: int | None) -> None:
    assert one("age_from", "age", text, "age_from", "age_to") == (first, last)


@pytest.mark.parametrize("text", ["-3", "40-30", "menores de 0"])
def test_an_age_that_cannot_be_is_missing_as_impossible(text: str) -> None:
    assert one("age_from", "age", text, "age_from", "_why", "_problem") == (
        None,
        "impossible",
        "age_impossible",
    )


def test_a_code_for_unknown_holds_only_where_the_profile_says_so() -> None:
    assert one("age_from", "age", "99", "age_from", "_why") == (99, None)
    assert one("age_from", "age", "99", "age_from", "_why", missing_codes={"age_from": ("99",)}) == (
        None,
        "unknown",
    )
    assert one("locality", "text", "99") == "99"


def test_a_profile_may_say_what_an_age_group_means() -> None:
    recodes = {"age_band": {"adultos": "18 y más", "adolescentes": "14-17"}}

    assert one("age_band", "age_band", "ADULTOS", "age_from", "age_to", recodes=recodes) == (18, None)
    assert one("age_band", "age_band", "Adolescentes", "age_from", "age_to", recodes=recodes) == (14, 17)


@pytest.mark.parametrize(
    ("text", "count"),
    [("1", 1), ("0", 0), ("12.0", 12), ("998.0", 998), ("1.096", 1096), ("12 345", 12345),
    ("1.234.567", 1_234_567),
     ("+3", 3), ("1'000", 1000), ("10000000", 10_000_000)],
)  # fmt: skip
def test_it_reads_counts_with_their_thousands(text: str, count: int) -> None:
    assert one("weight", "count", text) == count


@pytest.mark.parametrize("text", ["-1", "1,5", "1.3", "abc", "1e5", "10000001", "1.09", "0.096"])
def test_it_reads_no_count_out_of_what_is_none(text: str) -> None:
    assert one("weight", "count", text, "weight", "_why") == (None, "unreadable")


def test_thousands_are_what_the_institution_writes() -> None:
    assert one("weight", "count", "1,096", thousands=",") == 1096
    assert one("weight", "count", "1.096", thousands="") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("-2,23533", -2.23533), ("-79.93585", -79.93585), ("19066518", 19066518.0), ("19.066.518", 19066518.0),
     ("1.234.567,89", 1234567.89), ("667,123.45", 667123.45), (" 14.6° ", 14.6), ("0", 0.0)],
)  # fmt: skip
def test_it_reads_decimals_with_comma_or_point(text: str, number: float) -> None:
    assert one("latitude", "decimal", text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["x", "1,2,3", "inf", "--"])
def test_it_reads_no_decimal_out_of_what_is_none(text: str) -> None:
    assert one("latitude", "decimal", text) is None


@pytest.mark.parametrize(
    ("text", "sex"),
    [("Hombre", "male"), ("MASCULINO", "male"), ("Masc.", "male"), ("H", "male"), ("1", "male"),
    ("1.0", "male"),
     ("Mujer", "female"), ("Femenino", "female"), ("F", "female"), ("2", "female"), ("Transgénero", "other")],
)  # fmt: skip
def test_it_reads_sex_in_its_spellings(text: str, sex: str) -> None:
    assert one("sex", "sex", text) == sex


@pytest.mark.parametrize(
    ("column", "meaning"),
    [(["M", "F"], "male"), (["M", "H"], "female"), (["M", "Mujer"], "female"), (["M", "Masculino"], "male"),
     (["M"], None), (["M", "F", "H"], None), (["M", "Ignorado"], None)],
)  # fmt: skip
def test_a_bare_m_means_what_its_column_says(column: list[str], meaning: str | None) -> None:
    told = read("sex", "sex", column).told

    assert told["sex"][0] == meaning
    assert told["_why"][0] == (None if meaning else "ambiguous")
    assert told["_problem"][0] == (None if meaning else "sex_ambiguous")


def test_the_code_9_of_a_sex_is_unknown() -> None:
    assert one("sex", "sex", "9", "sex", "_why", "_problem") == (None, "unknown", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("-", "not_reported"), ("No reportado", "not_reported"), ("NO REPORTADA", "not_reported"),
    ("SIN_DATO", "not_reported"),
     ("No disponible", "not_reported"), ("NO APLICA", "not_reported"), ("N.D.", "not_reported"),
     ("#N/A", "not_reported"),
     ("Ignorado", "unknown"), ("Ignorada", "unknown"), ("A DETERMINARSE", "unknown"),
     ("Sin Determinar", "unknown")],
)  # fmt: skip
@pytest.mark.parametrize("reader", ["text", "sex", "mechanism", "offence", "age"])
def test_words_for_nothing_are_missing_in_every_column(text: str, reason: str, reader: str) -> None:
    table = read("sex", reader, [text]).told

    assert table["_why"][0] == reason
    assert table[table.columns[0]][0] is None
    assert table["_problem"][0] is None


@pytest.mark.parametrize(
    ("text", "mechanism"),
    [
        ("ARMA DE FUEGO", "firearm"), ("Arma de Fuego ", "firearm"),
        ("Herida por proyectil de arma de fuego", "firearm"),
        ("ARMA BLANCA / CORTOPUNZANTE", "sharp"), ("CORTANTES", "sharp"), ("PUNZANTES", "sharp"),
        ("Machete", "sharp"),
        ("CONTUNDENTES", "blunt"), ("Objeto Contundente", "blunt"), ("CUERDA/SOGA/CADENA", "strangulation"),
        ("BOLSA PLASTICA", "strangulation"), ("Asfixia Mecánica", "strangulation"),
        ("CONSTRICTORA", "strangulation"),
        ("Golpes", "bodily_force"), ("ARTEFACTO EXPLOSIVO/CARGA DINAMITA", "explosive"),
        ("MINA ANTIPERSONA", "explosive"),
        ("GRANADA DE MANO", "explosive"), ("MOTO BOMBA", "explosive"), ("GASOLINA", "fire"),
        ("Calcinado", "fire"),
        ("Incendiarismo", "fire"), ("VENENO", "poison"), ("ACIDO", "poison"),
        ("SUSTANCIAS TOXICAS", "poison"),
        ("Atropellamiento", "vehicle"), ("SUMERSION", "drowning"), ("Caída", "fall"),
        ("SIN EMPLEO DE ARMAS", "none"),
        ("OTROS", "other"), ("firearm", "firearm"), ("bodily_force", "bodily_force"),
    ],
)  # fmt: skip
def test_it_reads_the_mechanism(text: str, mechanism: str) -> None:
    assert one("mechanism", "mechanism", text, "mechanism", "mechanism_label") == (mechanism, text)


def test_a_mechanism_nobody_knows_keeps_its_words_and_is_told() -> None:
    names = ("mechanism", "mechanism_label", "_why", "_problem")

    assert one("mechanism", "mechanism", "rayo láser", *names) == (
        None, "rayo láser", "unreadable", "mechanism_not_in_catalogue",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("label", "iccs", "match"),
    [
        ("Homicidio", "0101", "exact"), ("Homicidios dolosos", "0101", "exact"),
        ("ASESINATO", "0101", "narrower"),
        ("Femicidio", "0101", "narrower"), ("Feminicidio", "0101", "narrower"),
        ("Parricidio", "0101", "narrower"),
        ("Asesinato en grado de tentativa", "0102", "exact"), ("Tentativa de homicidio", "0102", "exact"),
        ("Homicidio culposo", "01032", "exact"), ("Homicidio culposo por tránsito", "010321", "exact"),
        ("Lesiones leves", "020112", "exact"), ("Lesiones graves", "020111", "exact"),
        ("Lesiones", "02011", "exact"),
        ("Amenazas", "02012", "exact"), ("Violencia contra la mujer", "0201", "partial"),
        ("Extorsión", "02051", "exact"),
        ("Secuestro", "020221", "exact"), ("Plagio o secuestro", "020221", "exact"),
        ("Trata de personas", "0204", "exact"),
        ("Violación", "03011", "exact"), ("Violación sexual", "03011", "exact"),
        ("Agresión sexual", "03012", "exact"),
        ("Allanamiento de morada", "0211", "exact"), ("Robo a transeúnte", "04011", "exact"),
        ("Asalto", "04011", "exact"),
        ("Robos con violencia o intimidación", "0401", "exact"), ("Robo", "0401", "partial"),
        ("Hurto", "0502", "exact"),
        ("Robo de vehículo motorizado", "050211", "partial"),
        ("Robo violento de vehículo", "040121", "exact"),
        ("Robo a casa habitación", "05012", "partial"), ("Daños", "0504", "exact"),
        ("Estafa", "0701", "exact"),
        ("Portación ilegal de arma de fuego", "090111", "exact"), ("Asociaciones ilícitas", "09051", "exact"),
        ("Comercio, tráfico y almacenamiento ilícito de drogas", "06012", "exact"),
        ("Cohecho pasivo", "07031", "exact"),
    ],
)  # fmt: skip
def test_it_reads_offences_into_the_international_classes(label: str, iccs: str, match: str) -> None:
    assert one("offence_label", "offence", label, "offence_label", "iccs", "iccs_match") == (
        label,
        iccs,
        match,
    )


def test_the_mapping_of_the_profile_goes_first() -> None:
    offences = {"robo": "04", "robo frustrado": "05 partial"}

    assert one("offence_label", "offence", "ROBO", "iccs", "iccs_match", offences=offences) == ("04", "exact")
    assert one("offence_label", "offence", "Robo frustrado", "iccs", "iccs_match", offences=offences) == (
        "05",
        "partial",
    )


def test_an_offence_nobody_knows_keeps_its_words_and_is_told() -> None:
    names = ("offence_label", "iccs", "_why", "_problem")

    assert one("offence_label", "offence", "Apoyo vial", *names) == (
        "Apoyo vial",
        None,
        None,
        "offence_not_in_catalogue",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("X95.4", ("X954", "homicide", "firearm", "0101", "exact")),
        ("y35.0", ("Y350", "legal_intervention", "firearm", "01", "partial")),
        ("Y34", ("Y34", "undetermined", None, "01", "partial")),
        ("X70", ("X70", "suicide", "strangulation", None, None)),
        ("I21.9", ("I219", None, None, None, None)),
    ],
)
def test_a_cause_of_death_says_intent_mechanism_and_class(text: str, told: tuple[str | None, ...]) -> None:
    assert one("icd10", "icd10", text, "icd10", "intent", "mechanism", "iccs", "iccs_match") == told


def test_a_cause_that_is_no_code_is_kept_and_told() -> None:
    assert one("icd10", "icd10", "Paro", "icd10", "_problem") == ("PARO", "code_not_in_catalogue")


@pytest.mark.parametrize(
    ("text", "code", "problem"),
    [("0101", "0101", None), ("ICCS 01.01", "0101", None), ("7777", "7777", "code_not_in_catalogue")],
)
def test_an_iccs_code_that_is_not_in_the_tree_is_kept_and_told(
    text: str, code: str, problem: str | None
) -> None:
    assert one("iccs", "code", text, "iccs", "_problem") == (code, problem)


def test_codes_lose_their_leading_zeros_and_decimals() -> None:
    assert [one("municipality_code", "code", text) for text in ("0101", "101.0", "00", "5040,0")] == [
        "101",
        "101",
        "0",
        "5040",
    ]


def test_a_code_where_a_name_was_expected_is_kept_as_code() -> None:
    assert one("municipality_name", "text", "0101", "municipality_name", "municipality_code") == (None, "101")
    assert one("municipality_name", "text", "San  José", "municipality_name", "municipality_code") == (
        "San José",
        None,
    )


def test_it_reads_intent_and_status_in_words() -> None:
    assert one("intent", "intent", "Homicidio") == "homicide"
    assert one("intent", "intent", "legal_intervention") == "legal_intervention"
    assert one("status", "status", "Validado") == "validated"
    assert one("status", "status", "quizás", "status", "_why", "_problem") == (
        None,
        "unreadable",
        "unreadable",
    )


def test_it_reads_the_unit_of_an_age() -> None:
    assert [one("age_unit", "age_unit", text) for text in ("A", "Meses", "días", "años")] == [
        "years",
        "months",
        "days",
        "years",
    ]


def test_corrections_mend_damage_inside_words_and_are_known() -> None:
    from confianza.analysis.sources.profile import Correction

    correction = Correction("locality", "(.)NO REPORTADO", "$1-", "dashes were replaced", "2026-11-22")
    found = read(
        "locality", "text", ["CNO REPORTADO6", "CENTRO", "NO REPORTADO", None], corrections=(correction,)
    )

    assert found.told["locality"].to_list() == ["C-6", "CENTRO", None]
    assert found.told["_why"].to_list() == [None, None, "not_reported"]
    assert found.corrected_rows().to_list() == [0]
    assert found.why().to_list() == [None, None, "not_reported", "not_reported"]
