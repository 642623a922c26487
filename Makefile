# demo · test · check · bench · serve: nothing else is needed on day one.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# mark_safe and SQL put together: tests/architecture/test_security.py asks for both, and names each exception.
ASKED_BY_OUR_OWN_RULES := B308,B310,B608,B703
# The settings of a server behind TLS, for the checks that only make sense there.
AS_SERVED := CONFIANZA_HTTPS=1 CONFIANZA_HOSTS=observatorio.example.org DJANGO_SETTINGS_MODULE=confianza.web.project.settings

.PHONY: demo test check bench attack audit validate serve fix requirements messages docs clean

demo: .venv/.runtime
	@$(BIN)/confianza demo $(ARGS)

serve: .venv/.runtime
	@$(BIN)/confianza serve $(ARGS)

test: .venv/.dev
	@$(BIN)/python -m tests.support.run $(ARGS)

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@DJANGO_SETTINGS_MODULE=confianza.web.project.settings_test $(BIN)/python -m confianza.web.project.manage makemigrations --check --dry-run
	@$(BIN)/bandit --quiet --recursive confianza --exclude '*/tests/*' -ll --skip $(ASKED_BY_OUR_OWN_RULES)
	@workspace=$$(mktemp -d) && CONFIANZA_WORKSPACE=$$workspace $(AS_SERVED) $(BIN)/python -m confianza.web.project.manage check --deploy --fail-level WARNING; \
	  code=$$?; rm -rf "$$workspace"; exit $$code
	@$(BIN)/python -m tests.support.generate_docs --check

bench: .venv/.dev .venv-peers/.done
	@$(BIN)/python -m benchmarks $(ARGS)

attack: .venv/.dev .venv-wapiti/.done .venv-schemathesis/.done
	@$(BIN)/python -m tests.attack $(ARGS)

# Asks the network which pinned components have known holes: docs/security.md says how soon each is mended.
audit: .venv-pip-audit/.done
	@.venv-pip-audit/bin/pip-audit --disable-pip --require-hashes --requirement requirements/runtime.txt \
	  --format cyclonedx-json --output sbom.json $(ARGS)

# Thousands of drawn worlds take longer than the ten minutes after which any other run counts as hanging.
validate: .venv/.dev
	@$(BIN)/pytest -m slow -o faulthandler_timeout=3600 $(ARGS)

fix: .venv/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: .venv/.dev
	@$(BIN)/python -m tests.support.generate_docs

requirements: .venv/.uv
	@for name in install runtime dev; do \
	  source=pyproject.toml; extra=; \
	  [ $$name = install ] && source=requirements/install.in; \
	  [ $$name = dev ] && extra="--group dev --constraint requirements/runtime.txt"; \
	  $(BIN)/uv pip compile $$source $$extra --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --quiet --output-file requirements/$$name.txt || exit 1; \
	done
	@for name in wapiti schemathesis peers pip-audit; do \
	  $(BIN)/uv pip compile --group $$name --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --no-header --quiet --output-file requirements/$$name.txt || exit 1; \
	done
	@date --utc --iso-8601 > confianza/renewed.txt

clean:
	@rm -rf .venv .venv-wapiti .venv-schemathesis .venv-peers .venv-pip-audit sbom.json demo-workspace demo-workspace.building-* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# --- what the verbs above stand on -------------------------------------------------------------

.venv/.uv: requirements/install.txt
	@command -v $(PYTHON) >/dev/null || { echo "Confianza needs Python 3.11 or newer; install it, or say: make PYTHON=/path/to/python3 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Confianza needs Python 3.11 or newer; $(PYTHON) is older. Say: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Preparing the environment (only the first time) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/install.txt
	@touch $@

.venv/.runtime: .venv/.uv requirements/runtime.txt pyproject.toml
	@if [ ! -e .venv/.dev ]; then \
	  echo "Installing what Confianza runs on …"; \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt; \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; fi
	@touch $@

.venv/.dev: .venv/.uv requirements/dev.txt pyproject.toml
	@echo "Installing what tests and checks need …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ .venv/.runtime

# Environments of their own for attackers and peers: none bears the other's packages, nor ours.
.venv-%/.done: requirements/%.txt .venv/.uv
	@echo "Preparing $* (only the first time) …"
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv-$*
	@$(BIN)/uv pip install --quiet --python .venv-$*/bin/python --require-hashes -r requirements/$*.txt
	@touch $@
