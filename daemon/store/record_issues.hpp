// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Issues of stored records: they stay with the record until it is mapped again, so that a portal's
// page says what is wrong now. Written with the record (merge_sql.hpp), summed per source.
#pragma once

#include "core/uuid.hpp"
#include "model/issue.hpp"
#include "store/catalog_store.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

class Connection;

// JSON array, texts valid and bounded; the page's address is left out where it is the record's.
std::string encode_issues(const std::vector<Issue>& issues, std::string_view remote_url);

// The other way; nothing when the text is none of ours.
std::vector<Issue>
decode_issues(std::string_view text, const std::string& remote_id, const std::string& remote_url);

// Of one dataset, whatever its state, in the order in which mapping found them.
std::vector<Issue> record_issues(
    Connection& connection,
    const Uuid& dataset,
    const std::string& remote_id,
    const std::string& remote_url
);

// Sums up the active records of a source into source_issue and unmapped_value. Inside a
// transaction.
void sum_record_issues(Connection& connection, std::int64_t source);

// Fills `issues` of each portal, and `issue_samples` when asked: the sums of its sources, and what
// the last ended run of each source found beyond its stored records.
void add_portal_issues(
    Connection& connection,
    const std::map<std::int64_t, PortalSummary*>& by_source,
    const std::vector<std::int64_t>& last_ended_runs,
    bool samples
);

} // namespace moisson::store
