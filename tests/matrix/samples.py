"""What is asked for at each address: an object of the first town where there is one, and what a form sends.

What is sent either changes nothing (a form not filled in) or is undone after each question.
"""

from typing import Any

from django.urls import reverse

from confianza.web.observatory.tests.neighbours import Neighbour
from confianza.web.public_site.tests.releases import TOWN as RELEASED_TOWN
from tests.matrix import plan_samples
from tests.matrix.sample import NOBODYS_ID, NOBODYS_NUMBER, NOBODYS_PAIR, Sample, by_number, of_town
from tests.matrix.world import ENCINOS, SOURCE, World


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


NEW = Neighbour("Nuevo", seed=9)
WHY = {"reason": "Se acaba el contrato."}

SAMPLES: dict[str, Sample] = {
    **plan_samples.SAMPLES,
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
    "fieldwork:form": by_number("field_form"),
    "fieldwork:close_form": by_number("field_form", changes=True),
    "fieldwork:export": by_number("field_form", form={"what": "codebook"}),
    "fieldwork:progress": by_number("field_form"),
    "fieldwork:ready_form": Sample(lambda town: ["acta_reunion"], ("no-such-form",)),
    "fieldwork:ready_sheet": Sample(lambda town: ["acta_reunion"], ("no-such-form",)),
    "fieldwork:original": by_number("form_version"),
    "fieldwork:version_file": by_number("form_version", "form_file"),
    "fieldwork:revoke_key": by_number("telephone", changes=True),
    "fieldwork:submission": by_number("filled"),
    "fieldwork:judge": by_number("filled", form={"standing": "approved"}, changes=True),
    "fieldwork:correct": by_number(
        "filled", form={"path": "/edad", "turn": "0", "value": "41", "reason": "Se oye."}, changes=True
    ),
    "fieldwork:submission_file": by_number("filled", "photo"),
    "fieldwork:aside_one": by_number("aside"),
    "fieldwork:resolve": by_number("aside", form={"reason": "Sobra.", "leave": "1"}, changes=True),
    "community:body": of_town("body"),
    "community:change_state": of_town(
        "body", form={"state": "suspended", "reason": "Sin quórum."}, changes=True
    ),
    "community:give_seat": of_town("body"),
    "community:end_seat": of_town("seat", changes=True),
    "community:members": of_town("body"),
    "community:member": of_town("member", "quitar", changes=True),
    "community:call": of_town("body"),
    "community:meeting": of_town("gathering"),
    "community:hold": of_town("gathering"),
    "community:not_held": of_town("gathering", "cancelada", form={"reason": "Llueve."}, changes=True),
    "community:attendance": of_town("gathering"),
    "community:ask": of_town(
        "body", form={"what": "Luz", "theme": "school", "whose": "school"}, changes=True
    ),
    "community:request": of_town("asked"),
    "community:assign": of_town("asked", form={"owner_name": "Obras", "due_on": "2099-01-01"}, changes=True),
    "community:answer": of_town("asked", form={"state": "done", "words": "Hecho."}, changes=True),
    "community:withdraw": of_town("asked", changes=True),
    "community:tell": of_town("answered", changes=True),
    "community:publish": of_town("asked", form={"text": "Un portón"}, changes=True),
    "community:junta": of_town("junta"),
    "community:register_junta": of_town(
        "junta", form={"registration": "1", "registered_on": "2026-01-01"}, changes=True
    ),
    "community:give_officer": of_town("junta", changes=True),
    "community:visit_junta": of_town("junta", form={"visited_on": "2026-01-01"}, changes=True),
    "community:lend": of_town("junta", form={"what": "Radio", "lent_on": "2026-01-01"}, changes=True),
    "community:take_back": of_town("radio", changes=True),
    "community:miss": of_town("radio", form={"because": "Nadie la tiene."}, changes=True),
    **{f"public_site:{name}": of_town("fund") for name in ("grant_call", "grant_json", "grant_draw")},
    "public_site:problem": of_town("trouble"),
    **{f"public_site:{name}": of_town("shown_promise") for name in ("promise", "promise_feed")},
    "public_site:exhibit": of_town("shown_file"),
    "public_site:plan": of_town("agreed"),
    "evaluation:evaluation": by_number("evaluation_computed"),
    "evaluation:reword": by_number("evaluation_question"),
    "evaluation:design": by_number("evaluation_question"),
    "evaluation:starts": by_number("evaluation_question"),
    "evaluation:compare": by_number("evaluation_question"),
    "evaluation:register": by_number("evaluation_question"),
    "evaluation:registration_file": by_number("evaluation_computed"),
    "evaluation:start": by_number("evaluation_computed"),
    "evaluation:abandon": by_number("evaluation_computed"),
    "evaluation:deviate": by_number("evaluation_computed"),
    "evaluation:compute": by_number("evaluation_computed"),
    "evaluation:check": by_number("evaluation_computed"),
    "evaluation:evidence_file": by_number("evaluation_computed"),
    "evaluation:object_to": by_number("evaluation_computed", form={"text": "Pocos casos."}, changes=True),
    "evaluation:answer": by_number("objection", form={"words": "Son todos."}, changes=True),
    "evaluation:judge": by_number("objection_answered", form={"standing": "settled"}, changes=True),
    "evaluation:conclude": by_number("evaluation_computed"),
    "evaluation:publish": by_number("evaluation_criticised", changes=True),
    "surveys:survey": by_number("survey"),
    "surveys:frame": by_number("survey"),
    "surveys:columns": by_number("survey", form={"cluster": "edad", "missing": "ns"}, changes=True),
    "surveys:follow": by_number("survey"),
    "surveys:plan": by_number("survey"),
    "surveys:wave": by_number("wave"),
    "surveys:days": by_number(
        "wave", form={"begins_on": "2026-03-02", "ends_on": "2026-03-20"}, changes=True
    ),
    "surveys:close": by_number("wave", changes=True),
    "surveys:repeat": by_number("next_wave", changes=True),
    "surveys:replace": by_number("wave", "sampled", form={"reason": "out_of_reach"}, changes=True),
    "surveys:draw": by_number("wave"),
    "surveys:draw_record": by_number("wave"),
    "surveys:weights": by_number("wave"),
    "surveys:results": by_number("survey"),
    "surveys:results_file": Sample(lambda town: [town.survey, "csv"], (*NOBODYS_NUMBER, "csv")),
    "surveys:neighbourhoods": by_number("survey"),
    "surveys:publish": Sample(lambda town: [town.survey, 1], (*NOBODYS_NUMBER, 1)),
    "surveys:assessment": by_number("assessment"),
    "surveys:write_finding": by_number(
        "assessment", form={"prong": "all", "text": "Se conocen."}, changes=True
    ),
    "surveys:conclude_assessment": by_number("assessment"),
    "surveys:remarks": by_number("assessment"),
    "surveys:assessment_sheet": by_number("assessment"),
    **{
        f"public_site:{name}": by_number("evaluation_computed")
        for name in ("evaluation", "evaluation_json", "evaluation_registration")
    },
    "public_site:survey": by_number("publication"),
    "public_site:survey_sheet": by_number("publication"),
    "public_site:survey_csv": by_number("publication"),
    "public_site:survey_json": by_number("publication"),
    "surveys:public_draw": by_number("draw"),
    "surveys:public_draw_record": by_number("draw"),
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
