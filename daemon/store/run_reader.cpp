// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/run_reader.hpp"

#include "store/connection.hpp"

#include <map>

namespace moisson::store {

HarvestRun read_run(const Rows& rows, int row) {
    HarvestRun run;
    run.id = RunId(rows.int64(row, 0));
    run.source = SourceId(rows.int64(row, 1));
    run.source_key = rows.str(row, 2);
    run.portal_key = rows.str(row, 3);
    run.mode = run_mode_from_string(rows.text(row, 4)).value_or(RunMode::full);
    run.state = run_state_from_string(rows.text(row, 5)).value_or(RunState::failed);
    run.reason = rows.str(row, 6);
    run.started_at = rows.optional_instant(row, 7);
    run.ended_at = rows.optional_instant(row, 8);
    run.advertised_count = rows.optional_int64(row, 9);
    run.counts.pages = rows.int64(row, 10);
    run.counts.received = rows.int64(row, 11);
    run.counts.created = rows.int64(row, 12);
    run.counts.updated = rows.int64(row, 13);
    run.counts.unchanged = rows.int64(row, 14);
    run.counts.remapped = rows.int64(row, 15);
    run.counts.refused = rows.int64(row, 16);
    run.counts.missing = rows.int64(row, 17);
    run.counts.archived = rows.int64(row, 18);
    run.counts.revived = rows.int64(row, 19);
    run.counts.renamed = rows.int64(row, 25);
    run.mode_reason = rows.str(row, 20);
    run.resumes_at = rows.optional_instant(row, 26);
    if (run.resumes_at)
        run.resume_reason = resume_reason(rows.text(row, 27));
    if (const auto verdict = held_verdict_from_string(rows.text(row, 21))) {
        RunDecision& decision = run.decision.emplace();
        decision.verdict = *verdict;
        decision.at = rows.optional_instant(row, 22).value_or(Instant{});
        decision.by = rows.str(row, 23);
        decision.reason = rows.str(row, 24);
    }
    return run;
}

// Before there were rests, there were pauses only.
std::string resume_reason(std::string_view stored) {
    return std::string(stored.empty() ? to_string(Code::run_paused) : stored);
}

void read_issue_counts(Connection& connection, std::vector<HarvestRun*> runs) {
    if (runs.empty())
        return;
    std::map<std::int64_t, std::vector<HarvestRun*>> by_id;
    std::vector<std::int64_t> ids;
    for (HarvestRun* run : runs) {
        by_id[run->id.value].push_back(run);
        ids.push_back(run->id.value);
    }
    const Rows rows = connection.exec(
        "select run, code, total from issue_count where run = any($1)",
        Params(ids)
    );
    for (int i = 0; i < rows.size(); ++i)
        for (HarvestRun* run : by_id[rows.int64(i, 0)])
            run->issues[rows.str(i, 1)] = rows.int64(i, 2);
}

IssueRow read_issue(const Rows& rows, int row) {
    IssueRow out;
    out.number = rows.int64(row, 0);
    out.run = RunId(rows.int64(row, 1));
    out.portal_key = rows.str(row, 2);
    out.source_key = rows.str(row, 3);
    out.issue.code = code_from_string(rows.text(row, 4)).value_or(Code::internal_error);
    out.issue.stage = stage_from_string(rows.text(row, 5)).value_or(Stage::store);
    out.issue.severity = severity_from_string(rows.text(row, 6)).value_or(Severity::error);
    out.issue.remote_id = rows.str(row, 7);
    out.issue.remote_url = rows.str(row, 8);
    out.issue.detail = rows.str(row, 9);
    out.issue.excerpt = rows.str(row, 10);
    out.at = rows.instant(row, 11);
    return out;
}

} // namespace moisson::store
