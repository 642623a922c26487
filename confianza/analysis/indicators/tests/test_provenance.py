from datetime import date

from confianza.analysis.indicators import registry
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.indicators.provenance import of_figure
from confianza.analysis.indicators.tabulation import tabulate
from confianza.analysis.indicators.tests.towns import counts, department, every_month

ENCINOS, ROBLES = "municipality-encinos", "municipality-robles"


def told():
    return counts(
        *every_month(2025, 12, area_id=ENCINOS, delivery="00001-police"),
        *every_month(2026, 3, area_id="zone-a", delivery="00002-police", weight=2.0),
        *every_month(2026, 3, area_id=ROBLES, delivery="00002-police"),
        *every_month(2026, 2, area_id=ENCINOS, delivery="00003-morgue", source="morgue"),
    )


def test_it_names_the_deliveries_with_what_each_brought():
    found = of_figure(told(), department(), Filters(registry.get("homicide"), area=ENCINOS))
    assert found.select("delivery", "count", "first", "last").rows() == [
        ("00003-morgue", 2.0, date(2026, 1, 1), date(2026, 2, 1)),
        ("00002-police", 6.0, date(2026, 1, 1), date(2026, 3, 1)),
        ("00001-police", 12.0, date(2025, 1, 1), date(2025, 12, 1)),
    ]


def test_what_the_deliveries_brought_sums_to_the_figure():
    filters = Filters(registry.get("homicide"), source="police", first=date(2025, 7, 1))
    figure = tabulate(told(), department(), by=[], filters=filters)
    assert of_figure(told(), department(), filters)["count"].sum() == figure["count"].item() == 15.0
