// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Probe and pages: while one page is committed the next one is fetched and mapped, so that two
// pages at most are in memory and commits keep their order.
#include "async/offload.hpp"
#include "harvest/mode.hpp"
#include "harvest/run.hpp"
#include "store/fail_point.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace moisson::harvest {
namespace {

// co_spawn wants a value that can be made from nothing.
template <class T>
asio::awaitable<std::optional<Result<T>>> boxed(asio::awaitable<Result<T>> operation) {
    std::optional<Result<T>> value(co_await std::move(operation));
    co_return value;
}

std::map<Code, std::int64_t> count_issues(const store::PageCommit& commit) {
    std::map<Code, std::int64_t> counts;
    for (const Issue& issue : commit.issues)
        ++counts[issue.code];
    for (const store::RecordChange& change : commit.changes)
        for (const Issue& issue : change.issues)
            ++counts[issue.code];
    return counts;
}

} // namespace

asio::awaitable<Leaving> Run::work() {
    std::optional<Error> error = co_await load_overlays();
    if (!error && !claimed_.checkpoint.pages_done) {
        error = co_await probe();
        if (!error)
            error = co_await settle();
    }
    if (!error)
        error = co_await recall_ids();
    if (!error && !claimed_.checkpoint.pages_done && claimed_.mode != RunMode::probe)
        error = co_await harvest_pages();
    if (left_)
        co_return *left_;
    if (error) {
        Leaving left = co_await end_after_error(std::move(*error));
        co_return left;
    }
    // Neither says anything of what is not there.
    if (claimed_.mode == RunMode::probe || claimed_.mode == RunMode::delta) {
        Leaving left = co_await finish(store::RunEnd());
        co_return left;
    }
    if (held_) {
        Leaving left = co_await end_held(std::move(*held_));
        co_return left;
    }
    Leaving left = co_await end_after_crawl();
    co_return left;
}

// At the start, and whenever a page was refused because they have changed.
asio::awaitable<std::optional<Error>> Run::load_overlays() {
    auto ask = [this] { return parts_.store->overlays(claimed_.source); };
    auto overlays = co_await persist<store::SourceOverlays>(ask);
    if (!overlays)
        co_return Error(Code::store_unavailable, "overlays");
    if (overlays->has_error())
        co_return overlays->error();
    PageContext context =
        make_page_context(*connector_, portal_, recipe_, std::move(overlays->value()));
    leave_out_own_records(context, options_.own_url, portal_, source_);
    context_ = std::make_shared<const PageContext>(std::move(context));
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Run::probe() {
    if (claimed_.checkpoint.pages == 0 && would_believe_mark(claimed_, context_->versions.usual))
        connector_->remember(claimed_.past.mark);
    Result<kit::Probe> probe = co_await connector_->probe();
    if (std::optional<Error> pause = pause_asked(); pause)
        co_return pause;
    if (probe.has_error())
        co_return std::optional<Error>(probe.error());
    mark_ = std::move(probe->mark);
    probe_cost_.requests = probe->requests;
    probe_cost_.retries = probe->retries;
    probe_cost_.wire_bytes = probe->wire_bytes;
    first_page_pays_ = probe->first_page_pays;
    if (probe->advertised_count)
        advertised_ = probe->advertised_count;
    parts_.log->info(
        "portal answers",
        {{"source", source_.key},
         {"software", probe->software},
         {"version", probe->version},
         {"count", advertised_.value_or(-1)}}
    );
    co_return std::nullopt;
}

// What the pages of before an interruption met: an id is counted once, whoever harvests on.
asio::awaitable<std::optional<Error>> Run::recall_ids() {
    if (claimed_.checkpoint.pages == 0)
        co_return std::nullopt;
    auto ask = [this] { return parts_.store->met_ids(claimed_.lease); };
    auto met = co_await persist<std::vector<std::string>>(ask);
    if (!met)
        co_return Error(Code::store_unavailable, "met_ids");
    if (met->has_error())
        co_return met->error();
    for (const std::string& id : met->value())
        ids_.insert(id);
    co_return std::nullopt;
}

asio::awaitable<Result<kit::Page>> Run::fetch(kit::Cursor cursor) {
    if (!lease_usable()) {
        left_ = Leaving::store_gone;
        co_return Error(Code::store_unavailable, "the lease was not renewed in time");
    }
    if (claimed_.mode == RunMode::delta) {
        const Instant since = claimed_.past.last_complete.value_or(Instant()) - delta_overlap;
        Result<kit::Page> changed = co_await connector_->fetch_since(since, std::move(cursor));
        // The count is of the catalogue, not of what changed.
        if (changed.has_value())
            changed->advertised_count.reset();
        store::fail_point("after_fetch");
        co_return changed;
    }
    Result<kit::Page> page = co_await connector_->fetch(std::move(cursor));
    store::fail_point("after_fetch");
    co_return page;
}

asio::awaitable<Result<std::shared_ptr<Run::ReadyPage>>> Run::fetch_ready(kit::Cursor cursor) {
    if (claimed_.mode == RunMode::inventory) {
        Result<std::shared_ptr<ReadyPage>> listed = co_await fetch_list(std::move(cursor));
        store::fail_point("after_fetch");
        co_return listed;
    }
    Result<kit::Page> fetched = co_await fetch(std::move(cursor));
    if (std::optional<Error> pause = pause_asked(); pause)
        co_return std::move(*pause);
    if (fetched.has_error())
        co_return fetched.error();
    auto ready = std::make_shared<ReadyPage>();
    ready->numbered.page = std::move(fetched.value());
    for (kit::WireRecord& record : ready->numbered.page.records) {
        const auto stamp = record.stamp.empty() ? stamps_.find(record.remote_id) : stamps_.end();
        if (stamp != stamps_.end())
            record.stamp = stamp->second;
    }
    co_return ready;
}

// Marks ids met before; an error when the portal turns in circles.
std::optional<Error> Run::examine(ReadyPage& ready) {
    NumberedPage& numbered = ready.numbered;
    const kit::Page& page = numbered.page;
    const Result<void> looped = loops_.check(numbered.cursor, page);
    if (looped.has_error())
        return looped.error();
    const std::size_t count = ready.listed ? ready.listed->size() : page.records.size();
    numbered.duplicate.assign(count, false);
    std::size_t met_again = 0;
    const auto meet = [&](std::size_t i, const std::string& id, const std::string& alias) {
        if (!ids_.insert(id)) {
            numbered.duplicate[i] = true;
            ++numbered.duplicates;
        }
        if (!met_here_.insert(id))
            ++met_again;
        if (!alias.empty())
            aliases_.insert(alias);
    };
    for (std::size_t i = 0; i < count; ++i) {
        if (ready.listed)
            meet(i, (*ready.listed)[i].remote_id, (*ready.listed)[i].alias);
        else
            meet(i, page.records[i].remote_id, page.records[i].alias);
    }
    if (count > 0 && met_again == count && page.next)
        return Error(Code::page_stagnant, "nothing new at " + numbered.cursor.value);
    return std::nullopt;
}

std::optional<Error> Run::limit_reached() const {
    // Invented ids stay, since no such run is complete: what is known counts too, with room for a
    // catalogue that gives new ids to all.
    const std::int64_t grown = claimed_.active_before + progress_.created;
    const bool too_many = received_ >= source_.records_max ||
                          (progress_.created > 0 && grown >= 2 * source_.records_max);
    if (source_.records_max > 0 && too_many)
        return Error(Code::limit_reached, "records_max");
    if (parts_.timers->steady_now() - begun_ >= source_.duration_max)
        return Error(Code::run_duration_reached, "duration_max");
    if (is_stretched(walked(), source_.duration_max))
        return Error(Code::run_duration_reached, "read over too long a time to be one list");
    return std::nullopt;
}

std::optional<Error> Run::stop_at_limit() {
    std::optional<Error> limit = limit_reached();
    if (limit && limit->code == Code::run_duration_reached && !left_ && may_rest())
        left_ = Leaving::rested;
    return limit;
}

// Beyond the growth that may be believed nothing more is read: an operator looks first. What the
// run creates is new, so that the store is asked again only when it may have reached the bound.
asio::awaitable<std::optional<Error>> Run::judge_arrivals() {
    if (!next_look_ || progress_.created < *next_look_)
        co_return std::nullopt;
    // Somebody meant it.
    if (settings_changed() || claimed_.reason.starts_with(store::imported_from))
        co_return std::nullopt;
    auto ask = [this] { return parts_.store->arrivals(claimed_.source); };
    auto found = co_await persist<store::Arrivals>(ask);
    if (!found)
        co_return Error(Code::store_unavailable, "arrivals");
    if (found->has_error())
        co_return found->error();
    const std::optional<std::int64_t> left = arrivals_left(found->value(), options_.breaker);
    if (left && *left < 0)
        co_return too_much_arrived(found->value());
    next_look_.reset();
    if (left)
        next_look_ = progress_.created + *left + 1;
    co_return std::nullopt;
}

// Everything that may be done to a page while the one before it is being committed: its records
// have other ids, since those met before were marked.
asio::awaitable<Result<std::shared_ptr<Run::ReadyPage>>> Run::prepare(kit::Cursor cursor) {
    Result<std::shared_ptr<ReadyPage>> fetched = co_await fetch_ready(cursor);
    if (fetched.has_error())
        co_return fetched.error();
    std::shared_ptr<ReadyPage> ready = std::move(fetched.value());
    ready->numbered.number = next_page_++;
    ready->numbered.cursor = std::move(cursor);
    if (std::optional<Error> circle = examine(*ready); circle)
        co_return std::move(*circle);
    std::optional<Error> failed = co_await build(ready);
    if (failed)
        co_return std::move(*failed);
    co_return ready;
}

asio::awaitable<std::optional<Error>> Run::crawl(kit::Cursor start) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Result<std::shared_ptr<ReadyPage>> ready = co_await prepare(std::move(start));
    while (true) {
        if (ready.has_error())
            co_return std::optional<Error>(ready.error());
        std::shared_ptr<ReadyPage> page = std::move(ready.value());
        const std::optional<kit::Cursor> next = page->numbered.page.next;
        asio::awaitable<std::optional<Error>> committing = commit(std::move(page));
        if (!next) {
            std::optional<Error> failed = co_await std::move(committing);
            co_return failed;
        }
        asio::awaitable<Result<std::shared_ptr<ReadyPage>>> ahead = prepare(*next);
        asio::awaitable<std::optional<Result<std::shared_ptr<ReadyPage>>>> ahead_boxed =
            boxed(std::move(ahead));
        auto both = asio::experimental::make_parallel_group(
            asio::co_spawn(executor, std::move(committing), asio::deferred),
            asio::co_spawn(executor, std::move(ahead_boxed), asio::deferred)
        );
        auto [order, commit_failure, failed, ahead_failure, next_page] =
            co_await both.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
        if (commit_failure)
            std::rethrow_exception(commit_failure);
        if (ahead_failure)
            std::rethrow_exception(ahead_failure);
        if (failed)
            co_return failed;
        std::optional<Error> limit = stop_at_limit();
        if (!limit)
            limit = co_await judge_arrivals();
        if (limit)
            co_return limit;
        ready = std::move(*next_page);
    }
}

asio::awaitable<std::optional<Error>> Run::build(std::shared_ptr<ReadyPage> page) {
    if (page->listed) {
        std::optional<Error> failed = co_await build_list(std::move(page));
        co_return failed;
    }
    const std::vector<std::string> ids = ids_of(page->numbered.page);
    auto ask = [this, &ids] { return parts_.store->known_records(claimed_.source, ids); };
    auto known = co_await persist<std::vector<store::KnownRecord>>(ask);
    if (!known)
        co_return Error(Code::store_unavailable, "known_records");
    if (known->has_error())
        co_return known->error();
    auto job = [page, records = std::move(known->value()), context = context_] {
        return build_commit(page->numbered, records, *context);
    };
    if (parts_.cpu)
        page->commit = co_await offload(parts_.cpu, std::move(job));
    else
        page->commit = job();
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> Run::commit(std::shared_ptr<ReadyPage> page) {
    for (int attempt = 0;; ++attempt) {
        // Only what the progress display needs outlives the commit.
        store::PageCommit summary;
        summary.unchanged = page->commit.unchanged;
        summary.received = page->commit.received;
        const std::map<Code, std::int64_t> issues = count_issues(page->commit);
        Result<store::PageOutcome> outcome =
            co_await parts_.store->commit_page(claimed_.lease, std::move(page->commit));
        if (outcome.has_value() && outcome->outdated) {
            std::optional<Error> failed = co_await load_overlays();
            if (!failed)
                failed = co_await build(page);
            if (failed)
                co_return failed;
            continue;
        }
        if (outcome.has_value()) {
            for (const auto& [code, count] : issues)
                progress_.issues[code] += count;
            committed(page->numbered, summary, *outcome);
            co_return std::nullopt;
        }
        if (outcome.error().code == Code::run_cancelled)
            left_ = Leaving::lease_lost;
        if (outcome.error().code != Code::store_unavailable)
            co_return outcome.error();
        if (!lease_usable()) {
            left_ = Leaving::store_gone;
            co_return outcome.error();
        }
        note_refusal(attempt, outcome.error());
        co_await pause_before_retry(attempt);
        std::optional<Error> failed = co_await build(page);
        if (failed)
            co_return failed;
    }
}

void Run::committed(
    const NumberedPage& page,
    const store::PageCommit& commit,
    const store::PageOutcome& outcome
) {
    ++pages_committed_;
    ++pages_here_;
    if (progressed_ != nullptr)
        *progressed_ = parts_.timers->steady_now();
    received_ += commit.received;
    received_here_ += page.page.received;
    skipped_ += page.page.skipped;
    if (page.page.advertised_count)
        advertised_ = page.page.advertised_count;
    progress_.page = page.number;
    progress_.advertised_count = advertised_;
    progress_.received = received_;
    progress_.created += outcome.created;
    progress_.updated += outcome.updated;
    progress_.unchanged += commit.unchanged + outcome.overtaken;
    progress_.refused += outcome.refused;
    progress_.wire_bytes += page.page.wire_bytes;
    progress_.requests += page.page.requests;
    progress_.retries += page.page.retries;
    const std::chrono::duration<double> took = parts_.timers->steady_now() - begun_;
    progress_.records_per_second =
        took.count() > 0 ? static_cast<double>(received_here_) / took.count() : 0.0;
    parts_.observer->page_done(progress_);
}

} // namespace moisson::harvest
