// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of NADA: a study with its DDI metadata, or a row of the search alone, as canonical
// JSON -> RawRecord. Pure. The parts live in study.cpp (DDI) and access.cpp (access, files).
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::nada {

using json::Value;

struct MappingContext {
    // Installation without a trailing slash, for pages of records.
    std::string root;
};

// NOT_A_DATASET for documents, images, scripts..., PARSE_JSON or BAD_SHAPE for stored bytes that
// are no study. Issues of stage `map` are added for what was cut or left out.
Result<RawRecord>
map_study(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- parts ---------------------------------------------------------------------------------------
// Texts, agents, coverage of `metadata.study_desc` (microdata), `series_description`
// (time series) and `table_description` (tables); the row's own fields where those say nothing.
void map_description(const Value& study, RawRecord& record);
void map_agents(const Value& study, RawRecord& record);
void map_coverage(const Value& study, RawRecord& record);
// Access right, licence and what can be opened: microdata page, documents, DDI file.
void map_access(const Value& study, const MappingContext& context, RawRecord& record);

// -- reading -------------------------------------------------------------------------------------
// The description of the study, whatever its type; null when there is only a row.
const Value* description_of(const Value& study);
// The first of `keys` that has a text, trimmed.
std::string first_text(const Value& value, std::initializer_list<std::string_view> keys);
// Elements of a list, or the value alone when it is none; nothing for null.
std::vector<const Value*> items_of(const Value* value);
bool is_web_address(std::string_view text);

} // namespace moisson::nada
