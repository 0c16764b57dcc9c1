// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A dataset as one line of NDJSON, for exports and dumps.
#pragma once

#include "api/json.hpp"
#include "store/export_store.hpp"

#include <span>
#include <string>
#include <string_view>

namespace moisson::api {

// What /api/v1/datasets/{id} answers under `data`, but for its cluster and the sentences of its
// freshness, and with what exports know: `freshness`, `quality_score`, `link_counts`, `last_seen`,
// `duplicate_of`.
Json export_json(
    const JsonContext& context,
    const store::ExportRow& row,
    const views::FreshnessView& freshness
);
// Names of its members.
std::span<const std::string_view> export_fields();
// `json` as text with its newline, e-mail addresses masked.
std::string export_line(const Json& json);

} // namespace moisson::api
