// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/wire.hpp"

#include "ckan/envelope.hpp"
#include "ckan/fields.hpp"
#include "ckan/rules.hpp"
#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/identity.hpp"
#include "kit/json_stream.hpp"
#include "kit/unidentified.hpp"

#include <algorithm>

namespace moisson::ckan {
namespace {

Issue record_issue(Code code, std::string remote_id, std::string detail) {
    Issue issue(code, Stage::parse, std::move(detail));
    issue.remote_id = std::move(remote_id);
    return issue;
}

// The id of a record that may not be parsed.
std::string id_of_span(std::string_view record) {
    std::string id;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        if (path == "id" || (path == "name" && id.empty()))
            id = text_of(value);
    };
    const Result<void> scanned = kit::scan_json(record, {}, handlers);
    return scanned.has_value() || !id.empty() ? id : std::string{};
}

Result<json::Value> parse_record(std::string_view bytes, WirePage& page) {
    const bool suspicious = bytes.find("\\u0000") != std::string_view::npos;
    if (!suspicious) {
        Result<json::Value> parsed = json::parse(bytes);
        if (parsed.has_value() || bytes.find("\\u") == std::string_view::npos)
            return parsed;
    }
    std::size_t repairs = 0;
    const std::string repaired = kit::repair_escapes(bytes, repairs);
    Result<json::Value> parsed = json::parse(repaired);
    if (parsed.has_value() && repairs > 0)
        page.issues.push_back(record_issue(
            Code::encoding_repaired,
            json::scalar(*parsed, "id"),
            std::to_string(repairs) + " escapes"
        ));
    return parsed;
}

// Steps into what some answers wrap around a package.
json::Value unwrapped_package(json::Value record) {
    if (const json::Value* result = json::find(record, "result");
        result != nullptr && result->is_object() && json::find(record, "success") != nullptr) {
        json::Value inner = *result;
        return inner;
    }
    if (json::find(record, "resources") == nullptr) {
        const std::string_view dict = json::text(record, "data_dict");
        if (!dict.empty()) {
            if (Result<json::Value> inner = json::parse(dict); inner.has_value())
                return std::move(inner.value());
        }
        const json::Value* properties = json::find(record, "properties");
        if (properties != nullptr && properties->is_object() &&
            json::find(record, "id") == nullptr) {
            json::Value inner = *properties;
            return inner;
        }
    }
    return record;
}

// Elements of the extras list that are bookkeeping of the portal's own harvester.
void drop_volatile_extras(json::Value& package) {
    const auto extras = package.find("extras");
    if (extras == package.end() || !extras->is_array())
        return;
    auto& items = extras->get_ref<json::Value::array_t&>();
    std::erase_if(items, [](const json::Value& pair) {
        return json::text(pair, "key") == "harvest_object_id";
    });
}

void add_counter(
    const json::Value& package,
    std::string_view key,
    const char* name,
    kit::WireRecord& record
) {
    const std::optional<std::int64_t> number = json::integer(package, key);
    if (number && *number >= 0)
        record.popularity.emplace_back(name, *number);
}

void read_popularity(const json::Value& package, kit::WireRecord& record) {
    if (const json::Value* tracking = json::find(package, "tracking_summary");
        tracking != nullptr) {
        add_counter(*tracking, "total", "views", record);
        add_counter(*tracking, "recent", "views_recent", record);
    }
    if (record.popularity.empty())
        add_counter(package, "page_views", "views", record);
    add_counter(package, "pageviews_last_14_days", "views_recent", record);
    add_counter(package, "total_res_downloads", "downloads", record);
    add_counter(package, "num_followers", "followers", record);
}

std::string scalar_member(const json::Value& package, std::string_view key) {
    const json::Value* value = json::find(package, key);
    return value == nullptr ? std::string{} : json::scalar(unwrapped(*value));
}

// What CKAN itself writes as text and nothing else: of another type it says nothing of the package.
// An issue without detail when all is well.
Issue odd_members(const json::Value& package) {
    const std::string name = scalar_member(package, "name");
    std::string id = scalar_member(package, "id");
    if (kit::is_odd_id(package, "id") && (id.empty() || id == "true" || id == "false"))
        return record_issue(Code::bad_shape, name, std::string(kit::odd_id));
    const json::Value* state = json::find(package, "state");
    if (state != nullptr && !is_blank(*state) && !unwrapped(*state).is_string())
        return record_issue(Code::bad_shape, id.empty() ? name : std::move(id), "state");
    return record_issue(Code::bad_shape, {}, {});
}

void identify(
    const json::Value& package,
    const ReadOptions& options,
    kit::WireRecord& record,
    WirePage& page
) {
    const std::string name = scalar_member(package, "name");
    record.remote_id = scalar_member(package, "id");
    if (record.remote_id.empty())
        record.remote_id = name;
    else
        record.alias = name;
    if (!record.remote_id.empty())
        return;
    const Fields fields(package);
    record.remote_id = fields.text({"identifier", "guid", "uri"});
    if (!record.remote_id.empty())
        return;
    record.remote_id = kit::synthetic_id(
        options.source_key,
        fields.text({"url"}),
        fields.text({"title"}),
        fields.text({"publisher", "organization", "author"})
    );
    if (!record.remote_id.empty())
        page.issues.push_back(record_issue(Code::id_synthetic, record.remote_id, "no id, no name"));
}

} // namespace

void read_package(std::string_view bytes, const ReadOptions& options, WirePage& page) {
    Result<json::Value> parsed = parse_record(bytes, page);
    if (parsed.has_error()) {
        Issue issue = record_issue(parsed.error().code, id_of_span(bytes), parsed.error().detail);
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    json::Value package = unwrapped_package(std::move(parsed.value()));
    if (!package.is_object() || package.empty()) {
        Issue issue = record_issue(Code::bad_shape, {}, "a package that is no object");
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    if (Issue odd = odd_members(package); !odd.detail.empty()) {
        odd.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(odd));
        return;
    }
    if (!options.filters.empty() && !passes(package, options.filters)) {
        ++page.left_out;
        return;
    }
    kit::WireRecord record;
    identify(package, options, record, page);
    if (record.remote_id.empty()) {
        Issue issue = record_issue(Code::missing_id, {}, "no id, name, page or title");
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    std::string stamp = stamp_of(scalar_member(package, "metadata_modified"));
    read_popularity(package, record);
    drop_volatile_extras(package);
    record.canonical = kit::canonical_json(package, canonical_rules());
    record.digest = sha256(record.canonical);
    record.stamp = std::move(stamp);
    page.records.push_back(std::move(record));
}

Digest page_digest(const std::vector<kit::WireRecord>& records) {
    Sha256 digest;
    for (const kit::WireRecord& record : records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    return digest.finish();
}

namespace {

// One scan of a body; `object_path` as in JsonHandlers.
Result<WirePage> scan_packages(
    std::string_view body,
    const ReadOptions& options,
    std::string_view object_path,
    Envelope& envelope
) {
    WirePage page;
    kit::JsonHandlers handlers;
    handlers.object_path = object_path;
    bool too_many = false;
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (static_cast<std::size_t>(++page.received) > limits::records_per_page) {
            too_many = true;
            return;
        }
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            page.issues.push_back(
                record_issue(fits.error().code, id_of_span(span.bytes), fits.error().detail)
            );
            return;
        }
        read_package(span.bytes, options, page);
    };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        envelope.member(path, value);
    };
    handlers.on_list = [&] { envelope.has_list = true; };
    const Result<void> scanned = kit::scan_json(body, record_paths, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (const Result<void> answered = envelope.check(); answered.has_error())
        return answered.error();
    if (too_many)
        page.issues.push_back(record_issue(Code::limit_reached, {}, "records_per_page"));
    return page;
}

} // namespace

Result<WirePage> read_packages(std::string_view body, const ReadOptions& options) {
    Envelope envelope;
    Result<WirePage> page = scan_packages(body, options, {}, envelope);
    if (page.has_error())
        return page;
    if (!envelope.has_list && !envelope.count) {
        // package_show: the result is the package itself.
        page = scan_packages(body, options, "result", envelope);
        if (page.has_error())
            return page;
        if (page->received == 0)
            return Error(
                Code::bad_shape,
                "no package in the answer: " + kit::excerpt_of(body.substr(0, 200))
            );
    }
    page->count = envelope.count;
    return page;
}

Result<Status> read_status(std::string_view body) {
    Envelope envelope;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        envelope.member(path, value);
    };
    const Result<void> scanned = kit::scan_json(body, {}, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (const Result<void> answered = envelope.check(); answered.has_error())
        return answered.error();
    envelope.status.count = envelope.count;
    return envelope.status;
}

std::string stamp_of(std::string_view metadata_modified) {
    // The index keeps milliseconds and says Z, packages keep microseconds and do not.
    constexpr std::size_t to_the_second = std::string_view("2026-01-31T10:00:00").size();
    if (metadata_modified.size() < to_the_second)
        return {};
    return std::string(metadata_modified.substr(0, to_the_second));
}

} // namespace moisson::ckan
