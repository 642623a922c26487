"""What people say of their safety and of the police, as surveys publish it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.surveys import published
from confianza.web.surveys.published import PublishedResults


@dataclass(frozen=True)
class SurveyPage:
    """The results of one wave."""

    found: PublishedResults

    @cached_property
    def page(self) -> Any:
        return self.found.page()

    @property
    def url(self) -> str:
        return _address("survey", self.found.id)

    @property
    def sheet_url(self) -> str:
        return _address("survey_sheet", self.found.id)

    @property
    def csv_url(self) -> str:
        return _address("survey_csv", self.found.id)

    @property
    def json_url(self) -> str:
        return _address("survey_json", self.found.id)

    @property
    def replaced_by_url(self) -> str:
        return _address("survey", self.found.replaced_by) if self.found.replaced_by else ""

    @property
    def has_places(self) -> bool:
        return any(part.has_places for part in self.page.parts)


def everything() -> Sequence[SurveyPage]:
    """Return what is published now, the wave that was asked last first."""
    return [SurveyPage(each) for each in published.surveys()]


def one(publication: int) -> SurveyPage | None:
    """Return the page of one publication, None where there is none."""
    found = published.results(publication)
    return SurveyPage(found) if found else None


def title(found: PublishedResults) -> str:
    """Name a publication in a list of what is new."""
    values = {"title": found.told.title, "when": found.page().when}
    if found.reason:
        return _("Correction: results of the survey “%(title)s”, %(when)s") % values
    return _("Results of the survey “%(title)s”, %(when)s") % values


def _address(name: str, publication: int) -> str:
    return reverse(f"public_site:{name}", args=[publication])
