# The two commands of a newcomer: `make demo` and `make test`. See README.md.
PYTHON ?= python3.11
BIN := .venv/bin
# Where the demo keeps its data.
VAR ?= var
export VAR PORT

.PHONY: install install-dev demo test lint format bench lock clean

# $(call installed,FILE): install the pins of FILE. Compared by content: a fresh checkout has fresh times.
define installed
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv \
		|| ( echo "No virtual environment: install Python 3.11 with venv (Debian: python3.11-venv)." >&2; exit 1 )
	@cmp -s $(1) .venv/$(1) || ( echo "Installing the packages of $(1) …" \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && cp $(1) .venv/$(1) )
endef

install:
	$(call installed,requirements.lock)

install-dev:
	$(call installed,requirements-dev.lock)

demo: install
	@$(BIN)/python -m congress.embedded.demo

# One file: make test ARGS="tests/congress/embedded -x"
test: install-dev
	$(BIN)/python $(if $(ARGS),-m pytest $(ARGS),tests/together.py)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m congress.embedded.rehearse -m mypy
	$(BIN)/python -m congress.embedded.rehearse manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m congress.embedded.rehearse manage.py makemigrations --check --dry-run

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Each file prints one line of JSON with its figures and the peer's; bench/README.md explains them.
bench: install-dev
	@for file in bench/bench_*.py; do $(BIN)/python $$file || exit 1; done

# Newest versions that fit, with hashes and without any address. Needs uv.
UV_COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	$(UV_COMPILE) --upgrade --group dev pyproject.toml --output-file requirements-dev.lock
	$(UV_COMPILE) --constraint requirements-dev.lock --group embedded pyproject.toml --output-file requirements.lock

clean:
	rm -rf var staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
