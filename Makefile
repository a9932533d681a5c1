# The two commands of a newcomer: `make demo` and `make test`. See README.md.
PYTHON ?= python3.11
BIN := .venv/bin
# Where the demo keeps its data.
VAR ?= var
export VAR PORT

.PHONY: install demo test lint format bench clean

# Compared by content: a fresh checkout has fresh times.
install:
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv \
		|| ( echo "No virtual environment: install Python 3.11 with venv (Debian: python3.11-venv)." >&2; exit 1 )
	@cmp -s requirements.lock .venv/installed.lock || ( \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
		&& cp requirements.lock .venv/installed.lock )

demo: install
	@$(BIN)/python -m congress.embedded.demo

# One file: make test ARGS="tests/congress/embedded -x"
test: install
	$(BIN)/python -m pytest $(ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m congress.embedded.rehearse -m mypy
	$(BIN)/python -m congress.embedded.rehearse manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m congress.embedded.rehearse manage.py makemigrations --check --dry-run

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Each file prints one line of JSON with its figures and the peer's; bench/README.md explains them.
bench: install
	@for file in bench/bench_*.py; do $(BIN)/python $$file || exit 1; done

clean:
	rm -rf var staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
