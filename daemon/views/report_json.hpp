// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports as JSON, the same for the API and the command line; keys in the order they are written.
#pragma once

#include "routes/paths.hpp"
#include "views/catalog_views.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace moisson::views {

using Json = nlohmann::ordered_json;

Json run_report_json(const RunView& view, const routes::PublicUrl& url);

// The sources of the portal, or the one with this key.
Json portal_report_json(
    const PortalView& view,
    const routes::PublicUrl& url,
    Instant now,
    std::string_view source_key = {}
);

} // namespace moisson::views
