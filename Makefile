# Common Ground. `make` alone prints what there is.

PYTHON ?= python3
BIN := .venv/bin
WORKERS := 3 # more than there are cores: many tests wait for a server or a browser
# These come first, the longest first, or one of them is left for the end.
LONGEST := bad_input mutated_definitions site survey_browser storm anonymity preview second_origin \
    accessibility demo guide audit batches injection trouble views

.DEFAULT_GOAL := help
.PHONY: help demo new build serve test check bench schema reference simulate lock clean

help: ## Print this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

demo: $(BIN)/.runtime ## Play eight quarters in demo/, then serve handbook and survey on port 8000
	$(BIN)/python scripts/demo.py --workspace demo

new: $(BIN)/.runtime ## Start a workspace for your own company and teams in my-handbook/
	$(BIN)/python scripts/new.py my-handbook

build: $(BIN)/.runtime ## Build the handbook of this workspace into site/
	$(BIN)/python scripts/build.py

serve: build ## Serve the handbook and the survey of this workspace on port 8000
	$(BIN)/python scripts/serve.py

test: $(BIN)/.dev ## Run the whole test suite
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m 'not alone' \
	    $(LONGEST:%=tests/test_%.py) $(wildcard tests/test_*.py)
	$(BIN)/pytest -m alone

check: $(BIN)/.dev ## Check style, types, the import rule, the schemas and the definitions
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/schema.py --check
	$(BIN)/python scripts/reference.py --check
	for file in definitions/*.yml; do $(BIN)/check-jsonschema --quiet \
	    --schemafile schema/$$(basename $$file .yml).schema.json $$file || exit 1; done
	$(BIN)/python scripts/build.py --check

bench: $(BIN)/.dev ## Measure what the documentation claims
	$(BIN)/python scripts/bench.py

schema: $(BIN)/.runtime ## Write the JSON Schemas anew from the models
	$(BIN)/python scripts/schema.py

reference: $(BIN)/.dev ## Write guide/reference.md anew from models, commands and settings
	$(BIN)/python scripts/reference.py

simulate: $(BIN)/.dev ## Simulate anew what docs/numbers.md says of intervals and verdicts
	$(BIN)/python scripts/simulate.py

lock: $(BIN)/.dev ## Pin the newest versions of what requirements*.in ask for (needs uv)
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    requirements.in -o requirements.txt
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    requirements-dev.in -o requirements-dev.txt

clean: ## Remove everything that was made, the database of an open survey excepted
	rm -rf .venv build site demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Common Ground needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	touch $@

$(BIN)/.runtime: $(BIN)/.venv requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(BIN)/.dev: $(BIN)/.runtime requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
