"""What people say of pairs, straight through the actions and the queries."""

import pytest

from confianza.web.accounts.models import Role
from confianza.web.records import rules
from confianza.web.records.actions import reviews as actions
from confianza.web.records.models import PairDecision
from confianza.web.records.queries import reviews, why
from confianza.web.records.queries.linkage import latest_linkage
from confianza.web.records.tests import linked, places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]
PAIR = ("1" * 20, "2" * 20)


def say(by, verdict="same", pair=PAIR, areas=(None, None)):
    return actions.decide(pair=pair, areas=areas, verdict=verdict, reason="Se sabe.", by=by)


def test_a_pair_is_the_same_whichever_record_comes_first(town, ana):
    here, there = town[places.HERE], town[places.THERE]
    decision = say(ana, pair=PAIR[::-1], areas=(here, there))
    assert (decision.pair, decision.area_a, decision.area_b) == (PAIR, there, here)


def test_two_windows_of_one_person_at_once_say_one_word(ana, monkeypatch):
    say(ana)
    monkeypatch.setattr(rules, "check_can_decide", lambda *told: None)
    with pytest.raises(rules.ReviewRefused, match="pair_spoken_already"):
        say(ana, "different")
    assert PairDecision.objects.get().verdict == "same"


def test_nobody_takes_back_what_somebody_else_said(ana, olga):
    with pytest.raises(rules.ReviewRefused, match="not_yours"):
        actions.undo(decision=say(ana), reason="No me gusta.", by=olga)


def test_what_was_taken_back_is_not_taken_back_again_and_the_person_may_speak_anew(ana):
    decision = say(ana)
    actions.undo(decision=decision, reason="Me equivoqué.", by=ana)
    with pytest.raises(rules.ReviewRefused, match="undone_already"):
        actions.undo(decision=decision, reason="Otra vez.", by=ana)
    assert say(ana, "different").verdict == "different"


def test_taking_back_one_of_two_words_opens_an_agreed_pair_again(ana, person):
    first = say(ana)
    say(person(Role.NATIONAL_COORDINATOR))
    assert reviews.decisions_frame().rows() == [(*PAIR, True)]
    actions.undo(decision=first, reason="Me equivoqué.", by=ana)
    assert reviews.decisions_frame().is_empty()


def test_nothing_waits_and_nothing_is_there_before_anything_was_linked(ana):
    assert latest_linkage() is None
    assert reviews.queue(ana, None) == []
    with pytest.raises(reviews.UnknownPair):
        reviews.pair(ana, PAIR, None)


def test_after_the_last_pair_comes_the_first_and_after_the_only_one_none(town, ana):
    linked.tell("2301", by=ana)
    linked.link()
    first, second = reviews.queue(ana, latest_linkage())
    assert reviews.after([first, second], first.key) == second
    assert reviews.after([first, second], second.key) == first
    assert reviews.after([first], first.key) is None
    assert reviews.after([first, second], PAIR) == first


def test_a_pair_the_linkage_is_sure_of_keeps_its_page_and_waits_for_nobody(town, ana):
    linked.tell("2301", by=ana)
    linked.link()
    linkage = latest_linkage()
    [sure] = linkage.pairs().join(linkage.review(), on=["record_a", "record_b"], how="anti").to_dicts()
    key = sure["record_a"], sure["record_b"]
    pair = reviews.pair(ana, key, linkage)
    assert pair.together
    assert pair.stakes == pytest.approx(1 - 0.999)
    assert key not in [each.key for each in reviews.queue(ana, linkage)]


def test_the_steps_of_why_add_up_to_the_weight_the_weightiest_first(town, ana):
    linked.tell("2301", by=ana)
    linked.link()
    linkage = latest_linkage()
    pair = next(each for each in reviews.queue(ana, linkage) if each.contradiction)
    steps = why.steps(pair, linkage.model)
    assert [step.bits for step in steps] == [6.5, -3.9, 0.0]
    assert why.start(pair, steps) + sum(step.bits for step in steps) == pytest.approx(pair.scores["weight"])
    assert "(los mismos apellidos)" in why.sentence(steps, pair.probability)
    assert "60" in why.sentence(steps, pair.probability)


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (0.0, "1.0 a 1 a favor"),
        (6.0, "64 a 1 a favor"),
        (-3.0, "8 a 1 en contra"),
        (99.0, "1,000,000+ a 1 a favor"),
    ],
)
def test_a_weight_is_written_as_odds(bits, words):
    assert why.odds(bits) == words


@pytest.mark.parametrize(
    ("probability", "words"), [(0.999, "más de 99"), (0.001, "menos de 1"), (0.914, "91")]
)
def test_a_probability_is_never_written_as_certain(probability, words):
    assert why.percent(probability) == words


def test_where_nothing_speaks_clearly_the_sentence_says_so():
    mild = [why.Step("Sexo", "igual", 0.4), why.Step("Edad", "", 0.0, is_missing=True)]
    assert why.sentence(mild, 0.5).startswith("Nada habla con claridad")
    only_against = [why.Step("Sexo", "distinto", -4.0)]
    assert "en contra: sexo (distinto)" in why.sentence(only_against, 0.01)
    only_for = [why.Step("Edad", "la misma edad", 4.0)]
    assert "nada claro en contra" in why.sentence(only_for, 0.9)
