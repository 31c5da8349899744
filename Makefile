# Everything runs in .venv, which make builds and keeps in step with pyproject.toml and constraints.txt.
# Needed beforehand: make, git, and Python 3.11 or later. PYTHON=... names another interpreter.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help serve site check test lint format unit browser chromium clean

# Not enough that a name is on the PATH: a version manager leaves names that fail when called,
# and some distributions ship Python without the module that puts pip into a new environment.
candidates := python3.13 python3.12 python3.11 python3.14 python3
suits := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
# Bytecode is kept, whatever the environment says: the tests start many processes, and each would compile all.
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= $(shell for name in $(candidates); do \
	if $$name -c '$(suits)' >/dev/null 2>&1; then echo $$name; break; fi; done)

bin := .venv/bin
# Two at a time; tests/spread.py says which tests stay together.
spread := -n 2 --dist loadgroup
stamp := .venv/.installed

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

serve: $(stamp) ## check, then show the site at a local address, reloading on every change
	$(bin)/planroom check || echo "Showing the site all the same." >&2
	$(bin)/planroom serve

site: $(stamp) ## build the site into site/, failing on every error and warning
	$(bin)/planroom build --strict

check: $(stamp) ## check the decisions, designs and contracts of this repository
	$(bin)/planroom check

test: $(stamp) ## run everything that has to pass: style, types, check, site, tests
	@$(MAKE) --no-print-directory -j 2 lint check site chromium
	$(bin)/python -m pytest $(spread)

lint: $(stamp) ## look at style and types
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

format: $(stamp) ## rewrite the code in the project's style
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

unit: $(stamp) ## run the fast tests: those that need no browser and build no site
	$(bin)/python -m pytest $(spread) -m "not browser and not site"

browser: chromium ## run the tests that drive the site in Chromium
	$(bin)/python -m pytest -m browser

chromium: $(stamp)
	@$(bin)/python tests/browser/find_chromium.py --install

clean: ## remove what builds and tools leave behind, but not .venv
	rm -rf site dist build .planroom .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . \( -name .venv -o -name .git \) -prune -o -name __pycache__ -type d -exec rm -rf {} +

$(stamp): pyproject.toml constraints.txt | $(bin)/python
	@echo "Installing into .venv; the first time takes a minute."
	@$(bin)/python -m pip install --no-input --disable-pip-version-check --progress-bar off \
		-c constraints.txt -e '.[dev]' >.venv/install.log 2>&1 \
		|| { tail -n 25 .venv/install.log >&2; echo "The whole log is .venv/install.log." >&2; exit 1; }
	@touch $@

# --clear, because what is left of an environment whose interpreter is gone does not work again.
$(bin)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "No usable Python was found (looked for $(candidates))." >&2; \
		echo "Install Python 3.11 or later with its venv module (on Debian and Ubuntu: python3-venv)," >&2; \
		echo "or name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; \
		exit 1; \
	fi
	@echo "Making .venv with $(PYTHON)."
	@$(PYTHON) -m venv --clear .venv
