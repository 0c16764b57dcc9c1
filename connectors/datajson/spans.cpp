// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datajson/spans.hpp"

#include "core/json_access.hpp"
#include "datajson/members.hpp"
#include "kit/json_stream.hpp"

namespace moisson::datajson {

bool holds_datasets(std::string_view path) {
    return path == "catalog" || path == "service" || path == "datasetSeries";
}

std::string text_of(std::string_view value) {
    const Result<json::Value> parsed = json::parse(value);
    return parsed.has_value() ? as_text(*parsed) : std::string{};
}

std::string version_of(std::string text) {
    const std::size_t at = text.find("/v");
    if (at == std::string::npos)
        return is_web_address(text) ? std::string{} : text;
    return text.substr(at + 2, text.find('/', at + 2) - at - 2);
}

std::string id_of_span(std::string_view record) {
    std::string id;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        if (path == "identifier")
            id = text_of(value);
    };
    return kit::scan_json(record, {}, handlers).has_value() || !id.empty() ? id : std::string{};
}

bool is_one_record(std::string_view record) {
    std::size_t identifiers = 0;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view) {
        identifiers += path == "identifier" ? 1 : 0;
    };
    return kit::scan_json(record, {}, handlers).has_value() && identifiers == 1 &&
           json::is_well_formed(record);
}

} // namespace moisson::datajson
