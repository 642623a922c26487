"""What everybody may see of evaluations: all that were registered, nobody's name, no small count."""

import hashlib
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.evaluation import published
from confianza.web.evaluation.models import State
from confianza.web.evaluation.tests import asked
from confianza.web.evaluation.tests.asked import Asked
from confianza.web.territory.models import Area

pytestmark = pytest.mark.django_db
LIST = reverse("public_site:evaluations")


@pytest.fixture
def town(db):
    return Area.objects.create(
        geography="administrative", level="municipality", code="990101", stable_id="municipality-990101",
    )  # fmt: skip


def page(client, evaluation, **asked_for):
    return client.get(reverse("public_site:evaluation", args=[evaluation.pk]), asked_for).content.decode()


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_list_holds_all_that_were_registered_also_those_given_up(client: Client, town):
    asked.question(town, title="Apenas registrada")
    asked.published(town, title="Publicada ya")
    asked.question(
        town,
        title="Dejada",
        state=State.ABANDONED,
        abandoned_because="Sin fondos.",
        abandoned_on=asked.BEGINS,
    )
    asked.question(town, title="En borrador", state=State.DESIGNED, listed=False)
    html = client.get(LIST).content.decode()
    assert all(title in html for title in ("Apenas registrada", "Publicada ya", "Dejada"))
    assert "En borrador" not in html
    assert "Se abandonó. No puede decirse nada sobre si funcionó." in html


def test_before_the_first_it_says_what_would_stand_there(client: Client, db):
    assert "Todavía no hay ninguna evaluación registrada" in client.get(LIST).content.decode()


def test_what_nobody_may_know_of_is_not_there(client: Client, town):
    draft = asked.question(town, state=State.DESIGNED, listed=False)
    for name in ("evaluation", "evaluation_registration", "evaluation_json"):
        assert client.get(reverse(f"public_site:{name}", args=[draft.pk])).status_code == 404
        assert client.get(reverse(f"public_site:{name}", args=[999_999])).status_code == 404


@pytest.mark.parametrize("language", ["es", "en"])
def test_one_is_told_from_its_question_to_its_critique_in_both_languages(client: Client, town, language):
    made = asked.published(town)
    answer = client.get(reverse("public_site:evaluation", args=[made.pk]), {"idioma": language})
    html = answer.content.decode()
    assert answer["Content-Language"] == language
    told = published.evaluation(made.pk)
    for words in (
        "Luces en la calzada",
        told.registration.sha256,
        "Hubo otra obra.",
        "No basta.",
        "El programa terminó antes.",
    ):
        assert words in html
    assert ("What may not be said" in html) == (language == "en")
    assert "<svg" in html
    assert ("By whole years" in html) == (language == "en")
    assert not {"sessionid", "csrftoken"} & set(answer.cookies)


def test_the_sentence_of_the_guard_is_all_that_is_claimed(client: Client, town):
    made = asked.published(town)
    told = published.evaluation(made.pk)
    html = page(client, made, idioma="en")
    said = html.split('<div class="plain">')[1].split("</div>")[0]
    from confianza.analysis.evaluation import guard_words

    assert text(said).strip() == guard_words.SENTENCES[told.told["answer"]["sentence"]]
    assert text(said).strip() not in (
        guard_words.SENTENCES["caused_fall"],
        guard_words.SENTENCES["lowered_fall"],
    )


def test_nobody_who_worked_on_it_is_named(client: Client, town):
    made = asked.published(town)
    for address in (
        LIST,
        *(
            reverse(f"public_site:{name}", args=[made.pk])
            for name in ("evaluation", "evaluation_json", "evaluation_registration")
        ),
    ):
        content = client.get(address).content.decode()
        assert not [name for name in asked.NAMES if name in content]


def test_the_file_is_what_its_digest_says(client: Client, town):
    made = asked.question(town)
    content = client.get(reverse("public_site:evaluation_registration", args=[made.pk])).content
    assert hashlib.sha256(content).hexdigest() in page(client, made)
    assert f"registro-{made.pk}.json --digest" in page(client, made)


def test_before_a_result_is_published_nothing_of_it_is_told(client: Client, town):
    made = asked.question(town, state=State.COMPUTED)
    asked.result(made, Asked())
    told = json.loads(client.get(reverse("public_site:evaluation_json", args=[made.pk])).content)
    assert told["published"] is None
    assert told["publications"] == []
    assert "Todavía no puede decirse nada" in page(client, made)
    assert "Hasta dónde fiarse" not in page(client, made)


def test_a_total_too_small_to_tell_takes_everything_with_it_that_would_tell_it(client: Client, town):
    made = asked.published(town, Asked(before=24, after=0))
    told = json.loads(client.get(reverse("public_site:evaluation_json", args=[made.pk])).content)["published"]
    assert told["told"]["why"] == "small"
    assert told["totals"] == {"before": None, "after": None, "expected": None}
    assert told["path"] == []
    html = page(client, made, idioma="en")
    assert "Counted before the programme" not in html
    assert "Fewer than five were counted" in html


def test_a_later_publication_takes_over_and_says_why(client: Client, town):
    made = asked.published(town)
    first = made.publications.get()
    later = {**first.content, "question": {**first.content["question"], "title": "Luces, otra vez"}}
    made.publications.create(result=first.result, content=later, reason="Un dato llegó tarde.", made_by="x")
    html = page(client, made)
    assert "Luces, otra vez" in html
    assert "Un dato llegó tarde." in html
    reasons = [each.reason for each in published.evaluation(made.pk).publications]
    assert reasons == ["Un dato llegó tarde.", ""]
    assert len(published.everything()) == 2


@pytest.mark.parametrize("name", ["news", "rss", "atom"])
def test_what_was_published_is_news(client: Client, town, name):
    asked.published(town)
    content = client.get(reverse(f"public_site:{name}")).content.decode()
    assert "Luces en la calzada" in content
