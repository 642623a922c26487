"""The catalogue lists what ships, and every profile says only words that consolidation reads."""

import re

import pytest

from confianza.analysis.sources import catalogue
from confianza.analysis.sources.catalogue import UnknownSource
from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary import iccs, offences
from confianza.analysis.vocabulary.claims import OTHER, PARTS, SCHEMA
from confianza.analysis.vocabulary.folding import fold

SHIPPED = [
    "canonical_es", "cl_cead_monthly", "cl_homicides_by_region", "cl_police_homicides", "co_police_homicides",
    "ec_violent_deaths", "gt_civil_deaths", "gt_inacif_necropsies", "gt_mp_aggrieved", "gt_pnc_victims",
    "mx_cdmx_points", "mx_cdmx_quadrants", "mx_daily_cabinet", "mx_daily_press", "mx_sesnsp_monthly",
    "mx_zapopan_events", "pa_homicides",
]  # fmt: skip
everyone = pytest.mark.parametrize("profile", catalogue.everyone(), ids=lambda profile: profile.name)


def test_the_catalogue_lists_what_ships() -> None:
    assert catalogue.names() == SHIPPED
    assert [profile.name for profile in catalogue.everyone()] == SHIPPED
    assert catalogue.get("pa_homicides").country == "PA"


def test_a_name_that_is_not_there_is_answered_with_those_that_look_like_it() -> None:
    with pytest.raises(UnknownSource, match="Did you mean gt_pnc_victims") as raised:
        catalogue.get("gt_pnc_victimas")
    assert "gt_pnc_victims" in raised.value.near
    with pytest.raises(UnknownSource, match="no source named “zzz”.$"):
        catalogue.get("zzz")


@everyone
def test_every_field_has_a_place_in_the_claim_or_says_that_it_has_none(profile: Profile) -> None:
    for field in profile.fields:
        known = field.column in SCHEMA or field.column in PARTS or field.column.startswith(OTHER)
        assert known or field.personal, field.column


@everyone
def test_no_column_is_told_by_two_fields(profile: Profile) -> None:
    told = [field.column for field in profile.fields]

    assert len(told) == len(set(told))


@everyone
def test_constants_recodes_and_corrections_speak_of_columns_that_are_there(profile: Profile) -> None:
    told = {field.column for field in profile.fields}

    assert set(profile.constants) <= set(SCHEMA)
    assert set(profile.recodes) <= told
    assert set(profile.missing_codes) <= told
    assert {correction.column for correction in profile.corrections} <= told


@everyone
def test_offences_are_mapped_from_folded_labels_to_known_classes(profile: Profile) -> None:
    for label, told in profile.offences.items():
        code, _, match = told.partition(" ")
        assert label == fold(label)
        assert code in iccs.CLASSES
        assert match in ("", *offences.MATCHES)


@everyone
def test_corrections_have_a_pattern_a_reason_and_a_date(profile: Profile) -> None:
    for correction in profile.corrections:
        re.compile(correction.pattern)
        assert correction.reason
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", correction.decided_on)


@everyone
def test_a_profile_is_titled_in_both_languages(profile: Profile) -> None:
    assert profile.title_es
    assert profile.title_en
    assert profile.institution
