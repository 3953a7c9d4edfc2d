# Two commands on a fresh machine: `make demo` and `make test`. Needs Python 3.11 or newer and make.
# Windows has no make: README.md says what to type there.

PYTHON ?= python3
SERVE ?= 1
BIN := .venv/bin
RUN := .venv/installed-run
DEV := .venv/installed-dev

.PHONY: demo setup installed test quick prove lint types layers specs postgres chromium screens locks clean

demo: setup
	$(BIN)/cakupan demo $(if $(filter 0,$(SERVE)),--no-serve,)

setup: $(RUN)

$(RUN): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cakupan needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "This Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

installed: $(DEV)

test: $(DEV) postgres chromium lint types layers specs

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

# One run, so that the last line sums up everything that was tested.
specs:
	$(BIN)/pytest -n auto --dist loadgroup -rs

postgres:
	@sh tools/ensure_postgres.sh

chromium:
	@sh tools/ensure_chromium.sh

# Plugin autoload off: the core needs only the one that uses every core.
quick: $(DEV)
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest -p no:cacheprovider -p xdist -n auto -m "not slow and not postgres and not long" -k "not sail" \
	  tests/basics tests/regions tests/intake tests/engines tests/workforce tests/coverage tests/targets tests/statements

# Long proofs, by area; each writes what it saw, with commit and machine, into docs/proofs/.
prove: $(DEV)
	@test -n "$(AREA)" || { echo "Say which: make prove AREA=kill|rows|statements|startup|regency|disclosure|bridge|coverage|intake|linkage|site|pages|forecast|plan|nation|tests" >&2; exit 1; }
	$(BIN)/python -m benchmarks.prove $(AREA)

# Pictures of the main pages into docs/screens, to be looked at.
screens: $(DEV) chromium
	$(BIN)/python -m benchmarks.screens

# Needs uv on the path. Locks are universal: one file for Linux, macOS and Windows.
locks:
	uv pip compile pyproject.toml --group build --universal --generate-hashes --python-version 3.11 \
	  --no-header --no-annotate --no-strip-extras -q -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --python-version 3.11 \
	  --no-header --no-annotate --no-strip-extras -c requirements.lock -q -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
