"""Victims as police, morgue and hospital tell of them, with names or without."""

from confianza.analysis.link import contradictions, victim_columns
from confianza.analysis.link.profile import Block, Comparison, Level, LinkProfile

GIVEN = Comparison(
    "given_names",
    missing=("given",),
    levels=(
        Level("the same names", "exact", ("given_text",), 0.55, 0.003, frequency="given_text"),
        Level("two names in common", "shared", ("given",), 0.05, 5e-4, 2),
        Level("one name in common", "shared", ("given_sounds",), 0.2, 0.05, 1),
        Level("a name spelt nearly so", "any_alike", ("given_1", "given_2"), 0.12, 0.04, 0.88),
    ),
    else_m=0.08,
    else_u=0.9065,
)
SURNAMES = Comparison(
    "surnames",
    missing=("surnames",),
    levels=(
        Level("the same surnames", "exact", ("surnames_text",), 0.5, 0.001, frequency="surnames_text"),
        Level("two surnames sound the same", "shared", ("surname_sounds",), 0.12, 2e-4, 2),
        Level("one of them, the other untold", "subset", ("surname_sounds",), 0.2, 0.02),
        Level("one surname in common", "shared", ("surname_sounds",), 0.08, 0.06, 1),
        Level("a surname spelt nearly so", "any_alike", ("surname_1", "surname_2"), 0.06, 0.06, 0.88),
    ),
    else_m=0.04,
    else_u=0.8588,
)
WHEN = Comparison(
    "when",
    missing=("day_first", "day_last"),
    levels=(
        Level("the same day", "bands_meet", ("day_first", "day_last"), 0.8, 0.0015, 0),
        Level("a day apart", "bands_meet", ("day_first", "day_last"), 0.12, 0.0015, 1),
        Level("two or three days apart", "bands_meet", ("day_first", "day_last"), 0.03, 0.003, 3),
        Level("day and month swapped", "crossed", ("day_first", "day_swapped"), 0.01, 5e-4),
        Level("within ten days", "bands_meet", ("day_first", "day_last"), 0.015, 0.01, 10),
        Level("within forty-five days", "bands_meet", ("day_first", "day_last"), 0.015, 0.045, 45),
    ),
    else_m=0.01,
    else_u=0.9395,
)
PLACE = Comparison(
    "place",
    missing=("municipality",),
    levels=(
        Level("within 300 metres", "kilometres", ("latitude", "longitude"), 0.3, 1e-4, 0.3),
        Level("the same locality", "exact", ("municipality", "locality"), 0.25, 0.004),
        Level("within a kilometre", "kilometres", ("latitude", "longitude"), 0.1, 0.001, 1),
        Level("within three kilometres", "kilometres", ("latitude", "longitude"), 0.05, 0.004, 3),
        Level("the same municipality", "exact", ("municipality",), 0.25, 0.01, frequency="municipality"),
        Level("the same department", "exact", ("department",), 0.04, 0.06, frequency="department"),
    ),
    else_m=0.01,
    else_u=0.9209,
)
AGE = Comparison(
    "age",
    missing=("age_first", "age_last"),
    levels=(
        Level("the same birthday", "exact", ("born",), 0.2, 4e-5),
        Level("the same age", "exact", ("age_first", "age_last"), 0.5, 0.02),
        Level("ages that meet, or a year apart", "bands_meet", ("age_first", "age_last"), 0.15, 0.04, 1),
        Level("two or three years apart", "bands_meet", ("age_first", "age_last"), 0.08, 0.07, 3),
        Level("up to six years apart", "bands_meet", ("age_first", "age_last"), 0.04, 0.1, 6),
        Level("up to ten years apart", "bands_meet", ("age_first", "age_last"), 0.02, 0.14, 10),
    ),
    else_m=0.01,
    else_u=0.63,
)
SEX = Comparison(
    "sex",
    missing=("sex",),
    levels=(Level("the same", "exact", ("sex",), 0.985, 0.75, frequency="sex"),),
    else_m=0.015,
    else_u=0.25,
)
MECHANISM = Comparison(
    "mechanism",
    missing=("mechanism",),
    levels=(
        Level("the same", "exact", ("mechanism",), 0.88, 0.4, frequency="mechanism"),
        Level("one that is taken for the other", "exact", ("mechanism_group",), 0.06, 0.1),
    ),
    else_m=0.06,
    else_u=0.5,
)
IDENTITY = Comparison(
    "identity_number",
    missing=("identity_number",),
    levels=(
        Level("the same", "exact", ("identity_number",), 0.93, 1e-7),
        Level("one digit differs or two are swapped", "damerau", ("identity_number",), 0.05, 1e-5, 1),
    ),
    else_m=0.02,
    else_u=0.99999,
)

PROFILE = LinkProfile(
    name="victims",
    says="Victims of homicide and other violence, with or without names, from several institutions.",
    compares=tuple(victim_columns.DELIVERED),
    prepare=victim_columns.prepare,
    record_column="record",
    comparisons=(GIVEN, SURNAMES, WHEN, PLACE, AGE, SEX, MECHANISM, IDENTITY),
    blocks=(
        Block(("identity_number",)),
        Block(("week", "municipality")),
        Block(("week", "municipality"), ("week_after", "municipality")),
        Block(("surname_sound", "given_sound", "year"), largest=120),
        Block(("surname_sound", "given_sound", "week")),
        Block(("surname_sound", "given_sound", "week"), ("surname_sound", "given_sound", "week_after")),
        Block(("surnames_text", "given_sound"), largest=60),
        Block(("surname_sound", "second_sound", "year"), largest=120),
        Block(("surname_sound", "second_sound", "year"), ("second_sound", "surname_sound", "year")),
        Block(("given_text", "day_first")),
        Block(("born", "given_sound")),
        Block(("born", "surname_sound")),
        Block(("day_first", "department", "sex", "age_first")),
        Block(("day_first", "cell")),
    ),
    training=(
        ("day_first", "municipality"),
        ("surnames_text", "given_text"),
        ("day_first", "sex", "age_first"),
        ("municipality", "sex", "age_first", "year"),
    ),
    certain=(
        ("identity_number",),
        ("surnames_text", "given_text", "week"),
        ("day_first", "municipality", "sex", "age_first"),
    ),
    certain_recall=0.5,
    priors_from=(
        "Orders of magnitude from what is known of such files: surnames misspelt in one of eight "
        "certificates, morgues that count the day a body came in, ages guessed to within four years; "
        "u from the spread over days, places and names."
    ),
    contradictions=contradictions.OF_VICTIMS,
    one_per_source=True,
    identifying=("given", "surnames", "identity_number", "born"),
    events=True,
)
