"""The four pages: what they say, that they are four, that anybody can read them, that nothing is made up."""

import io
import json
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest
import typst

from confianza.web.design import writing
from confianza.web.observatory.bulletins import asking, changes, contents, figures, pages, printing, refusals
from confianza.web.observatory.queries.places import UnknownPlace
from confianza.web.observatory.tests.town_release import CORONER, OFTEN, POLICE, TOWN, Release

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def release(tmp_path):
    made = Release(tmp_path)
    made.tell_by_source({(POLICE, "2025"): 128, (CORONER, "2025"): 141})
    return made


def gathered(release, area=TOWN, month=OCTOBER, **more):
    return contents.gather(release, area, month, version="2026-10.municipality-0701.es.1", **more)


def printed(told, language="es"):
    data, drawn = pages.laid_out(told, language)
    return printing.pdf(data, drawn.svgs, told.released_at)


def read(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def text(pdf, page=None):
    found = read(pdf).pages if page is None else [read(pdf).pages[page]]
    return " ".join(" ".join(each.extract_text() for each in found).split())


# --- what is gathered ------------------------------------------------------------------------------


def test_a_month_is_compared_with_what_was_usual(release):
    release.counts[TOWN, "robbery", "2026-10"] = 80.0
    told = gathered(release)
    robbery = next(each for each in told.monthly if each.indicator.id == "robbery")
    assert (robbery.change.verdict, robbery.stands_out) == ("up", True)
    assert robbery.month.usual.months == 5
    homicide = told.monthly[0]
    assert (homicide.indicator.id, homicide.change.verdict) == ("homicide", "no_clear_change")


def test_a_change_that_is_none_among_many_does_not_stand_out(release):
    release.counts[TOWN, "robbery", "2026-10"] = 63.0
    alone = next(each for each in gathered(release).monthly if each.indicator.id == "robbery")
    assert (alone.change.verdict, alone.stands_out) == ("up", False)


def test_what_is_published_by_year_only_has_no_month(release):
    assert [each.indicator.id for each in gathered(release).yearly_only] == ["sexual_violence"]


def test_the_areas_inside_are_shown_by_the_year_so_far(release):
    ground = gathered(release).ground
    assert (ground.inside, ground.year, len(ground.rows), len(ground.borders)) == (True, 2026, 8, 8)
    assert ground.rows[0].year.months == 9
    assert any(row.month.hidden for row in ground.rows)


def test_of_a_zone_its_neighbours_are_shown(release):
    ground = gathered(release, area="Zona 1").ground
    assert (ground.inside, len(ground.rows)) == (False, 8)


def test_in_january_the_map_is_of_the_year_before(release):
    assert gathered(release, month=date(2026, 1, 1)).ground.year in (2025, 2026)


def test_the_sources_are_put_side_by_side(release):
    voices = gathered(release).voices
    assert [(voice.source, voice.cell.count) for voice in voices] == [(CORONER, 141), (POLICE, 128)]


def test_an_area_is_found_by_name_code_or_identity(release):
    for asked in (TOWN, "0701", "villa ficticia"):
        assert asking.area_of(release, asked)["area_id"] == TOWN


def test_an_unknown_area_offers_what_it_could_have_meant(release):
    with pytest.raises(UnknownPlace) as refused:
        asking.area_of(release, "Vila Fictisia")
    assert refused.value.near == ("Villa Ficticia",)


def test_two_areas_of_one_name_are_not_guessed_between(tmp_path):
    release = Release(tmp_path, zones=("Centro", "Centro"))
    with pytest.raises(UnknownPlace) as refused:
        asking.area_of(release, "Centro")
    assert refused.value.near == ("zone-0701-1", "zone-0701-2")


@pytest.mark.parametrize(
    ("month", "problem"),
    [(date(2026, 11, 1), "too_late"), (date(2031, 1, 1), "too_late"), (date(2019, 5, 1), "not_told")],
)
def test_a_month_that_is_not_in_the_release_is_refused_in_a_sentence(release, month, problem):
    with pytest.raises(asking.NoBulletin) as refused:
        gathered(release, month=month)
    assert refused.value.problem == problem
    assert f"{month:%Y-%m}" in refusals.sentence(refused.value)


def test_an_area_of_which_no_month_is_published_is_refused(release):
    release.offences = ("sexual_violence",)
    with pytest.raises(asking.NoBulletin) as refused:
        gathered(release)
    assert refused.value.problem == "not_by_month"


def test_no_month_asks_for_the_last_one(release):
    assert gathered(release, month=None).month == OCTOBER


def test_every_refusal_has_its_sentence():
    told = {"month": "2026-10", "first": "a", "last": "b", "area": "c", "version": "v", "language": "fr"}
    for problem in refusals.SENTENCES:
        assert "%" not in refusals.sentence(asking.NoBulletin(problem, **told))


# --- what is printed -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_says_the_month_in_five_sentences(release, language):
    first = text(printed(gathered(release), language), 0)
    expected = {
        "es": (
            "Lo que pasó",
            "Dónde",
            "Lo que no se sabe",
            "En qué discrepan las fuentes",
            "Lo que usted puede hacer",
        ),
        "en": ("What happened", "Where", "What is not known", "What sources disagree on", "What you can do"),
    }[language]
    assert all(label in first for label in expected)
    assert "de cada 100 meses" in first or "of 100 such months" in first


def test_the_printed_figures_are_the_releases_own(release):
    """Page by page: the month and the year of every offence, and month, year and rate of every area."""
    told, pdf = gathered(release), printed(gathered(release))
    first, second = text(pdf, 0), text(pdf, 1)
    names = {each.id: each.name("es") for each in release.indicators()}
    months, years = (release.figures(area=TOWN, grain=grain) for grain in ("month", "year"))
    for indicator in names.keys() - {"sexual_violence"}:
        count = months.filter(indicator_id=indicator, period="2026-10")["count"].item()
        so_far = years.filter(indicator_id=indicator, period="2026")["count"].item()
        whole = years.filter(indicator_id=indicator, period="2025")["count"].item()
        usual = r"\d+ a \d+ [\w ]+?"
        row = rf"{re.escape(names[indicator])} {count:.0f} {usual} {so_far:,.0f} {whole:,.0f} \(2025\)"
        assert re.search(row, first), (row, first)
    for area in told.ground.rows:
        month = release.figures(area=area.area_id, indicator="homicide", grain="month").filter(
            period="2026-10"
        )
        year = release.figures(area=area.area_id, indicator="homicide", grain="year").filter(period="2026")
        shown = [_mark(month, "count", 0), _mark(year, "count", 0), _mark(year, "rate", 1)]
        assert f"{area.name} {' '.join(shown)}" in second


def _mark(row, column, decimals):
    if row["hidden"].item():
        return ".."
    value = row[column].item()
    return writing.MISSING if value is None else f"{value:,.{decimals}f}"


def test_a_hidden_figure_is_two_dots_wherever_it_would_stand(release):
    release.hide_all = True
    pdf = printed(gathered(release))
    assert "Homicidios .. –" in text(pdf, 0)
    assert "no se publica (..)" in text(pdf, 0)
    assert "No hay nada que dibujar" in text(pdf, 2)
    for count in set(OFTEN.values()):
        assert not re.search(rf"Homicidios {count}\b", text(pdf))


def test_what_nobody_told_is_a_dash_and_no_zero(release):
    release.counts[TOWN, "homicide", "2026-10"] = None
    first = text(printed(gathered(release)), 0)
    assert "Homicidios –" in first
    assert "nadie los ha informado todavía" in first


def long_names(release):
    release.name = "Santa Catalina de la Sierra y de los Altos Cuchumatanes de Nuestra Señora del Rosario"
    release.zones = tuple(f"{name} Primera Sección y Aldeas Anexas" for name in release.zones)


def many_areas(release):
    release.zones = tuple(f"Aldea número {number}" for number in range(1, 120))


def nothing_inside(release):
    release.zones = ()


def no_borders(release):
    release.with_borders = False


def everything_hidden(release):
    release.hide_all = True


def one_offence(release):
    release.offences = ("homicide",)


def nothing_told_this_month(release):
    release.counts.update({(TOWN, offence, "2026-10"): None for offence in OFTEN if offence != "homicide"})


def a_word_without_end(release):
    release.name = "Nuestraseñoradelaasuncióndelvalledelaermita" * 3


@pytest.mark.parametrize(
    "change",
    [long_names, many_areas, nothing_inside, no_borders, everything_hidden, one_offence,
     nothing_told_this_month, a_word_without_end],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_it_is_four_pages_whatever_it_has_to_say(release, change):
    change(release)
    pdf = printed(gathered(release))
    assert len(read(pdf).pages) == printing.PAGES
    assert all(each.extract_text().strip() for each in read(pdf).pages)


def test_a_correction_fits_too_and_says_what_and_why(release):
    before = changes.figures(gathered(release))
    release.counts[TOWN, "homicide", "2026-10"] = 19.0
    release.__dict__.pop("_tables")
    reason = "La policía corrigió octubre. " * 12
    correction = figures.Correction("2026-10.municipality-0701.es.1", release.made_at, reason, before)
    corrected = [
        figures.Corrected(release.made_at, "release", f"2026-11-0{n}.1", "2026-10-05.1", reason)
        for n in range(9)
    ]
    told = replace(gathered(release, corrections=corrected), correction=correction)
    pdf = printed(told)
    first = text(pdf, 0)
    assert "Corrección Estas páginas corrigen el boletín 2026-10.municipality-0701.es.1" in first
    assert "La policía corrigió octubre." in first
    assert "Homicidios, 2026-10: antes 13, ahora 19" in first
    assert len(read(pdf).pages) == printing.PAGES


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_can_be_read_by_who_does_not_see_it(release, language):
    """PDF/UA-1 and PDF/A-2a are checked by the typesetter, which refuses otherwise; here: both declared."""
    pdf = printed(gathered(release), language)
    root = read(pdf).trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF has its own
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert "Villa Ficticia" in read(pdf).metadata.title
    declared = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<|pdfuaid:part=\"1\"", declared)
    assert re.search(r"pdfaid:part>2<|pdfaid:part=\"2\"", declared)
    kinds = [element["/S"] for element in _elements(root["/StructTreeRoot"])]
    assert {"/H1", "/Table", "/TH", "/Figure", "/L", "/P"} <= set(kinds)
    shown = [element for element in _elements(root["/StructTreeRoot"]) if element["/S"] == "/Figure"]
    assert len(shown) == 1 + 2 * 4
    assert all(str(each.get("/Alt", "")).strip() for each in shown)


def _elements(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if hasattr(found, "get") and "/S" in found:
            yield found
            yield from _elements(found)


def test_accents_and_eñes_are_whole(tmp_path):
    release = Release(tmp_path, name="Peñón de Güegüechú")
    assert "Peñón de Güegüechú" in text(printed(gathered(release)), 0)


def test_the_same_release_gives_the_same_bytes(release, tmp_path):
    again = Release(tmp_path)
    assert printed(gathered(release)) == printed(gathered(again))


def test_no_text_becomes_code_of_the_layout(tmp_path):
    evil = '#panic("x") $1/0$ *b* _i_ `c` <l> @r \\ #read("/etc/passwd") "]} //'
    release = Release(tmp_path, name=evil, zones=(evil, "</text><script>x</script>"))
    first, second = (text(printed(gathered(release)), page) for page in (0, 1))
    assert '#panic("x") $1/0$ *b* _i_ `c` <l> @r \\ #read("/etc/passwd")' in first
    assert "</text><script>x</script>" in second


def test_the_typesetter_has_nothing_to_complain_of(release):
    data, drawn = pages.laid_out(gathered(release), "es")
    _, warnings = typst.compile_with_warnings(
        printing._files(data, drawn.svgs), format="pdf", ignore_system_fonts=True
    )
    assert [str(each) for each in warnings] == []


def test_the_data_of_the_layout_are_plain_values(release):
    data, _ = pages.laid_out(gathered(release), "en")
    assert json.loads(json.dumps(data)) == data
