"""The quality pages: who sees which sources, what they say, letters, answers, and where sources disagree."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl
import pytest
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.observatory import answers
from confianza.web.observatory.actions import answers as actions
from confianza.web.observatory.queries import discrepancies, quality
from confianza.web.observatory.tests.encinos import LATER, hospital
from confianza.web.records.queries import Sight
from confianza.web.territory import queries as territory

HOSPITAL = "canonical_es/Hospital de Encinos"
EVERYTHING = Sight(everything=True)


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page(browser, name, *args, **query):
    return text(browser.get(reverse(f"observatory:{name}", args=args, query=query or None)))


def test_the_whole_says_criterion_by_criterion_how_many_sources_meet_it(gloria_the_mayor, deliveries):
    said = page(gloria_the_mayor, "quality")
    assert "10. Convergencia entre seguridad y salud" in said
    assert "Hospital de Encinos" in said
    assert "Aún" in said or "no se cumple" in said
    assert "confianza link" in said  # nothing is linked: the page says how to
    assert "Responder:" not in said  # a mayor reads, the analyst answers


def test_a_source_shows_what_is_missing_and_what_to_ask_for(ana_the_analyst, deliveries):
    said = page(ana_the_analyst, "quality_source", "gt_pnc_victims")
    assert "Agregar las columnas que el formato no tiene" in said
    assert "Quiebres repentinos" in said
    assert "Qué cambiaron las entregas posteriores" in said
    assert deliveries[1].id in said
    assert ana_the_analyst.get("/observatorio/calidad/fuente/gt_nobody/").status_code == 404


def test_a_delivery_is_judged_by_what_one_file_can_tell(ana_the_analyst, deliveries):
    said = page(ana_the_analyst, "quality_delivery", deliveries[2].id)
    assert "La unidad de registro es la víctima" in said
    assert "Mesa técnica" not in said.partition("Criterio por criterio")[2]
    assert ana_the_analyst.get("/observatorio/calidad/entrega/00099-gt_pnc_victims/").status_code == 404


def test_the_letter_has_figures_names_the_institution_and_comes_as_text(ana_the_analyst, deliveries):
    said = page(ana_the_analyst, "quality_letter", HOSPITAL)
    assert "<strong>Hospital de Encinos</strong>" in said
    response = ana_the_analyst.get(reverse("observatory:quality_letter", args=[HOSPITAL]) + "?as=text")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "1. " in response.content.decode()
    assert "&quot;" not in response.content.decode()
    assert "Su entrega" in page(ana_the_analyst, "delivery_letter", deliveries[0].id)


def test_whoever_knows_of_no_delivery_is_told_that_there_is_nothing_yet(client, person, deliveries):
    robles = person(Role.ANALYST, area=territory.area("municipality-0102"))
    client.force_login(robles)
    assert "Todavía no hay qué valorar" in page(client, "quality")
    assert "Todavía no hay qué comparar" in page(client, "discrepancies")
    assert client.get(reverse("observatory:quality_source", args=["gt_pnc_victims"])).status_code == 404


def test_it_measures_only_the_deliveries_within_sight(deliveries):
    only = Sight(everything=False, named=frozenset({deliveries[2].id}))
    assert set(quality.examined(only).measured) == {HOSPITAL}
    assert set(quality.examined(EVERYTHING).measured) == {HOSPITAL, "gt_pnc_victims"}
    assert quality.examined(Sight(everything=False)).measured == {}


def test_security_and_health_are_compared_in_the_months_both_tell(deliveries):
    (pair,) = quality.examined(EVERYTHING).measured[HOSPITAL].counts
    # Each counts its own in January to May 2026: three a month, and four.
    assert (pair.months, {pair.count_a, pair.count_b}) == (5, {15.0, 20.0})


def test_what_was_known_on_an_earlier_day_is_judged_as_it_was_then(deliveries):
    before = quality.examined(EVERYTHING, as_of=date(2026, 2, 1))
    assert set(before.measured) == {"gt_pnc_victims"}
    assert before.measured["gt_pnc_victims"].basics.victims == 60 * 3


def test_sources_disagree_where_one_has_no_word(gloria_the_mayor, deliveries):
    report = discrepancies.delivered(EVERYTHING)
    (pair,) = report.pairs
    assert (pair.count_a, pair.count_b) == (20.0, 15.0)
    assert {lack.kind for lack in report.lacks if lack.source == HOSPITAL} >= {"period"}
    said = page(gloria_the_mayor, "discrepancies")
    assert "A quién le falta qué" in said
    assert "Encinos" in said
    assert gloria_the_mayor.get("/observatorio/calidad/discrepancias/?a=x&b=y").status_code == 404


def test_without_a_territory_sources_are_compared_by_the_names_they_tell(workspace, db):
    from confianza.web.observatory.tests import encinos

    for file, source, office, on in encinos.DELIVERIES[1:]:
        encinos.deliver(file, source, office, on)
    assert len(discrepancies.delivered(EVERYTHING).voices) == 2


def test_one_source_is_nothing_to_compare(territory):
    from confianza.web.observatory.tests import encinos

    encinos.deliver(hospital(), "canonical_es", "Hospital", LATER)
    with pytest.raises(discrepancies.NothingToCompare):
        discrepancies.delivered(EVERYTHING)


def test_an_answer_is_kept_with_author_reason_and_date_and_shown(ana_the_analyst, deliveries):
    address = reverse("observatory:answer_criterion", args=["validation_table"]) + f"?source={HOSPITAL}"
    assert "Mesa técnica" in text(ana_the_analyst.get(address))
    assert "Este campo" in text(ana_the_analyst.post(address, {"reply": "yes", "reason": " "}))
    answered = ana_the_analyst.post(address, {"reply": "partly", "reason": "Acta de marzo."})
    assert answered.status_code == 302
    (kept,) = answers.everything()
    assert (kept.criterion, kept.source, kept.reply, kept.reason) == (
        "validation_table", HOSPITAL, "partly", "Acta de marzo.",
    )  # fmt: skip
    assert kept.author
    assert "Acta de marzo." in page(ana_the_analyst, "quality_source", HOSPITAL)
    assert Entry.objects.filter(action="observatory.answer_criterion").count() == 1


def test_what_is_measured_takes_no_answer(ana_the_analyst, deliveries):
    assert ana_the_analyst.get("/observatorio/calidad/responder/low_missing/").status_code == 404
    address = reverse("observatory:answer_criterion", args=["metadata"]) + "?source=gt_nobody"
    assert ana_the_analyst.get(address).status_code == 404
    for wrong in ({"criterion": "low_missing"}, {"reason": "  "}, {"reply": "maybe"}):
        usual = {"criterion": "metadata", "source": "", "reply": "yes", "reason": "La web."}
        with pytest.raises(actions.AnswerRefused):
            actions.answer_criterion(**(usual | wrong), by=COMMAND_LINE)
    assert answers.everything() == []


def test_an_answer_for_all_sources_is_shown_on_the_whole(ana_the_analyst, deliveries):
    usual = {"criterion": "metadata", "source": "", "reply": "no", "reason": "No hay nota."}
    actions.answer_criterion(**usual, by=COMMAND_LINE)
    assert "No hay nota." in page(ana_the_analyst, "quality")


def test_it_reads_in_english_too(ana_the_analyst, deliveries, settings):
    ana_the_analyst.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Few deaths of undetermined intent" in page(ana_the_analyst, "quality_source", HOSPITAL)
    assert "Who lacks what" in page(ana_the_analyst, "discrepancies")


def test_readers_who_come_at_once_do_not_wait_at_one_engine():
    told = pl.DataFrame(
        {"source": ["a"] * 2000, "series": [""] * 2000, "office": [str(n) for n in range(2000)]}
    )
    with ThreadPoolExecutor(8) as readers:
        heights = list(readers.map(lambda _: quality.named_voices(told).height, range(64)))
    assert heights == [2000] * 64
