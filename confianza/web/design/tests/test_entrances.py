from django.urls import reverse

from confianza.web.design import entrances
from confianza.web.design.entrances import MenuEntry, MenuGroup, Stage


def test_the_steps_of_the_cycle_stand_in_their_order() -> None:
    assert [stage.value for stage in Stage] == ["listen", "diagnose", "plan", "act", "account", "setup"]


def test_the_door_that_is_marked_is_the_nearest_above_the_page() -> None:
    names = ("accounts:home", "accounts:login", "audit:entries")
    groups = [MenuGroup(Stage.SETUP, [MenuEntry(Stage.SETUP, "", name, bool) for name in names])]
    assert entrances.current_door(groups, reverse("accounts:login") + "x/") == reverse("accounts:login")
    assert entrances.current_door(groups, "/otra/cosa/") == ""


def test_whoever_may_open_no_door_sees_no_step() -> None:
    class Nobody:
        is_authenticated = False
        role = ""

    assert entrances.menu_for(Nobody()) == []
    assert entrances.home_cards_for(Nobody()) == []
