"""A tip counts once its receipt's page is out whole: not before its last bytes, nor where it breaks off."""

from django.test import Client

from confianza.web.tips.intake import receipts_shown
from confianza.web.tips.models import State, Tip
from tests.tipline.visitor import Visitor, solved, through_django


def sent(visitor: Visitor, client: Client):
    """Press “Send” and return the answer before anything of it is read."""
    form = visitor.form()
    if form.work:
        form.hidden["work"] = solved(form.work["data-nonce"], int(form.work["data-bits"]))
    return client.post("/", {**form.hidden, "deed": "send"})


def test_the_mark_comes_after_the_receipt_and_before_the_last_bytes(visitor, units):
    visitor()
    client = Client()
    answer = sent(Visitor(through_django(client)).tell(), client)
    pieces = answer.streaming_content
    first = next(pieces)
    assert b'class="receipt"' in first
    assert Tip.objects.get().state == State.SEALED
    last = next(pieces)
    assert Tip.objects.get().state == State.NEW
    assert len(last) == receipts_shown.LAST_BYTES
    assert len(first + last) == int(answer.headers["Content-Length"])


def test_a_page_that_breaks_off_leaves_the_tip_unseen_until_its_teller_returns(visitor, units):
    visitor()
    client = Client()
    answer = sent(Visitor(through_django(client)).tell(), client)
    told = Visitor(through_django(client), page=next(answer.streaming_content).decode())
    # Here the connection breaks: nothing asks for the rest of the page.
    assert Tip.objects.get().state == State.SEALED
    assert "cobrar la renta" in visitor().come_back(told.receipt()).page
    assert Tip.objects.get().state == State.NEW
