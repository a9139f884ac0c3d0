# Everything a checkout needs, with nothing installed first but Python 3.11 or newer, and make.

RIGHT_PYTHON := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(RIGHT_PYTHON)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
READY := $(VENV)/.ready
PIP := $(VENV)/bin/python -m pip -qq --disable-pip-version-check
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock' pyproject.toml

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: help setup demo test check lock browser bench bench-matching chaos judge mutants gallery clean
.SILENT:

help:  ## show this list
	sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 23

setup: $(READY)  ## make .venv with exactly what requirements.lock names

demo: setup  ## run a made-up trust in the playground, on this machine alone
	crossbrew demo $(if $(PORT),--port $(PORT))

test: setup browser  ## run every test
	echo "Running the tests, on all cores ..."
	pytest -n auto --dist worksteal

check: setup  ## lint, format, types, who imports whom, and whether the lock is current
	echo "Checking lint and format ..."
	ruff check --quiet .
	ruff format --check .
	echo "Checking types ..."
	mypy
	echo "Checking who imports whom ..."
	pytest -q tests/test_architecture.py
	$(if $(OFFLINE),echo "OFFLINE is set: whether the lock is current was NOT checked.",$(MAKE) --no-print-directory current)

.PHONY: current
current: setup
	echo "Checking that the lock is what pyproject.toml asks for ..."
	cp requirements.lock $(VENV)/requirements.lock
	$(COMPILE) --output-file $(VENV)/requirements.lock >/dev/null || { echo "The lock could not be checked: \
	the package registry did not answer, or pyproject.toml asks for what it does not have. Without a \
	network, say 'make check OFFLINE=1'." >&2; exit 1; }
	diff -u requirements.lock $(VENV)/requirements.lock || { echo "requirements.lock is not what \
	pyproject.toml asks for: run 'make lock' and commit it." >&2; exit 1; }

lock: setup  ## write requirements.lock from pyproject.toml; UPGRADE=1 takes the newest releases
	$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.lock >/dev/null

browser:  ## install Chromium for the browser tests, where that needs no password
	if command -v chromium >/dev/null; then exit 0; fi; \
	root=; [ "$$(id -u)" = 0 ] || root="sudo -n"; \
	if command -v apt-get >/dev/null && $$root true 2>/dev/null; then \
		echo "Installing Chromium for the browser tests ..."; \
		$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y chromium >/dev/null && exit 0; \
	fi; \
	echo "Chromium could not be installed from here: the browser tests will say so and be left out."

bench: setup  ## time the start and six fortnights of 500 and of 5,000 people
	python benchmarks/fortnights.py

bench-matching: setup  ## the matcher beside its rivals; LARGE=1 goes to a million, PEOPLE=FILE adds a list
	python -m benchmarks.matching $(if $(LARGE),--large) $(if $(LONG),--long) $(if $(QUICK),--quick) \
		$(if $(PEOPLE),--people $(PEOPLE)) $(if $(SAVE),--save $(SAVE))

chaos: setup  ## deliver while workers are killed and frozen and PostgreSQL crashes: half an hour; WAY=look
	python -m benchmarks.delivery $(if $(WAY),--way $(WAY)) $(if $(ENGINE),--engine $(ENGINE)) \
		$(if $(SEED),--seed $(SEED))

judge: setup  ## take the whole loop before a Slack that others wrote, which npm fetches
	mkdir -p build/judge && cp tests/judge/package.json tests/judge/package-lock.json build/judge
	cd build/judge && npm ci --ignore-scripts --no-audit --no-fund --silent
	pytest -m judge tests/judge

mutants: setup  ## break rules, prices and the certificate on purpose, and list what no test noticed
	rm -rf mutants
	VIRTUAL_ENV=$(CURDIR)/$(VENV) uv run --quiet --no-project --active --with 'mutmut==3.8.1' mutmut run
	VIRTUAL_ENV=$(CURDIR)/$(VENV) uv run --quiet --no-project --active --with 'mutmut==3.8.1' mutmut results

gallery: setup browser  ## take the pictures in docs/gallery anew; those of Slack's messages need npm
	python docs/gallery/take.py
	python docs/gallery/slack.py

clean:  ## remove whatever can be made again; databases stay
	rm -rf $(VENV) build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c '$(RIGHT_PYTHON)' 2>/dev/null || { echo "Crossbrew needs Python 3.11 or newer and found \
	none: install one, or name it, as in 'make setup PYTHON=/path/to/python3.12'." >&2; exit 1; }
	echo "Setting up $(VENV): a minute or two the first time ..."
	$(PYTHON) -m venv $(VENV) || { echo "Python could not make $(VENV): where it says that ensurepip is \
	missing, run 'apt-get install python3-venv' first." >&2; exit 1; }
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@
	echo "Ready. 'make demo' runs a made-up trust in your browser, 'make test' every test; for a real Slack see README.md."
