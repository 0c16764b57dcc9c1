// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of research H4.4: one dataset, as canonical JSON -> RawRecord. Pure. The parts live
// in files of their own: coverage, distributions.
#pragma once

#include "core/result.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"
#include "opendatasoft/metas.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::opendatasoft {

struct MappingContext {
    // Public site without a trailing slash, for pages and files.
    std::string site;
};

// PARSE_JSON or BAD_SHAPE for stored bytes that are no dataset. Issues of stage `map` are added for
// what was cut or left out.
Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- parts ---------------------------------------------------------------------------------------
void map_temporal(const Metas& metas, RawRecord& record);
void map_spatial(const Metas& metas, RawRecord& record);
// Exports of its records, attachments, alternative exports.
void map_distributions(
    const Value& dataset,
    const Metas& metas,
    const MappingContext& context,
    RawRecord& record,
    std::vector<Issue>& issues
);

Issue map_issue(Code code, const RawRecord& record, std::string detail);
bool is_web_address(std::string_view text);
// The identifier that the portal's addresses use: dataset_id (v2), datasetid (v1).
std::string name_of(const Value& dataset);
// "opendata.exemple.fr" -> "https://opendata.exemple.fr"; an address stays as it is.
std::string web_address(std::string text);

} // namespace moisson::opendatasoft
