// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lists of ids, with or without dates of change.
#include "ckan/envelope.hpp"
#include "ckan/wire.hpp"
#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/json_stream.hpp"
#include "kit/unidentified.hpp"

#include <utility>

namespace moisson::ckan {

Result<Inventory> read_inventory(std::string_view body) {
    Inventory inventory;
    Envelope envelope;
    kit::JsonHandlers handlers;
    handlers.on_record = [&](const kit::JsonSpan& span) {
        if (static_cast<std::size_t>(++inventory.received) > limits::records_per_page)
            return;
        if (span.within_limits().has_error())
            return;
        const Result<json::Value> parsed = json::parse(span.bytes);
        if (parsed.has_error() || !parsed->is_object() || kit::is_odd_id(*parsed, "id"))
            return;
        kit::InventoryEntry entry;
        entry.remote_id = json::scalar(*parsed, "id");
        entry.alias = json::scalar(*parsed, "name");
        if (entry.remote_id.empty())
            entry.remote_id = std::exchange(entry.alias, {});
        entry.stamp = stamp_of(json::scalar(*parsed, "metadata_modified"));
        if (!entry.remote_id.empty())
            inventory.entries.push_back(std::move(entry));
    };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        envelope.member(path, value);
    };
    const Result<void> scanned = kit::scan_json(body, record_paths, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (const Result<void> answered = envelope.check(); answered.has_error())
        return answered.error();
    if (inventory.received > 0 && inventory.entries.empty())
        return Error(Code::bad_shape, "no id in the list");
    const auto read = static_cast<std::int64_t>(inventory.entries.size());
    if (read < inventory.received)
        return kit::hole_in_list(inventory.received - read);
    inventory.count = envelope.count;
    return inventory;
}

namespace {

// The id or the name; empty when the entry has none.
std::string listed_id(const kit::JsonSpan& entry) {
    if (entry.within_limits().has_error())
        return {};
    std::size_t repairs = 0;
    const Result<json::Value> parsed = json::parse(kit::repair_escapes(entry.bytes, repairs));
    if (parsed.has_error())
        return {};
    if (!parsed->is_object())
        return json::scalar(*parsed);
    if (kit::is_odd_id(*parsed, "id"))
        return {};
    std::string id = json::scalar(*parsed, "id");
    return id.empty() ? json::scalar(*parsed, "name") : id;
}

} // namespace

Result<Listing> read_ids(std::string_view body) {
    Listing listing;
    Envelope envelope;
    std::int64_t holes = 0;
    std::int64_t names = 0;
    kit::JsonHandlers handlers;
    handlers.on_record = [&](const kit::JsonSpan& span) {
        ++listing.received;
        std::string id = listed_id(span);
        names += span.bytes.starts_with('{') ? 0 : 1;
        if (!id.empty())
            listing.ids.push_back(std::move(id));
        else
            ++holes;
    };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        envelope.member(path, value);
    };
    const Result<void> scanned = kit::scan_json(body, record_paths, handlers);
    if (scanned.has_error())
        return scanned.error();
    if (const Result<void> answered = envelope.check(); answered.has_error())
        return answered.error();
    // A name among packages is none: a package was expected in its place.
    if (names < listing.received)
        holes += names;
    if (holes > 0 && !listing.ids.empty())
        return kit::hole_in_list(holes);
    listing.count = envelope.count;
    return listing;
}

} // namespace moisson::ckan
