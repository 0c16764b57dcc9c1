// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/unidentified.hpp"

#include <algorithm>
#include <string>

namespace moisson::kit {

bool is_odd_id(const json::Value& record, std::string_view key) {
    const json::Value* id = json::find(record, key);
    if (id == nullptr || id->is_number())
        return false;
    return !id->is_string() || id->get_ref<const std::string&>().empty();
}

bool is_unidentified(const Issue& issue) {
    if (issue.stage != Stage::parse)
        return false;
    if (issue.code == Code::bad_shape && issue.detail == odd_id)
        return true;
    if (!issue.remote_id.empty())
        return false;
    switch (issue.code) {
    case Code::missing_id:
    case Code::too_large:
    case Code::limit_reached:
        return true;
    // As warnings they tell what was repaired.
    case Code::bad_shape:
    case Code::parse_json:
    case Code::parse_xml:
        return issue.severity == Severity::error;
    default:
        return false;
    }
}

std::int64_t unidentified(const std::vector<Issue>& issues) {
    return std::count_if(issues.begin(), issues.end(), is_unidentified);
}

Error hole_in_list(std::int64_t holes) {
    return Error(Code::incomplete_crawl, std::to_string(holes) + " entries without a readable id");
}

Result<void> whole_list(const std::vector<Issue>& issues) {
    const std::int64_t holes = unidentified(issues);
    return holes == 0 ? Result<void>() : hole_in_list(holes);
}

} // namespace moisson::kit
