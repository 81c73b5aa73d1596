# Every target does its own set-up; plain `make` lists them. PYTHON=/path/to/python3 chooses the Python.
.POSIX:
.SUFFIXES:
.PHONY: help brief test check docs golden pictures bench requirements environment-run environment-develop browser clean

python = .venv/bin/python
languages = en ja ko

help: ## list the targets
	@echo "kanae 鼎 - make TARGET"
	@awk -F' *## *' '/^[a-z]+:.*##/ { sub(/:.*/, "", $$1); printf "  %-14s%s\n", $$1, $$2 }' Makefile

brief: environment-run ## write the brief in English, Japanese and Korean to out/
	@mkdir -p out
	@for lang in $(languages); do \
		echo "brief: writing out/brief.$$lang.html" >&2; \
		$(python) -m kanae brief --lang $$lang --out out/brief.$$lang.html || exit; \
	done
	@echo "brief: done. Open it in a browser:" >&2
	@for lang in $(languages); do echo "$$(pwd)/out/brief.$$lang.html"; done

test: environment-develop browser ## run every check and test; CI runs this and nothing else
	@$(python) tools/checks.py all

check: environment-develop ## the checks that take seconds: linters, types, import contracts, ledger
	@$(python) tools/checks.py quick

docs: environment-develop ## build the documentation, strictly, to site/
	@$(python) tools/checks.py docs
	@echo "docs: open $$(pwd)/site/index.html" >&2

golden: environment-develop browser ## write the golden pages anew; read the difference like code
	@echo "golden: writing tests/golden" >&2
	@KANAE_GOLDEN=write $(python) -m pytest -q tests/golden
	@git --no-pager diff --stat -- tests/golden

pictures: environment-develop browser ## take the pictures of the READMEs anew
	@$(python) tools/pictures.py

bench: environment-develop ## measure start-up, check and brief against their limits
	@$(python) tools/bench.py

requirements: ## compile requirements/*.txt anew from pyproject.toml and requirements/*.in
	@sh tools/requirements.sh

clean: ## remove the environment and everything that was built
	@rm -rf .venv .make out site dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .cache

environment-run:
	@sh tools/environment.sh run

environment-develop:
	@sh tools/environment.sh develop

browser:
	@sh tools/browser.sh
