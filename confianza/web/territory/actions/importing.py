"""Importing files of boundaries and populations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.territory import queries
from confianza.web.territory.actions import containments, crosswalks, editions
from confianza.web.territory.models import Area, Generation, Level, Population

if TYPE_CHECKING:
    from confianza.analysis.territory.columns import Columns
    from confianza.analysis.territory.drafts import Draft
    from confianza.analysis.territory.reading import File, Layer
    from confianza.analysis.vocabulary.problems import Problem


@dataclass
class ImportReport:
    """What an import did, or would do if only `checked`: areas per level, generations, figures, findings."""

    checked: bool
    files: list[str]
    areas: dict[str, int] = field(default_factory=dict)
    new_generations: int = 0
    ended: int = 0
    populations: int = 0
    problems: "list[Problem]" = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """What was found, in the reader's language."""
        return [queries.sentence(problem) for problem in self.problems]

    @property
    def counted(self) -> list[dict[str, object]]:
        """How many areas of each level, with the level's label, from the widest."""
        return [
            {"label": label, "count": self.areas[level]}
            for level, label in Level.choices
            if level in self.areas
        ]

    @property
    def told(self) -> list[dict[str, object]]:
        """The findings as the page's list of problems takes them."""
        return [
            {
                "severity": queries.severity(problem),
                "sentence": queries.sentence(problem),
                "where": problem.file,
            }
            for problem in self.problems
        ]

    @property
    def summary(self) -> dict[str, object]:
        """The figures of the report, as the audit and machines read them."""
        return {
            "areas": self.areas,
            "new_generations": self.new_generations,
            "ended": self.ended,
            "populations": self.populations,
        }


@dataclass(frozen=True)
class Wishes:
    """What whoever imports says beyond the files themselves; see `import_files`."""

    columns: Mapping[str, str] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    replaces_level: bool = False
    exclude: Collection[str] = ()
    keep: Collection[str] = ()
    source: str = ""


def import_files(
    *, files: "Sequence[File]", by: audit.Actor, wishes: Wishes | None = None, check: bool = False
) -> ImportReport:
    """Import areas and populations from files of any known kind; `check` does it all and takes it back.

    A file without boundaries that gives populations of a level already known adds figures only. Areas known
    already are renewed; with a later `valid_from` they begin a new generation and the old one ends that day.
    `replaces_level`: all other areas of the same levels end on `valid_from` (a reform). `columns` overrides
    what a heading means (`analysis.territory.columns.Columns`), `exclude` and `keep` name shapes to leave out
    or not. `source` is who says the population figures (default: the file's name). Raises
    `analysis.territory.findings.FileRefused`.
    """
    from confianza.analysis.territory import reading

    told = wishes or Wishes()
    report = ImportReport(check, [file.name for file in files])
    layers = reading.read(files)
    with transaction.atomic():
        _import_layers(layers, told, report, by)
        audit.record(
            by=by,
            action="territory.import_files",
            subject=", ".join(report.files)[:200],
            details=report.summary,
        )
        if check:
            transaction.set_rollback(True)
    return report


def _import_layers(layers: "Sequence[Layer]", told: Wishes, report: ImportReport, by: audit.Actor) -> None:
    from confianza.analysis.territory import columns, lineage

    known = queries.territory().areas
    headed = [(layer, columns.guess(layer, told.columns)) for layer in layers]
    drawn = [pair for pair in headed if not _tells_figures_only(*pair, set(known["level"]))]
    found = [draft for layer, columns_ in drawn for draft in _drafts(layer, columns_, told, report)]
    family, problems = lineage.with_parents(found, known)
    report.problems += problems
    _save_areas(family, told, report)
    editions.begin(by=by)
    for layer, columns_ in headed:
        if (layer, columns_) not in drawn:
            _save_figures(layer, columns_, told, report)
    if family:
        crosswalks.rebuild(by=by)
        containments.rebuild(by=by)
    else:
        editions.begin(by=by)


def _tells_figures_only(layer: "Layer", told: "Columns", levels: set[str]) -> bool:
    from confianza.analysis.territory import figures

    return not layer.drawn and figures.tells_population(told) and told.level in levels


def _drafts(layer: "Layer", told: "Columns", wishes: Wishes, report: ImportReport) -> "list[Draft]":
    from confianza.analysis.territory import drafts

    life = drafts.Life(wishes.valid_from, wishes.valid_to)
    found, problems = drafts.of_layer(layer, told, life=life, exclude=wishes.exclude, keep=wishes.keep)
    report.problems += problems
    return found


def _save_areas(family: "Sequence[Draft]", told: Wishes, report: ImportReport) -> None:
    """Write the drafts, parents first; areas they replace end; their figures belong to their generation."""
    areas = {area.stable_id: area for area in Area.objects.all()}
    figures = []
    for draft in family:
        area = areas.get(draft.area_id) or _new_area(draft)
        areas[draft.area_id] = area
        generation = _save_generation(draft, area, areas.get(draft.parent), report)
        report.areas[draft.level] = report.areas.get(draft.level, 0) + 1
        source = told.source or draft.file
        figures += [
            Population(generation=generation, year=y, people=p, source=source) for y, p in draft.populations
        ]
    _end_replaced(family, told, report)
    _save_populations(figures, report)


def _new_area(draft: "Draft") -> Area:
    from confianza.analysis.territory.areas import GEOGRAPHY_OF

    return Area.objects.create(
        stable_id=draft.area_id, geography=GEOGRAPHY_OF[draft.level], level=draft.level, code=draft.code
    )


def _save_generation(draft: "Draft", area: Area, parent: Area | None, report: ImportReport) -> Generation:
    """Renew the generation the draft is of, or begin a new one; what the draft does not tell stays."""
    known = list(area.generations.order_by("valid_from"))
    same = [row for row in known if row.valid_from == draft.valid_from] if draft.valid_from else known[-1:]
    generation = same[0] if same else Generation(area=area, valid_from=draft.begins)
    report.new_generations += generation.pk is None
    generation.name = draft.name
    generation.origin = draft.file[:255]
    generation.parent = parent or generation.parent
    generation.wkb = draft.wkb or generation.wkb
    generation.valid_to = draft.valid_to or generation.valid_to
    generation.save()
    _end_predecessors(area)
    return generation


def _end_predecessors(area: Area) -> None:
    """Let each generation end at the latest on the day the next one begins."""
    for earlier, later in pairwise(area.generations.order_by("valid_from")):
        if earlier.valid_to is None or earlier.valid_to > later.valid_from:
            earlier.valid_to = later.valid_from
            earlier.save(update_fields=["valid_to"])


def _end_replaced(family: "Sequence[Draft]", told: Wishes, report: ImportReport) -> None:
    if not (told.replaces_level and told.valid_from):
        return
    others = Generation.objects.filter(
        area__level__in={draft.level for draft in family if draft.valid_from},
        valid_to=None,
        valid_from__lt=told.valid_from,
    ).exclude(area__stable_id__in={draft.area_id for draft in family})
    report.ended = others.update(valid_to=told.valid_from)


def _save_figures(layer: "Layer", told: "Columns", wishes: Wishes, report: ImportReport) -> None:
    from confianza.analysis.territory import figures

    found, problems = figures.of_layer(layer, told, queries.territory(), source=wishes.source or layer.file)
    report.problems += problems
    chooser = queries.GenerationChooser()
    rows = [
        Population(
            generation_id=chooser.on(one.area_id, one.year),
            year=one.year,
            people=one.population,
            source=one.source,
        )
        for one in found
    ]
    _save_populations(rows, report)


def _save_populations(rows: list[Population], report: ImportReport) -> None:
    report.populations += len(rows)
    Population.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["generation", "year"], update_fields=["people", "source"]
    )
