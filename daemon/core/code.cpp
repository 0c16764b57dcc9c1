// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/code.hpp"

#include <algorithm>
#include <array>

namespace moisson {
namespace {

struct Row {
    Code code;
    std::string_view text;
    Severity severity;
};

constexpr auto rows = std::to_array<Row>({
#define MOISSON_CODE(name, text, severity) Row{Code::name, text, Severity::severity},
    MOISSON_CODES(MOISSON_CODE)
#undef MOISSON_CODE
});

constexpr auto codes = [] {
    std::array<Code, rows.size()> list{};
    std::transform(rows.begin(), rows.end(), list.begin(), [](const Row& row) { return row.code; });
    return list;
}();

} // namespace

std::string_view to_string(Code code) {
    return rows[static_cast<std::size_t>(code)].text;
}

std::optional<Code> code_from_string(std::string_view text) {
    const auto* row =
        std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.text == text; });
    if (row == rows.end())
        return std::nullopt;
    return row->code;
}

Severity usual_severity(Code code) {
    return rows[static_cast<std::size_t>(code)].severity;
}

std::span<const Code> all_codes() {
    return codes;
}

std::string_view to_string(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "error";
}

std::optional<Severity> severity_from_string(std::string_view text) {
    for (const Severity severity : {Severity::info, Severity::warning, Severity::error})
        if (to_string(severity) == text)
            return severity;
    return std::nullopt;
}

} // namespace moisson
