"""A call, from its first question to the receipt that is read out; whoever typed it keeps nothing of it."""

import re

import pytest
from django.urls import reverse

from confianza.web.tips import keys, receipts
from confianza.web.tips.models import Channel, Tip
from confianza.web.tips.queries import opening
from tests.tips import world

STORY = "En la tienda de la esquina cobran renta cada lunes."
ANSWERS = {
    "kind": "extortion",
    "danger": "no",
    "story": STORY,
    "know": "saw",
    "police": "no",
    "others_know": "many",
    "wants_answer": "yes",
    "wants_reward": "yes",
    "may_act": "yes",
}


@pytest.fixture
def karla(line):
    return world.browser(line.people["karla"])


def call_of(html):
    return re.search(r'name="call" value="([^"]+)"', html)[1]


def fields(html):
    """Return what a person would answer to what stands on the page: the first option where we know no better."""
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', html))
    told = {name: ANSWERS[name] for name in names & set(ANSWERS)}
    for name in names - set(ANSWERS):
        options = re.findall(rf'<input type="radio" name="{name}" value="(\w+)"', html)
        if options:
            told[name] = options[0]
    return told


def gone_through(client, questionnaire="general", **more):
    """Answer question after question until the last look."""
    page = client.post(
        reverse("tips:call"), {"questionnaire": questionnaire, "language": "es"}
    ).content.decode()
    for _ in range(12):
        if 'name="send"' in page or 'name="next"' not in page:
            break
        told = {**fields(page), **more, "call": call_of(page), "next": "1"}
        page = client.post(reverse("tips:call"), told).content.decode()
    return page


def test_a_call_is_taken_down_and_its_receipt_opens_it(line, karla, settings):
    look = gone_through(karla)
    assert STORY in look
    assert "Maras y pandillas" in look
    shown = karla.post(reverse("tips:call"), {"call": call_of(look), "send": "1"}).content.decode()
    groups = re.findall(r'class="digits">(\d{4})<', shown)
    receipt = receipts.read("".join(groups))
    root = receipts.root_of(receipt, keys.intake_keys(settings.WORKSPACE.keys))
    tip = Tip.objects.get(lookup=root.lookup)
    assert (tip.channel, tip.state) == (Channel.PHONE, "new")
    reader = line.people["dario"].reader
    assert opening.opened(tip, reader).answers.said["story"] == STORY
    assert not Tip.objects.visible_to(line.people["karla"].user).exists()


def test_a_call_is_taken_once(karla):
    look = gone_through(karla)
    told = {"call": call_of(look), "send": "1"}
    karla.post(reverse("tips:call"), told)
    assert karla.post(reverse("tips:call"), told).status_code == 302
    assert Tip.objects.count() == 1


def test_words_that_name_police_bring_one_more_question_and_a_civilian_reader(line, karla):
    look = gone_through(karla, story="Lo hace el jefe de la subestación.", police_again="unsure")
    assert "Mesa de avisos" in look
    karla.post(reverse("tips:call"), {"call": call_of(look), "send": "1"})
    assert Tip.objects.visible_to(line.people["karla"].user).count() == 1
    assert not Tip.objects.visible_to(line.people["dario"].user).exists()


def test_nothing_of_a_call_under_way_is_kept(line, karla):
    from django.conf import settings as conf

    from confianza.web.tips import media
    from tests.tips import theft

    look = gone_through(karla)
    assert STORY in look
    assert not theft.steal(media.folder(conf.WORKSPACE.root)).holds(STORY)


def test_a_call_that_was_changed_on_the_way_begins_anew(karla):
    look = gone_through(karla)
    assert karla.post(reverse("tips:call"), {"call": call_of(look)[:-4] + "AAAA"}).status_code == 302


def test_whoever_takes_no_calls_does_not_find_the_page(line):
    assert world.browser(line.people["dario"]).get(reverse("tips:call")).status_code == 404


def test_danger_is_answered_with_numbers_to_call_at_once(karla):
    page = karla.post(reverse("tips:call"), {"questionnaire": "general", "language": "es"}).content.decode()
    told = {**fields(page), "danger": "yes", "call": call_of(page), "next": "1"}
    assert 'class="confirm"' in karla.post(reverse("tips:call"), told).content.decode()
