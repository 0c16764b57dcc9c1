// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What was thought of a dataset, as intervals (decision 19): one row for each change of score, link
// verdict or dates, written by a trigger on dataset_signal, whoever writes there. A daily series is
// rebuilt from them. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "store/database.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct VerdictSpan {
    Instant since{};
    // Nothing: until now.
    std::optional<Instant> until;
    // 0-100, nothing when it was not scored.
    std::optional<std::int64_t> quality;
    // Of 405, and the rules that gave both scores; nothing before they were kept.
    std::optional<std::int64_t> mqa;
    std::optional<std::int64_t> score_version;
    // ok | partial | broken | unverifiable, empty when never probed.
    std::string links;
    // What its freshness is compared with; see FreshnessDates.
    std::string basis;
    std::optional<Instant> expected_at;
    std::optional<Instant> late_at;
    std::optional<Instant> very_late_at;
};

inline constexpr int verdict_spans_max = 400;

// Newest first, at most verdict_spans_max.
asio::awaitable<Result<std::vector<VerdictSpan>>> read_verdicts(Database& database, Uuid dataset);

struct DatasetDaysQuery {
    Uuid dataset;
    // Both days are told of.
    std::chrono::sys_days from{};
    std::chrono::sys_days to{};
    // How long every run is kept: of older ones some are missing, and nothing is known.
    std::chrono::seconds runs_kept = std::chrono::hours(24 * 365);
};

// When the source was read in full: known at the end of the run, as of its beginning.
struct SourceReading {
    Instant ended{};
    Instant started{};
};

struct DatasetDays {
    // Newest first: the last one of each day, and what was thought when `from` began. No `until`.
    std::vector<VerdictSpan> verdicts;
    // Oldest first, one of each day at most, those before `from` too.
    std::vector<SourceReading> readings;
};
// What a series of days is rebuilt from.
asio::awaitable<Result<DatasetDays>> read_dataset_days(Database& database, DatasetDaysQuery query);

} // namespace moisson::store
