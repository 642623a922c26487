"""What an assessment says, in the reader's language: the analysis gives codes and numbers, kept as they are."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def said(told: Mapping[str, Any]) -> str:
    """Return the sentence of the verdict, with its interval."""
    return _claim(told.get("said"))


def seeing(told: Mapping[str, Any]) -> str:
    """Return what such counts could have seen at all; empty where nothing could be computed."""
    return _claim(told.get("seeing"))


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
    return list(dict.fromkeys([*(_claim(each) for each in told.get("cautions", ())), *guarded]))


def _claim(claim: Mapping[str, Any] | None) -> str:
    from confianza.analysis.evaluation import appraisal_claims

    if not claim:
        return ""
    return _(appraisal_claims.SENTENCES[claim["code"]]) % claim["details"]
