// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/list_work.hpp"

#include <charconv>
#include <set>
#include <unordered_map>

namespace moisson::harvest {
namespace {

constexpr std::string_view of_list = "list:";
constexpr std::string_view of_bodies = "bodies:";

bool is_same(
    const store::ListedRecord& known,
    const kit::InventoryEntry& entry,
    const PageContext& context
) {
    const Digest& today =
        known.dataset ? context.versions.of(*known.dataset) : context.left_out_version;
    return !entry.stamp.empty() && known.stamp == entry.stamp && known.mapping_version == today;
}

} // namespace

std::string list_cursor(std::string_view connector_cursor) {
    return std::string(of_list) + std::string(connector_cursor);
}

std::string bodies_cursor(std::size_t page) {
    return std::string(of_bodies) + std::to_string(page);
}

Result<InventoryPlace> inventory_place(std::string_view cursor) {
    InventoryPlace place;
    if (cursor.starts_with(of_list)) {
        place.list = cursor.substr(of_list.size());
        return place;
    }
    if (cursor.empty())
        return place;
    std::size_t page = 0;
    if (cursor.starts_with(of_bodies)) {
        const std::string_view digits = cursor.substr(of_bodies.size());
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), page);
        if (read.ec == std::errc{} && read.ptr == digits.data() + digits.size()) {
            place.bodies = page;
            return place;
        }
    }
    return Error(Code::invalid_argument, "cursor: " + std::string(cursor));
}

store::PageCommit build_list_commit(
    const NumberedPage& numbered,
    const std::vector<kit::InventoryEntry>& entries,
    const std::vector<store::ListedRecord>& known,
    const PageContext& context
) {
    const kit::Page& page = numbered.page;
    std::unordered_multimap<std::string_view, const store::ListedRecord*> by_id;
    by_id.reserve(known.size());
    for (const store::ListedRecord& record : known)
        by_id.emplace(record.remote_id, &record);
    store::PageCommit commit;
    commit.overlay_revision = context.overlays.revision;
    commit.page = numbered.number;
    commit.cursor = list_cursor(numbered.cursor.value);
    commit.next_cursor = page.next ? list_cursor(page.next->value) : bodies_cursor(0);
    commit.advertised_count = page.advertised_count;
    commit.received = page.received - numbered.duplicates;
    commit.body_digest = to_hex(page.body_digest);
    commit.wire_bytes = page.wire_bytes;
    commit.requests = page.requests;
    commit.retries = page.retries;
    commit.issues = page.issues;
    commit.seen.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const kit::InventoryEntry& entry = entries[i];
        if (i < numbered.duplicate.size() && numbered.duplicate[i]) {
            commit.issues.push_back(duplicate_issue(entry.remote_id, commit.page));
            continue;
        }
        const store::ListedRecord* same = nullptr;
        // Left out wins: a dataset that was hidden since has both.
        for (auto [it, end] = by_id.equal_range(entry.remote_id); it != end; ++it)
            if (is_same(*it->second, entry, context) && (same == nullptr || !it->second->dataset))
                same = it->second;
        if (same == nullptr) {
            commit.wanted.push_back({entry.remote_id, entry.stamp});
        } else if (same->dataset) {
            commit.seen.push_back(*same->dataset);
            commit.unchanged += same->is_active ? 1 : 0;
        }
    }
    return commit;
}

void settle_bodies(const std::vector<store::StampedId>& asked, kit::Page& page) {
    std::unordered_map<std::string_view, std::string_view> stamps;
    for (const store::StampedId& one : asked)
        stamps.emplace(one.remote_id, one.stamp);
    std::set<std::string_view> answered;
    bool strangers = false;
    for (kit::WireRecord& record : page.records) {
        auto stamp = stamps.find(record.remote_id);
        if (stamp == stamps.end() && !record.alias.empty())
            stamp = stamps.find(record.alias);
        if (stamp == stamps.end()) {
            strangers = true;
            continue;
        }
        record.stamp = stamp->second;
        answered.insert(stamp->first);
    }
    for (const Issue& issue : page.issues)
        answered.insert(issue.remote_id);
    // Our own filters left out what came and is neither a record nor an issue.
    const bool all_came = !strangers && page.received >= static_cast<std::int64_t>(asked.size());
    std::vector<Issue> silent;
    for (const store::StampedId& one : asked) {
        if (all_came || answered.contains(one.remote_id))
            continue;
        Issue issue(Code::count_mismatch, Stage::fetch, "listed, and not given");
        issue.remote_id = one.remote_id;
        silent.push_back(std::move(issue));
    }
    page.issues.insert(page.issues.end(), silent.begin(), silent.end());
    // They were counted with the list; those that no request could get are named by issues.
    page.received = 0;
    page.skipped = 0;
    page.advertised_count.reset();
}

} // namespace moisson::harvest
