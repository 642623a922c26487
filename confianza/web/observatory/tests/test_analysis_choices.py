"""What a reader of the analysis can choose: harm, kinds over time, hexagons; and what is expected next."""

import csv
import json
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.models import Entry
from confianza.web.observatory import weights
from confianza.web.observatory.actions import weights as actions
from confianza.web.observatory.queries import forecasts, gatherings, harm, incidents, patterns, tilings
from confianza.web.observatory.queries.horizon import Horizon
from confianza.web.observatory.queries.patterns import Cut
from confianza.web.observatory.tests import assaults as told
from confianza.web.observatory.tests import encinos
from confianza.web.territory.models import Area

pytestmark = pytest.mark.django_db
EVERYBODY = Horizon(True)
# Cells of five kilometres: the made-up town is as wide as a department.
COARSE = 5000


@pytest.fixture
def analyst(signed_in):
    return signed_in(Role.ANALYST, area=Area.objects.get(stable_id=encinos.TOWN))


def of(client, name, *args, **asked):
    return client.get(reverse(f"observatory:{name}", args=args, query=asked))


def found(**asked):
    return incidents.incidents(incidents.Asked(**asked), EVERYBODY)


def decide(client, **posted):
    values = {f"iccs_{code}": value for code, value in posted.pop("values", {}).items()}
    return client.post(reverse("observatory:decide_weights"), {**values, **posted}, follow=True)


# harm


def test_until_somebody_decides_incidents_are_counted_and_the_page_says_so(assaults, analyst):
    assert patterns.mapped(found(), Cut(COARSE, measure="harm")).cut.measure == "count"
    page = of(analyst, "crime_map", measure="harm", size=COARSE).content.decode()
    assert "Aún nadie ha decidido cuánto pesa aquí un delito" in page
    assert "no se adopta la tabla de otro país" in of(analyst, "harm_weights").content.decode()


def test_a_decision_is_kept_with_author_reason_and_day_and_is_in_the_account(assaults, analyst):
    page = decide(analyst, values={"02011": "40.50"}, reason="Acta 12 del concejo.").content.decode()
    assert "La decisión quedó anotada" in page
    (kept,) = weights.everything()
    assert (kept.iccs, kept.weight, kept.reason) == ("02011", "40.5", "Acta 12 del concejo.")
    assert kept.author in page
    assert date.fromisoformat(kept.decided_on) <= date.today() + timedelta(days=1)
    assert Entry.objects.get(action="observatory.decide_weights").details == {"02011": "40.5"}


def test_a_map_by_harm_adds_up_what_the_municipality_decided(assaults, analyst):
    decide(analyst, values={"02011": "40"}, reason="Acta 12.")
    shown = patterns.mapped(found(), Cut(COARSE, measure="harm"))
    assert shown.cut.measure == "harm"
    assert [cell.weighs for cell in shown.cells] == [40 * cell.now for cell in shown.cells]
    features = json.loads(of(analyst, "crime_map_geojson", measure="harm", size=COARSE).content)["features"]
    cells = [one["properties"] for one in features if one["properties"]["layer"] == "cells"]
    assert sum(one["weighs"] for one in cells) == 40 * sum(one["now"] for one in cells)
    curve = patterns.concentration(found(), Cut(COARSE, measure="harm"))
    assert curve.told.total == 40 * found().placed.height


def test_one_offence_without_a_weight_leaves_the_map_to_counting(assaults, analyst):
    told.bring(told.hospital(date(2025, 1, 1), 20, seed=4, of="0101"), date(2026, 7, 21))
    decide(analyst, values={"02011": "40"}, reason="Acta 12.")
    together = found(indicator_id=incidents.TOGETHER)
    weighing = harm.weighing(together)
    assert (weighing.complete, list(weighing.lacking)) == (False, ["0101"])
    page = of(analyst, "crime_map", indicator=incidents.TOGETHER, measure="harm", size=COARSE)
    assert "Falta decidir el peso de: Homicidio intencional." in page.content.decode()
    decide(analyst, values={"0101": "1000", "02011": "40"}, reason="Acta 13.")
    shown = patterns.mapped(together, Cut(COARSE, measure="harm"))
    killed, hurt = (found(indicator_id=each).placed.height for each in ("homicide", "assault"))
    assert killed
    assert hurt
    assert sum(cell.weighs for cell in shown.cells) == 1000 * killed + 40 * hurt


def test_an_emptied_field_takes_a_weight_back_and_the_file_keeps_both(assaults, analyst):
    decide(analyst, values={"02011": "40"}, reason="Acta 12.")
    decide(analyst, values={"02011": ""}, reason="Se revisará.")
    assert weights.weights() is None
    assert [each.weight for each in weights.everything()] == ["40", ""]


def test_a_decision_needs_a_reason_and_a_change(assaults, analyst, ana_the_analyst):
    assert decide(analyst, values={"02011": "40"}, reason="").status_code == 200
    assert weights.everything() == []
    with pytest.raises(actions.WeightsRefused, match="no_reason"):
        actions.decide_weights(values={"02011": "40"}, reason=" ", by=ana_the_analyst)
    with pytest.raises(actions.WeightsRefused, match="no_change"):
        actions.decide_weights(values={"02011": ""}, reason="Nada.", by=ana_the_analyst)


@pytest.mark.parametrize("wrong", ["-1", "muchos", "1e400", "NaN"])
def test_a_weight_is_a_number_of_zero_or_more(assaults, analyst, wrong):
    decide(analyst, values={"02011": wrong}, reason="Acta 12.")
    assert weights.everything() == []


def test_a_spoilt_file_of_weights_breaks_no_page(assaults, analyst):
    weights.file().parent.mkdir(parents=True, exist_ok=True)
    weights.file().write_text("iccs,peso\n02011,40\n")
    assert "weight" in of(analyst, "harm_weights").content.decode()
    page = of(analyst, "crime_map", measure="harm", size=COARSE)
    assert "No se puede leer el archivo de pesos" in page.content.decode()


def test_the_week_weighs_what_all_its_offences_weigh(assaults, analyst):
    decide(analyst, values={"02011": "3"}, reason="Acta 12.")
    page = of(analyst, "week").content.decode()
    assert "la semana pesa 21; una usual, 21." in page


# kinds over time, gatherings, hexagons


def test_the_crowded_place_is_a_persistent_hot_spot_told_in_table_and_map(assaults, analyst):
    shown = patterns.mapped(found(), Cut(COARSE))
    hottest = max(shown.cells, key=lambda cell: cell.now)
    assert hottest.kind == "persistent"
    page = of(analyst, "crime_map", size=COARSE, kind="persistent").content.decode()
    assert "Se muestran solo estas celdas: Persistente" in page
    features = json.loads(of(analyst, "crime_map_geojson", size=COARSE, kind="persistent").content)
    cells = [one for one in features["features"] if one["properties"]["layer"] == "cells"]
    assert {one["properties"]["kind"] for one in cells} == {"persistent"}
    (hatched, *_rest) = [one for one in features["features"] if one["properties"]["layer"] == "kinds"]
    assert "persistente" in hatched["properties"]["told"]


def test_a_burst_of_a_week_is_found_where_and_when_it_was(assaults):
    rows = told.hospital(date(2025, 10, 6), 7, seed=9)
    # Seven days of the second file, each many times, all at one place.
    lines = rows.content.decode().split("\n")
    burst = [f"B{n};" + line.split(";", 1)[1] for n in range(6) for line in lines[1:]]
    moved = [";".join([*line.split(";")[:7], "14,203", "-91,803", *line.split(";")[9:]]) for line in burst]
    numbered = [f"B{n};" + line.split(";", 1)[1] for n, line in enumerate(moved)]
    told.bring(type(rows)("burst.csv", "\n".join([lines[0], *numbered]).encode()), date(2026, 7, 22))
    scanned = gatherings.scanned(found(first=date(2025, 1, 1), last=date(2025, 12, 31)), COARSE)
    strongest = scanned.gatherings[0]
    assert strongest.sure
    assert strongest.begins <= date(2025, 10, 12)
    assert strongest.ends >= date(2025, 10, 6)
    west, east = min(x for x, _ in strongest.outline), max(x for x, _ in strongest.outline)
    assert west <= -91.803 <= east


def test_hexagons_hold_the_same_incidents_as_squares(assaults, analyst):
    squares, hexagons = (patterns.mapped(found(), Cut(COARSE, shape)) for shape in ("squares", "hexagons"))
    assert sum(cell.now for cell in hexagons.cells) == sum(cell.now for cell in squares.cells) == 365
    assert {len(cell.outline) for cell in hexagons.cells} == {7}
    assert max(hexagons.cells, key=lambda cell: cell.now).hot
    page = of(analyst, "crime_map", size=COARSE, shape="hexagons").content.decode()
    assert "por hexágono tan grande como" in page


def test_a_size_too_fine_for_the_area_gives_way(assaults):
    assert tilings.size_of_cells(found(), 100) == 1000


# what is expected


def test_a_forecast_stands_beside_its_baselines_and_says_which_was_chosen_and_why(assaults, analyst):
    for step, last in (("week", date(2026, 1, 7)), ("month", date(2026, 1, 31))):
        shown = forecasts.forecast(found(), step, COARSE)
        assert (shown.first, shown.last) == (date(2026, 1, 1), last)
        assert [each.name for each in shown.methods if each.baseline] == [
            "last_period", "long_run_mean", "density",
        ]  # fmt: skip
        assert shown.chosen in {each.name for each in shown.methods}
        first = max(shown.cells, key=lambda cell: cell.expected)
        assert min(x for x, _ in first.outline) <= told.CROWDED[0] <= max(x for x, _ in first.outline)
    page = of(analyst, "forecast", step="month", size=COARSE).content.decode()
    for said in (
        "Promedio largo",
        "Autoexcitación",
        "PAI",
        "lo que la gente denuncia y lo que las patrullas",
    ):
        assert said in page


def test_too_few_incidents_foretell_nothing_and_the_page_says_what_to_do(territory, analyst):
    told.bring(told.hospital(date(2025, 1, 1), 30))
    page = of(analyst, "forecast").content.decode()
    assert "Muy poco para pronosticar" in page
    assert "al menos 60" in page


def test_a_forecast_of_finds_says_that_it_feeds_on_patrols(territory, analyst):
    told.bring(told.hospital(date(2025, 1, 1), 200, of="0601"))
    assert "alimentan su propio mapa" in of(analyst, "forecast", size=COARSE).content.decode()


# files


@pytest.mark.parametrize("page", ["crime_map", "times", "concentration", "forecast", "week"])
def test_every_page_comes_as_pdf_png_and_csv_named_by_what_it_tells(assaults, analyst, page):
    import pypdf

    asked = {} if page in ("times", "week") else {"size": COARSE}
    files = {kind: of(analyst, f"{page}_file", kind, **asked) for kind in ("pdf", "png", "csv")}
    assert "Encinos" in pypdf.PdfReader(BytesIO(files["pdf"].content)).pages[0].extract_text()
    assert files["png"].content.startswith(b"\x89PNG")
    rows = list(csv.reader(StringIO(files["csv"].content.decode("utf-8-sig"))))
    assert len(rows) > 3
    assert rows[-1][0] == "Fuente"
    for kind, file in files.items():
        name = file["Content-Disposition"]
        assert name.endswith(f'_encinos_2025-01-01-2025-12-31.{kind}"')
        assert "lesiones" in name
    assert of(analyst, f"{page}_file", "exe").status_code == 404


def test_the_forecast_comes_as_geojson_too(assaults, analyst):
    features = json.loads(of(analyst, "forecast_file", "geojson", size=COARSE).content)["features"]
    cells = [one["properties"] for one in features if one["properties"]["layer"] == "cells"]
    assert [one["rank"] for one in cells] == list(range(1, len(cells) + 1))
    assert cells[0]["expected"] == max(one["expected"] for one in cells)
