// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The job of decision 21: one dictionary per connector, trained once it has enough records, taken
// when it is worth it, and the stored records rewritten with it in the background.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "store/database.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace moisson::store {

struct CompactionOptions {
    // A connector has its first trial from so many records on, and the next one when it has ten
    // times as many as at the last.
    std::int64_t records_min = 2'000;
    int records_per_step = 250;
};

struct CompactionOutcome {
    // One trial: bytes of the held-out records as they are stored today, and with the new one.
    struct Trial {
        std::string connector;
        std::int64_t records = 0;
        std::int64_t trained_on = 0;
        std::int64_t measured = 0;
        std::int64_t bytes_before = 0;
        std::int64_t bytes_after = 0;
        bool adopted = false;
    };
    std::vector<Trial> trials;
    // Of all connectors with unfinished work: records rewritten, and records and dictionaries that
    // cannot be read.
    std::int64_t rewritten = 0;
    std::int64_t bytes_before = 0;
    std::int64_t bytes_after = 0;
    std::int64_t damaged = 0;
};

// Does what is to be done now and returns; an interrupted one goes on where it was. Any number of
// workers: a trial that another one finished first is thrown away, a step is done by one. `cpu`:
// where dictionaries are trained, seconds each. STORE_UNAVAILABLE as everywhere.
asio::awaitable<Result<CompactionOutcome>>
compact_raw_records(Database& database, asio::any_io_executor cpu, CompactionOptions options);

} // namespace moisson::store
