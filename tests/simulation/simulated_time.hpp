// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A database whose time is the world's: moisson.now() is a setting of the session, and so is
// clock_timestamp(), which sessions find in schema moisson before PostgreSQL's own (decisions 15
// and 17).
#pragma once

#include "core/clock.hpp"

#include <functional>
#include <string>

namespace moisson::store {
class Connection;
}

namespace moisson::simulation {

// A fresh database of the test cluster; dropped with the object.
class SimulatedDatabase {
public:
    SimulatedDatabase();
    ~SimulatedDatabase();
    SimulatedDatabase(const SimulatedDatabase&) = delete;
    SimulatedDatabase& operator=(const SimulatedDatabase&) = delete;

    const std::string& conninfo() const { return conninfo_; }

private:
    std::string conninfo_;
};

// For store::DatabaseOptions::before of one database: tells its session what time it is, when that
// has changed. A session that was not told has no time: its statements fail. `truth` outlives it.
std::function<void(store::Connection&)> time_signal(const Clock& truth);

} // namespace moisson::simulation
