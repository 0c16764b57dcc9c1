// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Alerts about portals, sources, hosts, contacts and ourselves: facts -> conditions -> steps of
// their episodes. Pure.
#pragma once

#include "alert/lifecycle.hpp"
#include "core/json_access.hpp"
#include "store/alert_facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::alert {

// What one subject looks like now, for its episode or a new one.
struct Sighting {
    Digest fingerprint{};
    Situation situation;
};

// Everything that could be said now, inhibited or not, present or not. `probing`: portals are
// probed at all, so that silence means something.
std::vector<Sighting> sightings_of(const store::AlertOverview& facts, bool probing);

// The steps that follow, for what is stored and what is new.
store::AlertOverviewOutcome judge_overview(const store::AlertOverview& facts, bool probing);

// The silence that holds now.
std::optional<std::int64_t>
silence_of(const std::vector<AlertSilence>& silences, const AlertCondition& condition, Instant now);

std::string portal_urn(std::string_view key);
std::string source_urn(std::string_view key);
std::string host_urn(std::string_view host);
std::string contact_urn(std::string_view scope, std::string_view value);
std::string dataset_urn(const Uuid& dataset);
inline constexpr std::string_view checker_urn = "urn:moisson:checker";

// As evidence says it; null without a date.
json::Value date_value(const std::optional<Instant>& at);

// What a step asks to be written, if anything.
void put_step(std::vector<store::AlertWrite>& writes, const Step& step);

} // namespace moisson::alert
