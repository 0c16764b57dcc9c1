// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Ledger: what the tables say, read by SQL of its own and not through the store.
#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace moisson::simulation {

struct RunFacts {
    std::int64_t id = 0;
    std::string source;
    std::string mode;
    std::string state;
    std::string reason;
    Instant started{};
    Instant ended{};
    std::int64_t grants = 0;
    std::int64_t active_before = 0;
    std::string decision;

    // Whether it may make anything disappear.
    bool reconciles() const {
        return state == "complete" && (mode == "full" || mode == "inventory");
    }
};

struct DatasetFacts {
    std::string id;
    std::string state;
    std::string title;
};

// A record that a run made missing or archived.
struct Disappearance {
    std::string dataset;
    std::string cause;
    std::string title;
    // No complete run before had it: the breaker does not count it.
    bool in_doubt = false;
    // Of an archived one: the run that had made it missing, and when.
    std::optional<std::int64_t> lost_by;
    Instant lost_at{};
};

struct OpenRun {
    std::int64_t id = 0;
    std::string source;
    std::string state;
    Instant requested{};
    std::optional<Instant> lease_until;
    // How often it was given back because its portal wanted to be left alone.
    std::int64_t pauses = 0;
};

class Ledger {
public:
    explicit Ledger(const std::string& conninfo);
    ~Ledger();

    // Runs that ended since the last call, in the order of their ends.
    std::vector<RunFacts> ended_runs();
    std::optional<RunFacts> run(std::int64_t id);
    std::vector<OpenRun> open_runs();
    std::vector<DatasetFacts> datasets(const std::string& source);
    // State by id, of every source.
    std::map<std::string, std::string> states();
    std::vector<Disappearance> disappearances(std::int64_t run);
    // Ids of the records that a run was told of and could not get.
    std::vector<std::string> unfetched(std::int64_t run);
    // By source: the end of its last run that ended complete or held.
    std::map<std::string, Instant> last_harvests();
    // Held runs that nobody decided: id and source.
    std::vector<RunFacts> undecided();
    // Whether a run of the source was held in that time.
    bool was_held(const std::string& source, Instant from);
    // Rows of `absence` that contradict the state of their dataset.
    std::int64_t contradictions();
    // Rows of `change` up to that number.
    std::int64_t changes_up_to(std::int64_t number);
    // Newest number.
    std::int64_t last_change();
    // Changes after that number that a quiet run has no reason for.
    std::int64_t unquiet_changes(std::int64_t after);
    // Of all active records with their content.
    std::string digest();
    // A fault of the database, from now on.
    void plant(const std::string& sql);

private:
    struct Session;
    std::unique_ptr<Session> session_;
    Instant judged_until_{};
    std::set<std::int64_t> judged_;
};

} // namespace moisson::simulation
