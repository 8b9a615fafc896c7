# Everything a person types. Needs make and Python 3.11 or newer; the rest is fetched into .venv.
# Settings are variables: make start PORT=8001, DEMONSTRATION=0, DATABASE_URL=…, REDIS_URL=…, PYTHON=python3.12.

RUN := $(if $(PYTHON),$(PYTHON),$(firstword $(shell command -v python3 python3.13 python3.12 python3.11)))

.DEFAULT_GOAL := help
.PHONY: help start reset test screenshots python

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' Makefile

start: python ## Install what is missing and run the site (PORT=8000); Ctrl-C stops it
	@$(RUN) scrutiny/bootstrap.py start

reset: python ## Begin again: delete the embedded database and files, after asking
	@$(RUN) scrutiny/bootstrap.py reset

test: python ## Run every check and every test
	@$(RUN) scrutiny/bootstrap.py test

screenshots: python ## Picture every page, mail and PDF page into var/screenshots, and the README's into docs/
	@$(RUN) scrutiny/bootstrap.py screenshots

python:
	@command -v "$(RUN)" >/dev/null || { echo "No Python found: install Python 3.11 or newer, or name one with PYTHON=..." >&2; exit 1; }
