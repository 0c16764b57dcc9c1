// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/wire.hpp"

#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/identity.hpp"
#include "kit/json_stream.hpp"
#include "kit/unidentified.hpp"
#include "udata/fields.hpp"
#include "udata/rules.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace moisson::udata {
namespace {

// The list of v1, and bare lists as some proxies and dumps give them.
constexpr std::array<std::string_view, 2> record_paths{"", "data"};

std::string text_of_member(std::string_view value) {
    const Result<json::Value> parsed = json::parse(value);
    return parsed.has_value() ? json::scalar(*parsed) : std::string{};
}

std::optional<std::int64_t> natural(std::string_view value) {
    std::int64_t number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc{} || read.ptr != value.data() + value.size() || number < 0)
        return std::nullopt;
    return number;
}

// The members around the records.
struct Surroundings {
    Envelope envelope;
    bool has_list = false;
    bool failed = false;
    std::string message;

    void member(std::string_view path, std::string_view value) {
        if (path == "total") {
            envelope.total = natural(value);
        } else if (path == "page_size") {
            envelope.page_size = natural(value);
        } else if (path == "next_page") {
            envelope.has_next = value.starts_with('"') && value.size() > 2;
        } else if (path == "success") {
            failed = value == "false";
        } else if (path == "message" || path.starts_with("error")) {
            if (message.size() < limits::short_text_bytes)
                message += (message.empty() ? "" : "; ") + kit::excerpt_of(value);
        } else if (path.empty() && value.starts_with('"')) {
            failed = true;
            message = kit::excerpt_of(value);
        }
    }

    Result<void> verdict(std::string_view body) const {
        if (failed || (!has_list && !message.empty()))
            return Error(Code::api_error, message.empty() ? "success: false" : message);
        if (!has_list)
            return Error(
                Code::bad_shape,
                "no list in the answer: " + kit::excerpt_of(body.substr(0, 200))
            );
        return {};
    }
};

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
        if (path == "id")
            id = text_of_member(value);
    };
    const Result<void> scanned = kit::scan_json(record, {}, handlers);
    return scanned.has_value() || !id.empty() ? id : std::string{};
}

Result<json::Value> parse_record(std::string_view bytes, std::vector<Issue>& issues) {
    if (bytes.find("\\u") == std::string_view::npos)
        return json::parse(bytes);
    if (bytes.find("\\u0000") == std::string_view::npos) {
        Result<json::Value> parsed = json::parse(bytes);
        if (parsed.has_value())
            return parsed;
    }
    std::size_t repairs = 0;
    Result<json::Value> parsed = json::parse(kit::repair_escapes(bytes, repairs));
    if (parsed.has_value() && repairs > 0)
        issues.push_back(record_issue(
            Code::encoding_repaired,
            json::scalar(*parsed, "id"),
            std::to_string(repairs) + " escapes"
        ));
    return parsed;
}

// Equal only when nothing was saved in between, as far as this udata can tell.
std::string stamp_of(const json::Value& dataset) {
    const std::string modified = text_of(dataset, {"last_modified"});
    const std::string update = text_of(dataset, {"last_update"});
    const std::string saved = text_in(dataset, "internal", {"last_modified_internal"});
    if (modified.empty() && update.empty() && saved.empty())
        return {};
    return modified + '|' + update + '|' + saved;
}

void read_popularity(const json::Value& dataset, kit::WireRecord& record) {
    const json::Value* metrics = json::find(dataset, "metrics");
    if (metrics == nullptr)
        return;
    const auto add = [&](const char* name, std::initializer_list<std::string_view> keys) {
        for (const std::string_view key : keys) {
            const std::optional<std::int64_t> number = json::integer(*metrics, key);
            if (!number || *number < 0)
                continue;
            record.popularity.emplace_back(name, *number);
            return;
        }
    };
    // Before 2020 udata kept the counters of its web statistics (Piwik).
    add("views", {"views", "nb_visits"});
    add("downloads", {"resources_downloads"});
    add("reuses", {"reuses"});
    add("followers", {"followers"});
}

void identify(
    const json::Value& dataset,
    const ReadOptions& options,
    kit::WireRecord& record,
    std::vector<Issue>& issues
) {
    const std::string slug = text_of(dataset, {"slug"});
    record.remote_id = text_of(dataset, {"id"});
    if (record.remote_id.empty())
        record.remote_id = slug;
    else
        record.alias = slug;
    if (!record.remote_id.empty())
        return;
    record.remote_id = kit::synthetic_id(
        options.source_key,
        text_of(dataset, {"page", "self_web_url", "uri"}),
        text_of(dataset, {"title"}),
        text_in(dataset, "organization", {"name", "id"})
    );
    if (!record.remote_id.empty())
        issues.push_back(record_issue(Code::id_synthetic, record.remote_id, "no id, no slug"));
}

// One scan of a list; `read` gets each element that is within limits, `refuse` the others.
template <class Read>
Result<void> scan_list(
    std::string_view body,
    Surroundings& around,
    std::int64_t& received,
    std::vector<Issue>& issues,
    Read read
) {
    kit::JsonHandlers handlers;
    bool too_many = false;
    handlers.on_list = [&] { around.has_list = true; };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        around.member(path, value);
    };
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (static_cast<std::size_t>(++received) > limits::records_per_page) {
            too_many = true;
            return;
        }
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            issues.push_back(
                record_issue(fits.error().code, id_of_span(span.bytes), fits.error().detail)
            );
            return;
        }
        read(span.bytes);
    };
    const Result<void> scanned = kit::scan_json(body, record_paths, handlers);
    if (scanned.has_error())
        return scanned;
    if (too_many)
        issues.push_back(record_issue(Code::limit_reached, {}, "records_per_page"));
    return around.verdict(body);
}

} // namespace

void read_dataset(std::string_view bytes, const ReadOptions& options, WirePage& page) {
    Result<json::Value> parsed = parse_record(bytes, page.issues);
    if (parsed.has_error()) {
        Issue issue = record_issue(parsed.error().code, id_of_span(bytes), parsed.error().detail);
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    json::Value dataset = std::move(parsed.value());
    if (!dataset.is_object() || dataset.empty()) {
        Issue issue = record_issue(Code::bad_shape, {}, "a data set that is no object");
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    page.updates.push_back(text_of(dataset, {"last_update", "last_modified"}));
    page.ids += text_of(dataset, {"id", "slug"}) + '\n';
    if (!options.filters.empty() && !passes(dataset, options.filters))
        return;
    kit::WireRecord record;
    if (kit::is_odd_id(dataset, "id")) {
        Issue issue =
            record_issue(Code::bad_shape, text_of(dataset, {"slug"}), std::string(kit::odd_id));
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    identify(dataset, options, record, page.issues);
    if (record.remote_id.empty()) {
        Issue issue = record_issue(Code::missing_id, {}, "no id, slug, page or title");
        issue.excerpt = kit::excerpt_of(bytes);
        page.issues.push_back(std::move(issue));
        return;
    }
    record.stamp = stamp_of(dataset);
    read_popularity(dataset, record);
    drop_volatile_extras(dataset);
    record.canonical = kit::canonical_json(dataset, canonical_rules());
    record.digest = sha256(record.canonical);
    page.records.push_back(std::move(record));
}

Result<WirePage> read_datasets(std::string_view body, const ReadOptions& options) {
    WirePage page;
    Surroundings around;
    const Result<void> read =
        scan_list(body, around, page.received, page.issues, [&](std::string_view record) {
            read_dataset(record, options, page);
        });
    if (read.has_error())
        return read.error();
    page.envelope = around.envelope;
    return page;
}

Result<Listing> read_listing(std::string_view body) {
    Listing listing;
    Surroundings around;
    const Result<void> read =
        scan_list(body, around, listing.received, listing.issues, [&](std::string_view record) {
            const Result<json::Value> parsed = parse_record(record, listing.issues);
            if (parsed.has_error() || kit::is_odd_id(*parsed, "id")) {
                listing.issues.push_back(record_issue(Code::missing_id, {}, "an unreadable entry"));
                return;
            }
            kit::InventoryEntry entry;
            entry.alias = text_of(*parsed, {"slug"});
            entry.remote_id = text_of(*parsed, {"id"});
            if (entry.remote_id.empty())
                std::swap(entry.remote_id, entry.alias);
            entry.stamp = stamp_of(*parsed);
            listing.ids += entry.remote_id + '\n';
            if (entry.remote_id.empty())
                listing.issues.push_back(record_issue(Code::missing_id, {}, "no id, no slug"));
            else
                listing.entries.push_back(std::move(entry));
        });
    if (read.has_error())
        return read.error();
    listing.envelope = around.envelope;
    return listing;
}

Result<Site> read_site(std::string_view body) {
    Site site;
    kit::JsonHandlers handlers;
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        if (path == "title")
            site.title = text_of_member(value);
        else if (path == "version")
            site.version = text_of_member(value);
    };
    const Result<void> scanned = kit::scan_json(body, {}, handlers);
    if (scanned.has_error())
        return scanned.error();
    return site;
}

} // namespace moisson::udata
