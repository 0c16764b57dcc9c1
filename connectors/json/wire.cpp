// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "json/wire.hpp"

#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/canonical_json.hpp"
#include "kit/identity.hpp"
#include "kit/json_stream.hpp"
#include "kit/line_counter.hpp"
#include "kit/repair_json.hpp"
#include "kit/unidentified.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace moisson::paths {
namespace {

// Of one list; further ones are only counted.
constexpr std::size_t issues_told = 1'000;

class ListReader {
public:
    ListReader(std::string body, std::string_view url, const Description& description)
        : body_(std::move(body)), url_(url), description_(description) {}

    Result<ListPage> read() {
        if (Result<void> ready = kit::prepare_json_body(body_, url_, page_.issues);
            ready.has_error())
            return ready.error();
        Result<void> scanned = scan();
        if (scanned.has_error()) {
            if (!mend())
                return scanned.error();
            scanned = scan();
        }
        if (scanned.has_error())
            return scanned.error();
        if (!has_list_)
            return Error(
                Code::bad_shape,
                "no list at '" + description_.words.items +
                    "': " + kit::excerpt_of(std::string_view(body_).substr(0, 200))
            );
        read_envelope();
        return std::move(page_);
    }

private:
    void issue(Code code, std::string detail, std::size_t offset, bool warning) {
        if (++told_ > issues_told)
            return;
        // Made when the first one is asked for: most lists are well formed.
        if (!lines_)
            lines_.emplace(body_);
        Issue issue(code, Stage::parse, lines_->where(offset) + ": " + std::move(detail));
        if (warning)
            issue.severity = Severity::warning;
        issue.excerpt = lines_->around(offset);
        issue.remote_url = url_;
        page_.issues.push_back(std::move(issue));
    }

    // An entry that is not kept; without an id it may be any of those that are known.
    void refuse(Code code, std::string detail, std::size_t offset, std::string id = {}) {
        page_.is_complete = page_.is_complete && !id.empty();
        const std::size_t before = page_.issues.size();
        issue(code, std::move(detail), offset, false);
        if (page_.issues.size() > before)
            page_.issues.back().remote_id = std::move(id);
        else if (!id.empty())
            page_.is_complete = false;
    }

    Result<void> scan() {
        page_.items.clear();
        page_.received = 0;
        envelope_ = Value::object();
        const std::array<std::string_view, 1> paths{description_.items};
        kit::JsonHandlers handlers;
        handlers.on_list = [this] { has_list_ = true; };
        handlers.on_record = [this](const kit::JsonSpan& span) { record(span); };
        handlers.on_member = [this](std::string_view path, std::string_view value) {
            member(path, value);
        };
        return kit::scan_json(body_, paths, handlers);
    }

    bool mend() {
        kit::RepairedJson repaired = kit::repair_json(body_);
        if (repaired.repairs.empty() || repaired.is_hopeless)
            return false;
        const kit::JsonRepair& first = repaired.repairs.front();
        std::string detail(first.what);
        if (repaired.repair_count > 1)
            detail += " (" + std::to_string(repaired.repair_count) + " repairs)";
        page_.issues.clear();
        told_ = 0;
        lines_.reset();
        issue(Code::parse_json, std::move(detail), first.offset, true);
        lines_.reset();
        body_ = std::move(repaired.text);
        marks_ = std::move(repaired.marks);
        page_.is_complete = !marks_.may_lose();
        return true;
    }

    void record(const kit::JsonSpan& span) {
        if (static_cast<std::size_t>(++page_.received) > limits::records_per_page)
            return;
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            refuse(fits.error().code, fits.error().detail, span.offset);
            return;
        }
        bool doubtful = false;
        Result<Value> parsed = parse(span, doubtful);
        if (parsed.has_error())
            refuse(parsed.error().code, parsed.error().detail, span.offset);
        else if (!parsed->is_object() || parsed->empty())
            refuse(Code::bad_shape, "an entry that is no object", span.offset);
        else
            keep(span, std::move(parsed.value()), doubtful);
    }

    void keep(const kit::JsonSpan& span, Value item, bool doubtful) {
        const std::size_t end = span.offset + span.bytes.size();
        // Two entries that became one have their keys twice.
        doubtful = doubtful || marks_.doubts(span.offset, end) ||
                   (marks_.touches(span.offset, end) && !kit::duplicate_key(span.bytes).empty());
        page_.is_complete = page_.is_complete && !doubtful;
        std::string id = description_.id.text(item);
        if (marks_.closed(body_, span.offset, end))
            return refuse(Code::parse_json, "cut off: not kept", span.offset, std::move(id));
        if (doubtful && id.empty())
            return refuse(Code::parse_json, "no id after a repair: not kept", span.offset);
        if (id.empty() && description_.id.leads_to_structure(item))
            return refuse(Code::bad_shape, std::string(kit::odd_id), span.offset);
        page_.items.push_back(std::move(item));
    }

    Result<Value> parse(const kit::JsonSpan& span, bool& doubtful) {
        Result<Value> parsed = json::parse(span.bytes);
        if (parsed.has_value() && span.bytes.find("\\u0000") == std::string_view::npos)
            return parsed;
        std::size_t escapes = 0;
        Result<Value> again = json::parse(kit::repair_escapes(span.bytes, escapes));
        if (again.has_value() && escapes > 0)
            issue(Code::encoding_repaired, std::to_string(escapes) + " escapes", span.offset, true);
        if (again.has_value() || !span.bytes.starts_with('{'))
            return again;
        const kit::RepairedJson repaired = kit::repair_json(span.bytes);
        again = json::parse(kit::repair_escapes(repaired.text, escapes));
        if (again.has_value() && !repaired.repairs.empty()) {
            doubtful = repaired.marks.may_lose() || !kit::duplicate_key(repaired.text).empty();
            issue(
                Code::parse_json,
                std::string(repaired.repairs.front().what),
                span.offset + repaired.repairs.front().offset,
                true
            );
        }
        return again;
    }

    // Members around the list, as a document of their own.
    void member(std::string_view path, std::string_view value) {
        Result<Value> parsed = json::parse(value);
        if (parsed.has_error())
            return;
        Value* place = &envelope_;
        while (!path.empty()) {
            const std::size_t end = std::min(path.find('.'), path.size());
            if (!place->is_object())
                return;
            place = &(*place)[std::string(path.substr(0, end))];
            if (end < path.size() && place->is_null())
                *place = Value::object();
            path.remove_prefix(std::min(end + 1, path.size()));
        }
        *place = std::move(parsed.value());
    }

    void read_envelope() {
        if (static_cast<std::size_t>(page_.received) > limits::records_per_page) {
            page_.issues.emplace_back(Code::limit_reached, Stage::parse, "records_per_page");
            page_.is_complete = false;
        }
        if (told_ > issues_told) {
            std::string more = std::to_string(told_ - issues_told) + " more entries not kept";
            page_.issues.emplace_back(Code::bad_shape, Stage::parse, std::move(more));
        }
        if (!description_.words.total.empty()) {
            Value holder = Value::object();
            if (const Value* total = description_.total.first(envelope_); total != nullptr)
                holder["total"] = *total;
            page_.total = json::integer(holder, "total");
            if (page_.total && *page_.total < 0)
                page_.total.reset();
        }
        if (description_.words.paging != JsonPaging::next)
            return;
        const Value* next = description_.next.first(envelope_);
        if (next != nullptr && next->is_string())
            page_.next = *next->get_ptr<const std::string*>();
    }

    std::string body_;
    std::string_view url_;
    const Description& description_;
    ListPage page_;
    Value envelope_;
    std::optional<kit::LineCounter> lines_;
    // Of the text that `body_` was made from.
    kit::RepairMarks marks_;
    std::size_t told_ = 0;
    bool has_list_ = false;
};

} // namespace

Result<ListPage> read_list(std::string body, std::string_view url, const Description& description) {
    ListReader reader(std::move(body), url, description);
    return reader.read();
}

Result<Value> read_detail(std::string body, std::string_view url, const Description& description) {
    std::vector<Issue> issues;
    if (const Result<void> ready = kit::prepare_json_body(body, url, issues); ready.has_error())
        return ready.error();
    if (const Result<void> fits = kit::within_limits(body); fits.has_error())
        return fits.error();
    const Result<Value> parsed = json::parse(body);
    if (parsed.has_error())
        return parsed.error();
    const Value* item = description.detail_item.first(*parsed);
    if (item == nullptr || !item->is_object() || item->empty())
        return Error(Code::bad_shape, "no record at '" + description.words.detail_item + "'");
    return *item;
}

std::string identify(
    const Value& item,
    std::string_view source_key,
    const Description& description,
    bool& synthetic
) {
    std::string id = description.id.text(item);
    synthetic = id.empty();
    if (!synthetic)
        return id;
    const auto text = [&](std::string_view field) {
        const auto found = description.fields.find(field);
        return found == description.fields.end() ? std::string{} : found->second.text(item);
    };
    return kit::synthetic_id(source_key, text("landing_page"), text("title"), text("publisher"));
}

kit::WireRecord wire_record(std::string id, const Value& item, const Description& description) {
    std::vector<std::string_view> volatile_keys(
        description.words.volatile_keys.begin(),
        description.words.volatile_keys.end()
    );
    std::sort(volatile_keys.begin(), volatile_keys.end());
    const kit::CanonicalRules rules{volatile_keys, {}, {}};
    kit::WireRecord record;
    record.remote_id = std::move(id);
    record.canonical = kit::canonical_json(item, rules);
    record.digest = sha256(record.canonical);
    return record;
}

} // namespace moisson::paths
