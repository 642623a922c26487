"""What must not be written in our code and templates: one function a rule, told on a syntax tree or on lines.

A rule yields (line, what it saw). Exceptions stand with their reasons in test_security.py.
"""

import ast
import re
from collections.abc import Iterator

Found = Iterator[tuple[int, str]]

LAZY_OR_EAGER = {
    "all",
    "filter",
    "get",
    "exclude",
    "first",
    "last",
    "values",
    "values_list",
    "in_bulk",
    "latest",
    "count",
}
SECRETS = re.compile(r"(?i)passw|passphrase|secret|recovery|token|\bbody\b|\bPOST\b|signing_key|private_key")
WHO_VISITS = re.compile(
    r"(?i)REMOTE_ADDR|REMOTE_HOST|FORWARDED_FOR|X-Forwarded-For|X-Real-IP|USER_AGENT|User-Agent"
)
NETWORK = {
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "urllib.request",
    "http.client",
    "socket",
    "smtplib",
    "ftplib",
    "telnetlib",
}
OBJECTS_FROM_BYTES = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "jsonpickle", "yaml"}
# django-axes advises to count guesses per address; no address is ever looked at here.
ADVICE_DECLINED = {"axes.W002", "axes.W006"}
XML = {"xml", "lxml", "xmltodict"}


def dotted(node: ast.AST) -> str:
    """Write a chain of names as it stands: `a.b.c`; calls and subscripts in it are passed over."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call | ast.Subscript):
        return dotted(node.func if isinstance(node, ast.Call) else node.value)
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call with the name it is called by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every module imported, `from a import b` as a and as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imported(tree: ast.AST, forbidden: set[str]) -> Found:
    for line, module in imports(tree):
        if module in forbidden or module.split(".")[0] in forbidden:
            yield line, f"imports {module}"


def rows_without_asking_who(tree: ast.AST, guarded: set[str]) -> Found:
    """Rows of a guarded model reach a screen only through `visible_to(user)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr in ("visible_to", "DoesNotExist"):
            continue
        base = dotted(node.value).split(".")
        if (
            base[-1] in ("objects", "_default_manager", "_base_manager")
            and len(base) > 1
            and base[-2] in guarded
        ):
            yield node.lineno, f"{base[-2]}.{base[-1]}.{node.attr}"
    for call, name in calls(tree):
        if name in ("get_object_or_404", "get_list_or_404") and call.args and dotted(call.args[0]) in guarded:
            yield call.lineno, f"{name}({dotted(call.args[0])})"


def html_taken_as_safe(tree: ast.AST) -> Found:
    for call, name in calls(tree):
        last = name.rpartition(".")[2]
        if last in ("mark_safe", "SafeString", "SafeText"):
            yield call.lineno, last
        if last in ("format_html", "format_html_join") and any(
            _is_built(argument) for argument in call.args[:2]
        ):
            yield call.lineno, f"{last} of a text put together"


def _is_built(text: ast.AST) -> bool:
    """Say whether a text was put together from values: f-string, +, %, .format, .join."""
    if isinstance(text, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in text.values)
    if isinstance(text, ast.BinOp):
        return isinstance(text.op, ast.Add | ast.Mod)
    return isinstance(text, ast.Call) and dotted(text.func).rpartition(".")[2] in ("format", "join")


def sql_put_together(tree: ast.AST) -> Found:
    for call, name in calls(tree):
        last = name.rpartition(".")[2]
        runs = last in ("execute", "executemany", "executescript", "raw", "sql", "RawSQL", "raw_sql", "query")
        if runs and call.args and _is_built(call.args[0]):
            yield call.lineno, f"{last} of a text put together"
        if last == "extra" and call.keywords:
            yield call.lineno, "extra()"


def code_from_text(tree: ast.AST) -> Found:
    yield from imported(tree, OBJECTS_FROM_BYTES)
    for call, name in calls(tree):
        if name in ("eval", "exec", "compile", "__import__", "builtins.eval", "builtins.exec"):
            yield call.lineno, name
        if name.endswith("Template") and call.args and not isinstance(call.args[0], ast.Constant):
            yield call.lineno, "a template built of a value"
        if name.endswith("from_string"):
            yield call.lineno, "a template from a text"


def commands_of_the_system(tree: ast.AST) -> Found:
    yield from imported(tree, {"subprocess", "pty", "commands"})
    for call, name in calls(tree):
        if name in ("os.system", "os.popen") or name.startswith(("os.exec", "os.spawn")):
            yield call.lineno, name
        if any(k.arg == "shell" and getattr(k.value, "value", True) for k in call.keywords):
            yield call.lineno, f"{name}(shell=…)"


def words(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the short texts in code that are a name rather than a sentence."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node


def who_visits(tree: ast.AST) -> Found:
    """No address and no browser of a visitor is ever looked at."""
    yield from ((word.lineno, word.value) for word in words(tree) if WHO_VISITS.search(word.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "META":
            yield node.lineno, "META"


def secrets_told(tree: ast.AST) -> Found:
    tells = {"debug", "info", "warning", "error", "exception", "critical", "log", "print", "pprint"}
    for call, name in calls(tree):
        base, _, last = name.rpartition(".")
        is_log = last in tells and ("log" in base.lower() or base == "" and last in ("print", "pprint"))
        for argument in [*call.args, *(k.value for k in call.keywords)] if is_log else ():
            names = {dotted(n) for n in ast.walk(argument) if isinstance(n, ast.Name | ast.Attribute)}
            if any(SECRETS.search(each) for each in names):
                yield call.lineno, f"{name} of {sorted(names)}"


def unprotected_forms(tree: ast.AST) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if "csrf_exempt" in ast.dump(decorator):
                    yield node.lineno, node.name
    for call, name in calls(tree):
        if (
            name.rpartition(".")[2] == "csrf_exempt"
            and call.args
            and not isinstance(call.args[0], ast.Constant)
        ):
            yield call.lineno, "csrf_exempt(…)"


def open_switches(tree: ast.AST) -> Found:
    """DEBUG on, every host let in, checks silenced."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names = {dotted(target).rpartition(".")[2] for target in node.targets}
            value = ast.unparse(node.value)
            if "DEBUG" in names and value == "True":
                yield node.lineno, "DEBUG = True"
            if names & {"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"} and "'*'" in value:
                yield node.lineno, "every host"
            if "SILENCED_SYSTEM_CHECKS" in names and not set(ast.literal_eval(value)) <= ADVICE_DECLINED:
                yield node.lineno, "checks silenced"


def trust_given_away(tree: ast.AST) -> Found:
    """Certificates left unchecked, files others can write, names of passing files others can guess."""
    for call, name in calls(tree):
        if any(
            k.arg in ("verify", "check_hostname") and ast.unparse(k.value) == "False" for k in call.keywords
        ):
            yield call.lineno, f"{name}(verify=False)"
        modes = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, int)]
        if name.endswith("chmod") and any(mode & 0o022 for mode in modes):
            yield call.lineno, f"{name} for everyone"
        if "unverified" in name or name.endswith(("mktemp", "tempnam")):
            yield call.lineno, name


def guessable_chance(tree: ast.AST) -> Found:
    yield from imported(tree, {"random"})
    for call, name in calls(tree):
        if name in ("uuid.uuid1", "uuid1"):
            yield call.lineno, name


def broken_ciphers(tree: ast.AST) -> Found:
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if re.fullmatch(r"(?i)md5|sha1|sha_1|arc4|rc4|tripledes|blowfish|des", str(name)):
            yield node.lineno, str(name)
    for word in words(tree):
        if re.fullmatch(r"(?i)md5|sha-?1|.*MD5PasswordHasher|.*UnsaltedSHA1.*|.*\bECB\b.*", word.value):
            yield word.lineno, word.value
    for line, module in imports(tree):
        if re.search(r"(?i)\.(md5|sha1)$|^Crypto\b|^Cryptodome", module):
            yield line, module


def led_by_the_visitor(tree: ast.AST) -> Found:
    """A redirection to where the request says is asked of `url_has_allowed_host_and_scheme` first."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or "url_has_allowed_host_and_scheme" in ast.unparse(
            function
        ):
            continue
        for call, name in calls(function):
            goes = name.rpartition(".")[2] in (
                "redirect",
                "HttpResponseRedirect",
                "HttpResponsePermanentRedirect",
            )
            said = " ".join(map(ast.unparse, call.args))
            if goes and re.search(r"\.(GET|POST|headers|META|COOKIES)\b", said):
                yield call.lineno, said


def conversations_with_other_machines(tree: ast.AST) -> Found:
    yield from imported(tree, NETWORK)


def xml_read(tree: ast.AST) -> Found:
    yield from imported(tree, XML)


def archives_let_loose(tree: ast.AST) -> Found:
    for call, name in calls(tree):
        last = name.rpartition(".")[2]
        if last in ("extractall", "unpack_archive") or (last == "extract" and ".str." not in f".{name}"):
            yield call.lineno, name


def forms_that_take_every_field(tree: ast.AST) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            for line in node.body:
                if isinstance(line, ast.Assign):
                    name, value = dotted(line.targets[0]), ast.unparse(line.value)
                    if (name, value) == ("fields", "'__all__'") or name == "exclude":
                        yield line.lineno, f"{name} = {value}"
    for call, name in calls(tree):
        if any(k.arg is None and re.search(r"\.(GET|POST)\b", ast.unparse(k.value)) for k in call.keywords):
            yield call.lineno, f"{name}(**request)"


# --- templates -----------------------------------------------------------------------------------


def _matches(text: str, pattern: str) -> Found:
    for match in re.finditer(pattern, text, re.IGNORECASE | re.DOTALL):
        yield text.count("\n", 0, match.start()) + 1, match.group()[:60]


def html_unescaped(text: str) -> Found:
    yield from _matches(text, r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off|\{%\s*debug\s*%\}")


def written_into_the_page(text: str) -> Found:
    """A strict policy runs nothing inline: no style, no script, no handler, no javascript: address."""
    yield from _matches(
        text, r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on|\shx-vars|[\"']js:"
    )
    yield from _matches(text, r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>")


def loaded_from_elsewhere(text: str) -> Found:
    loads = r"<(?:script|img|link|iframe|source|video|audio|object|embed|use)\b[^>]*?(?:src|href|data|srcset)\s*=\s*[\"']?"
    yield from _matches(text, loads + r"\s*(?:https?:)?//")
    yield from _matches(text, r"url\(\s*[\"']?(?:https?:)?//|@import\b|<(?:iframe|object|embed|base)\b")


def scripts_that_write_or_keep(text: str) -> Found:
    """Our scripts write no HTML, run no text and keep nothing in the browser."""
    yield from _matches(
        text, r"\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\s*\(|new\s+Function"
    )
    yield from _matches(
        text, r"\b(?:local|session)Storage\b|indexedDB|document\.cookie|\bpostMessage\b|__proto__"
    )


def forms_without_token(text: str) -> Found:
    for match in re.finditer(r"<form\b[^>]*>.*?</form>", text, re.IGNORECASE | re.DOTALL):
        if (
            re.search(r"method\s*=\s*[\"']?post", match.group(), re.IGNORECASE)
            and "csrf_token" not in match.group()
        ):
            yield text.count("\n", 0, match.start()) + 1, match.group()[:60]


def windows_that_can_reach_back(text: str) -> Found:
    yield from _matches(text, r"<(?:a|form)\b(?=[^>]*target\s*=\s*[\"']?_blank)(?![^>]*noopener)[^>]*>")
