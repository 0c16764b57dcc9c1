// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A portal as a connector whose pages a test writes, and an engine around it.
#pragma once

#include "harvest/engine.hpp"
#include "support/fake_harvest_store.hpp"
#include "support/fake_http_client.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

namespace moisson::testing {

// What the portal does; shared by the test and the connector that the engine makes of it.
struct Script {
    std::vector<std::vector<std::string>> pages; // ids; "id=content"
    std::optional<std::int64_t> advertised;
    std::optional<std::vector<std::string>> listed;
    std::optional<Error> probe_error;
    // Page number -> what comes instead.
    std::map<std::size_t, Error> errors;
    std::int64_t skipped = 0;
    std::vector<std::size_t> fetched;
    std::vector<std::string> asked_by_id;
    // Called before a page is given.
    std::function<void(std::size_t)> on_fetch;
    // A fetch of this page sleeps for ever on the clock of the test.
    std::optional<std::size_t> stuck_at;
    // A fetch of this page asks the portal first; what fails there may be left out of the page.
    std::optional<std::size_t> asks_at;
    bool swallows = false;
    // What the portal answers to that.
    std::function<Result<net::Response>(const net::Request&)> answer;
    // Every fetch takes so long.
    std::chrono::seconds slow{0};
    TimerSource* timers = nullptr;
    int version = 1;
    kit::Abilities abilities;
    std::string mark;
    // What the engine had the connector remember.
    std::string remembered;
    // Pages of the inventory that were asked for, and what comes instead of some.
    std::vector<std::size_t> listed_pages;
    std::map<std::size_t, Error> list_errors;
    // What `fetch_since` gives, and since when it was asked.
    std::vector<std::string> changed;
    Instant since{};
};

kit::WireRecord record_of(const std::string& line);

class Bench {
public:
    Bench();

    // One waiting run, harvested to its end (or to `advance` of time).
    void harvest(store::ClaimedRun run = store::ClaimedRun());
    const store::RunEnd& end() const { return store.ends.back(); }

    std::shared_ptr<Script> script = std::make_shared<Script>();
    FakeHarvestStore store;
    ManualClock clock;
    asio::io_context context{1};
    Source source;
    harvest::EngineOptions options;
    // Of the source; none: nobody plans it.
    harvest::ScheduleMaker schedules;
    std::unique_ptr<harvest::Engine> make_engine();

private:
    FakeHttpClient http_;
    kit::Registry registry_;
    Rng rng_{7};
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    harvest::SilentObserver observer_;
};

} // namespace moisson::testing
