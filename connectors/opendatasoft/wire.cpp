// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/wire.hpp"

#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/identity.hpp"
#include "kit/unidentified.hpp"
#include "opendatasoft/metas.hpp"
#include "opendatasoft/rules.hpp"

#include <array>
#include <charconv>

namespace moisson::opendatasoft {
namespace {

// The root (export), "results" (v2.1), "datasets" (v2.0 and v1).
constexpr std::array<std::string_view, 3> record_paths{"", "results", "datasets"};

// Records beyond which the portal cuts a shapefile: no whole one can be had.
constexpr std::int64_t shapefile_records_max = 50'000;

std::string text_of(std::string_view value) {
    const Result<json::Value> parsed = json::parse(value);
    return parsed.has_value() ? json::scalar(*parsed) : std::string{};
}

Issue record_issue(Code code, std::string remote_id, std::string detail) {
    Issue issue(code, Stage::parse, std::move(detail));
    issue.remote_id = std::move(remote_id);
    return issue;
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
            id_of(repaired),
            std::to_string(repairs) + " escapes"
        ));
    return parsed;
}

// Explore v2.0 wraps each dataset in {"links", "dataset"}.
json::Value unwrapped(json::Value record) {
    const json::Value* inner = json::find(record, "dataset");
    if (inner == nullptr || !inner->is_object())
        return record;
    json::Value dataset = *inner;
    return dataset;
}

// Records of a dataset and descriptions of other portals' software lie about, too.
bool is_dataset(const json::Value& value) {
    const json::Value* metas = json::find(value, "metas");
    return metas != nullptr && metas->is_object();
}

std::string identifier_of(const json::Value& dataset) {
    for (const std::string_view key : {"dataset_uid", "dataset_id", "datasetid"}) {
        if (std::string id = json::scalar(dataset, key); !id.empty())
            return id;
    }
    return {};
}

// What the portal knows the dataset by; older ones have the second or the third only.
bool has_odd_id(const json::Value& dataset) {
    for (const std::string_view key : {"dataset_uid", "dataset_id", "datasetid"}) {
        if (json::find(dataset, key) != nullptr)
            return kit::is_odd_id(dataset, key);
    }
    return false;
}

std::string alias_of(const json::Value& dataset, std::string_view remote_id) {
    for (const std::string_view key : {"dataset_id", "datasetid"}) {
        std::string id = json::scalar(dataset, key);
        if (!id.empty() && id != remote_id)
            return id;
    }
    return {};
}

void read_popularity(const Metas& metas, kit::WireRecord& record) {
    const auto add = [&](std::string_view key, const char* name) {
        const std::optional<std::int64_t> number = metas.integer(in_explore, key);
        if (number && *number >= 0)
            record.popularity.emplace_back(name, *number);
    };
    add("download_count", "downloads");
    add("api_call_count", "api_calls");
    add("attachment_download_count", "attachment_downloads");
    add("reuse_count", "reuses");
}

// The count of records is volatile, and the only thing that says whether a shapefile is whole: that
// answer, which seldom changes, takes its place in the canonical form.
void keep_shapefile_answer(const Metas& metas, json::Value& dataset) {
    const std::optional<std::int64_t> count = metas.integer(in_basic, "records_count");
    if (count && *count > shapefile_records_max)
        dataset["shapefile_is_cut"] = true;
}

constexpr std::array<std::string_view, 3> stamp_fields{
    "modified",
    "data_processed",
    "metadata_processed",
};

// Nothing known when no date is: such a record is always fetched.
std::string joined_stamp(const std::array<std::string, stamp_fields.size()>& dates) {
    std::string stamp = dates[0] + '|' + dates[1] + '|' + dates[2];
    return stamp.size() == 2 ? std::string{} : stamp;
}

std::string stamp_of(const Metas& metas) {
    std::array<std::string, stamp_fields.size()> dates;
    for (std::size_t i = 0; i < dates.size(); ++i)
        dates[i] = metas.text(in_basic, stamp_fields[i]);
    return joined_stamp(dates);
}

std::string stamp_of_selection(const json::Value& selected) {
    std::array<std::string, stamp_fields.size()> dates;
    for (std::size_t i = 0; i < dates.size(); ++i)
        dates[i] = json::scalar(selected, stamp_fields[i]);
    return joined_stamp(dates);
}

// What the members around the datasets say.
struct Envelope {
    std::optional<std::int64_t> count;
    bool has_list = false;
    std::string error;

    void member(std::string_view path, std::string_view value) {
        if (path == "total_count" || path == "nhits") {
            std::int64_t number = 0;
            const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
            if (read.ec == std::errc{} && number >= 0)
                count = number;
        } else if (path == "error" || path == "error_code" || path == "message") {
            error += (error.empty() ? "" : ": ") + kit::excerpt_of(text_of(value));
        } else if (path.empty() && value.starts_with('"')) {
            error = kit::excerpt_of(text_of(value));
        }
    }
};

} // namespace

std::string id_of(std::string_view dataset) {
    std::array<std::string, 2> ids;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        if (path.starts_with("dataset."))
            path.remove_prefix(8);
        if (path == "dataset_uid")
            ids[0] = text_of(value);
        else if (path == "dataset_id" || path == "datasetid")
            ids[1] = text_of(value);
    };
    // A dataset that is cut gives what comes before the cut.
    [[maybe_unused]] const Result<void> scanned = kit::scan_json(dataset, {}, handlers);
    return ids[0].empty() ? ids[1] : ids[0];
}

std::string modified_of(std::string_view dataset) {
    const Result<json::Value> parsed = json::parse(dataset);
    if (parsed.has_error())
        return {};
    const json::Value value = unwrapped(*parsed);
    const Metas metas(value);
    std::string text = metas.text(in_basic, "modified");
    for (const std::string_view key : {"modified", "default.modified"}) {
        if (text.empty())
            text = json::scalar(value, key);
    }
    return text;
}

Result<std::shared_ptr<const Document>> open_document(net::Response response) {
    auto document = std::make_shared<Document>();
    if (const Result<void> ready = kit::prepare_json_body(response, document->issues);
        ready.has_error())
        return ready.error();
    document->body = std::move(response.body);
    Envelope envelope;
    kit::JsonHandlers handlers;
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (document->datasets.size() < datasets_per_document)
            document->datasets.push_back(span);
        else
            document->too_many = true;
    };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        envelope.member(path, value);
    };
    handlers.on_list = [&] { envelope.has_list = true; };
    const Result<void> scanned = kit::scan_json(document->body, record_paths, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (!envelope.has_list && !envelope.error.empty())
        return Error(Code::api_error, envelope.error);
    if (!envelope.has_list)
        return Error(
            Code::bad_shape,
            "no list of datasets: " +
                kit::excerpt_of(std::string_view(document->body).substr(0, 200))
        );
    document->count = envelope.count;
    if (document->too_many)
        document->issues.push_back(
            record_issue(Code::limit_reached, {}, "more than datasets_per_document datasets")
        );
    return std::shared_ptr<const Document>(std::move(document));
}

void read_dataset(std::string_view bytes, const ReadOptions& options, WirePage& page) {
    const auto refuse = [&](Code code, std::string id, std::string detail) {
        Issue issue = record_issue(code, std::move(id), std::move(detail));
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
    };
    Result<json::Value> parsed = parse_record(bytes, page);
    if (parsed.has_error())
        return refuse(parsed.error().code, id_of(bytes), parsed.error().detail);
    json::Value dataset = unwrapped(std::move(parsed.value()));
    if (!dataset.is_object() || dataset.empty())
        return refuse(Code::bad_shape, {}, "a dataset that is no object");
    kit::WireRecord record;
    if (has_odd_id(dataset))
        return refuse(
            Code::bad_shape,
            json::scalar(dataset, "dataset_id"),
            std::string(kit::odd_id)
        );
    record.remote_id = identifier_of(dataset);
    if (!is_dataset(dataset))
        return refuse(Code::bad_shape, record.remote_id, "a dataset without metas");
    if (!options.filters.empty() && !passes(dataset, options.filters))
        return;
    const Metas metas(dataset);
    if (record.remote_id.empty()) {
        record.remote_id = kit::synthetic_id(
            options.source_key,
            {},
            metas.text(in_basic, "title"),
            metas.text(in_basic, "publisher")
        );
        if (record.remote_id.empty())
            return refuse(Code::missing_id, {}, "no identifier, no title");
        page.issues.push_back(
            record_issue(Code::id_synthetic, record.remote_id, "no dataset_uid, no dataset_id")
        );
        // The mapping has the canonical form alone to know it by.
        dataset["dataset_uid"] = record.remote_id;
    }
    record.alias = alias_of(dataset, record.remote_id);
    record.stamp = stamp_of(metas);
    read_popularity(metas, record);
    keep_shapefile_answer(metas, dataset);
    record.canonical = kit::canonical_json(dataset, canonical_rules());
    record.digest = sha256(record.canonical);
    page.records.push_back(std::move(record));
}

WirePage read_datasets(
    const Document& document,
    std::size_t first,
    std::size_t last,
    const ReadOptions& options
) {
    WirePage page;
    for (std::size_t i = first; i < last && i < document.datasets.size(); ++i) {
        const kit::JsonSpan& span = document.datasets[i];
        ++page.received;
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            page.issues.push_back(
                record_issue(fits.error().code, id_of(span.bytes), fits.error().detail)
            );
            // Whatever its usual weight, this one costs the record.
            page.issues.back().severity = Severity::error;
            continue;
        }
        read_dataset(span.bytes, options, page);
    }
    return page;
}

std::vector<kit::InventoryEntry>
read_inventory(const Document& document, std::vector<Issue>& issues) {
    const auto refuse = [&] {
        issues.push_back(record_issue(Code::missing_id, {}, "an unreadable entry"));
    };
    std::vector<kit::InventoryEntry> entries;
    entries.reserve(document.datasets.size());
    for (const kit::JsonSpan& span : document.datasets) {
        if (span.within_limits().has_error()) {
            refuse();
            continue;
        }
        // Repaired as a record is, so that the ids are the same; a crawl tells what was repaired.
        WirePage untold;
        const Result<json::Value> parsed = parse_record(span.bytes, untold);
        if (parsed.has_error()) {
            refuse();
            continue;
        }
        const json::Value value = unwrapped(*parsed);
        kit::InventoryEntry entry;
        entry.remote_id = identifier_of(value);
        entry.alias = alias_of(value, entry.remote_id);
        // `select` answers with the bare names, or with the dataset as it is.
        entry.stamp = is_dataset(value) ? stamp_of(Metas(value)) : stamp_of_selection(value);
        if (entry.remote_id.empty() || has_odd_id(value))
            refuse();
        else
            entries.push_back(std::move(entry));
    }
    return entries;
}

Digest page_digest(const std::vector<kit::WireRecord>& records) {
    Sha256 digest;
    for (const kit::WireRecord& record : records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    return digest.finish();
}

} // namespace moisson::opendatasoft
