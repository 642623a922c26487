"""What people type and bring: lists to draw from, and what is known of everybody."""

import pytest

from confianza.web.surveys import frames, margins, rules
from confianza.web.surveys.margins import MarginRefused

HEAD = "estrato,codigo,viviendas,poblacion,barrio\n"
PLACES = {"zona 1": ["zone-1"], "1": ["zone-1"], "centro": ["zone-1", "zone-2"]}


def read(text, places=PLACES):
    return frames.read(text if isinstance(text, bytes) else text.encode(), places)


def codes(text):
    return [each.code for each in read(text).problems]


# --- lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_is_read_however_it_is_delimited(delimiter):
    text = HEAD + "A,a-1,10,40,Zona 1\nA,a-2,20,80,\n"
    found = read(b"\xef\xbb\xbf" + text.replace(",", delimiter).encode())
    assert not found.problems
    assert found.rows[0] == frames.Row("A", "A-1", 10, 40, "zone-1")
    assert found.strata == {"A": 120}


def test_columns_may_be_named_in_english_and_stand_in_any_order():
    found = read("people;dwellings;code;stratum\n40;1 200;a-1;A\n80;20;a-2;A")
    assert [(row.code, row.size, row.population) for row in found.rows] == [
        ("A-1", 1200, 40),
        ("A-2", 20, 80),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["empty"]),
        (HEAD, ["empty"]),
        (b"\xff\xfe", ["not_text"]),
        ("estrato;viviendas\nA;3\n", ["no_column", "no_column"]),
        (HEAD + "A,a-1,10,40,\nA,A-1,10,40,", ["twice"]),
        (HEAD + "A,a 1,10,40,\nA,,10,40,", ["bad_code", "bad_code"]),
        (HEAD + "A,a-1,0,40,\nA,a-2,10,-4,", ["bad_size", "bad_population"]),
        (HEAD + "A,a-1,9999999999,40,\nA,a-2,1.5,1,", ["bad_size", "bad_size"]),
        (HEAD + ",a-1,10,40,\nA,a-2,10,40,", ["no_stratum"]),
        (HEAD + "A,a-1,10,40,Marte\nA,a-2,10,40,Centro", ["no_area", "two_areas"]),
        (HEAD + "A,a-1,10,40,\nA,a-2,10,40,\nB,b-1,10,40,", ["one_cluster"]),
        (HEAD + "A,a-1\n", ["bad_size", "bad_population"]),
    ],
)  # fmt: skip
def test_every_mistake_of_a_list_is_named(text, said):
    assert codes(text) == said
    assert all(each.sentence for each in read(text).problems)


def test_a_list_without_end_is_refused_before_it_is_read():
    assert codes(HEAD + "A,a-1,10,40,\n" * (frames.MOST_ROWS + 1)) == ["too_many"]


# --- what is known ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("sex_age", "mujer; 18-29; 5200\nhombre; 60+; 4100"),
        ("sex", "mujer; 24100"),
        ("age", "18-29; 10300\n30+; 9"),
        ("stratum", "Centro; 15000"),
    ],
)
def test_what_is_typed_is_kept_as_it_was_typed(kind, text):
    found = margins.read(kind, text, "Censo")
    assert found.typed == text
    assert margins.of_told(found.told) == found


def test_people_belong_to_the_class_of_their_sex_and_age():
    found = margins.read("sex_age", "mujer; 18-29; 5\nmujer; 30+; 6\nhombre; 18+; 9", "Censo")
    assert found.class_of(sex="mujer", age=29, stratum="") == "mujer 18-29"
    assert found.class_of(sex="Mujer", age=30, stratum="") == "mujer 30+"
    assert found.class_of(sex="mujer", age=None, stratum="") == margins.UNKNOWN
    assert found.class_of(sex="otro", age=40, stratum="") == margins.UNKNOWN
    strata = margins.read("stratum", "Centro; 5", "Censo")
    assert strata.class_of(sex="", age=None, stratum="Centro") == "Centro"


def test_nothing_typed_is_nothing_known():
    assert margins.read("sex", " \n", "") is None


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("sex", "mujer; 5", "no_source"),
        ("sex", "mujer; 5; 6", "not_a_line"),
        ("sex_age", "mujer; 29-18; 6", "not_a_line"),
        ("sex_age", "mujer; joven; 6", "not_a_line"),
        ("sex", "mujer; 0", "no_people"),
        ("sex", "mujer; 5\nMujer; 6", "twice"),
        ("age", "18-40; 5\n40-50; 6", "overlap"),
    ],
)
def test_what_cannot_be_known_is_refused_with_its_line(kind, text, code):
    with pytest.raises(MarginRefused) as refused:
        margins.read(kind, text, "" if code == "no_source" else "Censo")
    assert refused.value.code == code
    assert refused.value.details.get("line", 0) == (0 if code == "no_source" else len(text.splitlines()))


# --- what came of a visit -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "consent", "outcome"),
    [
        ("I", "si", "I"),
        ("I", None, "I"),
        ("i", "Sí", "I"),
        ("I", "no", "R"),
        ("P", "no", "R"),
        ("NC", None, "NC"),
        (None, None, ""),
    ],
)
def test_who_did_not_agree_refused(told, consent, outcome):
    assert rules.outcome(told, consent) == outcome


def test_the_response_rate_is_of_all_that_could_have_been_interviews():
    # AAPOR, Standard Definitions, RR1: I / ((I + P) + (R + NC + O) + (UH + UO)).
    counts = {"I": 60, "P": 5, "R": 15, "NC": 10, "O": 4, "UH": 5, "UO": 1, "NE": 30}
    assert rules.response_rate(counts) == pytest.approx(0.6)
    assert rules.response_rate({"NE": 3}) is None


@pytest.mark.parametrize(
    ("counts", "told", "standing"),
    [
        ({"I": 4}, {}, "complete"),
        ({"I": 1, "R": 3}, {}, "begun"),
        ({}, {}, "not_begun"),
        ({"UH": 2}, {}, "inaccessible"),
        ({"UH": 2, "NC": 1}, {}, "begun"),
        ({"I": 4}, {"is_replaced": True}, "replaced"),
    ],
)
def test_a_cluster_stands_where_its_visits_left_it(counts, told, standing):
    given = {"is_replaced": False, "done": counts.get("I", 0), "target": 4, "counts": counts} | told
    assert rules.standing(**given) == standing
