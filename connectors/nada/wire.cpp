// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/wire.hpp"

#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/canonical_json.hpp"
#include "kit/identity.hpp"
#include "kit/json_stream.hpp"
#include "kit/unidentified.hpp"
#include "nada/ddi.hpp"
#include "nada/rules.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::nada {
namespace {

constexpr std::array<std::string_view, 3> row_paths{"rows", "result.rows", "datasets"};
constexpr std::size_t stamp_digits = 32;

std::string text_of(std::string_view value) {
    const Result<json::Value> parsed = json::parse(value);
    return parsed.has_value() ? json::scalar(*parsed) : std::string{};
}

std::optional<std::int64_t> number_of(std::string_view value) {
    const std::string text = text_of(value);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || read.ec != std::errc{} || number < 0)
        return std::nullopt;
    return number;
}

// What the members around the rows say.
struct Envelope {
    std::optional<std::int64_t> found;
    std::optional<std::int64_t> total;
    std::int64_t limit = 0;
    bool has_list = false;
    bool failed = false;
    std::string message;

    void member(std::string_view path, std::string_view value) {
        if (path.starts_with("result."))
            path.remove_prefix(7);
        if (path == "found")
            found = number_of(value);
        else if (path == "total")
            total = number_of(value);
        else if (path == "limit")
            limit = number_of(value).value_or(0);
        else if (path == "status")
            failed = failed || value == "false" || text_of(value) == "failed";
        else if (path == "error" || path == "errors" || path == "message")
            message = kit::excerpt_of(value.substr(0, limits::short_text_bytes));
    }
    // "error" alone is a failure too, unless there is a list beside it.
    bool is_failure() const { return failed || (!has_list && !found && !message.empty()); }
    Error error() const { return Error(Code::api_error, message.empty() ? "failed" : message); }
};

Issue row_issue(Code code, std::string remote_id, std::string detail, std::string_view bytes) {
    Issue issue(code, Stage::parse, std::move(detail));
    issue.remote_id = std::move(remote_id);
    issue.excerpt = kit::excerpt_of(bytes);
    return issue;
}

// Without the escapes that no text may hold; `repairs` counts them.
Result<json::Value> parse_repaired(std::string_view bytes, std::size_t& repairs) {
    repairs = 0;
    if (bytes.find("\\u0000") == std::string_view::npos) {
        Result<json::Value> parsed = json::parse(bytes);
        if (parsed.has_value() || bytes.find("\\u") == std::string_view::npos)
            return parsed;
    }
    return json::parse(kit::repair_escapes(bytes, repairs));
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        const std::string key = text::vocabulary_key(value);
        return !key.empty() &&
               std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
                   return text::vocabulary_key(want) == key;
               });
    });
}

bool passes(const json::Value& row, const Filters& filters) {
    return std::all_of(filters.begin(), filters.end(), [&](const auto& entry) {
        const auto& [dimension, filter] = entry;
        std::vector<std::string> values;
        if (dimension == "organization")
            values = {json::scalar(row, "authoring_entity"), json::scalar(row, "authenty")};
        else if (dimension == "group")
            values = {json::scalar(row, "repositoryid"), json::scalar(row, "repo_title")};
        if (!filter.include.empty() && !holds(values, filter.include))
            return false;
        return filter.exclude.empty() || !holds(values, filter.exclude);
    });
}

void read_popularity(const json::Value& row, kit::WireRecord& record) {
    if (const auto views = json::integer(row, "total_views"); views && *views >= 0)
        record.popularity.emplace_back("views", *views);
    if (const auto downloads = json::integer(row, "total_downloads"); downloads && *downloads >= 0)
        record.popularity.emplace_back("downloads", *downloads);
}

// Identity, counters, canonical bytes and digest of a row or a study.
kit::WireRecord wire_record(const json::Value& value) {
    kit::WireRecord record;
    record.remote_id = idno_of(value);
    read_popularity(value, record);
    record.canonical = kit::canonical_json(value, canonical_rules());
    record.digest = sha256(record.canonical);
    return record;
}

// What the catalogue knows the study by; older ones have the second or the third only.
bool has_odd_id(const json::Value& row) {
    for (const std::string_view key : {"idno", "surveyid", "refno"}) {
        const json::Value* id = json::find(row, key);
        if (id != nullptr && (id->is_structured() || id->is_boolean()))
            return true;
        if (id != nullptr && !json::scalar(*id).empty())
            return false;
    }
    const json::Value* usual = json::find(row, "idno");
    return usual != nullptr && usual->is_null();
}

void read_row(std::string_view bytes, const ReadOptions& options, Listing& listing) {
    std::size_t repairs = 0;
    Result<json::Value> parsed = parse_repaired(bytes, repairs);
    if (parsed.has_error()) {
        listing.issues.push_back(row_issue(parsed.error().code, {}, parsed.error().detail, bytes));
        return;
    }
    if (!parsed->is_object() || parsed->empty()) {
        listing.issues.push_back(row_issue(Code::bad_shape, {}, "a row that is no object", bytes));
        return;
    }
    if (has_odd_id(*parsed)) {
        listing.issues.push_back(
            row_issue(Code::bad_shape, idno_of(*parsed), std::string(kit::odd_id), bytes)
        );
        return;
    }
    if (!passes(*parsed, options.filters))
        return;
    Row row;
    row.record = wire_record(*parsed);
    if (row.record.remote_id.empty()) {
        row.record.remote_id = kit::synthetic_id(
            options.source_key,
            json::scalar(*parsed, "url"),
            json::scalar(*parsed, "title") + json::scalar(*parsed, "titl"),
            json::scalar(*parsed, "authoring_entity")
        );
        if (row.record.remote_id.empty()) {
            listing.issues.push_back(row_issue(Code::missing_id, {}, "no idno, no id", bytes));
            return;
        }
        listing.issues.push_back(
            row_issue(Code::id_synthetic, row.record.remote_id, "no idno, no id", bytes)
        );
    }
    if (repairs > 0)
        listing.issues.push_back(row_issue(
            Code::encoding_repaired,
            row.record.remote_id,
            std::to_string(repairs) + " escapes",
            {}
        ));
    row.number = json::scalar(*parsed, "id");
    row.stamp = to_hex(row.record.digest).substr(0, stamp_digits);
    listing.rows.push_back(std::move(row));
}

} // namespace

std::string idno_of(const json::Value& record) {
    for (const std::string_view key : {"idno", "surveyid", "refno", "id"}) {
        std::string id = json::scalar(record, key);
        if (!id.empty())
            return id;
    }
    return {};
}

Digest page_digest(const std::vector<kit::WireRecord>& records) {
    Sha256 digest;
    for (const kit::WireRecord& record : records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    return digest.finish();
}

Result<Listing> read_search(std::string_view body, const ReadOptions& options) {
    Listing listing;
    Envelope envelope;
    bool too_many = false;
    kit::JsonHandlers handlers;
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (static_cast<std::size_t>(++listing.received) > limits::records_per_page) {
            too_many = true;
            return;
        }
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            listing.issues.push_back(
                row_issue(fits.error().code, {}, fits.error().detail, span.bytes)
            );
            return;
        }
        read_row(span.bytes, options, listing);
    };
    handlers.on_list = [&] { envelope.has_list = true; };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        envelope.member(path, value);
    };
    const Result<void> scanned = kit::scan_json(body, row_paths, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (envelope.is_failure())
        return envelope.error();
    if (!envelope.has_list && !envelope.found)
        return Error(Code::bad_shape, "no rows: " + kit::excerpt_of(body.substr(0, 200)));
    if (too_many)
        listing.issues.push_back(row_issue(Code::limit_reached, {}, "records_per_page", {}));
    listing.found = envelope.found ? envelope.found : envelope.total;
    listing.limit = envelope.limit;
    return listing;
}

Result<kit::WireRecord> read_study(std::string_view body) {
    if (body.size() > limits::record_bytes)
        return Error(Code::too_large, std::to_string(body.size()) + " bytes");
    if (const Result<void> fits = kit::within_limits(body); fits.has_error())
        return fits.error();
    std::size_t repairs = 0;
    const Result<json::Value> parsed = parse_repaired(body, repairs);
    if (parsed.has_error())
        return parsed.error();
    const json::Value* study = json::find(*parsed, "dataset");
    if (study == nullptr || !study->is_object() || study->empty()) {
        Envelope envelope;
        envelope.failed = json::scalar(*parsed, "status") == "failed";
        envelope.message = json::scalar(*parsed, "message") + json::scalar(*parsed, "error");
        if (envelope.is_failure())
            return envelope.error();
        return Error(Code::bad_shape, "no dataset: " + kit::excerpt_of(body.substr(0, 200)));
    }
    kit::WireRecord record = wire_record(*study);
    if (record.remote_id.empty())
        return Error(Code::missing_id, "no idno, no id");
    return record;
}

Result<kit::WireRecord> read_ddi(const kit::WireRecord& row, std::string_view body) {
    Result<json::Value> description = study_desc_of_ddi(body);
    if (description.has_error())
        return description.error();
    const Result<json::Value> parsed = json::parse(row.canonical);
    if (parsed.has_error())
        return parsed.error();
    json::Value study = *parsed;
    study["metadata"]["study_desc"] = std::move(description.value());
    kit::WireRecord record = wire_record(study);
    // The row had no id of its own where this one is synthetic.
    record.remote_id = row.remote_id;
    record.popularity = row.popularity;
    return record;
}

} // namespace moisson::nada
