# SPDX-FileCopyrightText: 2026 The Moisson authors
# SPDX-License-Identifier: Apache-2.0
# Façade des commandes usuelles ; tout le reste est dans CMake et packaging/.

SHELL := /bin/bash
JOBS ?= $(shell nproc)
PORT ?=
T ?= 60
BANC ?=
FAUTE ?=
CONFIG ?=
N ?= 1000000
export MOISSON_CORPUS ?= $(abspath $(CURDIR)/../shared/corpus)

.DEFAULT_GOAL := help
.PHONY: help run test lint bench bench-search fuzz mutants acceptance package install clean dependances build dev asan gcc tsan clang

help: ## Afficher cette aide
	@echo "Moisson : commandes disponibles"
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { printf "  make %-24s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8080      port du site (make run, sans CONFIG)"
	@echo "  CONFIG=FICHIER configuration de production (make run)"
	@echo "  T=SECONDES     durée de chaque banc (make fuzz ; 60)"
	@echo "  BANC=NOM       un banc seulement, ou plusieurs séparés par des virgules (make fuzz)"
	@echo "  FAUTE=NOM      une faute plantée seulement (make mutants)"
	@echo "  N=JEUX         jeux de données générés (make bench-search ; 1000000)"
	@echo "  MOISSON_CORPUS dossier des catalogues enregistrés (make test, make acceptance)"

run: ## Installer, compiler, moissonner les portails d'exemple et ouvrir le site
	@PORT='$(PORT)' CONFIG='$(CONFIG)' packaging/run.sh --verifier
	@packaging/install_dependencies.sh build run
	@packaging/build.sh release moissond moisson portail_simule
	@PORT='$(PORT)' CONFIG='$(CONFIG)' packaging/run.sh

test: ## Installer, compiler et passer les tests, sauf les longs (docs/tests.md)
	@packaging/install_dependencies.sh build run test package
	@packaging/build.sh release all
	@packaging/test.sh

dependances: ## Installer les paquets Debian nécessaires
	@packaging/install_dependencies.sh build run test package bench

build: ## Compiler (préréglage release)
	@packaging/install_dependencies.sh build run
	@packaging/build.sh release all

dev asan gcc tsan clang: ## Configurer, compiler et tester avec ce préréglage (un seul : make asan)
	@packaging/install_dependencies.sh build run test
	@cmake --workflow --preset $@

lint: ## Vérifier la mise en forme et les règles du dépôt
	@packaging/install_dependencies.sh build run test
	@packaging/lint.sh

acceptance: ## Rejouer les catalogues enregistrés de bout en bout, avec leurs tables, et cent arrêts brutaux
	@packaging/install_dependencies.sh build run test package
	@packaging/build.sh release all
	@packaging/acceptance.sh

bench: ## Mesurer les performances (bench/README.md)
	@packaging/install_dependencies.sh build run bench
	@packaging/build.sh release all
	@bench/run.sh

bench-search: ## Mesurer la recherche sur un million de jeux de données (N=), à côté de PostgreSQL et Xapian
	@packaging/install_dependencies.sh build run bench
	@packaging/build.sh release search_million
	@bench/search_million.py $(N)

fuzz: ## Chercher des entrées qui cassent les analyseurs (T=600 : dix minutes par banc)
	@packaging/install_dependencies.sh build run test
	@packaging/build.sh fuzz fuzzers
	@tests/fuzz/fuzz.py build/fuzz --time $(T) --only "$(BANC)"

mutants: ## Planter des fautes une à une : l'essai que chacune nomme doit la voir (FAUTE=NOM : une seule)
	@packaging/install_dependencies.sh build run test
	@tests/mutants/mutants.py $(FAUTE)

package: ## Construire un paquet Debian
	@packaging/install_dependencies.sh build run package
	@packaging/build.sh release moissond moisson
	@cd build/release && cpack

install: ## Installer dans le système (DESTDIR= accepté)
	@packaging/install_dependencies.sh build run
	@packaging/build.sh release moissond moisson
	@$(if $(DESTDIR)$(filter 0,$(shell id -u)),,sudo )cmake --install build/release --component moisson
	@$(if $(DESTDIR),true,$(if $(filter 0,$(shell id -u)),,sudo )packaging/postinst configure)

clean: ## Supprimer ce qui a été compilé (var/ est gardé)
	@rm -rf build
