// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue store of values, which can be away.
#pragma once

#include "async/timer_source.hpp"
#include "store/catalog_store.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace moisson::test {

class FakeStore final : public store::CatalogStore {
public:
    asio::awaitable<Result<store::DatasetRecord>> dataset(DatasetId) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<store::DatasetRecord>> dataset_by_name(std::string name) override {
        if (down)
            co_return Error(Code::store_unavailable);
        const auto found = by_name.find(name);
        if (found == by_name.end())
            co_return Error(Code::not_found);
        co_return found->second;
    }
    asio::awaitable<Result<std::vector<store::DatasetRecord>>> datasets(std::vector<DatasetId> ids
    ) override {
        std::vector<store::DatasetRecord> out;
        for (const DatasetId& id : ids)
            if (const auto found = by_id.find(id); found != by_id.end())
                out.push_back(found->second);
        co_return out;
    }
    asio::awaitable<Result<std::string>> raw_record(DatasetId) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<std::string>> raw_record_by_name(std::string) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<std::vector<store::PortalSummary>>> portals() override {
        ++portal_reads;
        if (down)
            co_return Error(Code::store_unavailable);
        co_return portal_list;
    }
    asio::awaitable<Result<store::PortalSummary>> portal(std::string key) override {
        ++page_reads;
        if (timers != nullptr)
            co_await timers->sleep_until(timers->steady_now() + slowness);
        if (down)
            co_return Error(Code::store_unavailable);
        for (const store::PortalSummary& summary : portal_list)
            if (summary.key == key)
                co_return summary;
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<store::RunPage>> runs(store::RunQuery) override {
        co_return store::RunPage();
    }
    asio::awaitable<Result<store::RunDetail>> run(RunId id) override {
        if (run_reports.contains(id))
            co_return run_reports.at(id).detail;
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<store::IssuePage>> issues(store::IssueQuery query) override {
        store::IssuePage page;
        for (const store::IssueRow& row : issue_rows)
            if (row.issue.code == query.code &&
                static_cast<int>(page.issues.size()) < query.limit &&
                (query.runs.empty() ||
                 std::find(query.runs.begin(), query.runs.end(), row.run) != query.runs.end()))
                page.issues.push_back(row);
        co_return page;
    }
    asio::awaitable<Result<store::RunReport>> run_report(RunId id) override {
        ++report_reads;
        if (timers != nullptr)
            co_await timers->sleep_until(timers->steady_now() + slowness);
        if (down)
            co_return Error(Code::store_unavailable);
        if (run_reports.contains(id))
            co_return run_reports.at(id);
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<std::vector<store::SourceReport>>> source_reports(std::string) override {
        co_return reports;
    }
    asio::awaitable<Result<std::vector<store::ReportedIssue>>>
    run_issues(RunId, std::int64_t) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<store::BacklogPage>> backlog(std::string, store::BacklogPlace) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<std::map<std::string, store::RecordName>>>
    record_names(std::string, std::vector<std::string> remote_ids) override {
        std::map<std::string, store::RecordName> out;
        for (const std::string& id : remote_ids)
            if (const auto found = names.find(id); found != names.end())
                out.insert(*found);
        co_return out;
    }
    asio::awaitable<Result<std::vector<store::DatasetCluster>>> clusters(Uuid, int) override {
        co_return std::vector<store::DatasetCluster>();
    }
    asio::awaitable<Result<store::CatalogCounts>> counts() override {
        co_return store::CatalogCounts();
    }
    asio::awaitable<Result<std::vector<store::ChangeRow>>> changes(ChangeNumber, int) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<store::HistoryPage>> history(store::HistoryQuery) override {
        co_return Error(Code::not_found);
    }
    asio::awaitable<Result<std::vector<store::LinkReport>>> links(DatasetId) override {
        co_return std::vector<store::LinkReport>();
    }
    asio::awaitable<Result<store::SchemaStatus>> schema_status() override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<std::string>> fingerprint() override {
        co_return Error(Code::store_unavailable);
    }

    bool down = false;
    int portal_reads = 0;
    int page_reads = 0;
    int report_reads = 0;
    // Set: what a page of a portal, or the report of a run, takes.
    TimerSource* timers = nullptr;
    std::chrono::milliseconds slowness{0};
    std::map<std::string, store::DatasetRecord> by_name;
    std::map<DatasetId, store::DatasetRecord> by_id;
    std::vector<store::PortalSummary> portal_list;
    std::vector<store::IssueRow> issue_rows;
    std::map<std::string, store::RecordName> names;
    std::map<RunId, store::RunReport> run_reports;
    std::vector<store::SourceReport> reports;
};

} // namespace moisson::test
