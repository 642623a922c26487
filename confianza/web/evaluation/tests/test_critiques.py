"""The critique: by somebody who had no hand in it, answered by somebody else, and only then published."""

import pytest

from confianza.web.audit.models import Entry
from confianza.web.evaluation.actions import criticising, designing, publishing
from confianza.web.evaluation.models import Critique, Objection, Standing, State, Verdict
from confianza.web.evaluation.rules import StepRefused
from confianza.web.evaluation.tests import dossiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(towns, people):
    """Ana's evaluation, computed."""
    return dossiers.computed(towns.here, by=people.ana)


def refused(step, **told):
    """Return why a step was refused."""
    with pytest.raises(StepRefused) as why:
        step(**told)
    return why.value.code


def test_the_author_cannot_object_judge_or_conclude(computed, people):
    assert refused(criticising.object_to, evaluation=computed, text="Fine.", by=people.ana) == "own_work"
    told = {"verdict": Verdict.AGREES, "words": "All is well."}
    assert refused(criticising.conclude, evaluation=computed, by=people.ana, **told) == "own_work"
    raised = criticising.object_to(evaluation=computed, text="Too short.", by=people.leonel)
    criticising.answer(objection=raised, words="Two years.", by=people.ana)
    settled = {"objection": raised, "standing": Standing.SETTLED}
    assert refused(criticising.judge, by=people.ana, **settled) == "own_work"


def test_whoever_computed_it_is_no_critic_either(towns, people):
    one = dossiers.computed(towns.here, by=people.ines)
    one.results.update(computer=people.ana)
    assert refused(criticising.object_to, evaluation=one, text="Fine.", by=people.ana) == "own_work"


def test_nobody_answers_what_they_raised(computed, people):
    raised = criticising.object_to(evaluation=computed, text="Too short.", by=people.leonel)
    assert refused(criticising.answer, objection=raised, words="No.", by=people.leonel) == "own_objection"


def test_every_objection_is_answered_and_judged_before_the_end(computed, people):
    raised = criticising.object_to(evaluation=computed, text="Too short.", by=people.leonel)
    end = {"evaluation": computed, "verdict": Verdict.DISAGREES, "words": "Too short.", "by": people.leonel}
    assert refused(criticising.conclude, **end) == "objections_open"
    criticising.answer(objection=raised, words="Two years.", by=people.ana)
    assert refused(criticising.conclude, **end) == "objections_open"
    criticising.judge(objection=raised, standing=Standing.STANDS, words="Still short.", by=people.leonel)
    criticising.conclude(**end)
    assert computed.state == State.CRITICISED


def test_only_what_was_criticised_is_published_also_where_the_critic_disagrees(computed, people):
    assert refused(publishing.publish, evaluation=computed, by=people.ana) == "not_from_here"
    told = {"verdict": Verdict.DISAGREES, "words": "The areas are too few."}
    criticising.conclude(evaluation=computed, by=people.leonel, **told)
    made = publishing.publish(evaluation=computed, by=people.ana)
    assert made.content["critique"]["verdict"] == Verdict.DISAGREES
    assert computed.state == State.PUBLISHED


def test_what_is_published_names_nobody_and_tells_no_small_count(towns, people):
    one = dossiers.criticised(towns.here, critic=people.leonel, by=people.ana)
    written = str(publishing.publish(evaluation=one, by=people.ana).content)
    assert people.ana.display_name not in written
    assert people.leonel.display_name not in written
    assert "'counted': [" not in written


def test_a_later_publication_says_why_and_the_earlier_stays(towns, people):
    one = dossiers.criticised(towns.here, critic=people.leonel, by=people.ana)
    publishing.publish(evaluation=one, by=people.ana)
    one.state = State.CRITICISED
    one.save()
    assert refused(publishing.publish, evaluation=one, by=people.ana) == "say_why"
    publishing.publish(evaluation=one, by=people.ana, reason="The police corrected March.")
    assert one.publications.count() == 2


def test_what_is_given_up_stays_listed_with_its_reason(towns, people):
    one = dossiers.registered(towns.here, by=people.ana)
    assert refused(designing.abandon, evaluation=one, reason=" ", by=people.ana) == "say_why"
    designing.abandon(evaluation=one, reason="The money ended.", by=people.ana)
    assert one.listed
    assert one.abandoned_because == "The money ended."
    assert Entry.objects.filter(action="evaluation.abandon").exists()


def test_a_registered_question_is_not_reworded(towns, people):
    one = dossiers.registered(towns.here, by=people.ana)
    assert refused(designing.reword, evaluation=one, question="Another?", by=people.ana) == "registered"


# --- who sees what, and the pages ------------------------------------------------------------------------


def test_a_result_is_seen_by_who_works_on_it_and_by_readers_once_it_is_published(computed, people, as_person):
    own = f"/evaluacion/{computed.pk}/"
    for who in (people.ana, people.ines, people.leonel):
        assert as_person(who).get(f"{own}comprobar/").status_code == 200
    for who in (people.mayor, people.commander):
        assert "Ya se calculó un resultado" in as_person(who).get(own).content.decode()
        assert as_person(who).get(f"{own}datos.json").status_code == 404
    criticising.conclude(evaluation=computed, verdict=Verdict.AGREES, words="I looked.", by=people.leonel)
    publishing.publish(evaluation=computed, by=people.ana)
    for who in (people.mayor, people.commander):
        assert "Qué puede decirse" in as_person(who).get(own).content.decode()
        assert as_person(who).get(f"{own}comprobar/").status_code == 200
    for who in (people.officer, people.elsewhere):
        assert as_person(who).get(own).status_code == 404


def test_the_critique_goes_by_the_page(computed, people, as_person):
    own, critic, ana = f"/evaluacion/{computed.pk}/", as_person(people.leonel), as_person(people.ana)
    assert ana.post(f"{own}objeciones/", {"text": "Mine."}).status_code == 404
    assert "Este campo es obligatorio" in critic.post(f"{own}objeciones/", {"text": ""}).content.decode()
    critic.post(f"{own}objeciones/", {"text": "Too few areas."})
    raised = Objection.objects.get()
    assert "Answer" not in critic.get(own).content.decode()
    ana.post(f"/evaluacion/objeciones/{raised.pk}/responder/", {"words": "All there are."})
    told = {"standing": "stands", "words": "Take other towns."}
    critic.post(f"/evaluacion/objeciones/{raised.pk}/valorar/", told)
    critic.post(f"{own}critica/", {"verdict": "disagrees", "words": "Too few areas."})
    assert Critique.objects.get().verdict == "disagrees"
    ana.post(f"{own}publicar/")
    page = as_person(people.mayor).get(own).content.decode()
    assert "Sigue en pie" in page
    assert "Take other towns." in page
    assert "La evidencia no sostiene la frase" in page


def test_the_home_page_says_what_waits(computed, people, as_person):
    assert "espera la crítica" in as_person(people.leonel).get("/cuenta/").content.decode()
    assert "espera la crítica" not in as_person(people.ana).get("/cuenta/").content.decode()
    criticising.object_to(evaluation=computed, text="Too short.", by=people.leonel)
    assert "espera respuesta" in as_person(people.ana).get("/cuenta/").content.decode()


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_a_link_stays_in_this_house(towns, people, as_person, address):
    told = {name: str(value) for name, value in dossiers.QUESTION.items()}
    told |= {"title": "Lamps", "area": towns.here.stable_id, "linked": address}
    page = as_person(people.ana).post("/evaluacion/nueva/", told)
    assert page.status_code == 200
    assert "dirección de este sitio" in page.content.decode()


def test_nobody_asks_about_a_place_beyond_their_reach(towns, people, as_person):
    told = {name: str(value) for name, value in dossiers.QUESTION.items()}
    told |= {"title": "Lamps", "area": towns.there.stable_id}
    assert as_person(people.ana).post("/evaluacion/nueva/", told).status_code == 200
    assert not people.ana.reach("analyst").covers(towns.there)
