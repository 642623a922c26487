import polars as pl
import pytest

from confianza.analysis.territory import names
from confianza.analysis.territory.areas import NAMES, Territory
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area

TOWNS = [
    area("department", "1", "Alta"),
    area("department", "2", "Baja"),
    *(
        area("municipality", str(number), name, f"department-{1 + number // 10}")
        for number, name in {
            1: "San José", 2: "San José la Arada", 3: "Santa Catarina Ixtahuacán", 4: "Chiché",
            5: "Tiquisate",
            6: "Santo Tomás Chichicastenango", 7: "San Juan Ermita", 10: "San José", 11: "San Jacinto",
        }.items()
    ),
]  # fmt: skip


def propose(name, scope="department-1", rows=TOWNS, **more):
    return names.Gazetteer(Territory(areas=village.frame(rows), **more)).propose(
        name, level="municipality", scope=scope
    )


def best(name, scope="department-1"):
    proposal = propose(name, scope)
    return proposal.best.area_id if proposal.best else None


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("TIQUIZATE", "municipality-5"),
        ("Santa Catalina Ixtahuacan", "municipality-3"),
        ("CHICHICASTENANGO", "municipality-6"),
        ("SAN JUAN ERMINTA", "municipality-7"),
        ("IxtahuacÃ¡n", "municipality-3"),
        ("Ermita", "municipality-7"),
    ],
)
def test_misspelt_shortened_and_damaged_names_are_proposed(told, meant):
    proposal = propose(told)
    assert (proposal.verdict, proposal.best.area_id) == (names.PROPOSED, meant)


def test_an_exact_name_beats_a_longer_one_that_begins_so():
    assert (propose("SAN JOSE").verdict, best("SAN JOSE")) == (names.EXACT, "municipality-1")


def test_nobody_decides_between_equals_until_the_department_is_told():
    proposal = propose("San José", scope="")
    assert proposal.verdict == names.AMBIGUOUS
    assert proposal.best is None
    assert {candidate.area_id for candidate in proposal.candidates} == {"municipality-1", "municipality-10"}
    assert best("San José", "department-2") == "municipality-10"


def test_near_equals_are_ambiguous_too():
    rows = [area("municipality", "1", "El Rosario Norte"), area("municipality", "2", "El Rosario Sur")]
    assert propose("El Rosario", "", rows).verdict == names.AMBIGUOUS


def test_a_name_like_none_is_unknown():
    assert propose("Xyz").verdict == names.UNKNOWN
    assert propose("").verdict == names.UNKNOWN
    assert propose("Comitancillo", rows=[]).candidates == ()


def test_a_confirmed_variant_needs_no_proposal():
    confirmed = pl.DataFrame([("municipality-6", "chichi")], schema=NAMES, orient="row")
    assert propose("Chichi", names=confirmed).verdict == names.VARIANT


def test_the_score_falls_with_the_distance_and_the_runner_up_is_told():
    proposal = propose("San Jose Arada")
    assert proposal.best.area_id == "municipality-2"
    assert proposal.runner_up.score < proposal.best.score <= 1


def asked(*places, rows=TOWNS, **more):
    columns = {
        **dict.fromkeys(["department", "municipality", "zone", "locality"], pl.String),
        "count": pl.Int64,
    }
    frame = pl.DataFrame(list(places), schema=columns, orient="row").with_columns(**more)
    found = names.for_places(frame, Territory(areas=village.frame(rows)))
    return [(one.name, one.level, one.scope, one.count) for one in found]


def test_only_the_first_unknown_part_of_a_place_is_asked_about():
    places = [
        ("Ata", "Tiquizate", None, None, 3),
        ("Alta", "Tiquizate", "Zona 9", None, 5),
        ("Alta", "Tiquisate", None, None, 9),
    ]
    assert asked(*places) == [("Tiquizate", "municipality", "department-1", 5), ("Ata", "department", "", 3)]


def test_one_name_is_asked_once_with_all_its_claims_and_levels_nobody_knows_are_not_asked():
    places = [
        ("Alta", "Tiquizate", "1", None, 3),
        ("Alta", "Tiquizate", "2", None, 4),
        ("Alta", "Chiché", "Zona 5", "X", 8),
    ]
    assert asked(*places) == [("Tiquizate", "municipality", "department-1", 7)]


def test_what_a_code_resolves_is_no_question():
    place = ("Alta", "Tiquizate", None, None, 3)
    assert asked(place, municipality_code=pl.lit("5")) == []
