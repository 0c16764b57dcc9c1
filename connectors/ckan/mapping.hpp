// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of research H4.1: one CKAN package, as canonical JSON -> RawRecord. Pure. The parts
// live in files of their own: status, agents, coverage, resources.
#pragma once

#include "ckan/fields.hpp"
#include "core/result.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::ckan {

struct MappingContext {
    std::string source_key;
    // Site address without a trailing slash, for pages of records.
    std::string site;
};

// NOT_A_DATASET for packages of another type, PARSE_JSON or BAD_SHAPE for stored bytes that are no
// package. Issues of stage `map` are added for what was cut or left out.
Result<RawRecord>
map_package(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- parts ---------------------------------------------------------------------------------------
void map_publisher(const Value& package, const Fields& fields, RawRecord& record);
void map_creator(const Fields& fields, RawRecord& record);
void map_contacts(const Fields& fields, RawRecord& record);
void map_temporal(const Fields& fields, RawRecord& record);
void map_spatial(const Fields& fields, RawRecord& record);
void map_groups(const Value& package, const Fields& fields, RawRecord& record);
void map_resources(const Value& package, RawRecord& record, std::vector<Issue>& issues);

// HDX: groups are countries, frequencies are days, maintainers are user ids.
bool is_hdx(const Fields& fields);
// "Date changed\t2015-01-21T11:54:45+01:00" -> the date.
std::string without_date_label(std::string text);
// "eng; CAN | fra; CAN" -> "eng", "fra".
std::vector<std::string> separated_languages(const std::vector<std::string>& texts);
bool is_web_address(std::string_view text);

} // namespace moisson::ckan
