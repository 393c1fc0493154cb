PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint clean

$(VENV)/.done: setup.cfg pyproject.toml
	@echo "installing in $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]' >&2
	@touch $@

# The embedded Zammad alone: a first look needs no linters.
$(VENV)/.demo: setup.cfg pyproject.toml
	@echo "installing in $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[demo]' >&2
	@touch $@

demo: $(VENV)/.demo
	@$(BIN)/zammad-plugin demo $(DEMO_ARGS)

lint: $(VENV)/.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=95

clean:
	rm -rf $(VENV) build dist *.egg-info
