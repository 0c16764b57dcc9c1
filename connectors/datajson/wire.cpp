// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One dataset: parsing, repair, identity.
#include "datajson/wire.hpp"

#include "core/limits.hpp"
#include "datajson/members.hpp"
#include "kit/body.hpp"
#include "kit/identity.hpp"
#include "kit/json_stream.hpp"
#include "kit/repair_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace moisson::datajson {
namespace {

// Members that identify() reads, the others only where there is none of the first.
constexpr std::array<std::string_view, 3> identifier_keys{
    "identifier",
    "dct:identifier",
    "dcterms:identifier"};
constexpr std::array<std::string_view, 2> other_id_keys{"@id", "id"};
constexpr std::array<std::string_view, 3> title_keys{"title", "dct:title", "dcterms:title"};

Issue parse_issue(Code code, std::string detail) {
    Issue issue(code, Stage::parse, std::move(detail));
    issue.severity = Severity::warning;
    return issue;
}

// `text` was read into `value`.
void note_two_values(std::string_view text, const json::Value& value, WireDataset& dataset) {
    const auto is_twice = [text](std::span<const std::string_view> keys) {
        return !kit::first_twice(text, keys).empty();
    };
    const bool has_identifier = !Members(value).text({"identifier"}).empty();
    dataset.is_named_twice =
        is_twice(identifier_keys) || (!has_identifier && is_twice(other_id_keys));
    dataset.is_titled_twice = is_twice(title_keys);
}

void note_duplicate_key(std::string_view bytes, const json::Value& value, WireDataset& dataset) {
    const std::string_view key = kit::duplicate_key(bytes);
    // Keys may also be written in two ways.
    if (!key.empty() || bytes.find('\\') != std::string_view::npos)
        note_two_values(bytes, value, dataset);
    if (key.empty())
        return;
    dataset.issues.push_back(parse_issue(Code::parse_json, "key twice: " + std::string(key)));
    if (key.data() >= bytes.data() && key.data() < bytes.data() + bytes.size())
        dataset.fault_at = static_cast<std::size_t>(key.data() - bytes.data());
}

// With unpaired surrogates and \u0000 taken out.
Result<json::Value> parse_repaired_escapes(std::string_view bytes, WireDataset& dataset) {
    std::size_t repairs = 0;
    const std::string repaired = kit::repair_escapes(bytes, repairs);
    Result<json::Value> parsed = json::parse(repaired);
    if (parsed.has_value() && repairs > 0)
        dataset.issues.push_back(
            parse_issue(Code::encoding_repaired, std::to_string(repairs) + " escapes")
        );
    return parsed;
}

Result<json::Value> parse_broken(std::string_view bytes, const Error& why, WireDataset& dataset) {
    const kit::RepairedJson repaired = kit::repair_json(bytes);
    Result<json::Value> parsed = parse_repaired_escapes(repaired.text, dataset);
    if (parsed.has_error() || repaired.repairs.empty())
        return why;
    std::string detail(repaired.repairs.front().what);
    if (repaired.repair_count > 1)
        detail += " (" + std::to_string(repaired.repair_count) + " repairs)";
    dataset.fault_at = repaired.repairs.front().offset;
    // Two datasets that became one have their keys twice.
    dataset.is_doubtful = repaired.marks.may_lose() || !kit::duplicate_key(repaired.text).empty();
    note_two_values(repaired.text, *parsed, dataset);
    dataset.issues.push_back(parse_issue(Code::parse_json, std::move(detail)));
    return parsed;
}

} // namespace

std::size_t byte_of(const Error& error) {
    const std::size_t space = error.detail.rfind(' ');
    std::size_t byte = 0;
    if (error.code == Code::parse_json && space != std::string::npos)
        std::from_chars(
            error.detail.data() + space + 1,
            error.detail.data() + error.detail.size(),
            byte
        );
    return byte > 0 ? byte - 1 : 0;
}

Result<WireDataset> parse_dataset(std::string_view bytes) {
    WireDataset dataset;
    Result<json::Value> parsed = json::Value();
    const bool suspicious = bytes.find("\\u0000") != std::string_view::npos;
    if (!suspicious)
        parsed = json::parse(bytes);
    if (suspicious || (parsed.has_error() && bytes.find("\\u") != std::string_view::npos))
        parsed = parse_repaired_escapes(bytes, dataset);
    if (parsed.has_error() && parsed.error().code == Code::parse_json) {
        dataset.fault_at = byte_of(parsed.error());
        if (bytes.starts_with('{'))
            parsed = parse_broken(bytes, parsed.error(), dataset);
    } else if (parsed.has_value()) {
        note_duplicate_key(bytes, *parsed, dataset);
    }
    if (parsed.has_error())
        return parsed.error();
    if (!parsed->is_object() || parsed->empty())
        return Error(Code::bad_shape, "a dataset that is no object");
    dataset.value = std::move(parsed.value());
    return dataset;
}

std::size_t tree_bytes_of(const net::Body& body) {
    const std::size_t values =
        kit::values_in(body, std::numeric_limits<std::size_t>::max()).record_values();
    return std::min(values, limits::record_values) * limits::json_value_bytes;
}

std::string identify(const json::Value& dataset, std::string_view source_key, bool& synthetic) {
    synthetic = false;
    const Members members(dataset);
    std::string id = members.text({"identifier"});
    if (id.empty() && is_web_address(members.text({"@id"})))
        id = members.text({"@id"});
    if (id.empty())
        id = members.text({"id"});
    if (!id.empty())
        return id;
    synthetic = true;
    return kit::synthetic_id(
        source_key,
        members.text({"landingpage"}),
        members.text({"title"}),
        members.text({"publisher"})
    );
}

bool has_odd_title(const json::Value& dataset) {
    const Members members(dataset);
    return members.find({"title"}) != nullptr && members.localized({"title", "name"}).empty();
}

bool has_odd_identifier(const json::Value& dataset) {
    const Members members(dataset);
    return members.find({"identifier"}) != nullptr && members.text({"identifier"}).empty();
}

} // namespace moisson::datajson
