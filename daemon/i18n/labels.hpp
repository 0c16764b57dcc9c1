// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// French words for the closed enumerations of the domain, by their stable names (to_string of
// model's enums): i18n and model live on the same floor. An unknown name is returned as it is.
// Vocabularies (themes, countries, licences...) carry their own labels.
#pragma once

#include "core/time.hpp"

#include <string>
#include <string_view>

namespace moisson::i18n {

// "complete" -> "complet".
std::string_view run_state_label(std::string_view name);
// One sentence for the report of a run.
std::string_view run_state_sentence(std::string_view name);
// "refused" -> "refusé": what was decided over a held run.
std::string_view held_verdict_label(std::string_view name);
// "whole" -> "lu en entier": how much of its catalogue a run read.
std::string_view completeness_label(std::string_view name);
// Why a run is whole or not, as one sentence.
std::string_view completeness_sentence(std::string_view reason);
// Why the next run of a source comes when it does, as one sentence.
std::string_view next_run_sentence(std::string_view reason);
// "en pause jusqu’au 3 mai 2026 à 14 h 05 (UTC), comme le portail l’a demandé": of a run that goes
// on then. `reason`: HarvestRun::resume_reason.
std::string waiting_text(Instant until, std::string_view reason);
// "left_out" -> "Écartées": a counter of the report of a run.
std::string_view run_count_label(std::string_view name);
// "UNMAPPED_LICENSE" -> "licence": what kind of value no vocabulary knows.
std::string_view unmapped_kind_label(std::string_view code);
// "full" -> "intégral".
std::string_view run_mode_label(std::string_view name);
// "missing" -> "manquant au dernier passage".
std::string_view record_state_label(std::string_view name);
std::string_view severity_label(std::string_view name);
std::string_view stage_label(std::string_view name);
// Why a URL cannot be followed; empty for "ok".
std::string_view url_state_label(std::string_view name);
// Where the countries of a dataset come from; empty for "none".
std::string_view country_source_label(std::string_view name);
// What two records of one dataset have in common: "same_files" -> "mêmes fichiers".
std::string_view evidence_label(std::string_view name);
// Why a record of a cluster is the one closest to the producer.
std::string_view canonical_reason_label(std::string_view name);
// Value of the parameter `sort`.
std::string_view sort_label(std::string_view sort);
// Name of a search filter: "format_family" -> "Famille de format".
std::string_view filter_label(std::string_view parameter);
// Name of a field that can be corrected: "access_rights" -> "Conditions d’accès".
std::string_view field_label(std::string_view field);
// What was taken down: "dataset" -> "jeu de données".
std::string_view takedown_kind_label(std::string_view name);
// Letter of format_family.tsv; "Non précisé" when unknown.
std::string_view format_family_label(char family);
// 'O', 'C' or anything else.
std::string_view openness_label(char openness);

} // namespace moisson::i18n
