// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of research H4.2: one udata data set, as canonical JSON -> RawRecord. Pure. The parts
// live in files of their own: agents, coverage, resources.
#pragma once

#include "core/result.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"
#include "udata/fields.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::udata {

// Raised whenever mapping or canonical form change what is made of the same record.
inline constexpr int mapping_version = 1;

struct MappingContext {
    // Site address without a trailing slash, for pages of records that name none.
    std::string site;
};

// PARSE_JSON or BAD_SHAPE for stored bytes that are no data set. Issues of stage `map` are added
// for what was cut or left out.
Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- parts ---------------------------------------------------------------------------------------
void map_publisher(const Value& dataset, RawRecord& record);
void map_contacts(const Value& dataset, RawRecord& record);
void map_temporal(const Value& dataset, RawRecord& record);
void map_spatial(const Value& dataset, RawRecord& record);
void map_resources(const Value& dataset, RawRecord& record, std::vector<Issue>& issues);

Issue map_issue(Code code, const RawRecord& record, std::string detail);
// Appends a text that is neither empty nor there already.
void add_once(std::vector<std::string>& texts, std::string text);

} // namespace moisson::udata
