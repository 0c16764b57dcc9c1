// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/selection.hpp"

#include <array>
#include <vector>

namespace moisson::opendatasoft {
namespace {

std::string date_literal(Instant instant, Dialect dialect) {
    const std::string text = to_iso8601(std::chrono::floor<std::chrono::seconds>(instant));
    if (dialect == Dialect::v1)
        return text.substr(0, text.find('Z'));
    return "date'" + text + "'";
}

std::string joined(const std::vector<std::string>& terms, std::string_view word) {
    std::string out;
    for (const std::string& term : terms) {
        if (!out.empty())
            out += word;
        out += term;
    }
    return out;
}

std::string text_literal(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace

std::string_view to_string(Dialect dialect) {
    switch (dialect) {
    case Dialect::v21:
        return "v2.1";
    case Dialect::v20:
        return "v2.0";
    case Dialect::v1:
        return "v1";
    }
    return {};
}

std::optional<Dialect> dialect_from_string(std::string_view text) {
    for (const Dialect dialect : {Dialect::v21, Dialect::v20, Dialect::v1}) {
        if (to_string(dialect) == text)
            return dialect;
    }
    return std::nullopt;
}

std::string where_of(const Selection& selection, Dialect dialect) {
    std::vector<std::string> terms;
    if (selection.undated)
        terms.emplace_back(dialect == Dialect::v1 ? "#null(modified)" : "modified is null");
    if (selection.from)
        terms.push_back("modified >= " + date_literal(*selection.from, dialect));
    if (selection.to)
        terms.push_back("modified < " + date_literal(*selection.to, dialect));
    if (selection.since) {
        const std::string date = date_literal(*selection.since, dialect);
        constexpr std::array<std::string_view, 3> fields{
            "modified",
            "data_processed",
            "metadata_processed",
        };
        std::vector<std::string> any;
        for (const std::string_view field : fields)
            any.push_back(std::string(field) + " >= " + date);
        terms.push_back('(' + joined(any, " OR ") + ')');
    }
    return joined(terms, " AND ");
}

std::string where_ids(std::span<const std::string> ids) {
    std::vector<std::string> any;
    for (const std::string& id : ids) {
        const std::string literal = text_literal(id);
        any.push_back("dataset_uid = " + literal);
        any.push_back("dataset_id = " + literal);
    }
    return joined(any, " OR ");
}

std::optional<Instant> instant_of_modified(std::string_view text) {
    std::optional<Instant> instant = from_iso8601(text);
    // v1 dates of old portals have no zone; they are UTC.
    if (!instant && text.find('T') != std::string_view::npos)
        instant = from_iso8601(std::string(text) + 'Z');
    if (!instant)
        return std::nullopt;
    return std::chrono::floor<std::chrono::seconds>(*instant);
}

} // namespace moisson::opendatasoft
