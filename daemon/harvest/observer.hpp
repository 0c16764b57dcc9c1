// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Observer: what the harvest engine says while it works, for the progress display, metrics and
// tests. Called on the engine's strand; must not block.
#pragma once

#include "core/code.hpp"
#include "core/time.hpp"
#include "model/harvest_run.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace moisson::harvest {

struct RunStarted {
    std::string portal_key;
    std::string source_key;
    RunId run;
    bool resumed = false;
    Instant at{};
};

// After each committed page; sums are of the run so far, as this process saw it.
struct PageDone {
    std::string portal_key;
    std::string source_key;
    RunId run;
    std::int64_t page = 0;
    std::optional<std::int64_t> advertised_count;
    std::int64_t received = 0;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t refused = 0;
    std::map<Code, std::int64_t> issues;
    // Records received per second of this run, since it began or was resumed.
    double records_per_second = 0;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
};

class Observer {
public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;

    virtual void run_started(const RunStarted& event) = 0;
    virtual void page_done(const PageDone& event) = 0;
    // The run as the store closed it.
    virtual void run_finished(const HarvestRun& run) = 0;
    // The run was given back or lost without an end: shutdown, lost lease, no database.
    virtual void run_left(const RunStarted& run, const std::string& why) = 0;
};

// Says nothing.
class SilentObserver final : public Observer {
public:
    void run_started(const RunStarted&) override {}
    void page_done(const PageDone&) override {}
    void run_finished(const HarvestRun&) override {}
    void run_left(const RunStarted&, const std::string&) override {}
};

} // namespace moisson::harvest
