# `make run` starts the app, `make test` runs every check there is. Both set up what they need in .venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RELEASE := $(VENV)/release
CHROMIUMS := chromium-headless-shell chromium google-chrome
CHROMIUM ?= $(firstword $(shell which $(CHROMIUMS)))
export CHROMIUM
# many processes start in the tests: the package and tests are compiled once, whatever the shell says
export PYTHONDONTWRITEBYTECODE =

.PHONY: help run test build check lint types types-web chromium lock release
.SILENT:

help:
	echo 'make run    install into $(VENV) and start the app'
	echo 'make test   lint, check types and run every test, those in a real browser too'
	echo 'make build  derive data/geo and docs/accuracy.md from seeds'
	echo 'make check  print every problem in seeds and layers'
	echo 'make lint   ruff and oxlint'
	echo 'make types  mypy'
	echo 'make types-web  tsc, over the browser code, where npx is'
	echo 'make lock   requirements.lock: every package of the app by its hash, those that others need too'
	echo 'make release  into dist: wheel, sdist and list of parts, tried in an empty environment'

run: $(READY)
	$(BIN)/streamlit run dashboard/app.py

test: lint types types-web chromium
	$(BIN)/python -m pytest -q -n 2 --no-loadscope-reorder --cov --cov-report= --core-coverage 85

build: $(READY)
	$(BIN)/conflict-map build

check: $(READY)
	$(BIN)/conflict-map check

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint dashboard

types: $(READY)
	$(BIN)/mypy

# The compiler is of the npm registry: only in development, and only where it can be had.
types-web:
	if npx --yes -p typescript@5.9.3 tsc --version >/dev/null 2>&1; then npx --yes -p typescript@5.9.3 tsc -p . ; \
	else echo 'types of the browser code are not checked: npx gives no typescript@5.9.3 here'; fi

lock: $(RELEASE)
	grep -v '^-e' requirements.txt | $(RELEASE)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --output-file requirements.lock \
	  --extra app --extra postgis --constraint - pyproject.toml

# Two releases of one commit are the same bytes. The wheel is installed on its own, away from the sources:
# what it lacks is missed.
release: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct)
release: $(RELEASE)
	rm -rf dist
	$(RELEASE)/bin/python -m build --outdir dist .
	$(PYTHON) -m venv dist/try
	dist/try/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock
	dist/try/bin/python -m pip install --quiet --no-deps dist/*.whl
	cd dist/try && bin/python -c 'from dashboard.archive import Archive; \
	  Archive.load().as_of("2020-03-05").to_folium().save("map.html")'
	cd dist/try && bin/conflict-map check --data share/conflict-map
	cd dist/try && bin/conflict-map brief --data share/conflict-map --date 2020-03-05 --format png -o .
	$(RELEASE)/bin/cyclonedx-py environment --output-reproducible -o dist/sbom.json dist/try/bin/python
	rm -rf dist/try
	ls -l dist

$(RELEASE): requirements-release.txt
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or later is wanted; name one: make PYTHON=python3.12'; exit 1; }
	echo 'installing into $(VENV): a few minutes, once'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

# The browser tests drive the system's Chromium; only root can install one unasked.
chromium:
	if [ -n "$(CHROMIUM)" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  export DEBIAN_FRONTEND=noninteractive; \
	  echo 'installing Chromium'; \
	  apt-get update -qq; \
	  apt-get install -y -qq chromium-headless-shell >/dev/null || apt-get install -y -qq chromium >/dev/null; \
	else \
	  echo 'no Chromium found: install one of $(CHROMIUMS), or set CHROMIUM to its path'; exit 1; \
	fi
