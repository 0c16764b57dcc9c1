// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A database whose time is the world's: moisson.now() reads it, and so does clock_timestamp(),
// which sessions find in schema moisson before PostgreSQL's own (decisions 15 and 17).
#pragma once

#include "core/time.hpp"

#include <string>

namespace moisson::simulation {

// A fresh database of the test cluster; dropped with the object.
class SimulatedDatabase {
public:
    explicit SimulatedDatabase(Instant now);
    ~SimulatedDatabase();
    SimulatedDatabase(const SimulatedDatabase&) = delete;
    SimulatedDatabase& operator=(const SimulatedDatabase&) = delete;

    const std::string& conninfo() const { return conninfo_; }
    // For every statement from now on. Not while a transaction runs: it would see two times.
    void set(Instant now);

private:
    std::string conninfo_;
    std::string file_;
    int descriptor_ = -1;
};

} // namespace moisson::simulation
