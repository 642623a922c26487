"""Two desks that hold the same telephone learn of each other on their pages, and of nothing else."""

import hashlib

import pytest
from django.urls import reverse

from confianza.web.tips import receipts, tasks
from confianza.web.tips.actions import coincidences
from confianza.web.tips.models import Comparison, Kind
from tests.tips import world


@pytest.fixture(autouse=True)
def _receipts_are_quick(monkeypatch):
    monkeypatch.setattr(
        receipts.sealing,
        "stretch",
        lambda secret, salt: hashlib.blake2b(secret, salt=salt[:16], digest_size=32).digest(),
    )


@pytest.fixture
def tips(line):
    """The gangs unit and the drugs unit each hold a tip that names one telephone, written in two ways."""
    coincidences.ready(by=None)
    line.people["rosa"] = world.person("rosa")
    line.units["drugs"] = world.unit(
        line.root, Kind.CRIMINAL_INFORMATION, "Antidrogas", line.people["rosa"], subject="drugs"
    )
    gangs = {"story": "Cobran.", "phone": "5555 1234"}
    drugs = {"story": "Venden.", "phone": "+502 5555-1234"}
    return {
        "dario": world.tip(world.told(world.answers(said=gangs))),
        "rosa": world.tip(world.told(world.answers(kind="drugs", said=drugs))),
    }


def page(tip):
    return reverse("tips:compare", args=[tip.pk])


def compared(line, tips, who, **form):
    browser = world.browser(line.people[who])
    answer = browser.post(page(tips[who]), form or {"named": "0"}, follow=True)
    tasks.compare.func()
    return browser, answer


def test_both_learn_whom_to_talk_to_and_nothing_else(line, tips):
    first, _ = compared(line, tips, "dario")
    assert "Antidrogas" not in first.get(page(tips["dario"])).content.decode()
    second, _ = compared(line, tips, "rosa")
    assert "Maras y pandillas" in second.get(page(tips["rosa"])).content.decode()
    shown = first.get(page(tips["dario"])).content.decode()
    assert "Antidrogas" in shown
    assert "Venden" not in shown
    assert tips["rosa"].number not in shown
    assert "Antidrogas" in first.get(reverse("tips:tip", args=[tips["dario"].pk])).content.decode()


def test_what_the_tip_names_is_offered_as_it_was_told(line, tips, language):
    shown = world.browser(line.people["dario"]).get(page(tips["dario"])).content.decode()
    assert "5555 1234" in shown


def test_something_found_in_the_text_can_be_compared_too(line, tips):
    _, answer = compared(line, tips, "dario", what="plate", text="p-123 abc")
    assert answer.status_code == 200
    assert Comparison.objects.get().count == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"what": "plate", "text": "1"}, "no se puede comparar"),
        ({"what": "plate"}, "Hacen falta"),
        ({"text": "P123ABC"}, "Hacen falta"),
        ({"what": "", "text": ""}, "Elija algo"),
        ({"named": "7"}, "7"),
    ],
)
def test_what_cannot_be_compared_is_told(line, tips, form, says):
    _, answer = compared(line, tips, "dario", **form)
    assert says in answer.content.decode()
    assert not Comparison.objects.exists()


def test_the_tip_of_another_unit_cannot_be_compared(line, tips):
    browser = world.browser(line.people["dario"])
    assert browser.get(page(tips["rosa"])).status_code == 404
    assert browser.post(page(tips["rosa"]), {"named": "0"}).status_code == 404


def test_guessing_ends(line, tips):
    browser = world.browser(line.people["dario"])
    for n in range(24):
        browser.post(page(tips["dario"]), {"what": "phone", "text": f"5500 10{n:02d}"})
    shown = browser.get(page(tips["dario"])).content.decode()
    assert "Hoy ya no" in shown
    assert '<form method="post">' not in shown.split("<h2>Comparar")[1]
