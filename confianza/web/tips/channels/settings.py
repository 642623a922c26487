"""Settings of the gateway: those of the public door, with other addresses and nothing of its pages."""

import os

from confianza.web.tips.intake.settings import *  # noqa: F403
from confianza.web.tips.intake.settings import WORKSPACE

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "confianza.web.tips.channels.urls"
TEMPLATES: list[dict[str, object]] = []
FILE_UPLOAD_HANDLERS: list[str] = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
ALLOWED_HOSTS = os.environ.get("CONFIANZA_GATEWAY_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

EMERGENCY_NUMBER = os.environ.get("CONFIANZA_EMERGENCY_NUMBER", "")
# Where the tip line is on the web, as it is told in a text message.
TIPS_ADDRESS = os.environ.get("CONFIANZA_TIPS_ADDRESS", "")
# What stands before a number that comes without its country.
CALLING_CODE = os.environ.get("CONFIANZA_CALLING_CODE", "502")
# What a relay shows to be let in, made at the first start; WhatsApp's stand there where somebody laid them.
TOKEN = WORKSPACE.keys / "tips-gateway-token"
WHATSAPP_SECRET = WORKSPACE.keys / "tips-whatsapp-secret"
WHATSAPP_VERIFY = WORKSPACE.keys / "tips-whatsapp-verify"
WHATSAPP_SENDS = WORKSPACE.keys / "tips-whatsapp-sends"
# The number's own address at Meta, such as https://graph.facebook.com/v21.0/<phone number id>/messages.
WHATSAPP_ADDRESS = os.environ.get("CONFIANZA_WHATSAPP_ADDRESS", "")
