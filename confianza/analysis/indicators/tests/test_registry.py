import pytest

from confianza.analysis.indicators import registry
from confianza.analysis.vocabulary import iccs, mechanisms
from confianza.analysis.vocabulary.claims import GRAINS


@pytest.mark.parametrize(
    ("asked", "indicator_id"),
    [
        ("homicide", "homicide"), ("Homicidios", "homicide"), ("homicidio", "homicide"),
        ("FEMINICIDIO", "femicide"),
        ("hurto", "theft"), ("Robo", "robbery"), ("extorsión", "extortion"), ("todos", "all_offences"),
        ("0401", "iccs0401"), ("04.01", "iccs0401"), ("ICCS0101", "iccs0101"),
        ("Trata de personas", "iccs0204"),
    ],
)  # fmt: skip
def test_it_understands_ids_words_and_codes(asked, indicator_id):
    assert registry.resolve(asked).id == indicator_id
    assert registry.get(indicator_id) == registry.resolve(asked)


def test_it_says_what_an_unknown_word_could_have_meant():
    with pytest.raises(registry.UnknownIndicator, match="robbery"):
        registry.resolve("robery")
    with pytest.raises(registry.UnknownIndicator, match="homicide, firearm_homicide"):
        registry.resolve("zzzz")
    with pytest.raises(registry.UnknownIndicator):
        registry.get("9999")


def test_ids_are_unique_and_no_word_means_two_indicators():
    ids = [indicator.id for indicator in registry.everything()]
    assert len(set(ids)) == len(ids)
    words = [word for indicator in registry.everything() for word in {*indicator.known_as}]
    shared = {word for word in words if words.count(word) > 1}
    assert not shared


@pytest.mark.parametrize("indicator", registry.everything(), ids=lambda indicator: indicator.id)
def test_a_definition_uses_words_of_the_vocabulary(indicator):
    assert set(indicator.iccs + indicator.iccs_except) <= set(iccs.CLASSES)
    assert set(indicator.mechanisms) <= set(mechanisms.LABELS)
    assert set(indicator.grains) <= set(GRAINS)
    assert bool(indicator.caveat_es) == bool(indicator.caveat_en)
    assert all(indicator.name(language) for language in ("es", "en"))
    assert indicator.caveat("es") == indicator.caveat_es
