import polars as pl
import pytest

from confianza.analysis.link import linking, profiles
from confianza.analysis.vocabulary.identities import PERSONAL
from confianza.demo import answers, coroner, health, police
from confianza.demo.identities import IDENTITY_PREFIX, NAMES, UNKNOWN

OFFICES = [police, coroner]


@pytest.fixture(scope="module")
def told(happened) -> dict[str, pl.DataFrame]:
    return answers.of(happened)


def test_some_killings_have_two_victims_and_one_event(happened):
    killed = happened.filter(pl.col("happening") == "homicide")
    events = killed.group_by("event_id").agg(
        pl.len(), pl.col("occurred_at", "latitude", "longitude", "municipality_code").n_unique()
    )
    assert 15 < (events["len"] > 1).sum() < 60
    assert (events.select("occurred_at", "latitude", "longitude", "municipality_code") == 1).to_numpy().all()
    others = happened.filter(pl.col("happening") != "homicide")
    assert (others["event_id"] == others["victim_id"]).mean() > 0.999


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_hears_names_badly_but_seldom_wrongly(happened, office):
    heard = office.told(happened).join(happened.select("victim_id", *NAMES), on="victim_id", suffix="_true")
    named = heard.filter(~pl.col("surname").is_in(UNKNOWN))
    assert 0.02 < 1 - named.height / heard.height < 0.07
    assert 0.88 < (named["surname"] == named["surname_true"]).mean() < 0.97
    assert 0.05 < named["second_name"].is_null().mean() < 0.35
    swapped = named.filter(pl.col("surname") == pl.col("second_surname_true"))
    assert swapped.filter(pl.col("second_surname") == pl.col("surname_true")).height > 0
    numbered = named.filter(pl.col("identity_number").is_not_null())
    right = (numbered["identity_number"] == numbered["identity_number_true"]).mean()
    assert 0.97 < right < 1.0


def test_people_call_each_other_by_other_names_than_their_papers(happened):
    heard = police.told(happened)
    assert "Chepe" in set(heard["first_name"])
    assert heard["second_surname"].str.starts_with("de ").any()
    assert heard["married_surname"].is_not_null().any()
    assert heard["alias"].is_not_null().any()


def test_no_identity_number_could_be_a_real_one(happened):
    numbers = happened["identity_number"].drop_nulls()
    assert numbers.str.starts_with(IDENTITY_PREFIX).all()
    assert (happened.filter(pl.col("identity_number").is_not_null())["age"] >= 18).all()


def test_names_are_drawn_apart_so_that_the_rest_stays_as_it_is(happened):
    without = happened.with_columns(surname=pl.lit("Nadie"))
    ours = [name for name in police.told(happened).columns if name not in NAMES]
    assert police.told(happened).select(ours).equals(police.told(without).select(ours))


def test_the_answers_hold_every_record_of_a_death_or_injury_with_who_it_is(happened, told):
    for name, office in (("police", police), ("coroner", coroner), ("health", health)):
        known = office.told(happened).filter(pl.col("happening").is_in(answers.HARM))
        assert sorted(told[name]["victim_id"]) == sorted(known["victim_id"])
        assert told[name]["record"].is_unique().all()
        assert tuple(told[name].columns) == answers.COLUMNS
    assert set(PERSONAL) < set(answers.COLUMNS)


def test_a_record_is_called_by_nothing_that_tells_the_victim(told):
    for records in told.values():
        called = records["record"].str.extract(r"-(\d+)$").cast(pl.Int64)
        assert called.to_list() == list(range(1, 1 + records.height))
        assert (records["occurred_on"].diff().drop_nulls().dt.total_days() >= 0).all()


def test_the_answers_are_written_as_one_file_an_office(happened, told, tmp_path):
    answers.write(happened, tmp_path / "truth")
    for name, records in told.items():
        read = pl.read_csv(tmp_path / "truth" / f"{name}.csv", infer_schema=False)
        assert read.height == records.height
        assert tuple(read.columns) == answers.COLUMNS


@pytest.mark.slow
@pytest.mark.parametrize(("names", "least"), [(True, 0.97), (False, 0.7)])
def test_linkage_finds_who_is_who_with_names_and_honestly_less_without(told, names, least):
    records = pl.concat(
        [
            one.with_columns(pl.exclude(pl.Date, pl.Float64, pl.Int64).cast(pl.String))
            for one in told.values()
        ],
        how="vertical_relaxed",
    )
    known = records.drop("victim_id", "event_id", *(() if names else PERSONAL))
    found = linking.run(known, profiles.get("victims")).victims
    both = found.join(records.select("record", "victim_id"), on="record")
    pairs, true = (_pairs(both, key) for key in ("victim", "victim_id"))
    f1 = 2 * len(pairs & true) / (len(pairs) + len(true))
    assert f1 >= least
    assert names or f1 < 0.97  # public files cannot do what names do


def _pairs(records: pl.DataFrame, key: str) -> set[tuple[str, str]]:
    other = records.select(key, another="record")
    together = records.select(key, "record").join(other, on=key).filter(pl.col("record") < pl.col("another"))
    return set(together.select("record", "another").iter_rows())
