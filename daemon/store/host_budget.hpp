// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SharedHostBudget: one budget per host for all processes of a database (decision 11). A process
// claims a host in table `host` for half a minute, works at the host's pace by itself, and writes
// the next free moment, pauses and crawl delays back. Without the database each process keeps the
// pace by itself.
#pragma once

#include "async/host_budget.hpp"
#include "async/timer_source.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace moisson::store {

class Database;

struct SharedBudgetOptions {
    // Name of this process in the claims ("host:pid").
    std::string holder;
    // How long a claim is worked with before others get their chance.
    std::chrono::milliseconds claim = std::chrono::seconds(30);
    // Pause of a process that waits for a host that another one holds.
    std::chrono::milliseconds poll{500};
    // After a claim, this long is left to others: more than `poll`.
    std::chrono::milliseconds yield{750};
    // A host without a request for this long is given back.
    std::chrono::milliseconds idle = std::chrono::seconds(3);
    // After the database failed, it is not asked for this long.
    std::chrono::milliseconds away = std::chrono::seconds(5);
};

class SharedHostBudget : public HostBudget {
public:
    // Writes pauses and crawl delays, gives idle hosts back; until cancelled. Runs beside the
    // requests, on their executor.
    virtual asio::awaitable<void> keep() = 0;
};

// Runs on one strand or thread. `timers` and `database` outlive it. Requests with rate 0 and
// loopback addresses never touch the database.
std::unique_ptr<SharedHostBudget>
make_shared_host_budget(TimerSource& timers, Database& database, SharedBudgetOptions options);

} // namespace moisson::store
