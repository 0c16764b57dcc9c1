// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The parameters of a walk over a catalogue, and the addresses of its pages. Pure.
#pragma once

#include "routes/paths.hpp"
#include "routes/search_parameters.hpp"
#include "routes/url.hpp"
#include "store/live_datasets.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::opendata {

inline constexpr std::int64_t default_page_size = 100;

struct FeedQuery {
    std::int64_t page = 1;
    std::int64_t page_size = default_page_size;
    // As it was written, for the links.
    std::string modified_since;
    std::optional<Instant> since;
    // Where the page begins; without it, `page - 1` full pages are passed over.
    std::optional<store::LivePlace> after;
    // The parameters of a search that choose a part of the catalogue, as they were written, and
    // what they mean.
    routes::Query selection;
    routes::SearchParameters wanted;
    // Where the page of such a part begins, without `since`: the cursor that the page before gave.
    // With neither it nor `after`, `page` is at most pages_within_reach().
    std::string cursor;
    std::vector<routes::ParameterProblem> problems;

    bool selects() const { return !selection.empty(); }
};

// What walks where no parameter chooses: the store over everything or a portal, the index over the
// datasets of an organisation.
enum class Walk { store, index };

// Pages of a chosen part that can be asked for by number alone.
std::int64_t pages_within_reach(std::int64_t page_size);

// `profiles`, which ckanext-dcat sends, is read and means nothing; names that nobody knows are
// problems: a filter that is passed over would give the whole catalogue for a part.
FeedQuery read_feed_query(const routes::Query& query, Walk walk = Walk::store);

// "2026-01-02T03:04:05.000006Z_<uuid>", or the uuid alone in walks by id.
std::string place_text(const store::LivePlace& place, bool by_change);

// Path and query of a page of the walk. `feed` has its suffix.
std::string page_address(
    const std::string& feed,
    const FeedQuery& query,
    std::int64_t page,
    const std::optional<store::LivePlace>& after
);
// The same with the text of the place; empty: by number.
std::string page_address(
    const std::string& feed,
    const FeedQuery& query,
    std::int64_t page,
    std::string_view after
);

} // namespace moisson::opendata
