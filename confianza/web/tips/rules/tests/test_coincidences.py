import pytest
from hypothesis import given
from hypothesis import strategies as st

from confianza.web.tips.rules import coincidences, routing_table
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.coincidences import Unusable, value

PHONES = [
    ("5555 1234", "GT", "+50255551234"),
    ("(502) 5555-1234", "GT", "+50255551234"),
    ("+502 5555 1234", "MX", "+50255551234"),
    ("0050255551234", "SV", "+50255551234"),
    ("7012-3456", "SV", "+50370123456"),
    ("9912 3456", "HN", "+50499123456"),
    ("55 1234 5678", "MX", "+525512345678"),
    ("+52 1 55 1234 5678", "GT", "+525512345678"),
    ("044 55 1234 5678", "MX", "+525512345678"),
]


@pytest.mark.parametrize(("text", "country", "number"), PHONES)
def test_a_telephone_is_written_one_way(text, country, number):
    assert coincidences.phone(text, country) == number


@pytest.mark.parametrize("text", ["123", "555512345", "+1 202 555 0100", "00000000", "", "no sé"])
def test_what_is_no_telephone_is_told(text):
    with pytest.raises(Unusable):
        coincidences.phone(text)


def test_a_country_nobody_knows_has_no_numbers():
    with pytest.raises(Unusable):
        coincidences.phone("5555 1234", "XX")


@pytest.mark.parametrize(
    ("one", "other"),
    [("P-123ABC", "p 123 abc"), ("123abc", "P123ABC"), ("M 012 BCD", "MO12BCD"), ("p1i3bcd", "P113BCD")],
)
def test_plates_meet_however_they_were_written(one, other):
    assert coincidences.plate(one) == coincidences.plate(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("El Chino", "chino"),
        ("La Güera", "guera"),
        ("wicho", "El Güicho"),
        ("Bladi", "vladi"),
        ("Zurdo", "el surdo"),
        ("Chelle", "cheye"),
    ],
)
def test_nicknames_meet_as_they_sound(one, other):
    assert coincidences.alias(one) == coincidences.alias(other)


def test_different_nicknames_do_not_meet():
    heard = {coincidences.alias(one) for one in ("el Chino", "el Chato", "la Flaca", "el Gato", "Sombra")}
    assert len(heard) == 5


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("plate", "1"),
        ("alias", "el"),
        ("document", "sin numero"),
        ("badge", "x"),
        ("place", "ahí"),
        ("place", "99,0"),
        ("shoe", "42"),
    ],
)
def test_what_could_meet_anything_is_not_compared(what, text):
    with pytest.raises(Unusable):
        value(what, text)


def test_documents_and_badges_lose_their_signs():
    assert coincidences.document("2345 67890 0101") == "2345678900101"
    assert coincidences.badge("Placa No. 0045-123") == "45123"


# Published: the example of geohash.org, and of the Wikipedia article on it.
def test_a_geohash_is_the_published_one():
    assert coincidences.geohash(57.64911, 10.40744, 11) == "u4pruydqqvj"
    assert coincidences.geohash(42.605, -5.603, 5) == "ezs42"


def test_a_place_asks_for_the_cells_around_it():
    found = value("place", "14.5269,-90.5875")
    assert len(found.asked) == 9
    assert found.stored in found.asked


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(-0.004, 0.004), st.floats(-0.009, 0.009))
def test_two_places_less_than_a_cell_apart_meet(latitude, longitude, north, east):
    one = value("place", f"{latitude},{longitude}")
    other = value("place", f"{latitude + north},{longitude + east}")
    assert other.stored in one.asked
    assert one.stored in other.asked


def test_places_at_the_ends_of_the_earth_have_neighbours():
    assert len(list(coincidences.neighbours(0.0, 179.999))) == 8
    assert 0 < len(list(coincidences.neighbours(90.0, 0.0))) < 8


def test_a_tip_names_what_its_answers_hold():
    told = Answers(
        said={
            "phone": "5555 1234 y 4444-0000",
            "plate": "P123ABC",
            "alias": "El Chino, la Flaca",
            "story": "x",
        },
        chosen={"point": "14.52690,-90.58750"},
        badges=frozenset({"45123"}),
    )
    found = coincidences.named_in(told)
    named = [one.value.what for one in found]
    assert named == ["phone", "phone", "plate", "alias", "alias", "place", "badge"]


def test_what_is_named_twice_is_compared_once():
    found = coincidences.named_in(Answers(said={"phone": "5555 1234, +502 5555-1234"}))
    assert [one.text for one in found] == ["5555 1234"]


def test_what_cannot_be_made_out_is_left_out():
    assert coincidences.named_in(Answers(said={"phone": "no sé", "alias": "x"})) == ()


def test_a_value_does_not_show_itself():
    assert "5555" not in repr(value("phone", "5555 1234"))


LEARNS = [
    ("criminal_information", "criminal_information", True),
    ("criminal_information", "desk", False),
    ("criminal_information", "internal_affairs", False),
    ("school_officers", "school_desk", False),
    ("school_desk", "school_officers", True),
    ("desk", "criminal_information", True),
    ("desk", "internal_affairs", False),
    ("internal_affairs", "criminal_information", True),
    ("internal_affairs", "internal_affairs", True),
    ("internal_affairs", "oversight", False),
    ("oversight", "internal_affairs", True),
    ("oversight", "oversight", False),
    ("board", "desk", False),
]


@pytest.mark.parametrize(("kind", "of_kind", "learns"), LEARNS)
def test_a_unit_learns_only_of_units_on_its_height_or_below(kind, of_kind, learns):
    assert coincidences.learns(kind, of_kind) is learns


def test_every_kind_that_reads_tips_has_its_height():
    assert set(coincidences.HEIGHT) == routing_table.READING
