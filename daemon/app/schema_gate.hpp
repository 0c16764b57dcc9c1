// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The schema before anything uses it: migrated or checked, waiting for a database that is not
// there.
#pragma once

#include "app/wiring.hpp"

namespace moisson::app {

enum class SchemaOutcome {
    ready,
    // No database, or a schema that somebody else must migrate: ask again later.
    wait,
    // The schema is newer than this program.
    refused,
};

// One attempt. Says in the log what is missing and what to do.
asio::awaitable<SchemaOutcome> try_schema(House& house);

// Attempts until it is ready or refused, every five seconds.
asio::awaitable<SchemaOutcome> wait_schema(House& house);

} // namespace moisson::app
