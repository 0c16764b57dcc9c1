// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the query language of CKAN to conditions of the index. Pure.
#pragma once

#include "ckan_api/names.hpp"
#include "ckan_api/query.hpp"
#include "search/selection.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace moisson::ckan_api {

// What a query may name by an id that only we can read.
using OrganizationIds = std::unordered_multimap<Uuid, std::string>;

struct KnownNames {
    VocabulariesPtr vocabularies;
    // Keys and titles.
    std::vector<std::pair<std::string, std::string>> portals;
    // Names (values of the facet) of all organisations by id; needed for `owner_org` only.
    std::shared_ptr<const OrganizationIds> organizations;
    Instant now{};
};

struct Conditions {
    search::Condition where;
    // What matches nothing, or is not looked at: English words for the reader of the answer.
    std::vector<std::string> warnings;
};

// What it takes to look a condition up: how much it names, and how much of that is looked for among
// all values of a facet or in the words.
struct Cost {
    std::size_t conditions = 0;
    std::size_t costly = 0;
};
Cost cost_of(const search::Condition& condition);
// Adds a part to an any_of or all_of; alternatives of one kind become one condition.
void add_part(search::Condition& whole, search::Condition part);

// An unknown field matches nothing, with a warning.
Conditions to_conditions(const Node& node, const KnownNames& names);

// Whether `field` means something here.
bool is_known_field(std::string_view field);

// "name asc, metadata_modified desc". Nothing: a field or a direction that nobody knows. Empty: the
// order of CKAN, by score and then the newest first.
std::optional<std::vector<search::OrderKey>> read_order(std::string_view sort);

// The facet behind a field ("res_format"); nothing when it cannot be counted.
std::optional<search::Facet> facet_of_field(std::string_view field);
// A value of that facet as CKAN names it, and back.
std::string
facet_value(search::Facet facet, std::string_view value, const VocabulariesPtr& vocabularies);

} // namespace moisson::ckan_api
