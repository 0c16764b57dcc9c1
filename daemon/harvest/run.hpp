// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One run: a claimed harvest of one source, from its lease to its end. Files: run.cpp (lease,
// heartbeat, cancellation), settle.cpp (its mode), crawl.cpp (probe and pages), inventory.cpp (list
// and bodies), ending.cpp (completeness, breaker, end).
// Internal to the room.
#pragma once

#include "async/asio.hpp"
#include "harvest/counted_client.hpp"
#include "harvest/engine.hpp"
#include "harvest/id_set.hpp"
#include "harvest/page_work.hpp"
#include "kit/paging.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace moisson::harvest {

// How a worker leaves a run.
enum class Leaving { finished, lease_lost, store_gone, paused, rested };

class Run {
public:
    Run(const EngineParts& parts,
        const EngineOptions& options,
        store::ClaimedRun claimed,
        Portal portal,
        Source source,
        std::unique_ptr<CountedClient> http,
        std::unique_ptr<kit::Connector> connector,
        Recipe recipe,
        std::optional<Schedule> schedule);

    // `at` outlives the run: the time of the last committed page goes there.
    void report_progress(Steady* at) { progressed_ = at; }

    // Harvests to the end, or until the lease is lost or the caller is cancelled; then the lease
    // is given back and the cancellation goes on. Bugs end the run as INTERNAL_ERROR.
    asio::awaitable<Leaving> execute();

private:
    // run.cpp
    asio::awaitable<Leaving> renew();
    bool lease_usable() const;
    template <class Answer, class Ask>
    asio::awaitable<std::optional<Result<Answer>>> persist(Ask ask);
    // One line when the store begins to refuse: it may go on for as long as the lease lasts.
    void note_refusal(int attempt, const Error& refusal) const;
    asio::awaitable<void> pause_before_retry(int attempt);
    // The portal wants to be left alone for longer than a worker waits: what came of it since is
    // not used, and the run leaves.
    std::optional<Error> pause_asked();
    std::optional<store::RunPause> pause_at_leaving() const;
    // Since the first page, whoever has read it.
    std::chrono::seconds walked() const;
    // What a run that has lasted long enough is left alone for.
    std::chrono::seconds rest() const;
    bool may_rest() const;
    asio::awaitable<void> give_back(Leaving leaving, bool cancelled);
    RunStarted started_event(bool resumed) const;

    asio::awaitable<std::optional<Error>> load_overlays();

    // crawl.cpp
    asio::awaitable<Leaving> work();
    asio::awaitable<Result<kit::Page>> fetch(kit::Cursor cursor);
    asio::awaitable<std::optional<Error>> crawl(kit::Cursor start);
    asio::awaitable<std::optional<Error>> probe();
    asio::awaitable<std::optional<Error>> recall_ids();
    std::optional<Error> limit_reached() const;
    // The same between two pages: a run that has only lasted long enough leaves, and goes on later.
    std::optional<Error> stop_at_limit();
    asio::awaitable<std::optional<Error>> judge_arrivals();
    // A page between its arrival and its transaction. `commit` is used up by the first attempt.
    struct ReadyPage {
        NumberedPage numbered;
        store::PageCommit commit;
        // Of an inventory, whose pages have no records.
        std::optional<std::vector<kit::InventoryEntry>> listed;
    };
    std::optional<Error> examine(ReadyPage& page);
    asio::awaitable<Result<std::shared_ptr<ReadyPage>>> fetch_ready(kit::Cursor cursor);
    asio::awaitable<Result<std::shared_ptr<ReadyPage>>> prepare(kit::Cursor cursor);
    asio::awaitable<std::optional<Error>> build(std::shared_ptr<ReadyPage> page);
    asio::awaitable<std::optional<Error>> commit(std::shared_ptr<ReadyPage> page);
    void committed(
        const NumberedPage& page,
        const store::PageCommit& commit,
        const store::PageOutcome& outcome
    );

    // settle.cpp
    asio::awaitable<std::optional<Error>> settle();
    asio::awaitable<std::optional<Error>>
    settle_on(RunMode mode, std::string reason, bool forget_pages);
    asio::awaitable<std::optional<Error>> fall_back(std::string reason);
    bool settings_changed() const;

    // inventory.cpp
    asio::awaitable<std::optional<Error>> harvest_pages();
    asio::awaitable<std::optional<Error>> take_inventory();
    asio::awaitable<Result<std::shared_ptr<ReadyPage>>> fetch_list(kit::Cursor cursor);
    asio::awaitable<std::optional<Error>> build_list(std::shared_ptr<ReadyPage> page);
    asio::awaitable<std::optional<Error>> judge_list();
    asio::awaitable<std::optional<Error>> fetch_bodies(std::size_t first_page);
    asio::awaitable<std::optional<Error>>
    fetch_some(std::vector<store::StampedId> batch, std::shared_ptr<ReadyPage> page);
    asio::awaitable<void> learn_stamps();

    // ending.cpp
    asio::awaitable<Leaving> end_after_error(Error error);
    asio::awaitable<Leaving> end_after_crawl();
    asio::awaitable<std::optional<Error>> look_again(CrawlFacts met);
    asio::awaitable<std::optional<Error>> second_pass(SecondPassFacts& facts);
    asio::awaitable<Leaving> reconcile();
    asio::awaitable<Leaving> end_held(Error why);
    asio::awaitable<Leaving> finish(store::RunEnd end);

    EngineParts parts_;
    EngineOptions options_;
    store::ClaimedRun claimed_;
    Portal portal_;
    Source source_;
    // Before the connector, which asks with it.
    std::unique_ptr<CountedClient> http_;
    std::unique_ptr<kit::Connector> connector_;
    Recipe recipe_;
    // Nothing: of a source that nobody plans.
    std::optional<Schedule> schedule_;
    // Replaced, never changed: pages in flight hold theirs.
    std::shared_ptr<const PageContext> context_;
    kit::LoopGuard loops_;
    IdSet ids_;
    // Those of them that this process met: a catalogue that shifted while the run waited gives what
    // was met before it, which is no circle.
    IdSet met_here_;
    IdSet aliases_;

    Steady begun_{};
    // Start of the last renewal that the store confirmed.
    Steady renewed_{};
    std::optional<Leaving> left_;
    std::int64_t next_page_ = 0;
    std::int64_t pages_committed_ = 0;
    std::int64_t pages_here_ = 0;    // by this process
    std::int64_t received_ = 0;      // duplicates left out
    std::int64_t received_here_ = 0; // by this process
    std::int64_t skipped_ = 0;
    std::optional<std::int64_t> advertised_;
    // What the probe said of the catalogue, and what it cost.
    std::string mark_;
    store::RunEnd probe_cost_;
    bool first_page_pays_ = false;
    // What the breaker says of the list of an inventory.
    std::optional<Error> held_;
    // Records created when the growth of the source is looked at next; nothing: never.
    std::optional<std::int64_t> next_look_;
    // Of the inventory, for records that do not carry theirs.
    std::unordered_map<std::string, std::string> stamps_;
    PageDone progress_;
    Steady* progressed_ = nullptr;
    // Issues of the run itself, written with its end.
    std::vector<Issue> run_issues_;
};

// Asks the store again while it is away and the lease may still be used. Nothing when it may not.
template <class Answer, class Ask>
asio::awaitable<std::optional<Result<Answer>>> Run::persist(Ask ask) {
    for (int attempt = 0;; ++attempt) {
        Result<Answer> answer = co_await ask();
        const bool away = answer.has_error() && answer.error().code == Code::store_unavailable;
        if (!away) {
            if (answer.has_error() && answer.error().code == Code::run_cancelled)
                left_ = Leaving::lease_lost;
            std::optional<Result<Answer>> known(std::move(answer));
            co_return known;
        }
        if (!lease_usable()) {
            left_ = Leaving::store_gone;
            co_return std::nullopt;
        }
        note_refusal(attempt, answer.error());
        co_await pause_before_retry(attempt);
    }
}

} // namespace moisson::harvest
