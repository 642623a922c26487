"""An officer's telephone: a browser with a memory of its own, which can be killed as a telephone can."""

import base64
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tests.journeys.conftest import ARGUMENTS, chromium
from tests.journeys.site import Site
from tests.journeys.steps import follow

PIN = "739146"
PHONE = {"width": 360, "height": 740}
PLACE = {"latitude": 14.6349, "longitude": -90.5069, "accuracy": 6}
CARDS = "/campo/tarjetas/"
SECONDS = 40
# A form as somebody fills it in by hand, all at once: answers by question; "+" adds a turn of a repeat.
FILL = """async ([answers, keep]) => {
  for (const [name, value] of answers) {
    if (name === "+") { [...document.querySelectorAll(".repeat > button")][value].click(); continue; }
    const field = [...document.querySelectorAll(`[data-path$="/${name}"]`)].at(-1);
    const choice = field.querySelector(`input[value="${value}"][name]`);
    if (choice) { choice.click(); continue; }
    const input = field.querySelector("input, textarea");
    input.value = value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
  }
  if (keep) document.querySelector(".keep button").click();
}"""
STORES = """async () => {
  const known = (await indexedDB.databases()).map((each) => each.name);
  if (!known.includes("tarjetas")) return {};
  const database = await new Promise((done) => { const r = indexedDB.open("tarjetas"); r.onsuccess = () => done(r.result); });
  const found = {};
  for (const name of database.objectStoreNames) {
    const all = database.transaction(name).objectStore(name).getAll();
    await new Promise((done) => { all.onsuccess = done; });
    found[name] = all.result;
  }
  database.close();
  const plain = (value) => value instanceof ArrayBuffer ? [...new Uint8Array(value)] : ArrayBuffer.isView(value) ? [...value] : value;
  return JSON.parse(JSON.stringify(found, (_name, value) => plain(value)));
}"""
INSTALL = """
import django; django.setup()
from confianza.web.lib import walls
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import library
from confianza.web.fieldwork.library.catalogue import named
from confianza.web.fieldwork.queries.cards import OFFERED
with walls.lowered():
    for name in OFFERED:
        library.install(ready=named(name), by=COMMAND_LINE)
"""
REVOKE = """
import django; django.setup()
from confianza.web.lib import walls
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices
from confianza.web.fieldwork.models import Device
with walls.lowered():
    for device in Device.objects.filter(revoked_at=None):
        devices.revoke(device=device, by=COMMAND_LINE)
"""
READ = """
import base64, json, django; django.setup()
from confianza.web.lib import walls
from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.models import Submission
with walls.lowered():
    told = [base64.b64encode(sealed.read(file.sha256)).decode()
            for submission in Submission.objects.filter(pk__gt=%d) for file in submission.files.all()]
print(json.dumps(told))
"""


def in_workspace(site: Site, script: str) -> str:
    """Run a few lines in the site's workspace, as its administrator could; return what they print."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "CONFIANZA_WORKSPACE": str(site.workspace),
        "DJANGO_SETTINGS_MODULE": "confianza.web.project.settings",
    }
    # Our own lines, with our own Python.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def asked(site: Site, sql: str) -> list[tuple[Any, ...]]:
    """Ask the site's register."""
    with closing(
        sqlite3.connect(f"file:{site.workspace / 'register.sqlite3'}?mode=ro", uri=True)
    ) as register:
        return register.execute(sql).fetchall()


class Telephone:
    """A telephone whose browser remembers in `folder`. `address`: of the server, as the telephone sees it."""

    def __init__(self, kind: Any, folder: Path, address: str) -> None:
        self.kind, self.folder, self.address = kind, folder, address
        self.complaints: list[str] = []

    def switch_on(self, *, to: str = CARDS) -> Any:
        """Open the browser and the page of the cards."""
        self.context = self.kind.launch_persistent_context(
            str(self.folder),
            executable_path=chromium(),
            args=ARGUMENTS,
            viewport=PHONE,
            geolocation=PLACE,
            permissions=["geolocation"],
            base_url=self.address,
        )
        self.page = self.context.pages[0]
        self.page.set_default_timeout(SECONDS * 1000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(to)
        return self.page

    def kill(self) -> None:
        """End the browser without a word, as an empty battery does; only processes of this telephone."""
        for folder in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                told = (folder / "cmdline").read_bytes().split(b"\0")
                if f"--user-data-dir={self.folder}".encode() in told:
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Exception):
            self.context.close()

    def log_in(self, site: Site, username: str) -> None:
        """Log in as a person does, on the way to the cards."""
        page = self.page
        page.goto(f"/cuenta/entrar/?next={CARDS}")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", site.demo.password)
        follow(page, "form:has(input[name=password]) button")
        page.wait_for_url(f"**{CARDS}*")

    def enrol(self, site: Site, username: str, pin: str = PIN) -> None:
        """Log in, choose a PIN, and wait until the page can do without network."""
        self.log_in(site, username)
        self.page.fill("#pin-1", pin)
        self.page.fill("#pin-2", pin)
        self.page.click("form.card button")
        self.page.wait_for_selector(".tile")
        self.page.wait_for_selector("html[data-kept=yes]", state="attached")

    def unlock(self, pin: str = PIN) -> None:
        self.page.fill("#pin", pin)
        self.page.click("form.card button")

    def begin(self, title: str) -> None:
        """Open a new card of this title."""
        self.page.locator(".tile", has_text=title).click()
        self.page.wait_for_selector(".card-form")

    def fill(self, answers: list[tuple[str, Any]], *, keep: bool = True) -> None:
        self.page.evaluate(FILL, [[list(each) for each in answers], keep])

    def keep_card(
        self, title: str, answers: list[tuple[str, Any]], photo: Mapping[str, Any] | None = None
    ) -> None:
        """Fill a card in and keep it."""
        before = self.kept()
        self.begin(title)
        self.fill(answers, keep=photo is None)
        if photo is not None:
            self.page.set_input_files("input[type=file]", photo)
            self.page.wait_for_selector(".picture img")
            self.page.click(".keep button >> nth=0")
        self.page.wait_for_function(
            "(n) => Number(document.documentElement.dataset.keptCards ?? 0) > n && document.querySelector('.tile')",
            arg=before,
        )

    def kept(self) -> int:
        return int(self.page.evaluate("Number(document.documentElement.dataset.keptCards ?? 0)"))

    def lies_here(self) -> dict[str, list[Any]]:
        """Return every record on the telephone, as whoever copies its memory finds them."""
        found: dict[str, list[Any]] = self.page.evaluate(STORES)
        return found


def wait_until(holds: Any, seconds: float = SECONDS) -> None:
    """Wait until something holds; fail with what it last was."""
    deadline = time.monotonic() + seconds
    while not (last := holds()) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert last


def photo_with_a_past(page: Any) -> bytes:
    """Return a photograph that says where and with what it was taken (EXIF), as telephones make them."""
    drawn = page.evaluate(
        """() => { const c = document.createElement('canvas'); c.width = 2400; c.height = 1200;
        const pen = c.getContext('2d'); pen.fillStyle = '#3f92ab'; pen.fillRect(0, 0, 2400, 1200);
        pen.fillStyle = '#b3570a'; pen.fillRect(200, 200, 900, 700); return c.toDataURL('image/jpeg', 0.9).split(',')[1]; }"""
    )
    plain = base64.b64decode(drawn)
    past = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x12\0\0\0\x1a\0\0\0\0\0\0\0GPS-14.6349-90.50\0"
    return plain[:2] + b"\xff\xe1" + (len(past) + 2).to_bytes(2, "big") + past + plain[2:]
