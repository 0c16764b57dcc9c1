// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PgCluster: a throwaway PostgreSQL for one test binary, on a Unix socket in a temporary directory.
// The schema is migrated once into a template; every suite gets a fresh copy of it.
#pragma once

#include <string>

namespace moisson::testing {

class PgCluster {
public:
    // The cluster of this process, started at first use, stopped and removed at exit.
    static PgCluster& instance();

    ~PgCluster();
    PgCluster(const PgCluster&) = delete;
    PgCluster& operator=(const PgCluster&) = delete;

    // A new database with the current schema; returns its connection string.
    std::string fresh_database();
    // A new database without anything.
    std::string empty_database();

    // A clean stop, a crash, and coming back. Connection strings stay valid.
    void stop();
    void crash();
    void start();
    // All of its processes stop where they are: connections open, no answer comes.
    void freeze() const;
    void thaw() const;

private:
    PgCluster();
    std::string create(const std::string& template_name);
    void script(const std::string& arguments) const;
    void signal_all(int number) const;

    std::string directory_;
    std::string conninfo_;
    int counter_ = 0;
    bool migrated_ = false;
};

} // namespace moisson::testing
