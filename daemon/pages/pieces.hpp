// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parts that several pages show: result cards, runs, issues, and small conversions.
#pragma once

#include "pages/site.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace moisson::pages {

// `level`: heading level of the title, "2" or "3".
render::Data card(const Site& site, const views::SearchHit& hit, std::string_view level);
// "freshness" (label, empty when there is nothing to say) and "freshness_class".
void put_freshness(render::Data& data, const Site& site, Freshness state);
// Sets `alerts` and `has_alerts`.
void put_alerts(render::Data& data, const std::vector<store::AlertRow>& rows, Instant now);
render::Data run_row(const Site& site, const HarvestRun& run);
// Sets `issues` and `has_issues`; a record whose name is known is shown by it. `run`: whose they
// are, if they are of one.
void put_issues(
    render::Data& data,
    const std::vector<views::IssueCount>& issues,
    const views::RecordNames& names,
    const HarvestRun* run = nullptr
);
// "ok", "warn" or "bad": the class of a badge; meaning is always in the text too.
std::string_view state_class(RunState state);
// Sets `<key>` and `<key>_iso`.
void put_date(render::Data& data, const std::string& key, const std::optional<PartialDate>& date);
std::string date_text(const PartialDate& date);
// Sets `<key>_lang` and `<key>_dir`; a text without language keeps the page's and "auto".
void put_lang(render::Data& data, const std::string& key, std::string_view lang);
// The address when a browser may follow it (http, https), else empty.
std::string safe_href(std::string_view url);
// Host name of a safe address, for readers.
std::string host_of(std::string_view url);
// "Bénin, Togo".
std::string country_names(const Site& site, const std::vector<std::string>& codes);
// "60.." of quality: "60 ou plus". Other ranges as they were typed.
std::string range_text(std::string_view name, const std::string& value);
// What a value of a filter is called: `label` if there is one, else by the vocabularies.
std::string value_label(
    const Site& site,
    std::string_view filter,
    std::string_view value,
    std::string_view label = {}
);
std::string search_url(std::string_view parameter, std::string_view value);
// Fills {{#name}}: hidden form fields that keep the search as it is, but for `dropped`.
void put_kept(
    render::Data& data,
    const std::string& name,
    routes::Query query,
    const std::vector<std::string_view>& dropped
);

// JSON for <script type="application/ld+json">: nothing in it can end the element.
std::string script_safe(const nlohmann::ordered_json& json);

} // namespace moisson::pages
