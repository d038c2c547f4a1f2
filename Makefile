# Gridloop: every target does its own set-up; a second run starts in seconds.
PYTHON ?= python3
PORT ?= 8000
SIZE ?= short
BIN := .venv/bin
# Every command is a process of its own: without kept bytecode each would compile a thousand files anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo demo-reset test test-fast test-spark test-loop dev lint format bench build lock api pictures clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

demo: ## a whole city on this machine, through the loop, on http://localhost:$(PORT)
	@$(PYTHON) tools/prepare.py python frontend
	@exec $(BIN)/python -m twin.demo --port $(PORT)

demo-reset: ## forget the demo city
	rm -rf var/demo

test: ## all checks and tests, on SQLite and PostgreSQL, DuckDB and Spark, in a real browser
	@$(PYTHON) tools/prepare.py python-dev spark frontend system
	@$(PYTHON) tools/test.py

test-fast: ## the Python tests on SQLite only
	@$(PYTHON) tools/prepare.py python-dev
	@$(BIN)/python -m pytest -n 2 -m "not browser and not whole_loop and not spark"

test-spark: ## the tests of the lake's definitions on a local Spark
	@$(PYTHON) tools/prepare.py python-dev spark system
	@$(BIN)/python -m pytest -m spark -rs src/gridloop

test-loop: ## a whole tiny city through the loop, by commands, files, HTTP and phones
	@$(PYTHON) tools/prepare.py python-dev
	@$(BIN)/python -m pytest -m whole_loop tests/loop

dev: ## back end on :8000 and console with hot reload on :5173
	@$(PYTHON) tools/prepare.py python-dev frontend
	@$(BIN)/python tools/dev.py

lint: ## style, types, layers, translations
	@$(PYTHON) tools/prepare.py python-dev frontend
	@$(PYTHON) tools/test.py --lint-only

format: ## write the code the way lint wants it
	@$(BIN)/ruff check --fix --quiet src twin tests bench tools; $(BIN)/ruff format --quiet src twin tests bench tools

bench: ## one bench script: make bench NAME=loop_learns SIZE=short|full
	@$(PYTHON) tools/prepare.py python $(filter spark,$(subst _, ,$(NAME)))
	@test -n "$(NAME)" || { echo "say which: make bench NAME=…"; ls bench/*.py | sed 's,bench/,  ,; s,\.py,,'; exit 2; }
	@$(BIN)/python -m bench.$(NAME) --size $(SIZE)

build: ## set everything up without starting anything
	@$(PYTHON) tools/prepare.py python frontend

api: ## regenerate the front end's client from the back end's API
	@$(BIN)/python -m gridloop.web.manage export_openapi
	@cd frontend && npm run api

lock: ## pin the newest compatible Python packages, by hash, without any registry's address
	@for set in bootstrap core dev node spark; do $(BIN)/uv pip compile -q --upgrade --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --python-version 3.11 requirements/$$set.in -o requirements/$$set.lock; done

pictures: ## the pictures of README and guides, from a running demo on http://localhost:$(PORT)
	@$(PYTHON) tools/prepare.py python-dev
	@$(BIN)/python tools/screenshots.py --url http://localhost:$(PORT)

clean: ## remove what was built, not what was entered
	rm -rf .make .venv frontend/node_modules frontend/apps/*/dist
