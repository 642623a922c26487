"""The builder's own process: from an empty folder to a finished demo, through the doors a user goes through.

`python -m confianza.demo.construction FOLDER TODAY SIZE` prints one JSON line per step and leaves the
marker last.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from confianza.demo import (
    addresses,
    answers,
    assessments,
    bulletins,
    coordination,
    crowd,
    evaluations,
    geography,
    grants,
    inbox,
    listening,
    neighbours,
    places,
    plans,
    police,
    problems,
    releases,
    schedule,
    truth,
)
from confianza.demo.build import LARGE, PASSWORD, VERSION, Account, DemoSummary, leave_marker
from confianza.demo.inbox import Filed
from confianza.demo.places import TOWN

INBOX = "deliveries-inbox"
TRUTH = "demo-truth"
ANSWERS = "truth"
BOUNDARIES = "territorio_ficticio.geojson"
# Two misspellings stay unconfirmed, so that whoever tries the demo meets some to decide.
LEFT_TO_THE_USER = frozenset({"P. Parada", "Champas"})
REASON = "Variante que escribe la comisaría; confirmada con el catastro municipal (ficticio)."
LINKED_BECAUSE = "Primera vinculación de la demostración (datos ficticios)."
# Where people work: most in the whole town, some in less of it, some in the whole installation ("").
JURISDICTIONS = {
    "benito": "beat-71.2.1",
    "catalina": f"commissariat-{places.COMMISSARIAT_CODE}",
    "dario": f"commissariat-{places.COMMISSARIAT_CODE}",
    "fabian": f"commissariat-{places.COMMISSARIAT_CODE}",
    "hugo": "substation-71.2",
    "julia": "zone-230103",
    "olga": "municipality-2302",
    "leonel": "",
    "marta": "",
    "noe": "",
}
# Share of the time after each step, as measured; only the progress bar depends on it.
OPENED, IMPORTED, COUNTED, LINKED, PUBLISHED = 0.15, 0.20, 0.50, 0.62, 0.97


def main(folder: str, today: str, size: str) -> None:
    """Build the demo in an empty folder that only this process knows."""
    root, day = Path(folder), date.fromisoformat(today)
    _tell("Writing what three offices would send", 0.0)
    _open(root)
    with ThreadPoolExecutor(
        1
    ) as beside:  # passwords are slow to keep on purpose; a second core writes meanwhile
        writing = beside.submit(_write_files, root, day)
        _create_accounts()
        filed = writing.result()
    _tell("Importing the territory", OPENED)
    _import_territory(root / INBOX / BOUNDARIES)
    _give_roles()
    _decide_names()
    # A release holds the register while it is made; until then two processes write to it in turns.
    listening.wait_patiently()
    with listening.beside(root, day):
        received = list(_receive([each for each in filed if not each.delivery.pending]))
        _tell("Linking what three offices say, victim by victim", COUNTED)
        _link()
        _tell("Hearing what people tell, at doors, by telephone and in meetings", LINKED)
    _publish(day)
    bulletins.make()
    _tell("Hearing what neighbouring observatories send", PUBLISHED)
    _meet_neighbours(day)
    assessments.conclude(day, TOWN, _analyst())
    evaluations.evaluate(day)
    problems.take_up(day)
    plans.draw_up(day)
    grants.fund(day)
    coordination.meet(day)
    if size == LARGE:
        _tell("Writing down years of requests, problems and plans", PUBLISHED)
        crowd.fill(day, TOWN)
    _tell("Making it ready", PUBLISHED)
    leave_marker(root, _summary(root, day, filed, received, size))


def _tell(step: str, share: float) -> None:
    sys.stdout.write(json.dumps({"step": step, "share": round(share, 3)}) + "\n")
    sys.stdout.flush()


def _open(root: Path) -> None:
    """Make the workspace and start Django on it."""
    from confianza.web.lib.workspaces import Workspace
    from confianza.web.project import installation

    installation.create(Workspace(root))
    import django

    from confianza.web.project import messages

    # Before anything is said: Django remembers for good that a catalogue was not there.
    messages.compile_catalogues()

    django.setup()
    installation.migrate()


def _write_files(root: Path, today: date) -> list[Filed]:
    """Draw, let happen, and put into the inbox what the offices send; keep the truth aside."""
    ground = geography.survey()
    happened = truth.happen(addresses.scatter(ground), schedule.last_month(today))
    filed = list(inbox.fill(happened, schedule.deliveries(today)))
    for each in filed:
        inbox.save(each, root / INBOX)
    boundaries = json.dumps(geography.boundaries(ground), ensure_ascii=False)
    (root / INBOX / BOUNDARIES).write_text(boundaries, encoding="utf-8")
    _keep_aside(root / TRUTH, happened, filed)
    answers.write(happened, root / ANSWERS)
    return filed


def _keep_aside(folder: Path, happened: pl.DataFrame, filed: Sequence[Filed]) -> None:
    folder.mkdir(mode=0o700)
    happened.write_parquet(folder / "truth.parquet")
    pl.concat([each.ledger for each in filed]).write_parquet(folder / "ledger.parquet")


def _people() -> tuple[Any, ...]:
    """Return the cast, and the neighbour who must see nothing of the town."""
    from confianza.web.accounts.cast import CAST, NEIGHBOUR

    return (*CAST, NEIGHBOUR)


def _create_accounts() -> None:
    """Open one account per person; passwords are slow to keep on purpose."""
    from confianza.web.accounts import actions
    from confianza.web.audit.actions import COMMAND_LINE

    for member in _people():
        actions.create_account(
            username=member.username, password=PASSWORD, first_name=member.first_name, by=COMMAND_LINE
        )


def _accounts() -> tuple[Account, ...]:
    """Return who may try the demo, in which role and where."""
    from confianza.web.territory import queries

    jurisdictions = {member.username: JURISDICTIONS.get(member.username, TOWN) for member in _people()}
    names = {"": "", **queries.names_of(filter(None, jurisdictions.values()))}
    return tuple(
        Account(
            _labels(member.role), member.first_name, member.username, names[jurisdictions[member.username]]
        )
        for member in _people()
    )


def _labels(role: Any) -> dict[str, str]:
    from django.conf import settings
    from django.utils import translation

    labels = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels[language] = str(role.label)
    return labels


def _give_roles() -> None:
    """Give each person a role where they work; the areas must be known by then."""
    from confianza.web.accounts import actions
    from confianza.web.accounts.models import User
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.territory import queries

    for member in _people():
        place = JURISDICTIONS.get(member.username, TOWN)
        area = queries.area(place) if place else None
        person = User.objects.get(username=member.username)
        actions.give(person=person, role=member.role, area=area, by=COMMAND_LINE)


def _analyst() -> Any:
    from confianza.web.accounts.cast import member
    from confianza.web.accounts.models import Role, User

    return User.objects.get(username=member(Role.ANALYST).username)


def _import_territory(boundaries: Path) -> None:
    from confianza.analysis.territory.reading import File
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.territory.actions import importing

    files = [File(boundaries.name, boundaries.read_bytes())]
    wishes = importing.Wishes(source=places.POPULATION_SOURCE)
    importing.import_files(files=files, by=COMMAND_LINE, wishes=wishes)


def _decide_names() -> None:
    """Decide what the misspelt names mean, as the analyst would."""
    from confianza.web.territory.actions import naming

    analyst = _analyst()
    for variant, level, within, area in _misspellings():
        naming.confirm_name(
            variant=variant, level=level, within=within, area_id=area, reason=REASON, by=analyst
        )


def _misspellings() -> Iterator[tuple[str, str, str, str]]:
    """Yield variant, level, the area it is told within and the area it means."""
    from confianza.analysis.territory.areas import area_id

    department = area_id("department", places.DEPARTMENT_CODE)
    home = area_id("municipality", places.MUNICIPALITY_CODE)
    for variant in police.TOWN_VARIANTS:
        yield variant, "municipality", department, home
    wards: Mapping[str, places.Ward] = {ward.name: ward for ward in places.WARDS}
    for name, variant in police.WARD_VARIANTS.items():
        if variant not in LEFT_TO_THE_USER:
            ward = wards[name]
            yield variant, "zone", area_id("municipality", ward.municipality), area_id("zone", ward.code)


def _receive(filed: Sequence[Filed]) -> Iterator[Any]:
    """Bring in every file on the day it came, in the order in which they came."""
    from confianza.analysis.consolidate.delivery import DeliveredFile
    from confianza.web.records import actions

    analyst = _analyst()
    in_order = sorted(filed, key=lambda each: (each.delivery.received_on, each.name))
    for number, each in enumerate(in_order):
        _tell(f"Bringing in {each.name}", IMPORTED + (COUNTED - IMPORTED) * number / len(in_order))
        yield actions.receive_delivery(
            files=[DeliveredFile(each.name, each.content)],
            source=each.delivery.source,
            office=schedule.OFFICES[each.delivery.source],
            today=each.delivery.received_on,
            by=analyst,
        )


def _link() -> None:
    """Find out who is who, as the analyst would, so that the review queue and the cases are there."""
    from confianza.web.records.actions import linkage

    linkage.link_workspace(by=_analyst(), reason=LINKED_BECAUSE)


def _meet_neighbours(today: date) -> None:
    """Join the network of observatories, as the national coordinator would; comes after the release."""
    from confianza.web.accounts.cast import member
    from confianza.web.accounts.models import Role, User

    coordinator = User.objects.get(username=member(Role.NATIONAL_COORDINATOR).username)
    neighbours.join(today, TOWN, coordinator)


def _publish(today: date) -> None:
    """Publish what each month's end knew, as the analyst would, and a correction."""
    count = releases.MONTHS + 1
    _tell("Publishing, and attacking what is published", LINKED)
    for number, version in enumerate(releases.publish(today, _analyst()), 1):
        _tell(f"Publishing {version}", LINKED + (PUBLISHED - LINKED) * number / count)


def _summary(
    root: Path, today: date, filed: Sequence[Filed], received: Sequence[Any], size: str
) -> DemoSummary:
    pending = next((each for each in filed if each.delivery.pending), None)
    return DemoSummary(
        workspace=str(root),
        version=VERSION,
        built_on=today.isoformat(),
        last_month=schedule.last_month(today).isoformat(),
        municipality=places.MUNICIPALITY,
        deliveries=len(received),
        claims=sum(delivery.counts["claims"] for delivery in received),
        password=PASSWORD,
        accounts=_accounts(),
        pending=f"{INBOX}/pending/{pending.name}" if pending else "",
        size=size,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
