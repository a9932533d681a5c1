# The two commands of a newcomer: `make demo` and `make test`. See README.md.
PYTHON ?= python3.11
BIN := .venv/bin
# Where the demo keeps its data.
VAR ?= var
export VAR PORT

.PHONY: install demo test lint format bench clean

# Compared by content: a fresh checkout has fresh times.
install:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@cmp -s requirements.lock .venv/installed.lock || ( \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
		&& cp requirements.lock .venv/installed.lock )

demo: install
	@$(BIN)/python -m congress.embedded.demo

# One file: make test ARGS="tests/congress/embedded -x"
test: install
	$(BIN)/python -m pytest $(ARGS)
