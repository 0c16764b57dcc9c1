// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Our values as JSON, keys in the order they are written; never contact e-mails (decision 26).
#pragma once

#include "i18n/code_labels.hpp"
#include "routes/paths.hpp"
#include "views/catalog_views.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace moisson::api {

using Json = nlohmann::ordered_json;

// What every conversion needs.
struct JsonContext {
    const routes::PublicUrl& url;
    const i18n::CodeLabels& labels;
    std::string lang;
};

Json text_or_null(std::string_view text);
Json instant_json(const std::optional<Instant>& instant);
Json date_json(const std::optional<PartialDate>& date);
// To two decimals.
double rounded(double value);
// The text without its marks.
std::string joined(const views::Marked& parts);

// One line of a search.
Json hit_json(const JsonContext& context, const views::SearchHit& hit);
Json brief_json(const JsonContext& context, const search::DisplayRecord& record);
// Everything that is known of a dataset.
Json dataset_json(const JsonContext& context, const store::DatasetRecord& record);

Json distribution_json(const JsonContext& context, const Distribution& one);

// Its verdict of freshness, and what it stands on.
Json freshness_json(
    const JsonContext& context,
    const store::DatasetRecord& record,
    const views::FreshnessView& verdict,
    Instant now
);
Json coded_json(const JsonContext& context, std::string_view kind, const Coded& value);

// Why something is shown no more.
Json takedown_json(const Takedown& takedown);

Json portal_json(const JsonContext& context, const views::PortalSummary& portal);
Json portal_detail_json(const JsonContext& context, const views::PortalView& view);
Json run_json(const JsonContext& context, const HarvestRun& run);
Json run_detail_json(const JsonContext& context, const views::RunView& view);
Json issue_counts_json(const std::vector<views::IssueCount>& issues);

// Compact text with a final newline; invalid UTF-8 cannot occur (core/utf8.hpp) but would be
// replaced, never thrown.
std::string dump(const Json& json);
// The same without the e-mail addresses that portals wrote into their texts (decision 26): whoever
// walks through all answers has the whole catalogue. What stands beside "data" is ours, and says
// what the reader asked.
std::string published(const Json& json);

// Names of the first level of a search line and of a dataset, for `fields`.
std::span<const std::string_view> hit_fields();
// Keeps the named members of `object`, in its own order; everything when `fields` is empty.
Json select_fields(const Json& object, const std::vector<std::string>& fields);

} // namespace moisson::api
