# Everything a newcomer or a machine calls. `make` alone lists it.

PORT ?= 8000
PYTHON = .venv/bin/python
MANAGE = $(PYTHON) manage.py
PIP = $(PYTHON) -m pip --disable-pip-version-check -qq install --require-hashes
CODE = appeals campaigns federation tests manage.py
# What production would set, to let Django judge the settings it would run with.
AS_PRODUCTION = env -u DEMO -u DEBUG PRODUCTION=1 ALLOWED_HOSTS=portal.example EMAIL_URL=submission://user:password@mail.example:587 \
	DATABASE_URL=postgres://user:password@127.0.0.1:5432/portal \
	PERSONAL_DATA_KEYS=only-to-check-the-settings-0123456789 PERSONAL_DATA_HASH_KEY=only-to-check-the-settings-0123456789 \
	SECRET_KEY=only-to-check-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help demo test lint check pytest bench screenshots messages requirements stop clean

help:  ## this list
	@echo "The portal's commands (PORT=$(PORT) may be changed: make demo PORT=8080):"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 22

demo: .venv/base.installed  ## the portal with demo content on http://127.0.0.1:8000, from nothing
	@$(MANAGE) compile_catalogues >/dev/null
	@exec $(MANAGE) demo --port $(PORT)

test: lint check pytest  ## everything: style, import order, settings, all tests

lint: .venv/test.installed  ## style and import order
	@echo "Style and import order …"
	@.venv/bin/ruff check --quiet $(CODE)
	@.venv/bin/ruff format --quiet --check $(CODE)
	@.venv/bin/lint-imports

check: .venv/test.installed  ## migrations, message catalogues and production settings
	@echo "Migrations, catalogues, settings of production …"
	@$(MANAGE) compile_catalogues >/dev/null
	@$(MANAGE) messages --check
	@$(MANAGE) makemigrations --check --dry-run
	@$(AS_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

pytest: .venv/test.installed  ## the tests alone
	@$(MANAGE) compile_catalogues >/dev/null
	@.venv/bin/pytest -n logical --maxprocesses 4 --dist worksteal

bench: .venv/test.installed  ## how the cost of pages grows with the number of publications, as ratios
	@$(MANAGE) compile_catalogues >/dev/null
	@$(PYTHON) -m tests.bench

screenshots: .venv/test.installed  ## the pictures of the guides and the README, drawn anew into docs/images
	@$(MANAGE) compile_catalogues >/dev/null
	@$(PYTHON) -m tests.screenshots

messages: .venv/base.installed  ## bring locale/*.po up to the source and compile them
	@$(MANAGE) messages
	@$(MANAGE) compile_catalogues

requirements: .venv/base.installed  ## choose versions anew: requirements/*.in to *.txt with hashes
	@test -x .venv/bin/uv || $(PYTHON) -m pip --quiet install uv
	@for name in base test; do \
		echo "requirements/$$name.txt …"; \
		.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

stop:  ## stop the embedded database, if a killed process has left it running
	@if test -x $(PYTHON); then $(PYTHON) -m federation.embedded stop; fi

clean: stop  ## remove the environment and all data of this checkout
	rm -rf .venv var .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# The environment is made by the first Python that is new enough, and again only when the pinned versions change.

.venv/bin/python:
	@for python in python3 python3.11 python3.12 python3.13 python3.14; do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Environment: .venv with $$($$python --version)"; \
			exec $$python -m venv --clear .venv; \
		fi; \
	done; \
	echo "The portal needs Python 3.11 or newer with its venv module (Debian: apt install python3 python3-venv)." >&2; \
	exit 1

.venv/base.installed .venv/test.installed: .venv/%.installed: requirements/%.txt | .venv/bin/python
	@echo "Environment: packages of $< (a minute or two the first time) …"
	@$(PIP) -r $<
	@touch $@
