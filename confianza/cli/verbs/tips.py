"""The tip line: its public door, a process of its own."""

import typer

from confianza.cli import failures, options
from confianza.cli.language import _
from confianza.cli.session import named, session
from confianza.cli.starting import start
from confianza.cli.verbs import ceremony
from confianza.cli.verbs.installation import Host, Port

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    ceremony.app,
    name="ceremony",
    help=_("The root key, the keys of units and their escrow: half of it off the network."),
)
SETTINGS = "confianza.web.tips.intake.settings"
PORT = 8100
GATEWAY_SETTINGS = "confianza.web.tips.channels.settings"
GATEWAY_PORT = 8200


@app.command(help=_("Serve the public door of the tip line: no accounts, no cookies, no log."))
def serve(
    host: Host = "127.0.0.1",
    port: Port = PORT,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        place = named(workspace)
        if not place.exists:
            raise failures.NoWorkspace(place.root)
        start(place, SETTINGS)
        from confianza.web.tips.intake import serving

        with serving.listening(host, port) as server:
            out.say(_("Open http://%(host)s:%(port)s (stop with Ctrl-C).") % {"host": host, "port": port})
            server.serve_forever()


@app.command(help=_("Take in text messages: SMS relays, RapidPro or TextIt, WhatsApp."))
def gateway(
    host: Host = "127.0.0.1",
    port: Port = GATEWAY_PORT,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        place = named(workspace)
        if not place.exists:
            raise failures.NoWorkspace(place.root)
        start(place, GATEWAY_SETTINGS)
        from django.conf import settings

        from confianza.web.tips.channels import serving

        with serving.listening(host, port) as server:
            out.say(
                _("Relays bring messages to http://%(host)s:%(port)s/sms/, /rapidpro/ or /whatsapp/.")
                % {"host": host, "port": port}
            )
            out.say(_("What they show to be let in stands in %(token)s.") % {"token": settings.TOKEN})
            server.run()
