"""Every shipped profile says only words that consolidation reads."""

import pytest

from confianza.analysis.consolidate.values import columns
from confianza.analysis.sources import catalogue
from confianza.analysis.sources.profile import Profile


@pytest.mark.parametrize("profile", catalogue.everyone(), ids=lambda profile: profile.name)
def test_every_reader_is_known(profile: Profile) -> None:
    for field in profile.fields:
        assert field.reader in {*columns.READERS, "date", "datetime", "year"}, field
