"""Failures that are expected: each has a code, a sentence that says what to do, and an exit code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from confianza.cli.language import _

FAILED_RUN = 1
WRONG_USAGE = 2


@dataclass(frozen=True)
class Failure:
    """What went wrong, for machines (`code`) and for people (`message`)."""

    code: str
    message: str
    exit_code: int = FAILED_RUN


class NoWorkspace(Exception):
    """There is no workspace in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(str(folder))


class WrongUsage(Exception):
    """An option has a value that cannot be; the text is the sentence."""


class NoFacts(Exception):
    """The workspace has nothing of what was asked for; the text is the sentence."""


class HeadsDiffer(Exception):
    """A file knows signed heads that the account does not have; the text is the sentence."""


def explain(error: Exception) -> Failure | None:
    """Return the failure behind an exception, or None where nobody expected it."""
    from django.apps import apps

    asked = (*_ASKED, *_ASKED_ONCE_STARTED) if apps.ready else _ASKED
    return next((failure for ask in asked if (failure := ask(error))), None)


def _of_the_command(error: Exception) -> Failure | None:
    if isinstance(error, WrongUsage):
        return Failure("wrong_usage", str(error), WRONG_USAGE)
    if isinstance(error, NoFacts):
        return Failure("no_facts", str(error))
    if isinstance(error, HeadsDiffer):
        return Failure("heads_differ", str(error))
    if isinstance(error, NoWorkspace):
        message = _("No workspace at %(folder)s; run: confianza init %(folder)s")
        return Failure("no_workspace", message % {"folder": error.folder})
    return None


def _of_the_disk(error: Exception) -> Failure | None:
    if not isinstance(error, OSError) or not isinstance(error.filename, str | Path) or not error.strerror:
        return None
    message = _(
        "%(file)s cannot be read or written: %(cause)s. Name another place, or ask who owns this one."
    )
    return Failure("file", message % {"file": error.filename, "cause": error.strerror})


def _of_the_tip_line(error: Exception) -> Failure | None:
    from confianza.web.tips.intake.server import PortTaken

    if isinstance(error, PortTaken):
        message = _("Something else listens on port %(port)s; choose another with --port.")
        return Failure("port_taken", message % {"port": error.port})
    return None


def _of_the_ceremony(error: Exception) -> Failure | None:
    from confianza.web.tips.ceremony import CeremonyRefused

    if not isinstance(error, CeremonyRefused):
        return None
    from confianza.cli import ceremony_sentences

    return Failure(error.code, ceremony_sentences.of(error.code, error.told))


def _of_the_units(error: Exception) -> Failure | None:
    from confianza.web.tips.actions.units import UnitRefused

    if not isinstance(error, UnitRefused):
        return None
    from confianza.web.tips import sentences

    asked = error.problem in ("unknown_unit", "unknown_person", "no_reason", "five_holders")
    return Failure(error.problem, sentences.refusal(error.problem), WRONG_USAGE if asked else FAILED_RUN)


def _of_the_installation(error: Exception) -> Failure | None:
    from confianza.demo.build import BuildFailed, NotADemo, OtherSize
    from confianza.web.project.installation import ForeignFolder

    if isinstance(error, ForeignFolder | NotADemo):
        message = _("%(folder)s holds other files; name an empty folder or an existing workspace.")
        return Failure("foreign_folder", message % {"folder": error.root})
    if isinstance(error, OtherSize):
        message = _("%(folder)s holds a demo of another size; name another folder with --workspace.")
        return Failure("other_size", message % {"folder": error.root})
    if isinstance(error, BuildFailed):
        return Failure("build_failed", str(error))
    return None


def _of_the_backups(error: Exception) -> Failure | None:
    from confianza.web.project.backups.refusals import Refused

    if isinstance(error, Refused):
        from confianza.cli import backup_sentences

        return Failure(error.code, backup_sentences.of(error.code, error.told))
    return None


def _of_the_server(error: Exception) -> Failure | None:
    from confianza.web.project.checks import Unsound
    from confianza.web.project.serving import PortTaken

    if isinstance(error, Unsound):
        message = _("Nothing is opened: this installation is not sound (%(finding)s); run: confianza check")
        return Failure("unsound", message % {"finding": error.findings[0].msg})
    if isinstance(error, PortTaken):
        message = _("Something else listens on port %(port)s; choose another with --port.")
        return Failure("port_taken", message % {"port": error.port})
    return None


def _of_the_engine(error: Exception) -> Failure | None:
    from confianza.store.engines import EngineUnavailable

    if not isinstance(error, EngineUnavailable):
        return None
    _speak()
    from confianza.web.project import engine_checks

    return Failure(error.code, engine_checks.sentence(error))


def _of_the_register(error: Exception) -> Failure | None:
    from django.db import DatabaseError

    if isinstance(error, DatabaseError):
        message = _("The register does not answer as it should (%(cause)s); run: confianza check")
        return Failure("register", message % {"cause": error})
    return None


def _of_the_territory(error: Exception) -> Failure | None:
    from confianza.analysis.territory import findings

    if not isinstance(error, findings.FileRefused):
        return None
    _speak()
    from confianza.web.territory import queries

    return Failure(error.problem.code, queries.sentence(error.problem))


def _of_the_records(error: Exception) -> Failure | None:
    from confianza.analysis.sources.catalogue import UnknownSource
    from confianza.analysis.vocabulary.problems import DeliveryRefused

    if not isinstance(error, DeliveryRefused | UnknownSource):
        return None
    _speak()
    from confianza.web.records import sentences

    refusal = sentences.refusal(error) or {}
    exit_code = WRONG_USAGE if refusal["code"] in sentences.WRONG_USAGE else FAILED_RUN
    return Failure(refusal["code"], sentences.of_problem(refusal), exit_code)


def _of_the_figures(error: Exception) -> Failure | None:
    from confianza.analysis.indicators.registry import NotYetAnswerable, UnknownIndicator
    from confianza.analysis.indicators.tabulation import UnknownDimension
    from confianza.web.observatory.queries.places import UnknownPlace
    from confianza.web.observatory.queries.rows import NothingToSmooth

    if isinstance(error, NotYetAnswerable):
        message = _(
            "“%(asked)s” is defined, but nothing counts it yet; see: confianza indicators show %(asked)s"
        )
        return Failure("not_yet_answerable", message % {"asked": error.asked}, WRONG_USAGE)
    if isinstance(error, NothingToSmooth):
        return Failure("nothing_to_smooth", _("--smoothed needs areas: put area into --by."), WRONG_USAGE)
    if isinstance(error, UnknownIndicator):
        message = _("No indicator and no offence is called “%(asked)s”. %(near)s")
        told = {"asked": error.asked, "near": _meant(error.near)}
        return Failure("unknown_indicator", (message % told).strip(), WRONG_USAGE)
    if isinstance(error, UnknownPlace):
        message = _("No single area is called “%(asked)s”. %(near)s")
        told = {"asked": error.asked, "near": _meant(error.near)}
        return Failure("unknown_place", (message % told).strip(), WRONG_USAGE)
    if isinstance(error, UnknownDimension):
        message = _("--by takes area, month, quarter or year, offence, sex, age_band, mechanism and source.")
        return Failure("unknown_dimension", message, WRONG_USAGE)
    return None


def _of_the_disclosure(error: Exception) -> Failure | None:
    from confianza.analysis.disclosure.findings import KINDS, CannotProtect

    if not isinstance(error, CannotProtect):
        return None
    return Failure(error.code, _(KINDS[error.code]) % error.details)


def _of_the_releases(error: Exception) -> Failure | None:
    from confianza.analysis.disclosure.rules import NotRules
    from confianza.store.packages import NotEmpty
    from confianza.web.observatory.actions.publications import ASKED_WRONGLY, PublicationRefused

    if isinstance(error, NotEmpty):
        message = _("The folder %(folder)s holds something already; name one that is new or empty.")
        return Failure("folder_not_empty", message % {"folder": error.folder}, WRONG_USAGE)
    if isinstance(error, NotRules):
        return Failure("not_rules", str(error))
    if not isinstance(error, PublicationRefused):
        return None
    return Failure(error.problem, str(error), WRONG_USAGE if error.problem in ASKED_WRONGLY else FAILED_RUN)


def _of_the_bulletins(error: Exception) -> Failure | None:
    from confianza.web.observatory.bulletins import refusals
    from confianza.web.observatory.bulletins.asking import NoBulletin

    if not isinstance(error, NoBulletin):
        return None
    exit_code = WRONG_USAGE if error.problem in refusals.WRONG_USAGE else FAILED_RUN
    return Failure(error.problem, refusals.sentence(error), exit_code)


def _of_the_histories(error: Exception) -> Failure | None:
    from confianza.analysis.undercount.findings import KINDS, TableRefused

    if not isinstance(error, TableRefused):
        return None
    asked = error.problem.code in ("unknown_column", "unknown_model", "which_count")
    message = _(KINDS[error.problem.code].sentence) % error.problem.details
    return Failure(error.problem.code, message, WRONG_USAGE if asked else FAILED_RUN)


def _of_the_points(error: Exception) -> Failure | None:
    from confianza.analysis.hotspots import findings

    if not isinstance(error, findings.PointsRefused):
        return None
    message = _(findings.KINDS[error.problem.code].sentence) % error.problem.details
    return Failure(
        error.problem.code, message, WRONG_USAGE if findings.is_about_the_question(error) else FAILED_RUN
    )


def _of_the_surveys(error: Exception) -> Failure | None:
    from confianza.analysis.surveys.problems import KINDS, SurveyRefused

    if not isinstance(error, SurveyRefused):
        return None
    asked = error.code in (
        "no_column",
        "one_question",
        "not_understood",
        "nobody_said",
        "no_wave",
        "bad_plan",
    )
    details = {key: _plain_words(value) for key, value in error.details.items()}
    return Failure(error.code, _(KINDS[error.code]) % details, WRONG_USAGE if asked else FAILED_RUN)


def _of_the_evaluation(error: Exception) -> Failure | None:
    from confianza.analysis.evaluation.problems import ABOUT_THE_QUESTION, KINDS, EvaluationRefused

    if not isinstance(error, EvaluationRefused):
        return None
    asked = error.code in ABOUT_THE_QUESTION
    return Failure(error.code, _(KINDS[error.code]) % error.details, WRONG_USAGE if asked else FAILED_RUN)


def _plain_words(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _of_the_rates(error: Exception) -> Failure | None:
    from confianza.analysis.indicators.plain_rates import KINDS, RatesRefused

    if not isinstance(error, RatesRefused):
        return None
    asked = error.code in ("rates_column", "rates_months")
    return Failure(error.code, _(KINDS[error.code]) % error.details, WRONG_USAGE if asked else FAILED_RUN)


def _of_choosing(error: Exception) -> Failure | None:
    from confianza.cli import choosing_failures

    return choosing_failures.of_choosing(error)


def _of_the_quality(error: Exception) -> Failure | None:
    from confianza.web.observatory.queries.discrepancies import LayoutUnsure, NothingToCompare
    from confianza.web.observatory.queries.quality import UnknownVoice

    if isinstance(error, UnknownVoice):
        message = _("No source is called “%(asked)s”; there are: %(near)s.")
        told = {"asked": error.asked, "near": ", ".join(error.near) or "–"}
        return Failure("unknown_voice", message % told, WRONG_USAGE)
    if isinstance(error, LayoutUnsure):
        message = _(
            "The columns of %(file)s do not tell of which layout it is; say it: --source NAME. %(near)s"
        )
        told = {"file": error.file, "near": _meant(error.near)}
        return Failure("layout_unsure", (message % told).strip(), WRONG_USAGE)
    if isinstance(error, NothingToCompare):
        message = _("There are not two sources that tell of homicides with a date; name two files or more.")
        return Failure("nothing_to_compare", message)
    return None


def _of_the_network(error: Exception) -> Failure | None:
    from confianza.store.signing import Refused

    if isinstance(error, Refused):
        _speak()
        from confianza.web.observatory import network_sentences

        return Failure(error.code, network_sentences.of_refusal(error))
    from confianza.web.observatory.network_sentences import NetworkRefused

    return Failure(error.problem, str(error)) if isinstance(error, NetworkRefused) else None


def _of_the_linkage(error: Exception) -> Failure | None:
    from confianza.analysis.link.findings import KINDS, CannotLink
    from confianza.store.vault import VaultError

    if isinstance(error, VaultError):
        message = _("The vault of names does not open (%(cause)s) Bring its key back; see: confianza restore")
        return Failure("vault", message % {"cause": error})
    if not isinstance(error, CannotLink):
        return None
    asked = error.code in ("unknown_profile", "unknown_truth", "unknown_without", "no_known_column")
    return Failure(error.code, _(KINDS[error.code]) % error.details, WRONG_USAGE if asked else FAILED_RUN)


def _meant(near: Sequence[str]) -> str:
    return _("Did you mean %(near)s?") % {"near": ", ".join(near)} if near else ""


def _speak() -> None:
    """Start Django for its sentences, where the verb itself had no need of it."""
    from confianza.cli.starting import start
    from confianza.web.lib import workspaces

    start(workspaces.current())


_ASKED: tuple[Callable[[Exception], Failure | None], ...] = (
    _of_the_command,
    _of_the_tip_line,
    _of_the_ceremony,
    _of_the_histories,
    _of_the_disclosure,
    _of_the_linkage,
    _of_the_points,
    _of_the_rates,
    _of_the_surveys,
    _of_the_evaluation,
    _of_choosing,
    _of_the_records,
    _of_the_territory,
    _of_the_installation,
    _of_the_backups,
    _of_the_engine,
    _of_the_register,
    _of_the_disk,
)
# Their rooms cannot be asked before Django is started, which some verbs do without.
_ASKED_ONCE_STARTED: tuple[Callable[[Exception], Failure | None], ...] = (
    _of_the_server,
    _of_the_units,
    _of_the_figures,
    _of_the_quality,
    _of_the_releases,
    _of_the_bulletins,
    _of_the_network,
)
