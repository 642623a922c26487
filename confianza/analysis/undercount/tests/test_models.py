import numpy as np
import pytest

from confianza.analysis.undercount import existence, hierarchy, histories, poisson
from confianza.analysis.undercount.tests import known


@pytest.mark.parametrize(("k", "models"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_there_are_as_many_hierarchical_models_as_there_must_be(k, models):
    found = hierarchy.every_model(k, k - 1)
    assert len(found) == len(set(found)) == models
    assert found[0] == hierarchy.independence(k)


def test_every_model_is_written_and_read_alike():
    lists = ("A", "B", "C", "D")
    for model in hierarchy.every_model(4, 3):
        assert hierarchy.read(hierarchy.written(model), lists) == model


def test_a_model_is_read_by_places_or_by_names():
    lists = ("police", "coroner", "health")
    assert hierarchy.read("[12,3]", lists) == hierarchy.read("[police*coroner, health]", lists)
    assert hierarchy.read("police", lists) == hierarchy.independence(3)


@pytest.mark.parametrize("written", ["", "[]", "[14]", "[123]", "[police*morgue]", "[0]", "x"])
def test_what_is_no_model_is_refused(written):
    with pytest.raises(hierarchy.NoModel):
        hierarchy.read(written, ("police", "coroner", "health"))


# Model, total: computed in R with glm; the first four published by Silverman, Chan and Vincent (2024).
KNOWN = [
    (known.KOSOVO, "[123,14,34]", 10_356.52),
    (known.KOSOVO, "[12,13,14,23,34]", 14_341.66),
    (known.KOSOVO, "[1,2,3,4]", 7_394.59),
    (known.KOREA, "[12,23]", 157.17),
    (known.KOSOVO, "[12,13,14,23,24,34]", 14_402.49),
    (known.KOSOVO, "[123,134]", 12_740.97),
    (known.WESTERN, "[15,2,3,4]", 2_483.38),
    (known.UNITED_KINGDOM_5, "[123,25,34]", 25_311.29),
    (known.NEW_ORLEANS, "[45,1,2,3,6,7,8]", 1_110.49),
    (known.ARTIFICIAL, "[13,23]", 296.0),
]


@pytest.mark.parametrize(("table", "model", "total"), KNOWN)
def test_a_model_gives_its_published_total(table, model, total):
    fits = poisson.of_models(table, [hierarchy.read(model, table.lists)])
    assert table.observed + fits.unseen[0] == pytest.approx(total, abs=0.005)


def test_fitted_margins_are_those_seen():
    model = hierarchy.read("[123,14,34]", known.KOSOVO.lists)
    fits = poisson.of_models(known.KOSOVO, [model])
    design = poisson.design(16, sorted(model))
    assert design.T @ fits.expected[0] == pytest.approx(design.T @ known.KOSOVO.counts[1:], abs=1e-6)


def test_the_criterion_of_korea_is_the_published_one():
    fits = poisson.of_models(known.KOREA, [hierarchy.read("[12,23]", known.KOREA.lists)])
    assert fits.criterion(np.log(123))[0] == pytest.approx(57.14081, abs=5e-6)


# Chan, Silverman and Vincent (2021), table 3.
ARTIFICIAL = [("[12,3]", "no_estimate"), ("[12,13,23]", "not_identifiable"), ("[13,23]", "exists")]


@pytest.mark.parametrize(("model", "status"), ARTIFICIAL)
def test_the_artificial_table_shows_what_it_was_made_for(model, status):
    asked = hierarchy.read(model, known.ARTIFICIAL.lists)
    assert existence.status(known.ARTIFICIAL, asked) == status
    assert poisson.of_models(known.ARTIFICIAL, [asked]).exists[0] == (status == "exists")


@pytest.mark.parametrize(
    "table", [known.KOREA, known.ARTIFICIAL, known.KOSOVO], ids=["Korea", "artificial", "Kosovo"]
)
def test_newton_stands_still_exactly_where_the_linear_programme_says_so(table):
    models = hierarchy.every_model(table.k, table.k - 1)
    told = [existence.status(table, model) == "exists" for model in models]
    assert list(poisson.of_models(table, models).exists) == told


@pytest.mark.slow
@pytest.mark.parametrize("table", [known.WESTERN, known.NEW_ORLEANS_5, known.UNITED_KINGDOM_5])
def test_they_agree_on_sparse_tables_of_five_lists_too(table):
    every = hierarchy.every_model(5, 4)
    models = [every[at] for at in np.random.default_rng(5).choice(len(every), 1500, replace=False)]
    told = [existence.status(table, model) == "exists" for model in models]
    assert list(poisson.of_models(table, models).exists) == told


@pytest.mark.parametrize("counts", [[0], [0, 1, 2], [0, -1], [0, float("nan")], [0, 1, 2, 3, 4]])
def test_what_is_no_table_of_lists_is_refused(counts):
    with pytest.raises(ValueError, match="2\\^k counts"):
        histories.of_counts(counts)


def test_some_lists_of_a_table_are_a_table_of_their_own():
    told = known.KOSOVO.of([2, 0])
    assert told.lists == ("OSCE", "EXH")
    assert told.sizes == (1786, 1910)
    assert told.overlaps == {(0, 1): 478}


def test_many_tables_at_once_give_what_each_gives_alone():
    models = list(hierarchy.every_model(3, 2))
    tables = np.random.default_rng(3).poisson([0, 9, 7, 2, 8, 1, 0, 1], size=(40, 8)).astype(float)
    rows = np.repeat(np.arange(40), len(models))
    together = poisson.fit(tables[rows], models * 40)
    alone = [poisson.fit(tables[row : row + 1], [model]).unseen[0] for row in range(40) for model in models]
    assert together.unseen == pytest.approx(np.array(alone), rel=1e-6, nan_ok=True)
