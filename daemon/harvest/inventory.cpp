// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Inventory mode: the list of ids and stamps, the breaker on it, then the bodies of what differs.
#include "async/offload.hpp"
#include "core/limits.hpp"
#include "harvest/list_work.hpp"
#include "harvest/mode.hpp"
#include "harvest/run.hpp"
#include "store/fail_point.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace moisson::harvest {

asio::awaitable<Result<std::shared_ptr<Run::ReadyPage>>> Run::fetch_list(kit::Cursor cursor) {
    if (!lease_usable()) {
        left_ = Leaving::store_gone;
        co_return Error(Code::store_unavailable, "the lease was not renewed in time");
    }
    Result<kit::InventoryPage> listed = co_await connector_->inventory(std::move(cursor));
    if (std::optional<Error> pause = pause_asked(); pause)
        co_return std::move(*pause);
    if (listed.has_error())
        co_return listed.error();
    auto ready = std::make_shared<ReadyPage>();
    kit::Page& page = ready->numbered.page;
    page.issues = std::move(listed->issues);
    page.next = std::move(listed->next);
    page.advertised_count = listed->advertised_count;
    page.received = listed->received;
    page.body_digest = listed->body_digest;
    page.wire_bytes = listed->wire_bytes;
    page.requests = listed->requests;
    page.retries = listed->retries;
    ready->listed = std::move(listed->entries);
    co_return ready;
}

asio::awaitable<std::optional<Error>> Run::build_list(std::shared_ptr<ReadyPage> page) {
    std::vector<std::string> ids;
    ids.reserve(page->listed->size());
    for (const kit::InventoryEntry& entry : *page->listed)
        ids.push_back(entry.remote_id);
    auto ask = [this, &ids] { return parts_.store->listed_records(claimed_.source, ids); };
    auto known = co_await persist<std::vector<store::ListedRecord>>(ask);
    if (!known)
        co_return Error(Code::store_unavailable, "listed_records");
    if (known->has_error())
        co_return known->error();
    auto job = [page, records = std::move(known->value()), context = context_] {
        return build_list_commit(page->numbered, *page->listed, records, *context);
    };
    if (parts_.cpu)
        page->commit = co_await offload(parts_.cpu, std::move(job));
    else
        page->commit = job();
    co_return std::nullopt;
}

// Whether more of the catalogue would disappear than may be believed; then the run is to be held.
// What arrives is counted once it is there: many a listed id gives no dataset.
asio::awaitable<std::optional<Error>> Run::judge_list() {
    auto compare = [this] { return parts_.store->compare_listed(claimed_.lease); };
    auto counts = co_await persist<store::Reconciliation>(compare);
    if (!counts)
        co_return Error(Code::store_unavailable, "compare_listed");
    if (counts->has_error())
        co_return counts->error();
    if (settings_changed())
        co_return std::nullopt;
    const BreakerReason why = breaker(at_best(counts->value()), options_.breaker);
    if (why != BreakerReason::none)
        held_ = too_much_vanished(counts->value(), why);
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Run::fetch_bodies(std::size_t first_page) {
    auto ask = [this] { return parts_.store->wanted_records(claimed_.lease); };
    auto wanted = co_await persist<std::vector<store::StampedId>>(ask);
    if (!wanted)
        co_return Error(Code::store_unavailable, "wanted_records");
    if (wanted->has_error())
        co_return wanted->error();
    const std::vector<store::StampedId> all = std::move(wanted->value());
    // No body can tell more of the ids than their list: the end of the run compares them.
    if (all.empty())
        co_return std::nullopt;
    std::optional<Error> stopped = co_await judge_list();
    if (stopped || held_)
        co_return stopped;
    const auto count = static_cast<std::int64_t>(all.size());
    if (first_page == 0 && full_is_cheaper(count, received_, connector_->abilities())) {
        std::string reason = fmt::format("{} of {} differ", count, received_);
        std::optional<Error> failed = co_await fall_back(std::move(reason));
        co_return failed;
    }
    const std::size_t pages = (all.size() + bodies_per_page - 1) / bodies_per_page;
    for (std::size_t number = first_page; number < pages; ++number) {
        const std::size_t from = number * bodies_per_page;
        const std::size_t to = std::min(from + bodies_per_page, all.size());
        const std::vector<store::StampedId> batch(
            all.begin() + static_cast<std::ptrdiff_t>(from),
            all.begin() + static_cast<std::ptrdiff_t>(to)
        );
        auto page = std::make_shared<ReadyPage>();
        page->numbered.cursor.value = bodies_cursor(number);
        std::optional<Error> failed = co_await fetch_some(batch, page);
        if (failed)
            co_return failed;
        if (number + 1 < pages)
            page->numbered.page.next = kit::Cursor{bodies_cursor(number + 1)};
        failed = co_await build(page);
        if (failed)
            co_return failed;
        failed = co_await commit(std::move(page));
        if (failed)
            co_return failed;
        if (number + 1 == pages)
            break;
        std::optional<Error> limit = stop_at_limit();
        if (!limit)
            limit = co_await judge_arrivals();
        if (limit)
            co_return limit;
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>>
Run::fetch_some(std::vector<store::StampedId> batch, std::shared_ptr<ReadyPage> page) {
    if (!lease_usable()) {
        left_ = Leaving::store_gone;
        co_return Error(Code::store_unavailable, "the lease was not renewed in time");
    }
    std::vector<std::string> ids;
    ids.reserve(batch.size());
    for (const store::StampedId& one : batch)
        ids.push_back(one.remote_id);
    Result<kit::Page> fetched = co_await connector_->fetch_records(std::move(ids));
    store::fail_point("after_fetch");
    if (std::optional<Error> pause = pause_asked(); pause)
        co_return pause;
    if (fetched.has_error())
        co_return fetched.error();
    page->numbered.number = next_page_++;
    page->numbered.page = std::move(fetched.value());
    page->numbered.page.next.reset();
    settle_bodies(batch, page->numbered.page);
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Run::take_inventory() {
    Result<InventoryPlace> place = inventory_place(claimed_.checkpoint.cursor);
    if (place.has_error())
        co_return place.error();
    if (!place->bodies) {
        kit::Cursor start;
        start.value = std::move(place->list);
        std::optional<Error> failed = co_await crawl(std::move(start));
        if (failed && (left_ || !may_fall_back(failed->code)))
            co_return failed;
        CrawlFacts facts;
        facts.advertised = advertised_;
        facts.received = received_;
        std::string doubt;
        if (failed)
            doubt = fmt::format("inventory failed: {}", to_string(failed->code));
        else if (completeness(facts) != Completeness::complete)
            doubt = fmt::format("inventory of {} of {}", received_, *advertised_);
        if (!doubt.empty()) {
            failed = co_await fall_back(std::move(doubt));
            co_return failed;
        }
    }
    std::optional<Error> failed = co_await fetch_bodies(place->bodies.value_or(0));
    co_return failed;
}

// For sources whose records do not carry the stamps of their inventory. Taken before the records,
// so that what changes meanwhile is looked at again.
asio::awaitable<void> Run::learn_stamps() {
    std::optional<kit::Cursor> cursor = kit::Cursor();
    for (std::size_t page = 0; cursor && page < limits::pages_per_run && lease_usable(); ++page) {
        if (limit_reached())
            co_return;
        Result<kit::InventoryPage> listed = co_await connector_->inventory(std::move(*cursor));
        // Without stamps the next inventory looks at more.
        if (listed.has_error())
            co_return;
        for (kit::InventoryEntry& entry : listed->entries)
            if (!entry.stamp.empty())
                stamps_.insert_or_assign(std::move(entry.remote_id), std::move(entry.stamp));
        cursor = std::move(listed->next);
    }
}

asio::awaitable<std::optional<Error>> Run::harvest_pages() {
    std::optional<Error> failed;
    if (claimed_.mode == RunMode::inventory)
        failed = co_await take_inventory();
    if (failed || claimed_.mode == RunMode::inventory)
        co_return failed;
    const kit::Abilities abilities = connector_->abilities();
    if (claimed_.mode == RunMode::full && abilities.inventory && abilities.stamps_apart)
        co_await learn_stamps();
    kit::Cursor start;
    start.value = claimed_.checkpoint.cursor;
    failed = co_await crawl(std::move(start));
    co_return failed;
}

} // namespace moisson::harvest
