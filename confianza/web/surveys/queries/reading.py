"""What a person reads of a survey: whoever keeps it, what there is now; everybody else, what was published.

Nobody reads results before everybody does, except those who work on them (UNECE 2014, principle 1: equal
access to official statistics). It also follows from the walls: answers are read by who reviews them.
"""

from dataclasses import dataclass
from typing import Any

from confianza.web.surveys import permissions, telling
from confianza.web.surveys.models import Publication, Survey, Wave
from confianza.web.surveys.queries import publications, results, told


@dataclass(frozen=True)
class Read:
    """Results as a person reads them. `publication`: the one they are from, None where they are as of now;
    `numbers`: the waves one can choose.
    """

    told: telling.Survey
    publication: Publication | None
    numbers: tuple[int, ...]


def of_survey(
    person: Any, survey: Survey, *, later: int | None = None, earlier: int | None = None
) -> Read | None:
    """Return the results of a survey in wave `later` (the last one unless told) against wave `earlier`; None
    where there is nothing to read yet.
    """
    if permissions.keeps(person, survey):
        return _now(survey, later, earlier)
    return _published(survey, later)


def _now(survey: Survey, later: int | None, earlier: int | None) -> Read | None:
    waves = {wave.number: wave for wave in survey.waves.all()}
    found = results.results(survey, later=_of(waves, later), earlier=_of(waves, earlier))
    if found is None:
        return None
    return Read(told.survey(found), None, tuple(wave.number for wave in found.waves))


def _of(waves: dict[int, Wave], number: int | None) -> Wave | None:
    return waves.get(number) if number is not None else None


def _published(survey: Survey, later: int | None) -> Read | None:
    standing = publications.of_survey(list(survey.waves.all()))
    if not standing:
        return None
    number = later if later in standing else max(standing)
    publication = standing[number]
    return Read(publications.told_by(publication), publication, tuple(sorted(standing)))
