// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/report_reader.hpp"

#include "views/portal_cache.hpp"

#include <algorithm>

namespace moisson::views {
namespace {

constexpr int samples_max = 5;
constexpr std::size_t sampled_codes_max = 10;

std::vector<std::string> sampled_ids(const std::vector<IssueCount>& issues) {
    std::vector<std::string> ids;
    for (const IssueCount& item : issues)
        for (const Issue& sample : item.samples)
            if (!sample.remote_id.empty())
                ids.push_back(sample.remote_id);
    return ids;
}

// A page without them is still a page.
asio::awaitable<RecordNames>
names_of(store::CatalogStore& store, std::string portal_key, std::vector<std::string> ids) {
    if (ids.empty())
        co_return RecordNames();
    Result<RecordNames> names = co_await store.record_names(std::move(portal_key), std::move(ids));
    co_return names ? std::move(*names) : RecordNames();
}

// Samples are newest first; the store pages them by code.
asio::awaitable<Result<std::vector<IssueCount>>> count_issues(
    store::CatalogStore& store,
    std::map<std::string, std::int64_t> counts,
    store::IssueQuery query
) {
    std::vector<IssueCount> out;
    for (const auto& [name, count] : counts) {
        IssueCount item;
        const std::optional<Code> code = code_from_string(name);
        if (!code)
            continue;
        item.code = *code;
        item.severity = usual_severity(*code);
        item.count = count;
        out.push_back(std::move(item));
    }
    // The gravest first: one error explains more than a thousand warnings.
    std::stable_sort(out.begin(), out.end(), [](const IssueCount& a, const IssueCount& b) {
        return a.severity != b.severity ? a.severity > b.severity : a.count > b.count;
    });
    for (std::size_t i = 0; i < std::min(out.size(), sampled_codes_max); ++i) {
        query.code = out[i].code;
        query.limit = samples_max;
        Result<store::IssuePage> page = co_await store.issues(query);
        if (!page)
            co_return page.error();
        for (store::IssueRow& row : page->issues)
            out[i].samples.push_back(std::move(row.issue));
    }
    co_return out;
}

} // namespace

asio::awaitable<Result<RunView>> read_run(store::CatalogStore& store, RunId id, Recount recount) {
    RunView view;
    if (recount == Recount::yes) {
        Result<store::RunReport> report = co_await store.run_report(id);
        if (!report)
            co_return report.error();
        view.report = std::move(*report);
    } else {
        Result<store::RunDetail> detail = co_await store.run(id);
        if (!detail)
            co_return detail.error();
        view.report.detail = std::move(*detail);
    }
    const HarvestRun& run = view.report.detail.run;
    store::IssueQuery issues;
    issues.runs = {id};
    Result<std::vector<IssueCount>> counted = co_await count_issues(store, run.issues, issues);
    if (!counted)
        co_return counted.error();
    view.issues = std::move(*counted);
    std::vector<std::string> ids = sampled_ids(view.issues);
    view.names = co_await names_of(store, run.portal_key, std::move(ids));
    co_return view;
}

asio::awaitable<Result<PortalView>>
read_portal(store::CatalogStore& store, std::string key, Instant now) {
    Result<store::PortalSummary> summary = co_await store.portal(key);
    if (!summary)
        co_return summary.error();
    store::RunQuery query;
    query.portal_key = key;
    Result<store::RunPage> runs = co_await store.runs(query);
    if (!runs)
        co_return runs.error();
    PortalView view;
    store::IssueQuery issues;
    issues.portal_key = key;
    for (const store::SourceSummary& source : summary->sources)
        if (source.told_run)
            issues.runs.push_back(*source.told_run);
    Result<std::vector<IssueCount>> counted = co_await count_issues(store, summary->issues, issues);
    if (!counted)
        co_return counted.error();
    view.issues = std::move(*counted);
    // Those of the records as they are now are better than those of some run.
    for (IssueCount& item : view.issues)
        if (const auto found = summary->issue_samples.find(std::string(to_string(item.code)));
            found != summary->issue_samples.end() && !found->second.empty())
            item.samples = found->second;
    Result<std::vector<store::SourceReport>> reports = co_await store.source_reports(key);
    if (!reports)
        co_return reports.error();
    view.reports = std::move(*reports);
    std::vector<std::string> ids = sampled_ids(view.issues);
    view.names = co_await names_of(store, std::move(key), std::move(ids));
    view.summary.in_difficulty = is_in_difficulty(*summary, now);
    view.summary.seen_until = seen_until(*summary, now);
    view.summary.portal = std::move(*summary);
    view.runs = std::move(runs->runs);
    co_return view;
}

} // namespace moisson::views
