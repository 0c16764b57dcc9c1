// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The JSON forms of what the commands show, with the names of the API.
#pragma once

#include "cli/requests.hpp"
#include "store/catalog_store.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace moisson::cli {

using Json = nlohmann::ordered_json;

Json run_json(const HarvestRun& run);
Json portal_json(const store::PortalSummary& portal);
Json issue_json(const store::IssueRow& row);
Json time_json(const std::optional<Instant>& time);

// Pretty, with a final line end.
void print_json(const Output& output, const Json& value);

} // namespace moisson::cli
