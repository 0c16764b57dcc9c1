// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What goes on beside requests and harvests: pruning, dictionaries, normalising again.
#pragma once

#include "app/wiring.hpp"

namespace moisson::app {

// Deletes what retention no longer keeps, and ends expired corrections once more, every hour, until
// cancelled.
asio::awaitable<void> prune_regularly(House& house);
// Maps the records of a source again soon after its corrections changed, whoever changed them; what
// fails is left to the hour. Needs the harvest role. Until cancelled.
asio::awaitable<void> follow_corrections(House& house);
// Whether the site reads from a standby, and how far that is behind.
asio::awaitable<void> watch_standby(House& house);

// Trains dictionaries for raw records and rewrites these with them (decision 21), every hour, until
// cancelled.
asio::awaitable<void> compact_regularly(House& house);

// Judges the datasets of sources that had a run (freshness), until cancelled.
asio::awaitable<void> assess_regularly(House& house);
// Gauges of the portals, every few minutes: what measure_days and the probes have stored.
asio::awaitable<void> gauge_portals_regularly(House& house);
// What was searched and not found, written every few minutes.
asio::awaitable<void> count_fruitless_regularly(House& house);
// The catalogue in files, each night.
asio::awaitable<void> dump_regularly(House& house);

// Opens and ends alerts, until cancelled.
asio::awaitable<void> alert_regularly(House& house);

// Maps the stored records of every source again whose mapping version has changed (decision 9).
// Needs the harvest role.
asio::awaitable<void> remap_all(House& house);

} // namespace moisson::app
