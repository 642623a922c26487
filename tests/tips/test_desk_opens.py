"""Who holds a key reads, word by word; who does not, reads nothing, whatever they try."""

import pytest

from confianza.web.tips.models import Tip
from confianza.web.tips.queries import opening
from tests.tips import world


def test_a_member_of_the_unit_reads_what_was_told(line):
    sent = world.told(world.answers("Cobran renta los lunes."))
    reader = line.people["dario"].reader
    found = opening.opened(Tip.objects.visible_to(reader.person).get(pk=sent.tip), reader)
    assert found.answers.said["what"] == "Cobran renta los lunes."
    assert found.unit == line.units["gangs"]


def test_a_member_of_another_unit_neither_sees_nor_opens_it(line):
    sent = world.told(world.answers())
    reader = line.people["karla"].reader
    assert not Tip.objects.visible_to(reader.person).exists()
    with pytest.raises(opening.NoKey):
        opening.opened(world.tip(sent), reader)
