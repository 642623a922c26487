import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.web.tips import receipts
from confianza.web.tips.questionnaire import loading, reading, telling
from confianza.web.tips.questionnaire.problems import Unfinished
from confianza.web.tips.questionnaire.reading import Offered
from confianza.web.tips.rules.answers import of_plain, plain

OFFERED = Offered(
    areas={"zone-1": "Zona 1", "zone-2": "Zona 2"},
    stations={"substation-11": "Subestación 11", "substation-12": "Subestación 12"},
    units={"unit-a": "Inspectoría"},
    station_of={"zone-1": "substation-11"},
)
GENERAL = loading.named("general")
ORDINARY = {
    "kind": ["extortion"],
    "danger": ["no"],
    "story": ["Cobran renta en la cuadra del mercado."],
    "area": ["zone-1"],
    "when": ["often"],
    "when_words": ["los viernes"],
    "police": ["no"],
    "others_know": ["many"],
    "wants_answer": ["yes"],
    "wants_reward": ["no"],
}


def walked(questionnaire, posted, asked=None):
    """Go through a questionnaire as the pages do, step after step, with what each page holds."""
    said, step, seen = {}, questionnaire.after("", {}, asked), []
    while step:
        found = reading.read(questionnaire, step.name, posted, said=said, offered=OFFERED, asked=asked)
        assert not found.problems, found.problems
        said, seen = dict(found.said), [*seen, step.name]
        step = questionnaire.after(step.name, said, asked)
    return said, seen


def finished(questionnaire, said, asked=None):
    return reading.finished(questionnaire, said, offered=OFFERED, language="es", asked=asked)


def one_step(step, posted, said=None, questionnaire=GENERAL):
    return reading.read(questionnaire, step, posted, said=said or {}, offered=OFFERED)


def test_an_ordinary_tip_takes_six_short_pages():
    said, seen = walked(GENERAL, ORDINARY)
    assert seen == ["what", "story", "where", "who", "police", "safety"]
    answers = finished(GENERAL, said)
    assert (answers.kind, answers.police, answers.local_station) == ("extortion", "no", "substation-11")
    assert answers.said["story"] == "Cobran renta en la cuadra del mercado."
    assert answers.chosen["when"] == "often"


def test_police_are_asked_about_by_station_and_badge():
    posted = {**ORDINARY, "police": ["yes"], "stations": ["substation-12"], "badges": ["Placa 45-123 y 777"]}
    said, seen = walked(GENERAL, posted)
    assert "officers" in seen
    answers = finished(GENERAL, said)
    assert answers.stations == {"substation-12"}
    assert answers.badges == {"45123", "777"}


def test_what_police_do_is_not_asked_twice():
    _, seen = walked(GENERAL, {**ORDINARY, "kind": ["police"]})
    assert "police" not in seen
    assert "officers" in seen


def test_the_police_questionnaire_is_always_about_police():
    posted = {**ORDINARY, "police_kind": ["bribes"]}
    answers = finished(loading.named("police"), walked(loading.named("police"), posted)[0])
    assert answers.kind == "police"


def test_the_school_questionnaire_offers_no_reward():
    school = loading.named("school")
    said, _ = walked(school, {**ORDINARY, "school_kind": ["bullying"], "school": ["Instituto del cerro"]})
    assert finished(school, said).passphrase == ""
    assert "wants_reward" not in {question.name for question in school.questions}


def test_one_more_question_is_put_only_where_the_routing_asks():
    assert "police_again" not in walked(GENERAL, ORDINARY)[1]
    said, seen = walked(GENERAL, {**ORDINARY, "police_again": ["no"]}, asked="police_again")
    assert "police_again" in seen
    assert finished(GENERAL, said).police_again == "no"


def test_danger_is_told_at_once():
    assert one_step("what", {"kind": ["killing"], "danger": ["yes"]}).in_danger
    assert not one_step("what", {"kind": ["killing"], "danger": ["no"]}).in_danger


def test_the_passphrase_is_not_among_what_readers_see():
    posted = {**ORDINARY, "wants_reward": ["yes"], "passphrase": ["cuatro caballos azules corren"]}
    answers = finished(GENERAL, walked(GENERAL, posted)[0])
    assert answers.passphrase == "cuatro caballos azules corren"
    assert "caballos" not in json.dumps([dict(answers.said), dict(answers.chosen)])
    assert "caballos" not in repr(answers)


def test_a_passphrase_that_the_readers_would_read_is_refused():
    posted = {**ORDINARY, "wants_reward": ["yes"], "passphrase": ["la cuadra del mercado"]}
    with pytest.raises(Unfinished) as refused:
        finished(GENERAL, walked(GENERAL, posted)[0])
    assert (refused.value.step, refused.value.problems[0].code) == ("safety", "passphrase_told")


# --- what cannot be taken ----------------------------------------------------------------------------

SAFETY = {"wants_reward": ["yes"]}
REFUSED = [
    ("what", {"danger": ["no"]}, "kind", "missing"),
    ("what", {"kind": ["nonsense"], "danger": ["no"]}, "kind", "not_offered"),
    ("what", {"kind": ["extortion"], "danger": ["perhaps"]}, "danger", "not_offered"),
    ("story", {"story": ["  \u200b "]}, "story", "missing"),
    ("story", {"story": ["x" * 6_001]}, "story", "too_long"),
    ("story", {"story": [f"mi recibo {receipts.grouped(receipts.new())}"]}, "story", "holds_receipt"),
    ("where", {"area": ["zone-9"]}, "area", "not_offered"),
    ("where", {"point": ["14.5"]}, "point", "no_point"),
    ("where", {"point": ["91,0"]}, "point", "no_point"),
    ("where", {"point": ["nan,nan"]}, "point", "no_point"),
    ("officers", {"stations": ["substation-99"]}, "stations", "not_offered"),
    ("officers", {"units": ["unit-z"]}, "units", "not_offered"),
    ("safety", {**SAFETY, "passphrase": ["corta"]}, "passphrase", "weak_passphrase"),
    ("safety", SAFETY, "passphrase", "missing"),
]


@pytest.mark.parametrize(("step", "posted", "question", "code"), REFUSED)
def test_what_cannot_be_taken_is_told_with_a_sentence(step, posted, question, code):
    found = one_step(step, posted)
    assert (question, code) in [(one.question, one.code) for one in found.problems]
    assert all(one.sentence and "%(" not in one.sentence for one in found.problems)


def test_too_many_stations_are_told():
    many = Offered(stations={f"s{n}": f"{n}" for n in range(20)})
    found = reading.read(GENERAL, "officers", {"stations": list(many.stations)}, said={}, offered=many)
    assert found.problems[0].code == "too_many"


def test_a_form_that_lacks_something_says_on_which_page():
    with pytest.raises(Unfinished) as refused:
        finished(GENERAL, {"kind": "extortion", "danger": "no"})
    assert refused.value.step == "story"
    assert {one.question for one in refused.value.problems} == {"story"}


def test_words_are_kept_without_what_no_screen_shows():
    found = one_step("story", {"story": ["Po\u200bli\u202ecia\x00\tllega\r\n\r\n\r\n\r\nluego  se va\u0301"]})
    assert found.said["story"] == "Policia llega\n\nluego se vá"


def test_going_back_and_emptying_an_answer_takes_it_away():
    first = one_step("where", {"area": ["zone-1"], "place": ["frente al parque"]})
    assert "place" not in one_step("where", {"area": ["zone-1"], "place": [""]}, dict(first.said)).said


# --- forms that were tampered with -------------------------------------------------------------------


def test_a_field_of_another_page_is_ignored():
    found = one_step("what", {"kind": ["drugs"], "danger": ["no"], "story": ["x"], "admin": ["1"]})
    assert dict(found.said) == {"kind": "drugs", "danger": "no"}


def test_an_answer_whose_question_is_no_longer_put_counts_for_nothing():
    said, _ = walked(GENERAL, {**ORDINARY, "police": ["yes"], "stations": ["substation-11"]})
    answers = finished(GENERAL, {**said, "police": "no"})
    assert (answers.police, answers.stations) == ("no", frozenset())
    assert "stations" not in answers.chosen


def test_what_was_kept_between_two_pages_is_judged_again():
    said, _ = walked(GENERAL, ORDINARY)
    with pytest.raises(Unfinished):
        finished(GENERAL, {**said, "area": "zone-9"})
    with pytest.raises(Unfinished):
        finished(GENERAL, {**said, "kind": ("extortion", "nonsense", "x")[1]})


def finished_or_not(questionnaire, said, asked=None):
    try:
        return finished(questionnaire, said, asked)
    except Unfinished as unfinished:
        problems, step = unfinished.problems, unfinished.step
    assert problems
    assert {one.question for one in problems} <= {one.name for one in questionnaire.step(step).questions}
    return None


WORDS = st.sampled_from(
    ["", "yes", "no", "unsure", "zone-1", "substation-11", "unit-a", "police", "killing", "14.5,-90.5"]
) | st.text(max_size=30)
NAMES = sorted({question.name for one in loading.offered() for question in one.questions} | {"other", "id"})
FORMS = st.dictionaries(st.sampled_from(NAMES), st.lists(WORDS, max_size=3), max_size=len(NAMES))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(loading.NAMES), FORMS, st.sampled_from([None, "police_again", "nonsense"]))
def test_whatever_a_form_holds_only_what_was_offered_is_taken(name, posted, asked):
    questionnaire = loading.named(name)
    said = {}
    for step in questionnaire.steps:
        said = dict(
            reading.read(questionnaire, step.name, posted, said=said, offered=OFFERED, asked=asked).said
        )
    answers = finished_or_not(questionnaire, said, asked)
    if answers is None:
        return
    assert answers.stations <= set(OFFERED.stations)
    assert answers.units <= set(OFFERED.units)
    assert name != "police" or answers.kind == "police"
    shown = {question.name for question in questionnaire.shown(said, asked)}
    assert set(answers.said) | set(answers.chosen) <= shown


@settings(max_examples=100, deadline=None)
@given(FORMS)
def test_raw_words_between_pages_never_break_it(kept):
    said = {name: tuple(words) if len(words) != 1 else words[0] for name, words in kept.items()}
    finished_or_not(GENERAL, said)


def test_answers_survive_being_sealed():
    posted = {**ORDINARY, "police": ["yes"], "stations": ["substation-12", "substation-11"]}
    answers = finished(GENERAL, walked(GENERAL, posted)[0])
    assert of_plain(json.loads(json.dumps(plain(answers)))) == answers


def test_what_was_answered_is_told_in_either_language():
    answers = finished(
        GENERAL, walked(GENERAL, {**ORDINARY, "police": ["yes"], "stations": ["substation-12"]})[0]
    )
    told = {line.name: (line.question, line.answer) for line in telling.lines(answers, "en", OFFERED)}
    assert told["kind"] == ("What is it about?", "Extortion")
    assert told["stations"][1] == "Subestación 12"
    assert told["story"][1] == "Cobran renta en la cuadra del mercado."
    assert next(iter(telling.lines(answers, "es"))).answer == "Extorsión, renta o cuota"
