// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies before parsing.
#include "kit/body.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"

namespace moisson::kit {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_leading_space(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

// Old sites answer with a JSON string that holds the JSON (seen on CKAN 1.x).
void unquote(std::string& body) {
    const Result<json::Value> whole = json::parse(body);
    if (whole.has_error() || !whole->is_string())
        return;
    const auto& inner = whole->get_ref<const std::string&>();
    const std::string_view text = without_leading_space(inner);
    if (text.starts_with('{') || text.starts_with('['))
        body = inner;
}

bool may_begin_json(char c) {
    return c == '{' || c == '[' || c == '"' || c == '-' || (c >= '0' && c <= '9') || c == 't' ||
           c == 'f' || c == 'n';
}

} // namespace

std::string excerpt_of(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, limits::excerpt_bytes * 2);
    if (is_clean_utf8(head))
        return std::string(utf8_prefix(head, limits::excerpt_bytes));
    const std::string clean = repair_utf8(head).text;
    return std::string(utf8_prefix(clean, limits::excerpt_bytes));
}

Result<void> prepare_json_body(net::Response& response, std::vector<Issue>& issues) {
    return prepare_json_body(response.body, response.url, issues);
}

Result<void>
prepare_json_body(std::string& body, std::string_view url, std::vector<Issue>& issues) {
    if (body.starts_with(byte_order_mark))
        body.erase(0, byte_order_mark.size());
    if (!is_clean_utf8(body)) {
        RepairedText repaired = repair_utf8(body);
        body = std::move(repaired.text);
        Issue issue(
            Code::encoding_repaired,
            Stage::parse,
            std::to_string(repaired.repairs) + " sequences"
        );
        issue.remote_url = url;
        issues.push_back(std::move(issue));
    }
    const std::string_view text = without_leading_space(body);
    if (text.empty())
        return Error(Code::not_json, "empty body");
    if (text.front() == '<')
        return Error(Code::not_json, "HTML: " + excerpt_of(text.substr(0, 200)));
    if (!may_begin_json(text.front()))
        return Error(Code::not_json, excerpt_of(text.substr(0, 200)));
    if (text.front() == '"')
        unquote(body);
    return {};
}

} // namespace moisson::kit
