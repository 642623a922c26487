"""Bulletins are published for good: once with the same figures, again only as a correction."""

import json
from datetime import UTC, date, datetime

import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory import published
from confianza.web.observatory.actions.bulletins import NoBulletin, make_bulletin
from confianza.web.observatory.bulletins import files
from confianza.web.observatory.models import Kind, Publication
from confianza.web.observatory.tests.town_release import TOWN, Release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]
OCTOBER = date(2026, 10, 1)
FIRST = f"2026-10.{TOWN}.es.1"


@pytest.fixture
def release(tmp_path):
    return Release(tmp_path)


def other(release, **more):
    """The next release, in which October has more homicides."""
    told = {"version": "2026-11-20.1", "made_at": datetime(2026, 11, 20, tzinfo=UTC)} | more
    return Release(release.folder, counts={(TOWN, "homicide", "2026-10"): 19.0}, **told)


def make(release, language="es", **more):
    return make_bulletin(
        release=release, area=TOWN, month=OCTOBER, language=language, by=COMMAND_LINE, **more
    )


def test_a_bulletin_is_published_with_its_figures_as_data(release):
    made = make(release)
    assert (made.is_new, made.publication.version) == (True, FIRST)
    assert made.pdf.startswith(b"%PDF")
    kept = files.kept(FIRST)
    assert kept.release == release.version
    assert kept.figures[f"homicide|{TOWN}|2026-10"] == [13.0, False]
    assert json.loads(kept.written()) == {"release": kept.release, "figures": kept.figures}


def test_asked_again_it_is_the_one_that_was_published(release):
    first, again = make(release), make(release)
    assert (again.is_new, again.publication, again.pdf) == (False, first.publication, first.pdf)
    assert Publication.objects.bulletins().count() == 1


def test_a_release_that_changes_no_figure_of_it_changes_no_bulletin(release):
    make(release)
    same = Release(release.folder, version="2026-11-20.1", made_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert not make(same).is_new


def test_other_figures_are_refused_without_a_reason(release):
    make(release)
    with pytest.raises(NoBulletin) as refused:
        make(other(release))
    assert refused.value.problem == "no_reason"
    assert Publication.objects.bulletins().count() == 1


def test_other_figures_with_a_reason_are_a_correction_beside_the_first(release):
    first = make(release)
    made = make(other(release), reason="Llegó la corrección de la policía.")
    assert made.publication.corrects == first.publication
    assert made.publication.version == f"2026-10.{TOWN}.es.2"
    assert files.pages(FIRST) == first.pdf
    assert [each.reason for each in published.corrections()] == ["Llegó la corrección de la policía."]


def test_a_release_that_is_a_correction_gives_its_own_reason(release):
    make(release)
    made = make(other(release, corrects="2026-11-05.1", reason="Faltaba una morgue."))
    assert made.publication.reason == "Faltaba una morgue."


def test_languages_are_published_side_by_side(release):
    make(release)
    assert make(release, language="en").publication.version == f"2026-10.{TOWN}.en.1"
    assert len(published.bulletins(TOWN)) == 2


def test_what_cannot_be_corrected_is_said(release):
    with pytest.raises(NoBulletin) as refused:
        make(release, corrects=FIRST, reason="x")
    assert refused.value.problem == "nothing_to_correct"
    make(release)
    with pytest.raises(NoBulletin) as refused:
        make(other(release), corrects="2026-09.otro.es.1", reason="x")
    assert refused.value.problem == "not_the_last"


def test_there_is_no_third_language(release):
    with pytest.raises(NoBulletin) as refused:
        make(release, language="quc")
    assert refused.value.problem == "language"


def test_corrections_so_far_are_those_known_when_the_release_was_made(release, monkeypatch):
    from confianza.web.observatory.actions import bulletins

    early = Publication.objects.create(kind=Kind.RELEASE, version="a", as_of=OCTOBER, sha256="0" * 64)
    late = Publication.objects.create(
        kind=Kind.RELEASE, version="b", as_of=OCTOBER, sha256="0" * 64, corrects=early, reason="x"
    )
    release.made_at = late.made_at
    assert [each.version for each in bulletins._corrections(release)] == ["b"]
    release.made_at = early.made_at
    assert bulletins._corrections(release) == []


def test_the_public_reads_bulletins_with_their_file(release):
    make(release)
    told = published.bulletin(FIRST)
    assert (told.period, told.language, told.corrects, told.release) == (
        "2026-10",
        "es",
        None,
        release.version,
    )
    assert told.path().read_bytes().startswith(b"%PDF")
    assert published.bulletin("none") is None
    assert published.bulletins("municipality-0000") == []


def test_a_bulletin_that_is_refused_leaves_nothing(release, settings):
    with pytest.raises(NoBulletin):
        make_bulletin(release=release, area=TOWN, month=date(2031, 1, 1), language="es", by=COMMAND_LINE)
    assert not (settings.WORKSPACE.root / "publications").exists()
