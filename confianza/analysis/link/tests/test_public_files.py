"""Public files with known truth: what the profiles must reach on them.

No threshold of a run ever saw a truth. One constant did: `grouping.UNCOMPARED` was chosen among four on the
historical figures, whose figure is one of development, like those of profiles written for these files.
"""

import pytest

from confianza.analysis.link import agreement, linking, profiles, tables

pytestmark = [pytest.mark.shared]
FOLDER = "enlace-registros"


def f1(folder, profile, truth, *names):
    chosen = profiles.get(profile)
    read = {name: tables.read((folder / FOLDER / name).read_bytes(), name) for name in names}
    records = tables.records(read, chosen, truth=truth)
    linked = linking.run(records.drop(tables.TRUTH), chosen)
    return agreement.pairwise(records.join(linked.victims, on="record"), "victim", tables.TRUTH).f1


def test_rldata_of_five_hundred(shared_data):
    assert f1(shared_data, "rldata", "ent_id", "RLdata500.csv") >= 0.97


@pytest.mark.slow
def test_febrl_3_where_people_have_up_to_five_copies(shared_data):
    assert f1(shared_data, "febrl", "rec_id", "dataset3.csv") >= 0.995


@pytest.mark.slow
def test_febrl_4_two_files_of_the_same_people(shared_data):
    assert f1(shared_data, "febrl", "rec_id", "dataset4a.csv", "dataset4b.csv") >= 0.998


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dataset1.csv", "dataset2.csv"])
def test_the_smaller_febrl_files(shared_data, name):
    assert f1(shared_data, "febrl", "rec_id", name) >= 0.995


@pytest.mark.slow
def test_fifty_thousand_historical_figures(shared_data):
    name = "historical_figures_with_errors_50k.parquet"
    assert f1(shared_data, "historical_figures", "cluster", name) >= 0.85


@pytest.mark.slow
def test_a_thousand_invented_people(shared_data):
    assert f1(shared_data, "historical_figures", "cluster", "fake_1000.csv") >= 0.9
