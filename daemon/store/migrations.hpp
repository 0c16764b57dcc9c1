// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Migrations: forward only, numbered, one transaction each under an advisory lock, embedded at
// build from sql/migrations. Blocking: for start-up and the command line, never on the io thread.
#pragma once

#include "core/result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace moisson::store {

class Connection;

struct Migration {
    int version = 0;
    std::string_view name; // file name
    std::string_view sql;
};

// Embedded migrations in order of version, 1..N without gaps.
std::span<const Migration> migrations();
// Version of the newest embedded migration: what this program knows.
int program_version();

struct MigrationOutcome {
    int from = 0;
    int to = 0;
};

// Applies what is missing. Two migrators at once: the second waits, then finds nothing to do.
// SCHEMA_MISMATCH when the database's `readable_by` is beyond this program,
// STORE_UNAVAILABLE when the lock or the connection could not be had.
Result<MigrationOutcome> migrate(const std::string& conninfo);
// Same with a list of one's own, for tests.
Result<MigrationOutcome> migrate(const std::string& conninfo, std::span<const Migration> list);

// SCHEMA_MISMATCH unless this program may use the schema as it is; names what to do.
Result<void> check_schema(Connection& connection);

} // namespace moisson::store
