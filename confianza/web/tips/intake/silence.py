"""No failure of this process writes down anything: not to a file, not to the console, not to anybody."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter


def keep(config: Mapping[str, Any]) -> None:
    """Silence every logger there is and will be (Django calls this where it would set up logging)."""
    logging.disable(logging.CRITICAL)
    logging.raiseExceptions = False
    logging.lastResort = None


class Nothing(ExceptionReporter):
    """A report of a failure, empty."""

    def get_traceback_html(self) -> str:
        return ""

    def get_traceback_text(self) -> str:
        return ""

    def get_traceback_data(self) -> dict[str, Any]:
        return {}


class NothingPasses(SafeExceptionReporterFilter):
    """Of a request, nothing is part of any report."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> list[tuple[str, Any]]:
        return []
