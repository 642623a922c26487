"""The three prongs side by side: honest about who answered, silent about groups below ten, frozen once."""

import io
from datetime import date

import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.fieldwork.actions import forms, submissions
from confianza.web.fieldwork.models import Standing, Submission
from confianza.web.surveys import assessing
from confianza.web.surveys.actions import assessments
from confianza.web.surveys.actions.assessments import AssessmentRefused
from confianza.web.surveys.models import Prong
from confianza.web.surveys.queries import assessment as queries

FORM = """
| survey |
| | type | name | label::Español (es) | label::English (en) |
| | today | fecha | | |
| | select_one acuerdo | juntos_confianza | La gente y la policía se tienen confianza | People and police trust each other |
| | text | funciona | ¿Qué funciona bien? | What works well? |
| choices |
| | list_name | name | label::Español (es) | label::English (en) |
| | acuerdo | 1 | Muy en desacuerdo | Strongly disagree |
| | acuerdo | 4 | Muy de acuerdo | Strongly agree |
| settings |
| | form_title | form_id | version | default_language |
| | Evaluación | {form_id} | 1 | Español (es) |
"""  # noqa: E501 - a table of pyxform's has one line a row
BEGINS, ENDS = date(2026, 5, 1), date(2026, 6, 30)


def form(prong, area=None):
    content = FORM.replace("{form_id}", f"evaluacion-{prong}").encode()
    return forms.add_version(content=content, name=f"{prong}.md", area=area, by=COMMAND_LINE).form


def say(found, answers, *, day="2026-05-10", words=""):
    for place, code in enumerate(answers):
        instance = f"uuid:{found.form_id}-{day}-{place}-{words}"
        xml = (
            f'<data xmlns:orx="http://openrosa.org/xforms" id="{found.form_id}" version="1">'
            f"<fecha>{day}</fecha><juntos_confianza>{code}</juntos_confianza><funciona>{words}</funciona>"
            f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
        ).encode()
        submissions.receive(xml=xml, files=dict[str, io.BytesIO](), device=None, by=COMMAND_LINE)
    Submission.objects.update(standing=Standing.APPROVED)


@pytest.fixture
def made(here, workspace):
    prongs = {prong: form(prong, here) for prong in Prong.values}
    return assessments.begin(
        title="Evaluación de Here", area=here, begins_on=BEGINS, ends_on=ENDS, by=COMMAND_LINE, **prongs
    )


def shared(made, prong):
    return queries.side_by_side(made).shared[0].of(prong)


def page(client, name, *args):
    return client.get(reverse(f"surveys:{name}", args=args))


def test_means_and_shares_of_ten_answers_are_told_and_fewer_are_not(made):
    say(made.citizens, [4] * 5 + [1] * 5)
    say(made.officers, [4] * 9)
    citizens = shared(made, "citizens")
    assert (citizens.n, citizens.mean, citizens.agree) == (10, 2.5, 0.5)
    assert shared(made, "officers") == assessing.Answered("officers", None)
    assert [side.n for side in queries.side_by_side(made).sides] == [10, None, None]


def test_that_all_of_a_group_said_the_same_is_not_told(made):
    say(made.officers, [1] * 12)
    assert shared(made, "officers").agree == assessing.NEARLY


def test_what_was_answered_at_another_time_does_not_count(made):
    say(made.citizens, [4] * 10)
    say(made.citizens, [1] * 10, day="2026-07-01")
    assert shared(made, "citizens").mean == 4


def test_what_does_not_know_is_no_answer():
    assert assessing.told("citizens", [4.0] * 9).n is None


def test_each_prong_has_a_form_of_its_own(made, here):
    with pytest.raises(AssessmentRefused, match="same_form"):
        assessments.begin(
            title="Otra", area=here, begins_on=BEGINS, ends_on=ENDS, citizens=made.citizens,
            justice=made.citizens, officers=made.officers, by=COMMAND_LINE,
        )  # fmt: skip


def test_a_report_is_frozen_once_so_that_one_more_answer_is_not_told_by_the_difference(made):
    say(made.citizens, [4] * 10)
    assessments.conclude(assessment=made, by=COMMAND_LINE)
    say(made.citizens, [1], day="2026-05-11")
    assert queries.as_read_by(made, keeps=True).shared[0].of("citizens").mean == 4
    for deed in (
        lambda: assessments.conclude(assessment=made, by=COMMAND_LINE),
        lambda: assessments.write_finding(assessment=made, prong="all", text="Más", by=COMMAND_LINE),
    ):
        with pytest.raises(AssessmentRefused, match="concluded"):
            deed()


def test_there_is_nothing_to_conclude_from_fewer_than_ten_answers(made):
    say(made.citizens, [4] * 9)
    with pytest.raises(AssessmentRefused, match="nobody_answered"):
        assessments.conclude(assessment=made, by=COMMAND_LINE)


def test_findings_stand_there_with_who_wrote_them(made, ana, client):
    client.force_login(ana)
    say(made.citizens, [4] * 10)
    told = {"prong": "citizens", "text": "La gente confía."}
    client.post(reverse("surveys:write_finding", args=[made.pk]), told)
    shown = page(client, "assessment", made.pk).content.decode()
    assert "La gente confía." in shown
    assert ana.display_name in shown
    assert "no es una muestra sorteada" in shown
    assert page(client, "assessment_sheet", made.pk).content[:5] == b"%PDF-"


def test_others_read_the_report_once_it_is_concluded_and_never_the_words(made, ana, client, person, here):
    say(made.citizens, [4] * 10, words="Nos saludan")
    client.force_login(person(Role.MAYOR, area=here))
    assert "Todavía sin concluir" in page(client, "assessment", made.pk).content.decode()
    assert page(client, "remarks", made.pk).status_code == 404
    assessments.conclude(assessment=made, by=ana)
    shown = page(client, "assessment", made.pk).content.decode()
    assert "Lo que se preguntó a las tres partes" in shown
    assert "Nos saludan" not in shown


def test_the_analyst_reads_the_words_of_groups_of_ten_and_the_account_says_so(made, ana, client):
    client.force_login(ana)
    say(made.citizens, [4] * 10, words="Nos saludan")
    say(made.officers, [4] * 9, words="Falta descanso")
    shown = page(client, "remarks", made.pk).content.decode()
    assert "Nos saludan" in shown
    assert "Falta descanso" not in shown
    assert Entry.objects.filter(action="surveys.read_remarks").exists()


def test_an_assessment_is_begun_on_a_page(ana, here, client, workspace):
    client.force_login(ana)
    prongs = {prong: form(prong, here) for prong in Prong.values}
    for each in prongs.values():
        each.owner = "surveys"
        each.save()
    told = {"title": "Evaluación", "area": here.pk, "begins_on": "2026-05-01", "ends_on": "2026-06-30"}
    answer = client.post(
        reverse("surveys:begin_assessment"), told | {prong: each.pk for prong, each in prongs.items()}
    )
    assert answer.status_code == 302
    wrong = client.post(reverse("surveys:begin_assessment"), told | {"ends_on": "2026-04-01"})
    assert "Termina antes de empezar" in wrong.content.decode()
    assert "Evaluación" in page(client, "assessments").content.decode()
