"""What is asked for at each address: an object of the first town where there is one, and what a form sends.

What is sent either changes nothing (a form not filled in) or is undone after each question.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from confianza.web.observatory.tests.neighbours import Neighbour
from confianza.web.public_site.tests.releases import TOWN as RELEASED_TOWN
from tests.matrix.planning import LAST_QUARTER, QUARTER_BEFORE
from tests.matrix.world import ENCINOS, SOURCE, World

Arguments = Callable[[Any], list[Any]]


@dataclass(frozen=True)
class Sample:
    """How an address is asked: its arguments, those of an object that does not exist, and the form sent.

    `changes` says that the form is filled in, so that whoever may take the step changes something.
    """

    arguments: Arguments = lambda town: []
    made_up: tuple[Any, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)
    changes: bool = False
    of: Callable[[World], Any] = lambda world: world.encinos

    @property
    def has_object(self) -> bool:
        return bool(self.made_up)


def _delivery(**more: Any) -> Sample:
    return Sample(lambda town: [town.delivery], ("00099-canonical_es",), **more)


def _source(**more: Any) -> Sample:
    """The source of a town is its office, where any institution may deliver in the layout."""
    return Sample(lambda town: [f"{SOURCE}/Oficina-{town.area.code}"], (f"{SOURCE}/Nadie",), **more)


def _upload(**more: Any) -> Sample:
    return Sample(lambda town: [town.upload], NOBODYS_NUMBER, **more)


def _person(**more: Any) -> Sample:
    return Sample(lambda town: [town.colleague.pk], NOBODYS_NUMBER, **more)


def _emergency(**more: Any) -> Sample:
    return Sample(lambda town: [town.waiting], NOBODYS_NUMBER, changes=True, **more)


def _pair(which: str = "pair", **more: Any) -> Sample:
    return Sample(lambda town: [*getattr(town, which)], NOBODYS_PAIR, **more)


def _field(*names: str, **told: Any) -> Sample:
    """What is asked of something that the first town has of the fieldwork."""
    return Sample(lambda town: [getattr(town, name) for name in names], NOBODYS_NUMBER * len(names), **told)


def _tip(*more: str, **told: Any) -> Sample:
    """What is asked of the tip of the first town, or of something that belongs to it."""
    return Sample(
        lambda line: [line.tip, *(getattr(line, name) for name in more)],
        (NOBODYS_ID,) * (1 + len(more)), of=lambda world: world.tips, **told,
    )  # fmt: skip


def _unit(*more: str, **told: Any) -> Sample:
    """What is asked of the desk's unit, or of one of its memberships."""
    return Sample(
        lambda line: [line.desk, *(getattr(line, name) for name in more)],
        (NOBODYS_ID,) * (1 + len(more)), of=lambda world: world.tips, **told,
    )  # fmt: skip


def _of_committee(*names: str, **told: Any) -> Sample:
    """What is asked of something that the first town has of the community; words stand as they are."""
    return Sample(
        lambda town: [getattr(town, name, name) for name in names],
        tuple(NOBODYS_NUMBER[0] if place == 0 else name for place, name in enumerate(names)), **told,
    )  # fmt: skip


NOBODYS_ID = UUID(int=7)
NOBODYS_NUMBER = (987654,)
NOBODYS_PAIR = ("0" * 20, "1" * 20)
NEW = Neighbour("Nuevo", seed=9)
WHY = {"reason": "Se acaba el contrato."}

SAMPLES: dict[str, Sample] = {
    "fieldwork:form_list": Sample(lambda town: ["nobodys-key"]),
    "fieldwork:send": Sample(lambda town: ["nobodys-key"]),
    "fieldwork:card_forms": Sample(lambda town: ["nobodys-key"]),
    "fieldwork:enrol_cards": Sample(changes=True),
    "fieldwork:form_xml": Sample(lambda town: ["nobodys-key", 1]),
    "fieldwork:manifest": Sample(lambda town: ["nobodys-key", 1]),
    "fieldwork:form_file": Sample(lambda town: ["nobodys-key", 1, 1]),
    "fieldwork:form_xml_by_login": Sample(lambda town: [1]),
    "fieldwork:manifest_by_login": Sample(lambda town: [1]),
    "fieldwork:form_file_by_login": Sample(lambda town: [1, 1]),
    "fieldwork:form": _field("field_form"),
    "fieldwork:close_form": _field("field_form", changes=True),
    "fieldwork:export": _field("field_form", form={"what": "codebook"}),
    "fieldwork:progress": _field("field_form"),
    "fieldwork:ready_form": Sample(lambda town: ["acta_reunion"], ("no-such-form",)),
    "fieldwork:ready_sheet": Sample(lambda town: ["acta_reunion"], ("no-such-form",)),
    "fieldwork:original": _field("form_version"),
    "fieldwork:version_file": _field("form_version", "form_file"),
    "fieldwork:revoke_key": _field("telephone", changes=True),
    "fieldwork:submission": _field("filled"),
    "fieldwork:judge": _field("filled", form={"standing": "approved"}, changes=True),
    "fieldwork:correct": _field(
        "filled", form={"path": "/edad", "turn": "0", "value": "41", "reason": "Se oye."}, changes=True
    ),
    "fieldwork:submission_file": _field("filled", "photo"),
    "fieldwork:aside_one": _field("aside"),
    "fieldwork:resolve": _field("aside", form={"reason": "Sobra.", "leave": "1"}, changes=True),
    "community:body": _of_committee("body"),
    "community:change_state": _of_committee(
        "body", form={"state": "suspended", "reason": "Sin quórum."}, changes=True
    ),
    "community:give_seat": _of_committee("body"),
    "community:end_seat": _of_committee("seat", changes=True),
    "community:members": _of_committee("body"),
    "community:member": _of_committee("member", "quitar", changes=True),
    "community:call": _of_committee("body"),
    "community:meeting": _of_committee("gathering"),
    "community:hold": _of_committee("gathering"),
    "community:not_held": _of_committee("gathering", "cancelada", form={"reason": "Llueve."}, changes=True),
    "community:attendance": _of_committee("gathering"),
    "community:ask": _of_committee(
        "body", form={"what": "Luz", "theme": "school", "whose": "school"}, changes=True
    ),
    "community:request": _of_committee("asked"),
    "community:assign": _of_committee(
        "asked", form={"owner_name": "Obras", "due_on": "2099-01-01"}, changes=True
    ),
    "community:answer": _of_committee("asked", form={"state": "done", "words": "Hecho."}, changes=True),
    "community:withdraw": _of_committee("asked", changes=True),
    "community:tell": _of_committee("answered", changes=True),
    "community:publish": _of_committee("asked", form={"text": "Un portón"}, changes=True),
    "community:junta": _of_committee("junta"),
    "community:register_junta": _of_committee(
        "junta", form={"registration": "1", "registered_on": "2026-01-01"}, changes=True
    ),
    "community:give_officer": _of_committee("junta", changes=True),
    "community:visit_junta": _of_committee("junta", form={"visited_on": "2026-01-01"}, changes=True),
    "community:lend": _of_committee("junta", form={"what": "Radio", "lent_on": "2026-01-01"}, changes=True),
    "community:take_back": _of_committee("radio", changes=True),
    "community:miss": _of_committee("radio", form={"because": "Nadie la tiene."}, changes=True),
    "plans:call": _of_committee("fund"),
    "plans:call_deed": _of_committee("fund", "cancelar", form={"words": "No hay fondos."}, changes=True),
    "plans:receive": _of_committee("fund"),
    "plans:application": _of_committee("fund", "fund_code"),
    "plans:check_application": _of_committee("fund", "fund_code"),
    "plans:withdraw_application": _of_committee("fund", "fund_code"),
    "plans:jury": _of_committee("fund"),
    "plans:jury_deed": _of_committee("fund", "proponer"),
    "plans:candidacy": _of_committee("fund"),
    "plans:judge": _of_committee("fund"),
    "plans:judge_one": _of_committee("fund", "fund_code"),
    "plans:award": _of_committee("fund"),
    "plans:grant": _of_committee("funded"),
    "plans:grant_deed": _of_committee(
        "funded", "resultado", form={"what": "Jóvenes", "planned": "3", "reached": "2"}, changes=True
    ),
    **{f"public_site:{name}": _of_committee("fund") for name in ("grant_call", "grant_json", "grant_draw")},
    **{f"public_site:{name}": _of_committee("shown_promise") for name in ("promise", "promise_feed")},
    "public_site:plan": _of_committee("agreed"),
    "plans:problem": _of_committee("trouble"),
    "plans:evidence": _field("trouble", "kept_page"),
    "plans:add_sign": _of_committee("trouble", form={"origin": "other", "text": "Otra vez"}, changes=True),
    "plans:find": _of_committee("trouble", form={"asks": "who", "text": "Grupos"}, changes=True),
    "plans:keep_page": _of_committee("trouble", form={"page": "months"}, changes=True),
    "plans:agree_measure": _of_committee("trouble"),
    "plans:move_problem": _of_committee(
        "trouble", form={"to": "analyse", "next_on": "2099-01-01"}, changes=True
    ),
    "plans:look_again": _of_committee("trouble"),
    "plans:appraise": _of_committee("trouble"),
    "plans:publish_problem": _of_committee("trouble", form={"title": "Un problema"}, changes=True),
    "plans:commitment": _of_committee("promised"),
    "plans:move_commitment": _of_committee("promised", form={"to": "under_way"}, changes=True),
    "plans:put_off": _of_committee("promised", form={"due_on": "2099-01-01", "words": "x"}, changes=True),
    "plans:publish_commitment": _of_committee("promised", form={"text": "Un portón"}, changes=True),
    "plans:coordination": _of_committee("week_held"),
    "plans:minutes": _of_committee("week_held"),
    "plans:open_coordination": _of_committee("week_ahead"),
    "plans:note": _of_committee("week_held", "problems", form={"text": "Se habló."}, changes=True),
    "plans:decide": _of_committee("week_held", form={"what": "Una ronda", "whose": "police"}, changes=True),
    "plans:close_coordination": _of_committee("week_held"),
    "plans:cancel_coordination": _of_committee("week_ahead", form={"reason": "Feria."}, changes=True),
    "plans:give_decision": _of_committee("agreed_note"),
    "plans:drop_decision": _of_committee("agreed_note", form={"words": "Ya no."}, changes=True),
    "plans:report": _of_committee("report"),
    "plans:report_paper": _of_committee("report"),
    "plans:publish_report": _of_committee("report", changes=True),
    "plans:plan": _of_committee("draft"),
    "plans:rewrite_plan": _of_committee("draft"),
    "plans:chapter": _of_committee("draft", "account", form={"text": "Cada mes."}, changes=True),
    "plans:aim": _of_committee("draft"),
    "plans:objective": _of_committee("aim"),
    "plans:drop_objective": _of_committee("spare_aim", changes=True),
    "plans:propose_plan": _of_committee("draft"),
    "plans:decide_plan": _of_committee("before_meeting"),
    "plans:take_plan_back": _of_committee("before_meeting", form={"words": "Falta algo."}, changes=True),
    "plans:close_plan": _of_committee("draft", form={"to": "withdrawn", "words": "No."}, changes=True),
    "plans:account_for_plan": _of_committee("agreed", form={"period": QUARTER_BEFORE}, changes=True),
    "plans:plan_quarter": Sample(lambda town: [town.agreed, LAST_QUARTER], (*NOBODYS_NUMBER, LAST_QUARTER)),
    "plans:plan_version": Sample(lambda town: [town.agreed, 1], (*NOBODYS_NUMBER, 1)),
    "plans:plan_paper": Sample(lambda town: [town.agreed, 1], (*NOBODYS_NUMBER, 1)),
    "evaluation:evaluation": _field("evaluation_computed"),
    "evaluation:reword": _field("evaluation_question"),
    "evaluation:design": _field("evaluation_question"),
    "evaluation:compare": _field("evaluation_question"),
    "evaluation:register": _field("evaluation_question"),
    "evaluation:registration_file": _field("evaluation_computed"),
    "evaluation:start": _field("evaluation_computed"),
    "evaluation:abandon": _field("evaluation_computed"),
    "evaluation:deviate": _field("evaluation_computed"),
    "evaluation:compute": _field("evaluation_computed"),
    "evaluation:check": _field("evaluation_computed"),
    "evaluation:evidence_file": _field("evaluation_computed"),
    "evaluation:object_to": _field("evaluation_computed", form={"text": "Pocos casos."}, changes=True),
    "evaluation:answer": _field("objection", form={"words": "Son todos."}, changes=True),
    "evaluation:judge": _field("objection_answered", form={"standing": "settled"}, changes=True),
    "evaluation:conclude": _field("evaluation_computed"),
    "evaluation:publish": _field("evaluation_criticised", changes=True),
    "surveys:survey": _field("survey"),
    "surveys:frame": _field("survey"),
    "surveys:columns": _field("survey", form={"cluster": "edad", "missing": "ns"}, changes=True),
    "surveys:follow": _field("survey"),
    "surveys:plan": _field("survey"),
    "surveys:wave": _field("wave"),
    "surveys:days": _field("wave", form={"begins_on": "2026-03-02", "ends_on": "2026-03-20"}, changes=True),
    "surveys:close": _field("wave", changes=True),
    "surveys:repeat": _field("next_wave", changes=True),
    "surveys:replace": _field("wave", "sampled", form={"reason": "out_of_reach"}, changes=True),
    "surveys:draw": _field("wave"),
    "surveys:draw_record": _field("wave"),
    "surveys:weights": _field("wave"),
    "surveys:results": _field("survey"),
    "surveys:results_file": Sample(lambda town: [town.survey, "csv"], (*NOBODYS_NUMBER, "csv")),
    "surveys:neighbourhoods": _field("survey"),
    "surveys:publish": Sample(lambda town: [town.survey, 1], (*NOBODYS_NUMBER, 1)),
    "surveys:assessment": _field("assessment"),
    "surveys:write_finding": _field("assessment", form={"prong": "all", "text": "Se conocen."}, changes=True),
    "surveys:conclude_assessment": _field("assessment"),
    "surveys:remarks": _field("assessment"),
    "surveys:assessment_sheet": _field("assessment"),
    **{
        f"public_site:{name}": _field("evaluation_computed")
        for name in ("evaluation", "evaluation_json", "evaluation_registration")
    },
    "public_site:survey": _field("publication"),
    "public_site:survey_sheet": _field("publication"),
    "public_site:survey_csv": _field("publication"),
    "public_site:survey_json": _field("publication"),
    "surveys:public_draw": _field("draw"),
    "surveys:public_draw_record": _field("draw"),
    "set_language": Sample(form={"language": "en"}),
    "accounts:login": Sample(form={"username": "nobody", "password": "wrong"}),
    "account_login": Sample(form={"username": "nobody", "password": "wrong"}),
    "accounts:end_one": Sample(lambda town: [town.session], NOBODYS_NUMBER, changes=True),
    "accounts:person": _person(),
    "accounts:give": _person(),
    "accounts:invite_anew": _person(changes=True),
    "accounts:suspend": _person(form=WHY, changes=True),
    "accounts:reinstate": Sample(
        lambda town: [town.suspended.pk], NOBODYS_NUMBER, form={"reason": "Volvió."}, changes=True
    ),
    "accounts:leave": _person(form=WHY, changes=True),
    "accounts:end_grant": Sample(lambda town: [town.grant], NOBODYS_NUMBER, form=WHY, changes=True),
    "accounts:emergency": _emergency(),
    "accounts:approve_emergency": _emergency(),
    "accounts:refuse_emergency": _emergency(),
    "accounts:end_emergency": _emergency(),
    "accounts:review_emergency": Sample(
        lambda town: [town.over], NOBODYS_NUMBER, form={"verdict": "justified"}, changes=True
    ),
    "mfa_remove_webauthn": Sample(lambda town: [town.key], NOBODYS_NUMBER),
    # Of the release that both towns read (releases.py of the public site).
    **{
        f"public_site:{name}": Sample(lambda town, asked=asked: asked)
        for name, asked in {
            "place": [RELEASED_TOWN],
            "indicator": ["robbery"],
            "indicator_map": ["robbery"],
            "indicator_shapes": ["robbery"],
            "embed": ["robbery", RELEASED_TOWN],
            "release": ["2026-10-05.1"],
            "file": ["2026-10-05.1", "figures.csv"],
            "bulletin": ["2026-09-municipality-9901-es.1"],
            "api-release": ["2026-10-05.1"],
            "api-nothing": ["nada"],
        }.items()
    },
    "observatory:place": Sample(lambda town: [town.zone.stable_id], ("zone-9999-9",)),
    # What is counted, and a table's name, belong to no town.
    "observatory:offence": Sample(lambda town: ["homicide"]),
    "observatory:table_csv": Sample(lambda town: ["months"]),
    **{
        f"observatory:{page}_file": Sample(lambda town: ["pdf"])
        for page in ("crime_map", "times", "week", "concentration", "forecast")
    },
    "observatory:quality_source": _source(),
    "observatory:quality_letter": _source(),
    "observatory:quality_delivery": _delivery(),
    "observatory:delivery_letter": _delivery(),
    # What was published belongs to everybody.
    "observatory:release": Sample(lambda town: ["2026-10-05.1"]),
    "observatory:release_file": Sample(lambda town: ["2026-10-05.1", "figures.csv"]),
    "observatory:bulletin_pdf": Sample(lambda town: ["2026-09-municipality-9901-es.1"]),
    "observatory:answer_criterion": Sample(lambda town: ["validation_table"]),
    # A node belongs to no town: whoever works with the network sees all of it.
    "observatory:register_node": Sample(
        form={"name": "Nuevo", "country": "GT", "level": "municipal", "key": NEW.public, "rhythm": "monthly"},
        changes=True,
    ),
    "observatory:network_node": Sample(lambda town: [town.node], NOBODYS_NUMBER),
    "observatory:confirm_node": Sample(
        lambda town: [town.unconfirmed],
        NOBODYS_NUMBER,
        form={"fingerprint": Neighbour("Pinos", seed=8).fingerprint},
        changes=True,
    ),
    "observatory:replace_key": Sample(
        lambda town: [town.node],
        NOBODYS_NUMBER,
        form={"key": NEW.public, "fingerprint": NEW.fingerprint, "reason": "La perdió."},
        changes=True,
    ),
    "observatory:agree": Sample(lambda town: [town.node], NOBODYS_NUMBER),
    "observatory:end_agreement": Sample(lambda town: [town.agreement], NOBODYS_NUMBER, changes=True),
    "observatory:network_package": Sample(lambda town: [town.package], NOBODYS_NUMBER),
    "observatory:decide_package": Sample(
        lambda town: [town.package],
        NOBODYS_NUMBER,
        form={"verdict": "let_in", "reason": "Lo confirmó."},
        changes=True,
    ),
    "records:delivery": _delivery(),
    "records:rejected_csv": _delivery(),
    "records:read_again": _delivery(changes=True),
    "records:upload": _upload(),
    "records:upload_state": _upload(),
    "records:choose_source": _upload(),
    "records:confirm": _upload(changes=True),
    "records:cancel": _upload(changes=True),
    "records:link_again": Sample(form={"reason": "Llegó una corrección."}, changes=True),
    "records:pair": _pair(),
    "records:decide_pair": _pair(form={"verdict": "same", "reason": "Coinciden."}, changes=True),
    "records:undo_pair": _pair("disputed", form={"undone_reason": "Me equivoqué."}, changes=True),
    "records:case": Sample(lambda town: [town.case], ("0" * 20,)),
    "records:meeting": Sample(lambda town: [town.meeting], NOBODYS_NUMBER),
    "records:minutes": Sample(
        lambda town: [town.meeting],
        NOBODYS_NUMBER,
        form={"institutions": "Policía", "minutes": "Se revisó todo."},
        changes=True,
    ),
    "records:settle_case": Sample(
        lambda town: [town.meeting, town.case],
        (*NOBODYS_NUMBER, "0" * 20),
        form={"outcome": "validated", "reason": "Hay certificado."},
        changes=True,
    ),
    "records:settle_pair": Sample(
        lambda town: [town.meeting, *town.disputed],
        (*NOBODYS_NUMBER, *NOBODYS_PAIR),
        form={"verdict": "same", "reason": "Hay certificado."},
        changes=True,
    ),
    "records:undo_outcome": Sample(
        lambda town: [town.meeting, town.outcome],
        (*NOBODYS_NUMBER, *NOBODYS_NUMBER),
        form={"undone_reason": "Me equivoqué."},
        changes=True,
    ),
    **{f"tips:{name}": _tip() for name in ("tip", "answer", "grade", "label", "assign", "note", "close")},
    **{
        f"tips:{name}": _tip()
        for name in ("subject", "reopen", "hand_over", "refer", "discover", "hold", "compare")
    },
    "tips:propose_reward": _tip(),
    "tips:clean_copy": _tip("file"),
    "tips:ask_original": _tip("file"),
    "tips:take_original": _tip("file"),
    "tips:answer_original": Sample(lambda line: [line.request], (NOBODYS_ID,), of=lambda world: world.tips),
    **{f"tips:{name}": _unit() for name in ("unit", "add_member", "key_request", "vouch")},
    **{f"tips:{name}": _unit() for name in ("wrap_anew", "escrow_again")},
    "tips:open_epoch": _unit(changes=True),
    "tips:remove_member": _unit("membership", changes=True),
    "tips:give_key": _unit("membership"),
    "tips:vote_reward": Sample(lambda line: [line.case], (NOBODYS_ID,), of=lambda world: world.tips),
    "records:source": Sample(lambda town: [SOURCE]),
    "territory:decide_name": Sample(form={"level": "zone", "within": ENCINOS}),
    "territory:area": Sample(lambda town: [town.zone.stable_id]),
}


def sample(address: str) -> Sample:
    """Return how an address is asked; one without arguments needs no sample of its own."""
    return SAMPLES.get(address, Sample())


def path(address: str, world: World) -> str:
    """Return the path of an address for the first town's object."""
    asked = sample(address)
    return reverse(address, args=asked.arguments(asked.of(world)))


def made_up_path(address: str) -> str:
    """Return the path of an address for an object that does not exist."""
    return reverse(address, args=sample(address).made_up)
