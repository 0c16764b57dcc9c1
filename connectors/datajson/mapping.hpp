// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of research H4.5: one dataset of data.json, as canonical JSON -> RawRecord. Pure. The
// parts live in files of their own: coverage, distributions, agents.
#pragma once

#include "core/result.hpp"
#include "datajson/members.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::datajson {

// Grows when the mapping changes: part of the mapping version (decision 9).
inline constexpr int mapping_version = 1;

struct MappingContext {
    std::string source_key;
    // Host of the portal: addresses on it are pages of the record at the portal.
    std::string host;
};

// NOT_A_DATASET for entries of another type, PARSE_JSON or BAD_SHAPE for stored bytes that are no
// dataset. Issues of stage `map` are added for what was cut or left out.
Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- parts ---------------------------------------------------------------------------------------
void map_agents(const Members& members, RawRecord& record);
void map_coverage(const Members& members, RawRecord& record);
void map_distributions(const Members& members, RawRecord& record, std::vector<Issue>& issues);

// A licence given as an address, a name, an object or a block of HTML with a link in it.
RawLicence licence_of(const Value& value);
// A list, whose only element may hold several words: ["eau, sol; air"].
std::vector<std::string> packed_list(const Members& members, Names names);
// "R/P1D", "P1Y": says how often, not when.
bool is_interval(std::string_view text);
std::string host_of(std::string_view url);

} // namespace moisson::datajson
