from collections import Counter

import pytest

from confianza.web.tips.questionnaire import contacts, identifying, loading, normalising, questions, texts
from confianza.web.tips.questionnaire.problems import SENTENCES
from confianza.web.tips.questionnaire.questions import Condition
from confianza.web.tips.rules import kinds, tables


def everything_said():
    for one in loading.offered():
        yield one.title
        for step in one.steps:
            yield step.title
    for question in loading.questions().values():
        yield question.text
        yield from (option.text for option in question.options)
        if question.hint.written:
            yield question.hint


def test_every_text_is_told_in_every_complete_language():
    complete = [one.code for one in texts.languages() if one.complete]
    assert complete == ["es", "en"]
    assert all(text.written.get(code) for text in everything_said() for code in complete)


def test_a_language_without_a_text_is_told_in_spanish():
    assert loading.questions()["kind"].text.told_in("quc") == "¿De qué se trata?"


def test_every_question_has_a_slot_for_a_voice_of_its_own():
    voices = Counter(question.text.voice for question in loading.questions().values())
    assert "" not in voices
    assert max(voices.values()) == 1


def test_every_question_is_asked_somewhere():
    asked = {question.name for one in loading.offered() for question in one.questions}
    assert asked == set(loading.questions())


def test_every_kind_that_can_be_chosen_is_one_of_ours():
    chosen = {
        option.name
        for question in loading.questions().values()
        if question.fills == "kind"
        for option in question.options
    }
    assert chosen == set(kinds.default())


@pytest.mark.parametrize("questionnaire", loading.offered(), ids=lambda one: one.name)
def test_people_in_a_hurry_must_answer_five_questions_at_most(questionnaire):
    must = [one for one in questionnaire.questions if one.required and one.fills != "passphrase"]
    assert len(must) <= 5


CONDITIONS = [
    ({"question": "a", "is": ["x"]}, {"a": "x"}, True),
    ({"question": "a", "is": ["x"]}, {"a": "y"}, False),
    ({"question": "a", "is": ["x"]}, {}, False),
    ({"question": "a", "is": ["x", ""]}, {}, True),
    ({"question": "a", "is": ["x"]}, {"a": ("w", "x")}, True),
    ({"question": "a", "is_not": ["x"]}, {"a": "y"}, True),
    ({"question": "a", "is_not": ["x"]}, {"a": ("w", "x")}, False),
    ({"question": "a", "is_not": ["x"]}, {}, True),
    ({"all": [{"question": "a", "is": ["x"]}, {"question": "b", "is": ["y"]}]}, {"a": "x"}, False),
    ({"any": [{"question": "a", "is": ["x"]}, {"question": "b", "is": ["y"]}]}, {"a": "x"}, True),
    ({"any": [{"question": "a", "is": ["x"]}, {"question": "b", "is": ["y"]}]}, {}, False),
]


@pytest.mark.parametrize(("told", "said", "holds"), CONDITIONS)
def test_conditions_hold_as_written(told, said, holds):
    assert questions.condition_of(told).holds(said) is holds


def nested(depth):
    told = {"question": "a", "is": ["x"]}
    for _ in range(depth - 1):
        told = {"all": [told]}
    return told


def test_conditions_are_three_deep_at_most():
    assert list(questions.condition_of(nested(3)).questions()) == ["a"]
    with pytest.raises(ValueError, match="deep"):
        questions.condition_of(nested(4))


@pytest.mark.parametrize(
    "told", [{"question": "a"}, {"question": "a", "is": ["x"], "is_not": ["y"]}, {"eval": "1"}]
)
def test_a_condition_that_says_nothing_clear_is_refused(told):
    with pytest.raises(ValueError, match="condition"):
        questions.condition_of(told)


def test_an_empty_condition_has_nothing_to_hold_of():
    assert Condition("a", is_not=("x",)).holds({"b": "x"})


DECIDED = 'version = "1"\nauthor = "a"\ndecided_on = "2026-01-01"\nreason = "r"\n'
HEAD = DECIDED + 'name = "x"\ntitle = { es = "a", en = "b" }\n'
STEP = '[[step]]\nname = "{}"\ntitle = {{ es = "a", en = "b" }}\nquestions = {}\n'
BROKEN = [
    (HEAD + STEP.format("a", '["nothing"]'), "no question"),
    (HEAD + STEP.format("a", '["kind", "kind"]'), "twice"),
    (HEAD + STEP.format("a", '["kind"]') + STEP.format("a", '["story"]'), "twice"),
    (HEAD + STEP.format("a", '["stations", "police"]'), "asked later"),
    (HEAD.replace('author = "a"', ""), "author"),
]


@pytest.mark.parametrize(("text", "says"), BROKEN)
def test_a_questionnaire_that_cannot_be_right_is_refused(text, says):
    with pytest.raises(tables.NotATable, match=says):
        loading.read(text, loading.questions(), file="x.toml")


WORDS = 'text = { es = "a", en = "b" }'
BROKEN_QUESTIONS = [
    ('[a]\nasks = "line"', "lacks"),
    ('[a]\nasks = "line"\ntext = { es = "a" }', "not told in en"),
    ('[a]\nasks = "line"\ntext = { es = "a", en = "b", xx = "c" }', "no language"),
    (f'[a]\nasks = "number"\n{WORDS}', "nobody knows"),
    (f'[a]\nasks = "choice"\n{WORDS}', "options"),
    (f'[a]\nasks = "line"\n{WORDS}\nshown_when = {{ question = "b" }}', "condition"),
]


@pytest.mark.parametrize(("text", "says"), BROKEN_QUESTIONS)
def test_a_question_that_cannot_be_right_is_refused(text, says):
    with pytest.raises(tables.NotATable, match=says):
        loading.read_questions(text)


def test_a_questionnaire_nobody_wrote_is_none():
    with pytest.raises(KeyError):
        loading.named("../../secrets")


# --- what gives somebody away ------------------------------------------------------------------------

GIVES_AWAY = [
    ("Mi nombre es Fulano de Tal", "own_name"),
    ("me llamo Zutano", "own_name"),
    ("soy la hermana de él", "own_name"),
    ("vivo en la zona 3", "own_home"),
    ("pasa frente a mi casa, digo, al lado de mi casa", "own_home"),
    ("Soy vecina de la 5a avenida", "own_home"),
    ("los que viven a la par, mis vecinos y mi vecino", "own_home"),
    ("yo trabajo en el mercado", "own_work"),
    ("soy piloto de bus", "own_work"),
    ("mi esposo lo vio", "own_family"),
    ("mis HIJOS estudian ahí", "own_family"),
    ("llámenme al 5555 0000", "own_telephone"),
    ("escríbame a a.b@correo.gt", "own_telephone"),
    ("nombre@correo.gt", "own_telephone"),
    ("mi DPI es 1234", "own_document"),
    ("Sólo yo lo sé", "only_one"),
    ("my name is Nobody", "own_name"),
    ("I live next to them", "own_home"),
]
GIVES_NOTHING_AWAY = [
    "El vecino robó una moto",
    "su esposa vende droga",
    "ellos trabajan en el taller de la esquina",
    "la casa verde, dos cuadras abajo del mercado",
    "el jefe de la clica vive en la zona 3",
    "yo soy testigo",
    "Le dicen el Chino y anda en un carro rojo",
    "they live in the green house",
]


@pytest.mark.parametrize(("text", "code"), GIVES_AWAY)
def test_it_asks_about_words_that_give_their_writer_away(text, code):
    found = identifying.cautions("story", text)
    assert code in [one.code for one in found]
    assert all(one.words in text and one.sentence for one in found)


@pytest.mark.parametrize("text", GIVES_NOTHING_AWAY)
def test_it_does_not_ask_about_words_on_others(text):
    assert identifying.cautions("story", text) == ()


def test_a_pattern_that_is_none_is_refused():
    head = 'version = "1"\nauthor = "a"\ndecided_on = "d"\nreason = "r"\n'
    with pytest.raises(tables.NotATable):
        identifying.read(head + '[[identifying]]\ncode = "own_name"\npattern = "("')
    with pytest.raises(tables.NotATable, match="no sentence"):
        identifying.read(head + '[[identifying]]\ncode = "nonsense"\npattern = "x"')


def test_no_pattern_takes_long_over_a_long_text():
    import time

    start = time.perf_counter()
    identifying.cautions("story", "mi " * 1_000 + "soy la " * 400 + "a" * 1_000 + "@" * 500)
    assert time.perf_counter() - start < 1


def test_every_caution_and_problem_has_its_sentence():
    assert {one.code for one in identifying.patterns()} <= set(SENTENCES)


# --- whom to call ------------------------------------------------------------------------------------


def test_every_country_has_somebody_to_call_and_somebody_outside():
    assert all(one.emergency and one.outside for one in contacts.default())
    assert contacts.of("sv").emergency[0].number == "911"


def test_where_nobody_says_which_country_the_first_is_meant():
    assert contacts.of().code == contacts.of("??").code == "GT"


def test_words_in_any_writing_are_composed_one_way():
    assert normalising.line("a\u0301rea  uno\n") == "área uno"
