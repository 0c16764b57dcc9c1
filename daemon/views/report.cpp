// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/report.hpp"

#include "i18n/messages.hpp"

#include <array>
#include <utility>

namespace moisson::views {
namespace {

bool has_issue(const HarvestRun& run, Code code) {
    return run.issues.contains(std::string(to_string(code)));
}

// A run that ended well.
Completeness completeness_of_complete(const store::RunReport& report) {
    const HarvestRun& run = report.detail.run;
    if (run.mode == RunMode::probe)
        return {"unread", "unchanged"};
    if (run.mode == RunMode::delta)
        return {"partial", "delta"};
    if (run.decision)
        return {"whole", "approved"};
    // The second one: of runs before there was the first.
    if (has_issue(run, Code::settings_changed) || has_issue(run, Code::incomplete_crawl))
        return {"whole", "settings_changed"};
    if (!run.advertised_count)
        return {"whole", "last_page"};
    if (!has_issue(run, Code::count_mismatch))
        return {"whole", "count_reached"};
    if (!report.mismatch)
        return {"whole", "pages_read"};
    return {"whole", *report.mismatch == Severity::info ? "count_near" : "same_ids"};
}

} // namespace

Completeness completeness(const store::RunReport& report) {
    const HarvestRun& run = report.detail.run;
    if (run.stopped_at_arrivals())
        return {"partial", run.awaits_decision() ? "arrivals" : "arrivals_settled"};
    switch (run.state) {
    case RunState::complete:
        return completeness_of_complete(report);
    case RunState::held:
        return run.decision ? Completeness{"whole", "settled"} : Completeness{"undecided", "held"};
    case RunState::incomplete:
        return {"partial", "cut"};
    case RunState::failed:
        if (run.counts.pages > 0)
            return {"partial", "cut"};
        return {"unread", run.reason == to_string(Code::config_invalid) ? "not_asked" : "failed"};
    case RunState::cancelled:
        return {"partial", "cancelled"};
    case RunState::pending:
    case RunState::running:
    case RunState::interrupted:
        return {"open", "running"};
    }
    return {"open", "running"};
}

std::int64_t issues_of(const std::map<std::string, std::int64_t>& issues, Severity severity) {
    std::int64_t total = 0;
    for (const auto& [name, count] : issues)
        if (const auto code = code_from_string(name); code && usual_severity(*code) == severity)
            total += count;
    return total;
}

std::vector<CountLine> count_lines(const HarvestRun& run, const std::optional<HarvestRun>& before) {
    using Read = std::int64_t (*)(const HarvestRun&);
    static constexpr std::array<std::pair<std::string_view, Read>, 14> counters = {{
        {"received", [](const HarvestRun& r) { return r.counts.received; }},
        {"created", [](const HarvestRun& r) { return r.counts.created; }},
        {"updated", [](const HarvestRun& r) { return r.counts.updated; }},
        {"unchanged", [](const HarvestRun& r) { return r.counts.unchanged; }},
        {"remapped", [](const HarvestRun& r) { return r.counts.remapped; }},
        {"revived", [](const HarvestRun& r) { return r.counts.revived; }},
        {"renamed", [](const HarvestRun& r) { return r.counts.renamed; }},
        {"left_out", [](const HarvestRun& r) { return r.counts.left_out(); }},
        {"refused", [](const HarvestRun& r) { return r.counts.refused; }},
        {"missing", [](const HarvestRun& r) { return r.counts.missing; }},
        {"archived", [](const HarvestRun& r) { return r.counts.archived; }},
        {"errors", [](const HarvestRun& r) { return issues_of(r.issues, Severity::error); }},
        {"warnings", [](const HarvestRun& r) { return issues_of(r.issues, Severity::warning); }},
        {"infos", [](const HarvestRun& r) { return issues_of(r.issues, Severity::info); }},
    }};
    std::vector<CountLine> out;
    for (const auto& [name, read] : counters) {
        CountLine& line = out.emplace_back();
        line.name = name;
        line.value = read(run);
        if (before && run.ended_at)
            line.difference = line.value - read(*before);
    }
    return out;
}

std::string_view advice_of(Code code, const HarvestRun* run) {
    const bool is_question = code == Code::mass_deletion_held || code == Code::mass_arrival_held;
    if (is_question && run != nullptr && run->decision)
        return {};
    return i18n::advice(code);
}

std::optional<Instant> next_at(const store::SourceSummary& source) {
    const HarvestRun* const waiting = source.waiting_run();
    return waiting != nullptr ? waiting->resumes_at : source.next_due;
}

std::string_view
why_next(const store::SourceSummary& source, const store::SourceReport& report, Instant now) {
    if (!source.enabled)
        return "disabled";
    if (!source.last_run)
        return "first";
    if (source.suspended_at)
        return "suspended";
    if (source.paused_until && *source.paused_until > now)
        return "maintenance";
    if (const HarvestRun* const waiting = source.waiting_run())
        return waiting->resume_reason == to_string(Code::run_rested) ? "rested" : "paused";
    if (source.failures > 1)
        return "backed_off";
    if (!source.next_due)
        return "unplanned";
    return report.next_mode == RunMode::probe ? "probe" : "planned";
}

} // namespace moisson::views
