// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The real engine, HTTP client and store against a simulated portal on loopback, whose catalogue
// the test exchanges between two harvests.
#pragma once

#include "async/host_budget.hpp"
#include "async/timer_source.hpp"
#include "core/rng.hpp"
#include "harvest/engine.hpp"
#include "net/make_http_client.hpp"
#include "portals/ckan.hpp"
#include "portals/server.hpp"
#include "settings/vocabularies.hpp"
#include "store/stores.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace moisson::testing {

class Stand {
public:
    // Makes the portal's software over a catalogue; its kind names the connector.
    using Software = std::function<std::unique_ptr<portals::Protocol>(portals::CatalogueAt)>;

    // A CKAN of pages of at most 50.
    explicit Stand(std::shared_ptr<const portals::Catalogue> catalogue);
    Stand(std::shared_ptr<const portals::Catalogue> catalogue, const Software& software);
    ~Stand();
    Stand(const Stand&) = delete;
    Stand& operator=(const Stand&) = delete;

    // What the portal holds from now on.
    void serve(std::shared_ptr<const portals::Catalogue> catalogue);
    // Every request is answered 500 from now on, or no more.
    void break_portal(bool broken) { simulated_->set_script_active(broken); }
    // Requests one run and harvests it to its end.
    HarvestRun harvest(RunMode mode = RunMode::full);
    // The same, stopped after so many pages were committed; the run waits to be resumed.
    void harvest_until(RunMode mode, int pages);
    // Goes on with the run that waits.
    HarvestRun resume();
    // The whole engine, with its planner, for so long.
    void work(std::chrono::milliseconds time);
    harvest::EngineOptions& options() { return options_; }
    // Stored records mapped again; the portal is not asked.
    harvest::RemapReport remap();
    // Takes effect with the next harvest or remap.
    Portal& portal() { return portal_; }

    store::PortalSummary summary();
    std::string fingerprint();
    std::int64_t changes();
    // Requests the portal has answered.
    std::size_t requests() const;
    // Those after the first `after` whose query holds this.
    std::size_t requests_with(std::string_view text, std::size_t after) const;
    // What it answered last.
    int last_status() const { return simulated_->log().entries().back().status; }
    // First column of the first row.
    std::string value(const std::string& sql) const;
    // As if `days` had passed since whatever is missing went.
    void age_absences(int days);
    store::Database& database() { return database_; }
    template <class T>
    T await(asio::awaitable<Result<T>> task) {
        return run_coro(io_, std::move(task), std::chrono::seconds(60)).value();
    }

private:
    std::unique_ptr<harvest::Engine> engine();
    RunId ask(RunMode mode);

    class PageObserver final : public harvest::Observer {
    public:
        std::function<void()> on_page;
        void run_started(const harvest::RunStarted&) override {}
        void page_done(const harvest::PageDone&) override {
            if (on_page)
                on_page();
        }
        void run_finished(const HarvestRun&) override {}
        void run_left(const harvest::RunStarted&, const std::string&) override {}
    };

    asio::io_context io_;
    asio::thread_pool cpu_{2};
    SystemTimers timers_;
    Rng rng_{1};
    std::string conninfo_;
    store::Database database_;
    std::unique_ptr<store::HarvestStore> harvests_;
    std::unique_ptr<store::ScheduleStore> schedules_;
    std::unique_ptr<store::CatalogStore> catalog_;
    harvest::EngineOptions options_;
    std::unique_ptr<telemetry::Logger> log_;
    std::unique_ptr<HostBudget> budget_;
    std::unique_ptr<net::HttpClient> http_;
    kit::Registry registry_;
    PageObserver observer_;
    settings::LoadedVocabularies vocabularies_;

    std::mutex mutex_;
    std::shared_ptr<const portals::Catalogue> served_;
    std::shared_ptr<portals::Portal> simulated_;
    portals::Server server_;
    Portal portal_;
};

} // namespace moisson::testing
