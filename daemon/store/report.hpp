// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the report of a run or a source holds beyond the lists of catalog_store.hpp (research H7.8).
// Values only; all counts are SQL over rows.
#pragma once

#include "core/code.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "model/harvest_run.hpp"
#include "model/issue.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

// One run with what its report shows beyond HarvestRun.
struct RunDetail {
    HarvestRun run;
    std::string worker;
    Instant requested_at{};
    std::int64_t wire_bytes = 0;
    std::int64_t requests = 0;
    std::int64_t retries = 0;
    // Answers "304 Not Modified" among the requests. Each process adds its own when it ends the run
    // or gives it back: what a killed one met is not told, nor is that of one at work.
    std::int64_t not_modified = 0;
    std::int64_t active_before = 0;
    // The earliest end of validity among the certificates met; told as the answers above.
    std::optional<Instant> certificate_expires;
};

struct RunDetailPage {
    std::vector<RunDetail> runs;
    bool more = false;
};

// A counter that an ended run keeps in its row, beside what the rows it stands for add up to.
struct CountCheck {
    // As in RunCounts; "issues" = stored rows of issues.
    std::string name;
    std::int64_t stored = 0;
    // Equal, but where the rows leave room: a record that went missing and was archived at once has
    // one row for both.
    std::int64_t rows_min = 0;
    std::int64_t rows_max = 0;

    bool agrees() const { return rows_min <= stored && stored <= rows_max; }
    bool operator==(const CountCheck&) const = default;
};

// A value that no vocabulary knows.
struct UnmappedCount {
    Code code = Code::unmapped_theme;
    std::string value;
    std::int64_t total = 0;

    bool operator==(const UnmappedCount&) const = default;
};

struct RunReport {
    RunDetail detail;
    // The newest run of the source that ended before this one and did the same kind of work: a
    // probe is compared with a probe, a harvest with a harvest.
    std::optional<HarvestRun> before;
    // Only what can still be checked: none of a run that has not ended, nor of rows that retention
    // may have taken.
    std::vector<CountCheck> checks;
    // Of the records mapped by this run, most frequent first, at most 100.
    std::vector<UnmappedCount> unmapped;
    // Of its COUNT_MISMATCH, while that is kept: a warning when the count was too far off to be
    // believed and a second pass by id list settled it.
    std::optional<Severity> mismatch;
    // Rows of issues that are kept; the first thousand of each code are.
    std::int64_t issue_rows = 0;
};

// A value that no vocabulary knows, in the active records of a source.
struct UnmappedValue {
    UnmappedCount count;
    Instant since{};
    // When it was gone.
    std::optional<Instant> until;
};

struct TrendPoint {
    RunDetail detail;
    // Distinct values that no vocabulary knew when the run ended; nothing before that, nor of a run
    // that ended before they were noted.
    std::optional<std::int64_t> unmapped;
};

struct SourceReport {
    std::string source_key;
    // The newest complete run, probes included.
    std::optional<HarvestRun> last_success;
    // What the next planned run is to be: `probe` or `automatic`.
    RunMode next_mode = RunMode::automatic;
    // Issues as of now by code, as in PortalSummary::issues, of this source.
    std::map<std::string, std::int64_t> backlog;
    // Newest first, at most 30 runs.
    std::vector<TrendPoint> trend;
    // Those of now first, most frequent first; then the last to go. At most 100.
    std::vector<UnmappedValue> unmapped;
    // How many there are now, each counted once.
    std::int64_t unmapped_open = 0;
};

// How a record is called and where its page is.
struct RecordName {
    std::string title;
    std::string slug;

    bool operator==(const RecordName&) const = default;
};

struct IssueRow {
    // 0: kept with its record.
    std::int64_t number = 0;
    RunId run;
    std::string portal_key;
    std::string source_key;
    Issue issue;
    Instant at{};
};

// A line of a report's table.
struct ReportedIssue {
    IssueRow row;
    // Empty when the record has no page.
    RecordName name;
};

// Where a walk over the open issues of a portal stands; opaque to callers.
struct BacklogPlace {
    std::int64_t source = 0;
    Uuid dataset{};
    // The records are done: rows of the told run, after this one.
    bool beyond_records = false;
    std::int64_t issue = 0;

    bool operator==(const BacklogPlace&) const = default;
};

struct BacklogPage {
    std::vector<ReportedIssue> issues;
    // Nothing after the last page. A page may be empty and not the last.
    std::optional<BacklogPlace> next;
};

} // namespace moisson::store
