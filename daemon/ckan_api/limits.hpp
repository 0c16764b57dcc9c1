// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every bound of the facade.
#pragma once

#include <chrono>
#include <cstddef>

namespace moisson::ckan_api::limits {

// Datasets of one answer to package_search, and of an organisation, group or tag that is shown with
// its datasets, as CKAN caps them.
inline constexpr std::size_t search_rows = 1'000;
// Datasets of current_package_list_with_resources and the like, for who names no number.
inline constexpr std::size_t listed_datasets = 100;
// Organisations and groups of one answer with all fields; names alone have no bound.
inline constexpr std::size_t listed_groups = 1'000;
// Names of one part of package_list, which has no end of its own.
inline constexpr std::size_t listed_names = 10'000;
// Answers with many datasets that are made at once.
inline constexpr int long_answers = 4;
// An answer with more datasets than this is a long one.
inline constexpr std::size_t long_answer_rows = 100;
// Suggestions of one answer.
inline constexpr std::size_t suggestions = 100;
// Resources are looked for in parts of so many datasets, and no longer than this.
inline constexpr std::size_t searched_part = 5'000;
inline constexpr std::chrono::seconds resource_search_time{2};
// With an order of their own, all that match are held against one another: so many are kept.
inline constexpr std::size_t ordered_resources = 2'000;
// That many at once: those of one reader leave the long answers of the others alone.
inline constexpr int resource_searches = 2;
// One query: its text, what is nested in one another, and its clauses.
inline constexpr std::size_t query_bytes = 16 * 1024;
inline constexpr int query_depth = 24;
inline constexpr std::size_t query_clauses = 512;
// Of all queries of one request: each condition is a pass over the whole catalogue.
inline constexpr std::size_t conditions = 512;
// Of those, passes over all values of a facet, and searches for words.
inline constexpr std::size_t costly_conditions = 64;
// Keys of one order; those of a CKAN are two or three.
inline constexpr std::size_t order_keys = 8;
// "NOW-1YEAR/DAY+2HOURS": steps of one date, and units of one step.
inline constexpr int date_steps = 8;
inline constexpr long long date_units = 100'000;
// Values counted when the reader asks for all of them.
inline constexpr int facet_values = 10'000;

} // namespace moisson::ckan_api::limits
