"""Serving the pages with waitress, and working off the queue, in this process."""

import gc
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from waitress.server import BaseWSGIServer, create_server

from confianza.web.lib import walls
from confianza.web.project import assets

THREADS = 8
# What a form adds around the files of a delivery.
ROOM_FOR_THE_FORM = 1024 * 1024
# Who says nothing for so long is hung up on; who speaks slowly is the proxy's to stop (deploy/caddy.conf).
SILENCE_SECONDS = 30
LARGEST_HEADERS = 32 * 1024


class PortTaken(Exception):
    """Something else listens on that address already."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(f"{host}:{port}")


@contextmanager
def listening(host: str, port: int, *, with_worker: bool) -> Iterator[BaseWSGIServer]:
    """Yield a server that listens; with a worker in a thread of the same process if wanted."""
    _keep_passing_files_here()
    server = _server(host, port)
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    worker = _worker() if with_worker else None
    if worker:
        catch_up()
        threading.Thread(target=_run, args=(worker,), name="worker", daemon=True).start()
    try:
        yield server
    finally:
        server.close()
        gc.unfreeze()
        if worker:
            worker.running = False


def work(*, until_empty: bool) -> int:
    """Work off the queue until stopped (or until it is empty); return how many tasks were done."""
    catch_up()
    worker = _worker(batch=until_empty)
    worker.configure_signals()
    _run(worker)
    return worker._run_tasks


def _run(worker: Any) -> None:
    """Work for the installation, in whichever thread this is: a task was permitted when it was queued."""
    with walls.lowered():
        worker.run()


def catch_up() -> None:
    """Finish what a killed process left: counts not yet made, uploads and bulletins whose task died.

    What was backed up and restored meanwhile is told to the account of deeds, and what must not be kept is
    destroyed tonight.
    """
    from confianza.web.community import tasks as community
    from confianza.web.observatory import tasks as observatory
    from confianza.web.project.backups import journal
    from confianza.web.records import tasks
    from confianza.web.tips import tasks as tips

    with walls.lowered():
        tasks.catch_up()
        observatory.catch_up()
        tips.catch_up()
        community.catch_up()
        journal.tell_the_account(settings.WORKSPACE)


def _warm_up() -> None:
    """Load what the first visitor would wait for: every page's code, the chart drawer, what is published."""
    import vl_convert  # noqa: F401
    from django.db import connection
    from django.urls import reverse

    from confianza.web.public_site import queries

    reverse("accounts:home")  # reads all addresses, and with them all views
    if shown := queries.latest():
        shown.release.figures()
    connection.close()
    # What is loaded now stays for good; looking through all of it again takes a quarter of a second a time.
    gc.collect()
    gc.freeze()


def _keep_passing_files_here() -> None:
    """Have files that are coming in wait in the workspace, never in a /tmp that others share."""
    passing = settings.WORKSPACE.root / "passing"
    shutil.rmtree(passing, ignore_errors=True)
    passing.mkdir(mode=0o700)
    tempfile.tempdir = str(passing)


def _server(host: str, port: int) -> Any:
    assets.gather()
    # Only now: the application reads what has been gathered when it is made.
    from confianza.web.project.wsgi import application

    try:
        return create_server(
            application,
            host=host,
            port=port,
            threads=THREADS,
            # A little more than a delivery may have: the page then answers with a sentence, not the server.
            max_request_body_size=2 * settings.MAX_DELIVERY_BYTES + ROOM_FOR_THE_FORM,
            max_request_header_size=LARGEST_HEADERS,
            channel_timeout=SILENCE_SECONDS,
            ident="",
            **_proxy(),
        )
    except OSError as error:
        raise PortTaken(host, port) from error


def _proxy() -> dict[str, Any]:
    """Take the proxy's word, and nobody else's, on whether the visitor spoke HTTPS; never on who it was."""
    if not settings.HTTPS:
        return {}
    trusted = {"trusted_proxy": settings.TRUSTED_PROXY, "trusted_proxy_headers": {"x-forwarded-proto"}}
    return {**trusted, "trusted_proxy_count": 1}


def _worker(*, batch: bool = False) -> Any:
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1.0,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
