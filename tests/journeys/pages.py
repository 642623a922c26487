"""Every page of the house: the name its pictures carry, its address in the demo, and who opens it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

NOBODY, ANALYST, MAYOR, AUDITOR, OFFICER, ADMINISTRATOR = "", "ana", "gloria", "noe", "benito", "marta"
COMMANDER = "catalina"
COORDINATOR = "leonel"
CORRECTION = "00019-gt_pnc_victims"
TOWN = {"indicator": "homicide", "area": "municipality-2301"}


@dataclass(frozen=True)
class Page:
    """One page as one person sees it."""

    name: str
    path: str
    as_: str = ANALYST


def _page(name: str, view: str, *args: Any, as_: str = ANALYST, **query: str) -> Page:
    return Page(name, reverse(view, args=args, query=query or None), as_)


PAGES = (
    _page("public", "public_site:home", as_=NOBODY),
    _page("public-place", "public_site:place", "zone-230105", as_=NOBODY),
    _page("public-places", "public_site:places", as_=NOBODY),
    _page("public-figures", "public_site:indicators", as_=NOBODY),
    _page("public-figure", "public_site:indicator", "robbery", as_=NOBODY),
    _page("public-map", "public_site:indicator_map", "robbery", as_=NOBODY),
    _page("public-embed", "public_site:embed", "homicide", "municipality-2301", as_=NOBODY),
    _page("public-data", "public_site:data", as_=NOBODY),
    _page("public-bulletins", "public_site:bulletins", as_=NOBODY),
    _page("public-corrections", "public_site:corrections", as_=NOBODY),
    _page("public-news", "public_site:news", as_=NOBODY),
    _page("public-methods", "public_site:methods", as_=NOBODY),
    _page("public-machines", "public_site:machines", as_=NOBODY),
    _page("about", "public_site:about", as_=NOBODY),
    _page("privacy", "public_site:privacy", as_=NOBODY),
    _page("accessibility", "public_site:accessibility", as_=NOBODY),
    _page("login", "accounts:login", as_=NOBODY),
    _page("home-analyst", "accounts:home"),
    _page("home-mayor", "accounts:home", as_=MAYOR),
    _page("home-officer", "accounts:home", as_=OFFICER),
    _page("overview", "observatory:overview"),
    _page("overview-as-of", "observatory:overview", as_of="2025-08-01", **TOWN),
    _page("place", "observatory:place", "zone-230105"),
    _page("place-police", "observatory:place", "substation-71.1", as_=COMMANDER),
    _page("releases", "observatory:releases"),
    _page("release", "observatory:release", "ultima"),
    _page("offence", "observatory:offence", "robbery"),
    _page("origin", "observatory:origin", **TOWN),
    _page("unseen", "observatory:unseen", as_=MAYOR),
    _page("week", "observatory:week", as_=COMMANDER),
    _page("crime-map", "observatory:crime_map"),
    _page("crime-map-officer", "observatory:crime_map", as_=OFFICER),
    _page("times", "observatory:times", indicator="robbery"),
    _page("concentration", "observatory:concentration"),
    _page("forecast", "observatory:forecast", as_=COMMANDER),
    _page("harm-weights", "observatory:harm_weights"),
    _page("quality", "observatory:quality"),
    _page("quality-mayor", "observatory:quality", as_=MAYOR),
    _page("quality-source", "observatory:quality_source", "gt_pnc_victims"),
    _page("quality-delivery", "observatory:quality_delivery", CORRECTION),
    _page("quality-letter", "observatory:quality_letter", "gt_inacif_necropsies"),
    _page("delivery-letter", "observatory:delivery_letter", CORRECTION),
    _page("quality-answer", "observatory:answer_criterion", "validation_table"),
    _page("discrepancies", "observatory:discrepancies"),
    _page("network", "observatory:network", as_=COORDINATOR),
    _page("network-node", "observatory:network_node", 1, as_=COORDINATOR),
    _page("network-fingerprint", "observatory:network_node", 4, as_=COORDINATOR),
    _page("network-package", "observatory:network_package", 2, as_=COORDINATOR),
    _page("network-register", "observatory:register_node"),
    _page("network-receive", "observatory:receive_package"),
    _page("network-agree", "observatory:agree", 5, as_=COORDINATOR),
    _page("network-key", "observatory:replace_key", 1, as_=COORDINATOR),
    _page("bulletins", "observatory:bulletins"),
    _page("bulletins-mayor", "observatory:bulletins", as_=MAYOR),
    _page("deliveries", "records:deliveries"),
    _page("delivery", "records:delivery", CORRECTION),
    _page("read-again", "records:read_again", CORRECTION),
    _page("upload", "records:bring"),
    _page("pairs", "records:reviews"),
    _page("pairs-as-coordinator", "records:reviews", as_=COORDINATOR),
    _page("cases", "records:cases", disagreeing="on"),
    _page("meetings", "records:meetings"),
    _page("prepare-meeting", "records:prepare_meeting"),
    _page("layouts", "records:sources"),
    _page("layout", "records:source", "gt_pnc_victims"),
    _page("territory", "territory:areas"),
    _page("area", "territory:area", "zone-230103"),
    _page("territory-import", "territory:import", as_=ADMINISTRATOR),
    _page("names", "territory:names"),
    _page("emergency-ask", "accounts:ask_emergency", as_=OFFICER),
    _page("emergencies", "accounts:emergencies", as_=OFFICER),
    _page("my-account", "accounts:mine"),
    _page("change-password", "accounts:change_password"),
    _page("second-factor", "mfa_index"),
    _page("keyring", "accounts:keyring"),
    _page("people", "accounts:people", as_=ADMINISTRATOR),
    _page("person", "accounts:person", 1, as_=ADMINISTRATOR),
    _page("invite", "accounts:invite", as_=ADMINISTRATOR),
    _page("give-role", "accounts:give", 1, as_=ADMINISTRATOR),
    _page("suspend", "accounts:suspend", 1, as_=ADMINISTRATOR),
    _page("leave", "accounts:leave", 1, as_=ADMINISTRATOR),
    _page("invite-anew", "accounts:invite_anew", 1, as_=ADMINISTRATOR),
    _page("end-role", "accounts:end_grant", 1, as_=ADMINISTRATOR),
    _page("account-of-deeds", "audit:entries", as_=AUDITOR),
    _page("signed-heads", "audit:heads", as_=AUDITOR),
    _page("emergencies-watched", "accounts:emergencies", as_=AUDITOR),
    _page("home-administrator", "accounts:home", as_=ADMINISTRATOR),
    _page("home-auditor", "accounts:home", as_=AUDITOR),
)

# Addresses that answer with no page of their own: files, parts of a page, and deeds that lead on to one.
SHOWS_NO_PAGE = (
    "health",
    "robots",
    "set_language",
    "account_login",  # accounts:login under the name by which allauth looks for it
    "accounts:end_one",
    "accounts:end_others",
    "accounts:logout",
    "accounts:enrol_keyring",
    "accounts:lock_keyring",
    "accounts:recover_keyring",
    "accounts:renew_keyring_code",
    "accounts:unlock_keyring",
    "accounts:reinstate",  # of an account that is suspended; otherwise like suspend
    "accounts:approve_emergency",
    "accounts:end_emergency",
    "accounts:refuse_emergency",
    "accounts:review_emergency",
    "audit:export_heads",
    "audit:verify",
    "observatory:table_csv",
    "observatory:release_file",
    "observatory:bulletin_pdf",
    "observatory:crime_map_file",
    "observatory:crime_map_geojson",
    "observatory:make_bulletin",
    "observatory:publish_release",
    "observatory:week_file",
    "observatory:times_file",
    "observatory:concentration_file",
    "observatory:forecast_file",
    "observatory:decide_weights",
    "observatory:hand_over",  # for other nodes, by a signed request
    "observatory:confirm_node",
    "observatory:decide_package",
    "observatory:end_agreement",
    "public_site:api-areas",
    "public_site:api-bulletins",
    "public_site:api-corrections",
    "public_site:api-figures",
    "public_site:api-indicators",
    "public_site:api-nothing",
    "public_site:api-openapi",
    "public_site:api-points",
    "public_site:api-release",
    "public_site:api-releases",
    "public_site:api-shapes",
    "public_site:atom",
    "public_site:bulletin",
    "public_site:file",
    "public_site:indicator_shapes",
    "public_site:release",
    "public_site:rss",
    "records:choose_source",
    "records:confirm",
    "records:decide_pair",
    "records:link_again",
    "records:minutes",
    "records:rejected_csv",
    "records:run_state",
    "records:settle_case",
    "records:settle_pair",
    "records:undo_outcome",
    "records:undo_pair",
    "records:upload_state",
    "territory:decide_name",
)
# Looked at where they come to be: an upload that waits, and its end.
SEEN_ON_THE_WAY = (
    "records:upload",
    "records:cancel",
    # test_reviews.py goes this way: their addresses hold keys that are others in every demo.
    "records:pair",
    "records:case",
    "records:meeting",
    # test_emergencies.py goes this way, from the request to its review.
    "accounts:emergency",
    # test_accounts.py goes this way, from an invitation to a second factor and back in with it.
    "accounts:accept",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
)
