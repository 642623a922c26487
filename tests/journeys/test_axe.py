"""axe is really asked: pages made badly on purpose are caught, and one made well is not."""

import pytest

from tests.support import axe

GOOD = """<!doctype html><html lang="es"><head><title>Prueba</title><style>:root { --ground: #f4f7f7 }</style></head>
<body><main><h1>Prueba</h1>%s</main></body></html>"""

BAD = {
    "image-alt": '<img src="data:,">',
    "label": "<input type=text>",
    "button-name": "<button></button>",
    "link-name": '<a href="/x/"></a>',
    "color-contrast": '<p style="color: #aab; background: #fff">casi invisible</p>',
    "target-size": '<div style="font-size: 8px; line-height: 1"><button style="padding: 0">a</button>'
    '<button style="padding: 0">b</button></div>',
    "aria-valid-attr-value": '<p role="status" aria-live="fuerte">…</p>',
    "scope-attr-valid": '<table><tr><th scope="fila">a</th><td>b</td></tr></table>',
}


@pytest.fixture
def page(browser):
    with browser.new_page() as page:
        yield page


@pytest.mark.parametrize("rule", BAD)
def test_a_page_made_badly_is_caught(page, rule):
    page.set_content(GOOD % BAD[rule])
    assert rule in {fault.rule for fault in axe.faults(page)}


def test_a_page_made_well_is_not(page):
    page.set_content(GOOD % "<p>Todo bien.</p>")
    assert axe.faults(page) == []


def test_good_practice_is_told_apart_from_the_standard(page):
    page.set_content(GOOD % "<h3>Un nivel perdido</h3><img src='data:,'>")
    told = {fault.rule: fault.standard for fault in axe.faults(page)}
    assert told == {"heading-order": False, "image-alt": True}


def test_words_on_a_gradient_are_measured_against_its_darkest(page):
    fading = '<div style="background: linear-gradient(to left, #f4f7f7, transparent)"><p style="color: %s">tabla</p></div>'
    page.set_content(GOOD % (fading % "#999"))
    assert [fault.rule for fault in axe.faults(page)] == ["color-contrast"]
    page.set_content(GOOD % (fading % "#1b2a33"))
    assert axe.faults(page) == []


def test_a_contrast_that_cannot_be_measured_is_a_fault_but_for_labels_in_a_drawing(page):
    on_a_picture = (
        "<p style='background: url(\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\")'>sobre una foto</p>"
    )
    page.set_content(GOOD % on_a_picture)
    assert [fault.rule for fault in axe.faults(page)] == ["color-contrast"]
    drawing = '<svg role="img" aria-label="mapa"><rect width="99" height="99" fill="#eee"/><text y="20">Zona 1</text></svg>'
    page.set_content(GOOD % drawing)
    assert axe.faults(page) == []
