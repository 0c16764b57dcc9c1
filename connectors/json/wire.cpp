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

#include <algorithm>
#include <array>

namespace moisson::paths {
namespace {

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
        const kit::LineCounter lines(body_);
        Issue issue(code, Stage::parse, lines.where(offset) + ": " + std::move(detail));
        if (warning)
            issue.severity = Severity::warning;
        issue.excerpt = lines.around(offset);
        issue.remote_url = url_;
        page_.issues.push_back(std::move(issue));
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
        if (repaired.repairs.empty())
            return false;
        const kit::JsonRepair& first = repaired.repairs.front();
        std::string detail(first.what);
        if (repaired.repair_count > 1)
            detail += " (" + std::to_string(repaired.repair_count) + " repairs)";
        page_.issues.clear();
        issue(Code::parse_json, std::move(detail), first.offset, true);
        body_ = std::move(repaired.text);
        return true;
    }

    void record(const kit::JsonSpan& span) {
        if (static_cast<std::size_t>(++page_.received) > limits::records_per_page)
            return;
        if (const Result<void> fits = span.within_limits(); fits.has_error()) {
            issue(fits.error().code, fits.error().detail, span.offset, false);
            return;
        }
        Result<Value> parsed = parse(span);
        if (parsed.has_error())
            issue(parsed.error().code, parsed.error().detail, span.offset, false);
        else if (!parsed->is_object() || parsed->empty())
            issue(Code::bad_shape, "an entry that is no object", span.offset, false);
        else
            page_.items.push_back(std::move(parsed.value()));
    }

    Result<Value> parse(const kit::JsonSpan& span) {
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
        if (again.has_value() && !repaired.repairs.empty())
            issue(
                Code::parse_json,
                std::string(repaired.repairs.front().what),
                span.offset + repaired.repairs.front().offset,
                true
            );
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
        if (static_cast<std::size_t>(page_.received) > limits::records_per_page)
            page_.issues.emplace_back(Code::limit_reached, Stage::parse, "records_per_page");
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
    if (body.size() > limits::record_bytes)
        return Error(Code::too_large, "a record of " + std::to_string(body.size()) + " bytes");
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
