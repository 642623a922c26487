"""A release is whole or not there, hides what is small, and says in words what it changes."""

import json
from datetime import date

import pytest

from confianza.store import packages
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory import archive, published
from confianza.web.observatory.actions import releases
from confianza.web.observatory.actions.publications import PublicationRefused
from confianza.web.observatory.models import Publication
from confianza.web.observatory.tests.encinos import LATER, TOWN, ZONE_1, ZONE_2

EARLY = date(2026, 1, 31)


def release(**told):
    return releases.release(**({"as_of": LATER, "by": COMMAND_LINE} | told))


def refusal(**told):
    with pytest.raises(PublicationRefused) as refused:
        release(**told)
    return refused.value.problem


def count(told, **where):
    (row,) = told.figures(**{"area": TOWN, "indicator": "homicide", "grain": "year"} | where).to_dicts()[-1:]
    return row


@pytest.mark.usefixtures("deliveries")
class TestARelease:
    def test_its_figures_are_those_of_the_source_it_quotes(self):
        release()
        told = published.latest()
        year = told.figures(area=TOWN, indicator="homicide", grain="year").filter(period="2025").to_dicts()[0]
        assert (year["count"], year["status"], year["complete"]) == (36.0, "reported", True)
        assert year["rate"] == pytest.approx(36 / 60_000 * 100_000, abs=0.01)
        assert told.areas().filter(area_id=ZONE_1)["parent_id"].to_list() == [TOWN]
        assert {"homicide", "robbery"} <= {each.id for each in told.indicators()}

    def test_small_figures_and_their_rates_are_hidden_with_one_mark(self):
        release()
        told = published.latest()
        months = told.figures(area=TOWN, indicator="homicide", grain="month")
        hidden = months.filter("hidden")
        assert hidden.height >= 60
        assert hidden.select("count", "rate", "rate_low", "rate_high", "smoothed").null_count().row(0) == (
            (hidden.height,) * 5
        )
        text = told.path("figures_month.csv").read_text()
        assert f"{TOWN},homicide,2025-01,..,..,..,..,..," in text

    def test_the_year_that_is_not_over_counts_whole_quarters(self):
        release()
        row = count(published.latest())
        assert (row["period"], row["months_told"], row["complete"]) == ("2026", 6, False)

    def test_the_same_figures_make_the_same_bytes(self):
        first = release().publication
        second = release().publication
        kept = [archive.folder("release", each.version) for each in (first, second)]
        same = [packages.contents(folder)["figures_year.parquet"] for folder in kept]
        assert same[0] == same[1]
        assert (first.version, second.version) == (f"{LATER}.1", f"{LATER}.2")
        assert published.latest().changes("en") == (f"No figure changed since version {first.version}.",)

    def test_it_is_written_whole_with_sums_that_hold(self, tmp_path):
        made = release(out=tmp_path / "out")
        packages.check(tmp_path / "out")
        assert made.publication.sha256 == packages.digest(packages.contents(tmp_path / "out"))
        described = json.loads((tmp_path / "out" / "datapackage.json").read_text())
        assert described["licenses"][0]["name"] == "CC-BY-4.0"
        assert described["created"] == f"{LATER}T00:00:00Z"

    def test_it_says_in_both_languages_what_changed(self):
        release(as_of=EARLY)
        assert published.latest().changes("es") == ("Esta es la primera publicación.",)
        release()
        es, en = (published.latest().changes(language) for language in ("es", "en"))
        assert len(es) == len(en) > 0
        assert any("2026" in sentence and "Homicidios" in sentence for sentence in es)

    def test_a_folder_that_holds_something_is_left_alone(self, tmp_path):
        (tmp_path / "letter.txt").write_text("a letter")
        with pytest.raises(packages.NotEmpty):
            release(out=tmp_path)
        assert not Publication.objects.exists()
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letter.txt"]

    def test_a_correction_names_what_it_corrects(self):
        first = release(as_of=EARLY)
        release(corrects=first.publication.version, reason="Faltaba una entrega.")
        told = published.latest()
        assert (told.corrects, told.reason) == (first.publication.version, "Faltaba una entrega.")
        assert first.publication.version in told.path("method_es.md").read_text()
        assert [each.corrects for each in published.corrections()] == [first.publication.version]

    @pytest.mark.parametrize(
        ("told", "problem"),
        [
            ({"corrects": "1999-01-01.1", "reason": "x"}, "unknown_version"),
            ({"reason": "x"}, "reason_alone"),
            ({"as_of": date(2100, 1, 1)}, "future"),
            ({"as_of": date(2020, 1, 1)}, "no_figures"),
        ],
    )
    def test_what_cannot_be_published_is_refused(self, told, problem):
        assert refusal(**told) == problem
        assert not Publication.objects.exists()

    def test_what_leaks_is_not_written(self, monkeypatch, tmp_path):
        from confianza.analysis.releases import protecting

        leak = protecting.Leak(
            {"indicator_id": "homicide", "area_id": ZONE_2, "period": "2025", "kind": ""}, 2
        )

        def leaking(*_told, **_more):
            raise leak

        monkeypatch.setattr(protecting, "protect", leaking)
        assert refusal(out=tmp_path / "out") == "leak"
        assert not Publication.objects.exists()
        assert not (tmp_path / "out").exists()
        assert not archive.folder("release", f"{LATER}.1").exists()

    def test_a_workspace_may_be_stricter(self, workspace):
        from confianza.analysis.disclosure import rules

        default = next(rule for rule in rules.default() if rule.name == "homicide")
        told = (
            f'[[rule]]\nname = "homicide"\niccs = {json.dumps(default.iccs)}\n'
            f'indicators = {json.dumps(default.indicators)}\narea = "municipality"\n'
            'jurisdiction = "commissariat"\nperiod = "year"\nthreshold = 10\nmapped = "never"\n'
            'author = "Encinos"\nreason = "Stricter here."\ndecided_on = "2026-11-28"\n'
        )
        place = workspace.root / rules.OWN_FILE
        place.parent.mkdir(exist_ok=True)
        place.write_text(told)
        release()
        told = published.latest()
        assert told.figures(area=ZONE_1, indicator="homicide", grain="year").is_empty()
        assert told.figures(area=TOWN, indicator="homicide", grain="month").is_empty()
        assert not told.figures(area=TOWN, indicator="homicide", grain="year").is_empty()


@pytest.mark.django_db
def test_without_areas_nothing_is_published(workspace):
    assert refusal() == "no_territory"


@pytest.mark.usefixtures("territory")
def test_without_deliveries_nothing_is_published():
    assert refusal() == "no_figures"


@pytest.mark.usefixtures("deliveries")
class TestThePages:
    def test_the_analyst_publishes_and_reads_what_was_published(self, ana_the_analyst):
        page = ana_the_analyst.get("/observatorio/publicaciones/")
        assert "Publicar lo que se sabe hoy" in page.content.decode()
        sent = ana_the_analyst.post("/observatorio/publicaciones/publicar/", {"sure": "on"})
        version = Publication.objects.get().version
        assert sent.url == f"/observatorio/publicaciones/{version}/"
        page = ana_the_analyst.get(sent.url)
        assert "Esta es la primera publicación." in page.content.decode()
        file = ana_the_analyst.get(f"{sent.url}figures_year.csv")
        assert b"".join(file.streaming_content).startswith(b"area_id,indicator_id,period,count")
        assert ana_the_analyst.get(f"{sent.url}../../register.sqlite3").status_code == 404
        assert ana_the_analyst.get(f"{sent.url}nothing.csv").status_code == 404

    def test_nothing_is_published_by_a_slip(self, ana_the_analyst):
        page = ana_the_analyst.post("/observatorio/publicaciones/publicar/", {"reason": "x"})
        assert page.status_code == 200
        assert not Publication.objects.exists()

    def test_the_analyst_sees_what_would_be_hidden_and_why(self, ana_the_analyst):
        page = ana_the_analyst.get("/observatorio/publicaciones/?preview=1")
        assert "porque cuentan de 1 a 4" in page.content.decode()

    def test_a_reader_sees_releases_and_no_form(self, gloria_the_mayor):
        release()
        page = gloria_the_mayor.get("/observatorio/publicaciones/?preview=1").content.decode()
        assert f"{LATER}.1" in page
        assert "publicar/" not in page
        assert gloria_the_mayor.post("/observatorio/publicaciones/publicar/").status_code == 404
