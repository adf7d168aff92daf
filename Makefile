# make run, make test, make bench. `make help` lists the rest.

# Build output lives outside the checkout, so that several checkouts share it.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/oast-target

CARGO := scripts/cargo
OAST := $(CARGO_TARGET_DIR)/debug/oast
# Everything that the styles and scripts are made of.
ASSETS := assets/build.mjs assets/package.json $(shell find assets/images assets/js assets/scss -type f)
# The tests, by nextest where it is installed.
ifneq ($(shell cargo nextest --version 2>/dev/null),)
RUN_TESTS := $(CARGO) nextest run --locked
else
RUN_TESTS := $(CARGO) test --locked
TARGETS := --lib --bins --tests
endif
# What has tests that open a database.
ON_A_DATABASE := oast-store oast-office oast-web oast

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: needs assets ## Build Oast and start it with the example of Kent
	$(CARGO) build --locked --package oast
	@echo "The program is $(OAST). To call it by its name: alias oast='$(OAST)'"
	$(OAST) serve --demo

.PHONY: demo
demo: run ## The same as make run

.PHONY: test
test: needs assets lint unit conformance e2e deny ## Install what the tests need, and run all of them

.PHONY: lint
lint: needs assets ## Check layout, lints and the documentation of the code
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) check --locked --quiet --workspace --features oast/otel
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps --quiet

.PHONY: unit
unit: needs assets ## Run the Rust tests on SQLite, then again on PostgreSQL; those in the documentation too
	@scripts/needs postgres
	$(RUN_TESTS) --workspace $(TARGETS)
	scripts/with-postgres $(RUN_TESTS) $(addprefix --package ,$(ON_A_DATABASE)) $(TARGETS)
	$(CARGO) test --locked --workspace --doc --quiet

.PHONY: conformance
conformance: needs ## Run the tests of the second reckoning, which is written in Python
	cd conformance && python3 -B -m unittest test_oracle

.PHONY: e2e
e2e: e2e-needs ## Run the tests of the pages in a browser
	cd e2e && npm test --silent

.PHONY: screenshots
screenshots: e2e-needs ## Take the pictures of the pages for the documents
	cd e2e && npm run --silent screenshots

.PHONY: e2e-needs
e2e-needs: needs assets e2e/node_modules/.installed
	@scripts/needs browser
	$(CARGO) build --locked --package oast

.PHONY: tidy
tidy: needs ## Check that the tree keeps to STYLE.md
	$(CARGO) test --locked --package oast-tidy --test tidy

.PHONY: deny
deny: ## Check licences and packages; with OAST_DENY=1, install cargo-deny first
ifdef OAST_DENY
	$(CARGO) deny --version >/dev/null 2>&1 || $(CARGO) install --locked cargo-deny
endif
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
		echo "$(CARGO) deny check"; \
		$(CARGO) deny --locked check --hide-inclusion-graph licenses bans sources; \
	else \
		echo "cargo-deny is not installed, so licences were not checked: make deny OAST_DENY=1"; \
	fi

.PHONY: faults
faults: needs assets ## Kill, cut, fill and race what runs, and see that nothing is lost (ten minutes)
	@scripts/needs postgres
	@scripts/needs faults
	$(CARGO) build --locked --package oast
	faults/run $(OAST)

.PHONY: security
security: needs assets ## Let those security scanners that are installed judge the pages
	$(CARGO) build --locked --package oast
	security/run $(OAST)

.PHONY: bench
bench: needs ## Run the benchmarks
	benches/run

.PHONY: lighthouse
lighthouse: needs assets benches/node_modules/.installed ## Let Lighthouse judge the main pages in a browser
	$(CARGO) build --release --locked --package oast
	benches/lighthouse $(CARGO_TARGET_DIR)/release/oast

benches/node_modules/.installed: benches/package-lock.json | needs
	cd benches && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: assets
assets: needs assets/dist/oast.css ## Build the styles and scripts of the pages

# What Node packages there are; installed again only when the lock file changes.
%/node_modules/.installed: %/package-lock.json | needs
	cd $* && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
	@touch $@

assets/dist/oast.css: assets/node_modules/.installed $(ASSETS) | needs
	cd assets && npm run --silent build

.PHONY: format
format: ## Lay the code out
	$(CARGO) fmt --all

.PHONY: needs
needs:
	@scripts/needs
