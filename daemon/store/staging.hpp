// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Staging: the records of one page as rows of the session's temporary tables. Encoded before the
// transaction begins, so that a page can be bisected without encoding it again.
#pragma once

#include "core/uuid.hpp"
#include "store/harvest_store.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;
class RawDictionary;

struct StagedAgent {
    std::string key;
    std::string name; // json
    std::string slug;
    std::string email;
    std::string url;
};

struct StagedRecord {
    DatasetId id;
    std::string remote_id;
    std::string remote_url;
    // What it was staged from, the caller's.
    const Dataset* dataset = nullptr;
    std::string record_row;        // binary COPY
    std::string raw_row;           // binary COPY
    std::string distribution_rows; // binary COPY, any number
    std::vector<std::pair<Uuid, StagedAgent>> agents;
};

// The same key in the same portal is the same agent.
Uuid agent_id(std::string_view portal_key, std::string_view key);
// A link's key is a hash of its URL.
Uuid link_id(std::string_view url);
// Authority of an absolute URL without user and port, lower case; empty when there is none.
std::string url_host(std::string_view url);

// A dataset that occurs twice is staged once, the first wins. `changes` outlive what is returned;
// raw records are compressed with `dictionary` unless it is null.
std::vector<StagedRecord> stage(
    std::string_view portal_key,
    const std::vector<RecordChange>& changes,
    const RawDictionary* dictionary
);

// Creates the temporary tables of this session at first use.
void prepare_staging(Connection& connection);
void copy_to_staging(Connection& connection, std::span<const StagedRecord> records);

} // namespace moisson::store
