"""Who reads what people tell, and what two units may find out of each other."""

from datetime import date
from uuid import UUID

from tests.specs.spec import Chapter, Spec

ROUTING = "confianza.web.tips.rules.routing"
ANSWERS = "confianza.web.tips.rules.answers"
LEXICON = "confianza.web.tips.rules.lexicon"
COINCIDENCES = "confianza.web.tips.rules.coincidences"
RETENTION = "confianza.web.tips.rules.retention"

_AFFAIRS, _OVERSIGHT, _DESK, _GANGS = (UUID(int=number) for number in range(1, 5))
_POLICE = {
    "names": {_AFFAIRS: "internal affairs", _OVERSIGHT: "oversight", _DESK: "desk", _GANGS: "gangs"},
    "units": {
        _AFFAIRS: ("internal_affairs", None, (), ("ana", "beto")),
        _OVERSIGHT: ("oversight", None, (), ("olga",)),
        _DESK: ("desk", None, (), ("dina",)),
        _GANGS: ("criminal_information", "headquarters", ("gangs",), ("gina",)),
    },
    "stations": {"headquarters": None, "commissariat": "headquarters", "substation": "commissariat"},
    "today": date(2026, 11, 28),
}
_WORLD = (
    "routing.World({unit: routing.UnitFacts(kind, station, frozenset(subjects), frozenset(members)) "
    "for unit, (kind, station, subjects, members) in units.items()}, stations, {postings}, today)"
)


def _route(
    answers: str, postings: str = "()", what: str = "sorted(names[one] for one in {route}.recipients)"
) -> str:
    route = f"routing.route(answers.Answers({answers}), {_WORLD.replace('{postings}', postings)})"
    return what.replace("{route}", route)


CHAPTER = Chapter(
    name="tips",
    title_es="Quién lee un aviso",
    title_en="Who reads a tip",
    says_es=(
        "Lo decide una tabla que es de personas (routing.toml), con autor, razón y fecha; la función que la lee no sabe de relojes ni de bases de datos. Lo que menciona a policías sale de la cadena de mando señalada: la sede nombrada, todo lo que depende de ella y sus superiores; asuntos internos lo recibe si no está señalado, si lo está lo recibe una entidad de fuera, y si no queda nadie no se guarda nada. "
        "Quien haya servido en esas sedes en los últimos veinticuatro meses no lo lee aunque hoy trabaje en otra unidad: el aviso se cifra entonces para las demás personas, una por una. Quien recibe una clave lo lee y nadie más; no hay otra puerta."
    ),
    says_en=(
        "A table that people own decides (routing.toml), with author, reason and date; the function that reads it knows neither clock nor register. What names police leaves the chain of command concerned: the station named, all that depends on it, and its superiors; internal affairs get it unless they are concerned, somebody outside gets it if they are, and if nobody is left nothing is kept. "
        "Whoever served at those stations within twenty-four months does not read it even if they work in another unit today: the tip is then sealed to the others one by one. Whoever gets a key reads it, and nobody else; there is no other door."
    ),
    specs=(
        Spec(
            title="An ordinary tip goes to who knows the subject",
            asks="Extortion, no police in it: who reads it?",
            modules=(ROUTING, ANSWERS),
            given=_POLICE,
            call=_route("kind='extortion', police='no'"),
            expected=["gangs"],
            source="Truth table of the design, row 1",
        ),
        Spec(
            title="What names police leaves the chain of command",
            asks="The same, and a sub-station is named: who reads it?",
            modules=(ROUTING, ANSWERS),
            given=_POLICE,
            call=_route("kind='extortion', stations=frozenset({'substation'})"),
            expected=["internal affairs"],
            source="Truth table of the design",
        ),
        Spec(
            title="The line of command is concerned up to the top",
            asks="Which stations are concerned when the sub-station is named?",
            modules=(ROUTING, ANSWERS),
            given=_POLICE,
            call=_route("stations=frozenset({'substation'})", what="sorted({route}.implicated_stations)"),
            expected=["commissariat", "headquarters", "substation"],
            source="By hand: the station and its ancestors in the tree",
        ),
        Spec(
            title="Internal affairs named: somebody outside",
            asks="Internal affairs are named as taking part: who reads it?",
            modules=(ROUTING, ANSWERS),
            given=_POLICE,
            call=_route(f"police='yes', units=frozenset({{'{_AFFAIRS}'}})"),
            expected=["oversight"],
            source="Truth table of the design",
        ),
        Spec(
            title="Nobody left: nothing is kept",
            asks="Internal affairs and oversight are both named: what then?",
            modules=(ROUTING, ANSWERS),
            given=_POLICE,
            call=_route(
                f"police='yes', units=frozenset({{'{_AFFAIRS}', '{_OVERSIGHT}'}})", what="{route}.refusal"
            ),
            expected="nobody_left",
            source="It fails closed, by definition",
        ),
        Spec(
            title="Whoever served there is left out by name",
            asks="Ana of internal affairs left the sub-station a year ago: who of internal affairs reads it?",
            modules=(ROUTING, ANSWERS, "datetime"),
            given=_POLICE,
            call=_route(
                "stations=frozenset({'substation'})",
                "(routing.Served('ana', 'substation', datetime.date(2025, 11, 28)),)",
                "[sorted(people) for people in {route}.per_officer_units.values()]",
            ),
            expected=[["beto"]],
            source="By hand: a year is less than twenty-four months",
        ),
        Spec(
            title="Nobody said whether: civilians first",
            asks="The words name a patrol, and nobody answered whether police take part: who reads it?",
            modules=(ROUTING, ANSWERS),
            given=_POLICE,
            call=_route("kind='extortion', police='no', said={'story': 'los de la patruya les avisan'}"),
            expected=["desk"],
            source="Truth table of the design",
        ),
        Spec(
            title="Police, as people write it",
            asks="Which of these name police: “la polisia”, “P.N.C.”, “los chontes”, “p0licia”, “gente”, “la política”?",
            modules=(LEXICON,),
            given={"said": ["la polisia", "P.N.C.", "los chontes", "p0licia", "gente", "la política"]},
            call="['police' in lexicon.named_in([one]) for one in said]",
            expected=[True, True, True, True, False, False],
            source="Judged by a person",
        ),
        Spec(
            title="A geohash",
            asks="What is the geohash of 57.64911, 10.40744 in eleven letters?",
            modules=(COINCIDENCES,),
            call="coincidences.geohash(57.64911, 10.40744, 11)",
            expected="u4pruydqqvj",
            source="The example that geohash.org and the literature give",
        ),
        Spec(
            title="One telephone, written in four ways",
            asks="How many numbers are these?",
            modules=(COINCIDENCES,),
            given={"written": ["5555 1234", "(502) 5555-1234", "+502 55551234", "00502 5555 1234"]},
            call="{coincidences.phone(one) for one in written}",
            expected={"+50255551234"},
            source="ITU-T E.164: country code 502 and eight digits",
        ),
        Spec(
            title="Kept for three months, unfounded for one",
            asks="A tip on a robbery closed on 31 January 2026, and one that was unfounded: when are they destroyed?",
            modules=(RETENTION, ANSWERS, "datetime"),
            call=(
                "[str(retention.delete_on(answers.Answers(kind='robbery'), outcome, datetime.date(2026, 1, 31))) "
                "for outcome in ('arrest', 'unfounded')]"
            ),
            expected=["2026-05-01", "2026-03-02"],
            source="By the calendar: 90 and 30 days later",
        ),
    ),
)
