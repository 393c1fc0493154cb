PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FIGURES := $(VENV)/promises.txt
# Whoever sets it, as images of containers do, would compile 600 files anew in each process: ten
# seconds of each worker of the tests, a second of each command that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: arrows audit clean demo lint lock promises quick release site style test types

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

lint: style types arrows

style: $(VENV)/.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.done
	$(BIN)/mypy

arrows: $(VENV)/.done
	$(BIN)/lint-imports

# Exact versions with their hashes, for the container, and with the embedded Zammad for Debian's
# package: after each change of install_requires.
lock: $(VENV)/.done
	$(BIN)/pip install --quiet --disable-pip-version-check uv >&2
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 setup.cfg --output-file requirements/container.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra demo --constraints requirements/container.txt setup.cfg \
	  --output-file requirements/demo.txt

# Known holes in the locked versions; asks PyPI's and OSV's advisories, so it needs the internet.
audit: $(VENV)/.done
	@$(BIN)/pip install --quiet --disable-pip-version-check pip-audit >&2
	$(BIN)/pip-audit --no-deps --disable-pip --strict --requirement requirements/demo.txt

# Every link and every page of the documentation, strictly.
site: $(VENV)/.done
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

# Three workers on two cores: many tests wait for another process.
test: $(VENV)/.done
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint site
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=95

# For each change: without the slow tests (tests/conftest.py) and without coverage.
quick: $(VENV)/.done
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target style types arrows
	$(BIN)/pytest -n 3 --dist worksteal -m 'not slow'

# The same commit gives the same bytes: times come from the commit, not from the clock. setuptools
# writes the times of the checkout into the sdist, so that is packed once more.
release: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct)
release: $(VENV)/.done
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[release]' >&2
	rm -rf dist build/sdist && mkdir -p build/sdist
	$(BIN)/python -m build --outdir dist
	tar --extract --gzip --file dist/*.tar.gz --directory build/sdist
	cd build/sdist && tar --create --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 \
	  --numeric-owner * | gzip --no-name --best > ../sdist.tar.gz
	mv build/sdist.tar.gz dist/*.tar.gz
	$(BIN)/twine check --strict dist/*
	$(BIN)/cyclonedx-py requirements --output-reproducible requirements/container.txt \
	  --output-file dist/sbom.cdx.json

# What must always hold, in full: kills, faults, fuzzed inputs, canaries (docs/promises.md). CI runs
# a share of it. PROMISES_SHARE=0.1 does a tenth. Four workers on two cores: most of it is waiting.
promises: $(VENV)/.done
	@rm -f $(FIGURES)
	PROMISES=full PROMISES_FIGURES=$(abspath $(FIGURES)) $(BIN)/pytest -n 4 --dist worksteal \
	  tests/promises tests/sync/test_converges.py tests/sync/test_no_op.py \
	  tests/scenarios/test_any_edit.py tests/signal/test_killed.py
	@sort $(FIGURES)

clean:
	rm -rf $(VENV) build dist *.egg-info
