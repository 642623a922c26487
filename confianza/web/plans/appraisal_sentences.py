"""What an assessment says, in the reader's language: the analysis gives codes and numbers, kept as such."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from confianza.web.territory import queries as territory


def said(told: Mapping[str, Any]) -> str:
    """Return the sentence of the verdict, with its interval."""
    return _claim(told.get("said"), told)


def seeing(told: Mapping[str, Any]) -> str:
    """Return what such counts could have seen at all; empty where nothing could be computed."""
    return _claim(told.get("seeing"), told)


def beyond(told: Mapping[str, Any]) -> str:
    """Return the strongest sentence that the guard allows anybody to say; empty where it allows none."""
    from confianza.analysis.evaluation import guard_words

    allowed = told.get("allowed")
    return _(guard_words.SENTENCES[allowed["sentence"]]) if allowed else ""


def cautions(told: Mapping[str, Any]) -> list[str]:
    """Return what is to be told beside the verdict, always."""
    from confianza.analysis.evaluation import guard_words

    allowed = told.get("allowed") or {}
    guarded = [_(guard_words.CAUTIONS[code]) for code in allowed.get("cautions", ())]
    return list(dict.fromkeys([*(_claim(each, told) for each in told.get("cautions", ())), *guarded]))


def _claim(claim: Mapping[str, Any] | None, told: Mapping[str, Any]) -> str:
    """Say a claim, its areas by their names."""
    from confianza.analysis.evaluation import appraisal_claims

    if not claim:
        return ""
    names = territory.names_of([told["measure"]["area"], *told["measure"]["comparison"]])
    details = {key: names.get(value, value) for key, value in claim["details"].items()}
    return _(appraisal_claims.SENTENCES[claim["code"]]) % details
