// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dumps: one now, and one each night (ADR 0050).
#pragma once

#include "async/timer_source.hpp"
#include "opendata/dump_writer.hpp"
#include "telemetry/log.hpp"

#include <cstdio>
#include <functional>
#include <optional>

namespace moisson::opendata {

// Writes a dump into `options.directory`. No value: another process is writing one. What fails
// leaves the dumps of before and nothing of this one: STORE_UNAVAILABLE, EXPORT_FAILED for the
// disk.
asio::awaitable<Result<std::optional<views::Dump>>>
write_dump(DumpSource source, views::DumpOptions options, Instant now);

// One file of a dump to an open stream. INVALID_ARGUMENT for a name that no dump has.
asio::awaitable<Result<views::DumpFile>>
write_dump_file(DumpSource source, std::string name, std::FILE* stream, Instant now);

// Each day at `options.at`, and first of all when there is none and the process has stood for some
// minutes; after a failure again an hour later. Runs until cancelled.
asio::awaitable<void> keep_dumped(
    DumpSource source,
    views::DumpOptions options,
    TimerSource& timers,
    telemetry::Logger& log
);

} // namespace moisson::opendata
