"""Steps of a browser after which something else stands there: nobody reads on before it does.

A click returns as soon as it was made, while the browser still shows the page one leaves.
"""

from typing import Any


def follow(page: Any, way: Any) -> None:
    """Click on what leads to another page, or sends a form (a locator or its text), and wait until that page stands."""
    with page.expect_navigation():
        _located(page, way).click()


def unfold(page: Any, summary: Any) -> None:
    """Click on the summary of what is folded, and wait until it lies open."""
    found = _located(page, summary)
    found.click()
    found.locator("xpath=parent::details[@open]").wait_for()


def show_public_pages(page: Any) -> None:
    """Let the public pages be seen that are no section of their own, where they are folded."""
    if page.locator("nav.public-nav .unfold").count():
        follow(page, "nav.public-nav .unfold")


def send_away(page: Any, button: str) -> None:
    """Click on what answers a dialog, and wait until the dialog is gone."""
    page.locator("dialog button", has_text=button).click()
    page.locator("dialog[open]").wait_for(state="hidden")


def _located(page: Any, way: Any) -> Any:
    return page.locator(way).first if isinstance(way, str) else way
