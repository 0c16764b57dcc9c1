// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/envelope.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "kit/body.hpp"

#include <charconv>

namespace moisson::ckan {

std::string text_of(std::string_view value) {
    const Result<json::Value> parsed = json::parse(value);
    return parsed.has_value() ? json::scalar(*parsed) : std::string{};
}

void Envelope::member(std::string_view path, std::string_view value) {
    if (path == "success") {
        is_failed = value == "false";
    } else if (path == "count" || path == "result.count") {
        std::int64_t number = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
        if (read.ec == std::errc{} && number >= 0)
            count = number;
    } else if (path.starts_with("error")) {
        if (error.size() < limits::short_text_bytes)
            error += (error.empty() ? "" : "; ") + std::string(value);
    } else if (path == "result.ckan_version") {
        status.version = text_of(value);
    } else if (path == "result.site_title") {
        status.title = text_of(value);
    } else if (path.empty() && value.starts_with('"')) {
        is_failed = true;
        error = kit::excerpt_of(value);
    }
}

Result<void> Envelope::check() const {
    if (is_failed)
        return Error(Code::api_error, error.empty() ? "success: false" : error);
    return {};
}

} // namespace moisson::ckan
