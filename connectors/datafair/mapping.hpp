// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of research H4.5: one Data Fair dataset, as canonical JSON -> RawRecord. Pure.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::datafair {

struct MappingContext {
    // Public site without a trailing slash, for pages.
    std::string site;
    // ".../data-fair/api/v1" without a trailing slash, for files.
    std::string api;
};

// PARSE_JSON or BAD_SHAPE for stored bytes that are no dataset. Issues of stage `map` are added for
// what was cut or left out.
Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// -- parts ---------------------------------------------------------------------------------------
// The file as it was sent, its conversion, the lines of what has no file, attachments.
void map_distributions(
    const json::Value& dataset,
    const MappingContext& context,
    RawRecord& record,
    std::vector<Issue>& issues
);

Issue map_issue(Code code, const RawRecord& record, std::string detail);
bool is_web_address(std::string_view text);
// A text without spaces around it.
std::string trimmed_text(const json::Value& object, std::string_view key);

} // namespace moisson::datafair
