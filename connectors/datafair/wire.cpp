// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datafair/wire.hpp"

#include "core/limits.hpp"
#include "datafair/rules.hpp"
#include "kit/body.hpp"
#include "kit/identity.hpp"
#include "kit/json_stream.hpp"
#include "kit/unidentified.hpp"

#include <array>
#include <charconv>

namespace moisson::datafair {
namespace {

constexpr std::array<std::string_view, 1> record_paths{"results"};

std::string text_of(std::string_view value) {
    const Result<json::Value> parsed = json::parse(value);
    return parsed.has_value() ? json::scalar(*parsed) : std::string{};
}

Issue record_issue(Code code, std::string remote_id, std::string detail) {
    Issue issue(code, Stage::parse, std::move(detail));
    issue.remote_id = std::move(remote_id);
    return issue;
}

// The id of a dataset that need not be whole.
std::string id_of_span(std::string_view dataset) {
    std::string id;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        if (path == "id" || (path == "slug" && id.empty()))
            id = text_of(value);
    };
    // A dataset that is cut gives what comes before the cut.
    [[maybe_unused]] const Result<void> scanned = kit::scan_json(dataset, {}, handlers);
    return id;
}

Result<json::Value> parse_record(std::string_view bytes, WirePage& page) {
    if (bytes.find("\\u0000") == std::string_view::npos) {
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
            id_of_span(repaired),
            std::to_string(repairs) + " escapes"
        ));
    return parsed;
}

std::string stamp_of(const json::Value& dataset) {
    std::string stamp =
        json::scalar(dataset, "updatedAt") + '|' + json::scalar(dataset, "dataUpdatedAt");
    return stamp == "|" ? std::string{} : stamp;
}

// The slug, when the id is something else.
std::string alias_of(const json::Value& dataset) {
    std::string slug = json::scalar(dataset, "slug");
    return slug == json::scalar(dataset, "id") ? std::string{} : slug;
}

// Spans of the datasets of a list, and what the members around them say.
struct ReadList {
    std::vector<kit::JsonSpan> spans;
    std::optional<std::int64_t> count;
    bool has_list = false;
    bool too_many = false;
    std::string error;

    void member(std::string_view path, std::string_view value) {
        if (path == "count") {
            std::int64_t number = 0;
            const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
            if (read.ec == std::errc{} && number >= 0)
                count = number;
        } else if (path == "error" || path == "message" || (path.empty() && value.starts_with('"'))) {
            error = kit::excerpt_of(text_of(value));
        }
    }
};

Result<ReadList> open_list(std::string_view body) {
    ReadList list;
    kit::JsonHandlers handlers;
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (list.spans.size() < limits::records_per_page)
            list.spans.push_back(span);
        else
            list.too_many = true;
    };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        list.member(path, value);
    };
    handlers.on_list = [&] { list.has_list = true; };
    const Result<void> scanned = kit::scan_json(body, record_paths, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (!list.has_list && !list.error.empty())
        return Error(Code::api_error, list.error);
    if (!list.has_list)
        return Error(
            Code::bad_shape,
            "no list of datasets: " + kit::excerpt_of(body.substr(0, 200))
        );
    return list;
}

// Each dataset of a list that can be parsed; for lists of a few members.
template <class Visit>
Result<ReadList> visit_list(std::string_view body, Visit visit) {
    Result<ReadList> list = open_list(body);
    if (list.has_error())
        return list;
    for (const kit::JsonSpan& span : list->spans) {
        if (span.within_limits().has_error())
            continue;
        const Result<json::Value> dataset = json::parse(span.bytes);
        if (dataset.has_value() && dataset->is_object())
            visit(*dataset);
    }
    return list;
}

} // namespace

void read_dataset(
    std::string_view bytes,
    const Owners& owners,
    const ReadOptions& options,
    WirePage& page
) {
    const auto refuse = [&](Code code, std::string id, std::string detail) {
        Issue issue = record_issue(code, std::move(id), std::move(detail));
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
    };
    Result<json::Value> parsed = parse_record(bytes, page);
    if (parsed.has_error())
        return refuse(parsed.error().code, id_of_span(bytes), parsed.error().detail);
    json::Value& dataset = parsed.value();
    if (!dataset.is_object() || dataset.empty())
        return refuse(Code::bad_shape, {}, "a dataset that is no object");
    kit::WireRecord record;
    if (kit::is_odd_id(dataset, "id"))
        return refuse(Code::bad_shape, json::scalar(dataset, "slug"), std::string(kit::odd_id));
    record.remote_id = json::scalar(dataset, "id");
    if (record.remote_id.empty())
        record.remote_id = json::scalar(dataset, "slug");
    if (record.remote_id.empty()) {
        record.remote_id = kit::synthetic_id(
            options.source_key,
            json::text(dataset, "page"),
            json::text(dataset, "title"),
            json::text(dataset, "creator")
        );
        if (record.remote_id.empty())
            return refuse(Code::missing_id, {}, "no id, no slug, no page, no title");
        page.issues.push_back(record_issue(Code::id_synthetic, record.remote_id, "no id, no slug"));
        // The mapping has the canonical form alone to know it by.
        dataset["id"] = record.remote_id;
    }
    if (const auto owner = owners.find(record.remote_id);
        owner != owners.end() && json::find(dataset, "owner") == nullptr) {
        if (Result<json::Value> value = json::parse(owner->second); value.has_value())
            dataset["owner"] = std::move(value.value());
    }
    if (!options.filters.empty() && !passes(dataset, options.filters))
        return;
    record.alias = alias_of(dataset);
    record.stamp = stamp_of(dataset);
    record.canonical = kit::canonical_json(dataset, canonical_rules());
    record.digest = sha256(record.canonical);
    page.records.push_back(std::move(record));
}

Result<WirePage>
read_datasets(std::string_view body, const Owners& owners, const ReadOptions& options) {
    const Result<ReadList> list = open_list(body);
    if (list.has_error())
        return list.error();
    WirePage page;
    page.count = list->count;
    for (const kit::JsonSpan& span : list->spans) {
        ++page.received;
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            page.issues.push_back(
                record_issue(fits.error().code, id_of_span(span.bytes), fits.error().detail)
            );
            // Whatever its usual weight, this one costs the record.
            page.issues.back().severity = Severity::error;
            continue;
        }
        read_dataset(span.bytes, owners, options, page);
    }
    if (list->too_many)
        page.issues.push_back(record_issue(Code::limit_reached, {}, "records_per_page"));
    return page;
}

Result<OwnerPage> read_owners(std::string_view body) {
    OwnerPage page;
    const Result<ReadList> list = visit_list(body, [&](const json::Value& dataset) {
        const json::Value* owner = json::find(dataset, "owner");
        std::string id = json::scalar(dataset, "id");
        if (owner != nullptr && owner->is_object() && !id.empty())
            page.owners.emplace(std::move(id), json::dump(*owner));
    });
    if (list.has_error())
        return list.error();
    page.count = list->count;
    return page;
}

std::vector<std::string> ids_without_owner(std::string_view body) {
    std::vector<std::string> ids;
    const Result<ReadList> list = open_list(body);
    if (list.has_error())
        return ids;
    for (const kit::JsonSpan& span : list->spans) {
        std::string id;
        bool owned = false;
        kit::JsonHandlers handlers;
        handlers.on_member = [&](std::string_view path, std::string_view value) {
            if (path == "id")
                id = text_of(value);
            owned = owned || path.starts_with("owner.");
        };
        const Result<void> scanned = kit::scan_json(span.bytes, {}, handlers);
        if (scanned.has_value() && !id.empty() && !owned)
            ids.push_back(std::move(id));
    }
    return ids;
}

Result<InventoryList> read_inventory(std::string_view body) {
    InventoryList inventory;
    const Result<ReadList> list = visit_list(body, [&](const json::Value& dataset) {
        kit::InventoryEntry entry;
        if (kit::is_odd_id(dataset, "id"))
            return;
        entry.remote_id = json::scalar(dataset, "id");
        if (entry.remote_id.empty())
            entry.remote_id = json::scalar(dataset, "slug");
        entry.alias = alias_of(dataset);
        entry.stamp = stamp_of(dataset);
        if (!entry.remote_id.empty())
            inventory.entries.push_back(std::move(entry));
    });
    if (list.has_error())
        return list.error();
    inventory.received = static_cast<std::int64_t>(list->spans.size());
    if (list->too_many || inventory.entries.size() < list->spans.size())
        inventory.issues.push_back(record_issue(Code::missing_id, {}, "an unreadable entry"));
    inventory.count = list->count;
    return inventory;
}

Digest page_digest(const std::vector<kit::WireRecord>& records) {
    Sha256 digest;
    for (const kit::WireRecord& record : records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    return digest.finish();
}

} // namespace moisson::datafair
