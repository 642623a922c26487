"""Rules of security that a scanner from outside does not know: each finds its bad example, and nothing of ours.

An exception is named by file or folder, with its reason; one that is no longer needed fails too.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from confianza.web.lib import doors
from tests.architecture import forbidden, house


def guarded_models() -> set[str]:
    """Models whose rows not everyone may see: all that do not say why they are open."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("confianza.")]
    return {model.__name__ for model in ours if not getattr(model, "OPEN_BECAUSE", "")}


def screens(path: Path) -> bool:
    return path.name in ("views.py", "api.py", "pages.py") or path.parent.name in ("views", "api")


@dataclass(frozen=True)
class Rule:
    """What must not be written, an example of it, what may be written instead, and who may all the same."""

    finds: Callable
    bad: tuple[str, ...]
    good: str
    may: dict[str, str] = field(default_factory=dict)
    where: Callable[[Path], bool] = lambda path: True

    @property
    def name(self) -> str:
        return getattr(self.finds, "func", self.finds).__name__


CODE = (
    Rule(
        partial(forbidden.rows_without_asking_who, guarded={"Upload", "Grant"}),
        (
            "Upload.objects.all()",
            "models.Upload.objects.get(pk=1)",
            "Upload.objects.select_related('x').visible_to(user)",
            "get_object_or_404(Upload, pk=1)",
            "Grant._default_manager.filter(x=1)",
        ),
        "get_object_or_404(Upload.objects.visible_to(user), pk=1); Area.objects.all()",
        where=screens,
    ),
    Rule(
        forbidden.html_taken_as_safe,
        ("mark_safe(x)", "SafeString(x)", "format_html(f'<b>{x}</b>')", "format_html('<b>' + x)"),
        "format_html('<b>{}</b>', x)",
        may={
            "confianza/web/design/drawing.py": "drawings went through an XML serializer, which escapes",
            "confianza/web/design/maps.py": "joins pieces that format_html made",
            "confianza/web/observatory/pages.py": "gives back what templates drew and the memory kept",
        },
    ),
    Rule(
        forbidden.sql_put_together,
        (
            "cursor.execute(f'SELECT {x}')",
            "cursor.execute('SELECT %s' % x)",
            "T.objects.raw('SELECT ' + x)",
            "engine.sql('SELECT {}'.format(x))",
            "RawSQL('a' + b, [])",
            "T.objects.extra(where=['1=1'])",
        ),
        "cursor.execute('SELECT %s', [x]); cursor.execute(f'SELECT 1')",
        may={
            "confianza/store/engines.py": "two settings named in the code; a setting takes no parameter",
            "confianza/web/project/backups/": "names of the register's own tables, quoted",
        },
    ),
    Rule(
        forbidden.code_from_text,
        (
            "eval(x)",
            "exec(x)",
            "import pickle",
            "from yaml import load",
            "import marshal",
            "Template(request.POST['t'])",
            "engine.from_string(x)",
        ),
        "json.loads(x); re.compile(x)",
    ),
    Rule(
        forbidden.commands_of_the_system,
        ("import subprocess", "os.system(x)", "os.execvp(x, y)", "run(x, shell=True)"),
        "os.replace(a, b)",
        may={
            "confianza/demo/build.py": "runs our own command with a list of arguments, never a shell",
            "confianza/demo/listening.py": "runs our own command with a list of arguments, never a shell",
            "confianza/demo/tip_door.py": "runs our own command with a list of arguments, never a shell",
            "confianza/web/tips/cleaning/benches.py": "runs our own module, confined, to read strangers' files",
            "confianza/web/fieldwork/xforms/converting.py": "runs our own module, limited, to read a spreadsheet",
            "confianza/web/fieldwork/xforms/validating.py": "runs Java with the validator of pyxform, for a time",
        },
    ),
    Rule(
        forbidden.who_visits,
        (
            "request.META['REMOTE_ADDR']",
            "request.META.get('HTTP_X_FORWARDED_FOR')",
            "request.headers['User-Agent']",
            "meta = request.META",
        ),
        "request.headers['Sec-Fetch-Site']",
        may={
            "confianza/web/records/views/deliveries.py": "CONTENT_LENGTH only: the size is refused before the body is read",
            "confianza/web/fieldwork/views/openrosa.py": "CONTENT_LENGTH only: the size is refused before the body is read",
            "confianza/web/accounts/adapters.py": "of a browser only what tells one's own open sessions apart",
            "confianza/web/accounts/throttling.py": "empties what axes would keep",
            "confianza/web/tips/intake/middleware.py": "takes it away before anything else of the tip line sees it",
        },
    ),
    Rule(
        forbidden.secrets_told,
        (
            "logger.info('login %s', password)",
            "print(request.POST)",
            "log.warning(request.body)",
            "logging.error('x', extra={'t': self.token})",
        ),
        "logger.info('login of %s', username)",
    ),
    Rule(
        forbidden.unprotected_forms,
        (
            "@csrf_exempt\ndef f(request): ...",
            "@method_decorator(csrf_exempt)\nclass V: ...",
            "f = csrf_exempt(g)",
        ),
        "@csrf_protect\ndef f(request): ...",
        may={
            "confianza/web/fieldwork/views/openrosa.py": "telephones hold a key in the address and send no cookie",
            "confianza/web/records/views/deliveries.py": "bring: the size is refused first; its inner view is protected",
        },
    ),
    Rule(
        forbidden.open_switches,
        (
            "DEBUG = True",
            "ALLOWED_HOSTS = ['*']",
            "SILENCED_SYSTEM_CHECKS = ['security.W004']",
        ),
        "DEBUG = os.environ.get('D') == '1'",
        may={"confianza/web/project/settings_test.py": "settings of the tests; the service never reads them"},
    ),
    Rule(
        forbidden.trust_given_away,
        (
            "get(url, verify=False)",
            "os.chmod(p, 0o777)",
            "path.chmod(0o666)",
            "tempfile.mktemp()",
            "ssl._create_unverified_context()",
        ),
        "path.chmod(0o700); tempfile.mkdtemp()",
    ),
    Rule(
        forbidden.guessable_chance,
        ("import random", "from random import choice", "uuid.uuid1()"),
        "import secrets; rng = np.random.default_rng(7)",
    ),
    Rule(
        forbidden.broken_ciphers,
        ("hashlib.md5(x)", "from hashlib import sha1", "hashlib.new('md5')", "H = ['a.b.MD5PasswordHasher']"),
        "hashlib.sha256(x); blake2b(x); description = 'des'",
        may={
            "confianza/web/project/settings_test.py": "quick passwords of accounts that last one test",
            "confianza/web/accounts/stolen.py": "the list of stolen passwords is written in SHA-1",
            "confianza/web/fieldwork/": "OpenRosa tells versions of a form apart by MD5; nothing rests on it",
        },
    ),
    Rule(
        forbidden.led_by_the_visitor,
        (
            "def f(request):\n    return redirect(request.GET['next'])",
            "def f(request):\n    return HttpResponseRedirect(request.headers.get('Referer'))",
        ),
        "def f(request):\n    n = request.GET['n']\n    if url_has_allowed_host_and_scheme(n, None): return redirect(n)",
    ),
    Rule(
        forbidden.conversations_with_other_machines,
        ("import requests", "from urllib.request import urlopen", "import urllib.request", "import smtplib"),
        "from urllib.parse import urlsplit",
        may={
            "confianza/web/observatory/pulling.py": "fetches signed packages when a person asks, over HTTPS",
            "confianza/web/tips/channels/sending.py": "answers a WhatsApp message, over HTTPS, where somebody set it up",
        },
    ),
    Rule(
        forbidden.xml_read,
        ("import xml.etree.ElementTree as ET", "from lxml import etree"),
        "import json",
        may={"confianza/web/design/drawing.py": "reads the SVG that our own chart drawer made"},
    ),
    Rule(
        forbidden.archives_let_loose,
        ("zip.extractall('x')", "archive.extract(member)", "shutil.unpack_archive(x)"),
        "archive.open(member); column.str.extract('a')",
    ),
    Rule(
        forbidden.forms_that_take_every_field,
        (
            "class F:\n    class Meta:\n        fields = '__all__'",
            "class F:\n    class Meta:\n        exclude = ('x',)",
            "Model(**request.POST.dict())",
        ),
        "class F:\n    class Meta:\n        fields = ('x',)",
    ),
)

TEMPLATES = (
    Rule(
        forbidden.html_unescaped,
        ("{{ x|safe }}", "{{ x | safe }}", "{% autoescape off %}", "{{ x|safeseq }}", "{% debug %}"),
        "{{ x|default:'' }} {{ safe }}",
    ),
    Rule(
        forbidden.written_into_the_page,
        (
            '<p style="color:red">',
            "<style>",
            "<script>go()</script>",
            '<a onclick="go()">',
            '<a href="javascript:go()">',
            '<b hx-on:click="go()">',
        ),
        '<script src="{% static "x.js" %}"></script><p class="style" data-on="x"><script type="application/json">1</script>',
        may={
            "confianza/web/design/static/design/trusted.js": "names what it refuses",
            "confianza/web/tips/intake/templates/": "one style and one script, let in by their hashes: a file of "
            "their own in the browser's memory would tell that somebody was at the tip line",
        },
    ),
    Rule(
        forbidden.loaded_from_elsewhere,
        (
            '<script src="https://cdn.example/x.js">',
            "<img alt='' src='//cdn.example/x.png'>",
            '<link rel="stylesheet" href="http://cdn.example/x.css">',
            "a { background: url(https://cdn.example/x.png) }",
            '<iframe src="/x">',
        ),
        '<img src="{% static \'x.png\' %}"><a href="https://example.org/">x</a>',
    ),
    Rule(
        forbidden.scripts_that_write_or_keep,
        (
            "x.innerHTML = y",
            "document.write(y)",
            "eval (y)",
            "new Function(y)",
            "localStorage.x = 1",
            "document.cookie",
        ),
        "x.textContent = y",
        may={
            "confianza/web/fieldwork/static/fieldwork/cards/vault.js": "cards wait for a signal on the telephone, "
            "sealed with a PIN; this is the one place that writes there (decision 0036)",
            "confianza/web/fieldwork/static/fieldwork/cards/cards.js": "asks whether the browser can keep anything",
            "confianza/web/fieldwork/static/fieldwork/cards/leaving.js": "counts what waits before somebody logs out",
        },
    ),
    Rule(
        forbidden.forms_without_token,
        ('<form method="post"><button></form>', "<form action='/x' METHOD=POST></form>"),
        '<form method="post">{% csrf_token %}</form><form method="get"></form>',
        may={
            "confianza/web/tips/intake/templates/": "no cookie says who somebody is, so that nothing can be done in "
            "their name; what a form carries is sealed (intake/tokens.py)",
        },
    ),
    Rule(
        forbidden.windows_that_can_reach_back,
        ('<a href="/x" target="_blank">', '<a target="_blank" href="/x" rel="nofollow">'),
        '<a href="/x" target="_blank" rel="noopener">',
    ),
)

every_code_rule = pytest.mark.parametrize("rule", CODE, ids=lambda rule: rule.name)
every_template_rule = pytest.mark.parametrize("rule", TEMPLATES, ids=lambda rule: rule.name)


def name_of(path: Path) -> str:
    return path.relative_to(house.ROOT).as_posix()


def found_in_code(rule: Rule) -> dict[str, list]:
    finds = rule.finds
    if isinstance(finds, partial):
        finds = partial(finds.func, guarded=guarded_models())
    found = {
        name_of(path): list(finds(house.tree(path))) for path in house.source_files() if rule.where(path)
    }
    return {name: seen for name, seen in found.items() if seen}


def found_in_templates(rule: Rule) -> dict[str, list]:
    pages = [
        path
        for path in house.tracked_files()
        if path.suffix in (".html", ".css", ".svg", ".js") and "confianza" in path.parts
    ]
    found = {name_of(path): list(rule.finds(path.read_text(encoding="utf-8"))) for path in pages}
    return {name: seen for name, seen in found.items() if seen}


@every_code_rule
def test_every_rule_of_code_finds_its_bad_examples(rule) -> None:
    for example in rule.bad:
        assert list(rule.finds(ast.parse(example))), example
    assert not list(rule.finds(ast.parse(rule.good)))


@every_template_rule
def test_every_rule_of_templates_finds_its_bad_examples(rule) -> None:
    for example in rule.bad:
        assert list(rule.finds(example)), example
    assert not list(rule.finds(rule.good))


@every_code_rule
def test_our_code_keeps_every_rule(rule) -> None:
    found = found_in_code(rule)
    assert {name: seen for name, seen in found.items() if not name.startswith(tuple(rule.may))} == {}
    unneeded = [place for place in rule.may if not any(name.startswith(place) for name in found)]
    assert not unneeded, "an exception that nothing needs any more"


@every_template_rule
def test_our_templates_keep_every_rule(rule) -> None:
    found = found_in_templates(rule)
    assert {name: seen for name, seen in found.items() if not name.startswith(tuple(rule.may))} == {}
    unneeded = [place for place in rule.may if not any(name.startswith(place) for name in found)]
    assert not unneeded, "an exception that nothing needs any more"


def test_the_one_unprotected_view_reads_a_length_and_hands_on_to_a_protected_one() -> None:
    tree = house.tree(house.WEB / "records/views/deliveries.py")
    ((_, name),) = forbidden.unprotected_forms(tree)
    assert name == "bring"
    (inner,) = [node for node in ast.walk(tree) if getattr(node, "name", "") == "_bring"]
    assert [ast.unparse(each) for each in inner.decorator_list] == ["csrf_protect"]
    asked = {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "META" in ast.unparse(node.func)
    }
    assert asked == {"request.META.get('CONTENT_LENGTH')"}


def patterns(resolver) -> list[URLPattern]:
    return [
        pattern
        for entry in resolver.url_patterns
        for pattern in ([entry] if isinstance(entry, URLPattern) else patterns(entry))
    ]


def test_every_address_has_a_door() -> None:
    without = [str(p.callback) for p in patterns(get_resolver()) if doors.door_of(p.callback) is None]
    assert patterns(get_resolver())
    assert not without


def test_a_view_without_a_door_would_be_noticed() -> None:
    assert doors.door_of(lambda request: None) is None
