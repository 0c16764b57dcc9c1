// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/parameters.hpp"

#include "core/utf8.hpp"
#include "routes/url.hpp"
#include "text/fold.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::ckan_api {
namespace {

// Deeper than any parameter is.
constexpr int nesting_max = 32;

bool is_too_deep(std::string_view text) {
    int depth = 0;
    for (const char c : text) {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (depth > nesting_max)
            return true;
    }
    return false;
}

// "\u0000" is JSON and no text for PostgreSQL.
Json without_nul(const Json& value) {
    if (value.is_string())
        return repair_utf8(value.get_ref<const std::string&>()).text;
    if (value.is_array()) {
        Json out = Json::array();
        for (const Json& one : value)
            out.push_back(without_nul(one));
        return out;
    }
    if (!value.is_object())
        return value;
    Json out = Json::object();
    for (const auto& [name, one] : value.items())
        out[repair_utf8(name).text] = without_nul(one);
    return out;
}

Json parse(std::string_view text) {
    if (is_too_deep(text))
        return Json(Json::value_t::discarded);
    return without_nul(Json::parse(repair_utf8(text).text, nullptr, false));
}

Read<Parameters> from_json(std::string_view text) {
    Json value = parse(text);
    if (value.is_discarded())
        return bad_request("JSON Error: Error decoding JSON data");
    if (!value.is_object())
        return bad_request("JSON Error: Request data JSON decoded to no object");
    return Parameters(std::move(value));
}

Parameters from_query(const routes::Query& query) {
    Json object = Json::object();
    for (const auto& [name, value] : query) {
        if (!object.contains(name)) {
            object[name] = value;
            continue;
        }
        if (!object[name].is_array())
            object[name] = Json::array({object[name]});
        object[name].push_back(value);
    }
    return Parameters(std::move(object));
}

// Names and values of the parts of multipart/form-data; files among them are passed over.
routes::Query read_multipart(std::string_view body, std::string_view boundary) {
    routes::Query out;
    const std::string mark = "--" + std::string(boundary);
    std::size_t at = body.find(mark);
    while (at != body.npos) {
        const std::size_t begin = at + mark.size();
        const std::size_t end = body.find(mark, begin);
        if (end == body.npos)
            break;
        const std::string_view part = body.substr(begin, end - begin);
        at = end;
        const std::size_t head_end = part.find("\r\n\r\n");
        const std::size_t name = part.find("name=\"");
        if (head_end == part.npos || name > head_end || part.find("filename=") < head_end)
            continue;
        const std::size_t name_end = part.find('"', name + 6);
        std::string_view value = part.substr(head_end + 4);
        if (value.ends_with("\r\n"))
            value.remove_suffix(2);
        if (name_end < head_end)
            out.emplace_back(
                repair_utf8(part.substr(name + 6, name_end - name - 6)).text,
                repair_utf8(value).text
            );
    }
    return out;
}

Read<Parameters> from_form(const routes::Query& form) {
    if (form.size() == 1 && (form[0].second.empty() || form[0].second == "1") &&
        text::trim(form[0].first).starts_with("{"))
        return from_json(text::trim(form[0].first));
    return from_query(form);
}

Read<Parameters> from_body(std::string_view body, const std::string& content_type) {
    const std::string type = text::fold(content_type);
    const std::size_t boundary = content_type.find("boundary=");
    if (type.starts_with("multipart/form-data") && boundary != content_type.npos) {
        std::string_view mark = std::string_view(content_type).substr(boundary + 9);
        mark = mark.substr(0, mark.find(';'));
        if (mark.size() >= 2 && mark.front() == '"' && mark.back() == '"')
            mark = mark.substr(1, mark.size() - 2);
        return from_form(read_multipart(body, mark));
    }
    const bool is_json = type.find("json") != type.npos;
    if (body.front() == '{' || body.front() == '[' || is_json)
        return from_json(body);
    // "%7B...%7D": JSON that was sent as a form.
    const routes::Query form = routes::parse_query(body);
    const bool is_form = body.find('=') != body.npos || type.find("urlencoded") != type.npos ||
                         (form.size() == 1 && form[0].first.starts_with("{"));
    if (!is_form)
        return bad_request("JSON Error: Error decoding JSON data");
    return from_form(form);
}

std::string scalar(const Json& value) {
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean() || value.is_number())
        return value.dump();
    return {};
}

std::vector<std::string> entries(const Json& value) {
    std::vector<std::string> out;
    if (value.is_array()) {
        for (const Json& one : value)
            if (std::string text = scalar(one); !text.empty())
                out.push_back(std::move(text));
    } else if (std::string text = scalar(value); !text.empty()) {
        out.push_back(std::move(text));
    }
    return out;
}

void add_words(std::string_view text, std::vector<std::string>& out) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(", []\"'"), text.size());
        if (end > 0)
            out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

const Json* Parameters::find(std::string_view name) const {
    const auto at = object_.find(std::string(name));
    return at == object_.end() || at->is_null() ? nullptr : &*at;
}

bool Parameters::has(std::string_view name) const {
    return find(name) != nullptr;
}

std::string Parameters::text(std::string_view name) const {
    const std::vector<std::string> all = texts(name);
    return all.empty() ? std::string() : all.front();
}

std::vector<std::string> Parameters::texts(std::string_view name) const {
    const Json* const value = find(name);
    return value == nullptr ? std::vector<std::string>() : entries(*value);
}

std::vector<std::string> Parameters::list(std::string_view name) const {
    std::vector<std::string> out;
    for (const std::string& text : texts(name)) {
        const Json inner = text::trim(text).starts_with("[") ? parse(text) : Json();
        if (inner.is_array())
            for (std::string& one : entries(inner))
                out.push_back(std::move(one));
        else
            add_words(text, out);
    }
    return out;
}

std::vector<std::string> Parameters::queries(std::string_view name) const {
    std::vector<std::string> out;
    for (std::string& text : texts(name)) {
        const Json inner = text::trim(text).starts_with("[") ? parse(text) : Json();
        if (!inner.is_array()) {
            out.push_back(std::move(text));
            continue;
        }
        for (std::string& one : entries(inner))
            out.push_back(std::move(one));
    }
    return out;
}

bool Parameters::truth(std::string_view name, bool otherwise) const {
    const std::string value = text::fold(text(name));
    for (const char* const yes : {"true", "yes", "on", "y", "t", "1"})
        if (value == yes)
            return true;
    for (const char* const no : {"false", "no", "off", "n", "f", "0"})
        if (value == no)
            return false;
    return otherwise;
}

Read<std::int64_t> Parameters::natural(std::string_view name, std::int64_t otherwise) const {
    const std::string given = text(name);
    const std::string_view value = text::trim(given);
    if (value.empty())
        return otherwise;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size())
        return invalid(name, "Invalid integer");
    if (number < 0)
        return invalid(name, "Must be a natural number");
    return number;
}

Read<std::string> Parameters::wanted(std::string_view name) const {
    std::string value = text(name);
    if (value.empty())
        return invalid(name, "Missing value");
    return value;
}

Read<Parameters> read_parameters(const net::ServerRequest& request) {
    if (request.method != "POST")
        return from_query(routes::parse_query(request.query));
    const std::string_view body = text::trim(request.body);
    if (body.empty())
        return from_query(routes::parse_query(request.query));
    return from_body(body, std::string(net::header(request.headers, "content-type")));
}

} // namespace moisson::ckan_api
