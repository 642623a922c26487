"""What forecasts and trends cannot answer, or what to know before using one: codes with sentences.

Kept with those of `findings`, so that whoever tells them knows one list.
"""

from confianza.analysis.hotspots.findings import KINDS, PointsRefused, finding
from confianza.analysis.vocabulary.problems import ProblemKind, Severity

__all__ = ["CODES", "KINDS", "PointsRefused", "finding"]


CODES: list[str] = []


def _kind(code: str, severity: Severity, sentence: str) -> None:
    KINDS[code] = ProblemKind(code, severity, sentence)
    CODES.append(code)


# refused

_kind(
    "nothing_to_learn",
    "refuse",
    "No case lies before %(until)s: there is nothing to learn from. End the training later.",
)
_kind(
    "nothing_to_score",
    "refuse",
    "No case lies in the %(periods)s periods to be forecast: there is nothing to score against.",
)
_kind(
    "no_whole_period",
    "refuse",
    "There must be one whole period at least before %(until)s, to learn from, and one between it and "
    "%(test_until)s, to score.",
)
_kind("no_whole_step", "refuse", "The cases do not fill one whole %(step)s. Count by shorter steps.")
_kind(
    "no_such_offence",
    "refuse",
    "No case is of “%(offence)s”, and no column is called so. There are: %(examples)s.",
)
_kind(
    "no_offence_column",
    "refuse",
    "Which column holds the offence? It is none of %(columns)s by its name; say it with --offence-column.",
)
_kind("no_such_zone", "refuse", "“%(zone)s” is no time zone; write one such as America/Guatemala.")
_kind(
    "persons_asked",
    "refuse",
    "The column “%(column)s” tells of persons. Places are forecast and never persons; name another column.",
)
_kind(
    "only_patrol_finds",
    "refuse",
    "All cases are finds of patrols. A map made of them sends patrols where they already were; bring what "
    "citizens reported.",
)
_kind("layer_without_places", "refuse", "The layer “%(layer)s” has no place in the area of the cases.")

# why a method was chosen

_kind(
    "chosen_for_best",
    "warn",
    "“%(chosen)s” caught most for the area searched (%(efficiency)s %% of what could be caught), and each "
    "simpler method caught less by more than the noise of %(periods)s periods.",
)
_kind(
    "chosen_for_simplicity",
    "warn",
    "“%(chosen)s” is the simplest that no method beats by more than the noise: “%(best)s” leads by %(lead)s "
    "points of efficiency (95 %% interval %(low)s to %(high)s, %(periods)s periods).",
)
_kind(
    "chosen_for_lack",
    "warn",
    "“%(chosen)s” is the simplest, and %(periods)s periods are too few to tell methods apart.",
)

# to know

_kind(
    "persons_ignored",
    "warn",
    "The columns %(columns)s seem to tell of persons. They were not read: places are scored, never persons.",
)
_kind(
    "patrols_apart",
    "left_out",
    "%(count)s cases are finds of patrols and stand apart: nothing is forecast from them.",
)
_kind(
    "feeds_on_patrols",
    "warn",
    "%(percent)s %% of these cases are offences that patrols find (drugs, weapons, disobedience): a map made "
    "of them shows where patrols were, and sends them there again. Tell finds from reports with --origin.",
)
_kind(
    "groups_feed_on_patrols",
    "warn",
    "These groups are mostly offences that patrols find: %(offences)s. A map of them shows where patrols "
    "were, and sends them there again.",
)
_kind(
    "with_patrol_finds",
    "warn",
    "Finds of patrols are part of this map (%(count)s cases), as asked: it sends patrols where they were.",
)
_kind(
    "outside_region",
    "warn",
    "%(count)s cases of the test fell where none ever had, outside the %(km2)s km² that were forecast; they "
    "count as missed.",
)
_kind(
    "silent_end",
    "warn",
    "The file tells nothing after %(last)s: %(periods)s periods until %(until)s were not scored.",
)
_kind("no_layers", "warn", "No layer was given, so there is no risk-terrain model (--layer NAME=FILE.csv).")
_kind(
    "few_periods",
    "warn",
    "Only %(periods)s periods were scored: intervals are those of independent cases, and too narrow.",
)
_kind(
    "few_cases",
    "left_out",
    "%(count)s offences have fewer than %(least)s cases to learn from or to score, and stand apart.",
)
_kind(
    "times_were_utc",
    "warn",
    "Times without an offset were taken as UTC and are told on the clock of %(zone)s.",
)
_kind("cut_periods", "left_out", "%(count)s cases lie in a first or last %(step)s that is not told whole.")
_kind("end_before_start", "warn", "%(count)s cases end before they begin; they count in the hour they began.")
_kind("no_start", "left_out", "%(count)s cases have no start and are in no hour.")
_kind(
    "a_week_or_more",
    "warn",
    "%(count)s cases may have happened at any hour of a week or more; they are spread evenly.",
)
_kind(
    "short_series",
    "warn",
    "%(periods)s whole periods are too few for %(what)s; %(least)s are needed.",
)
