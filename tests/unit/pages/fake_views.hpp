// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CatalogViews without index or database: a small catalogue made by hand, hostile texts included,
// and a clock that stands still. For the tests of api and pages.
#pragma once

#include "core/clock.hpp"
#include "i18n/code_labels.hpp"
#include "unit/pages/fake_values.hpp"
#include "views/catalog_views.hpp"

#include <functional>

namespace moisson::test {

// 23 November 2026, 08:00 UTC.
Instant fake_now();

class StillClock final : public Clock {
public:
    Instant now() const override { return fake_now(); }
    Steady steady_now() const override { return {}; }
};

i18n::CodeLabels fake_labels();

// Answers:
// - search: every hit of `hits`, total from `total`; "page" errors come from `search_error`;
// - dataset: "mali-recensement-general-2022" (full), "vieux-nom" (moved), "archive-budget" (gone),
//   "attaque" (hostile texts), "bref" (brief), "retire" (gone without metadata), "corrige" (with
//   corrections and a resource that was taken down), "retrait" and "retrait-legal" (taken down),
//   else not found;
// - history: of every dataset the same, fake_history(), `limit` of it;
// - portal: "togo", "mali"; run: 41 (complete), 42 (failed).
class FakeViews : public views::CatalogViews {
public:
    FakeViews();

    asio::awaitable<Result<views::SearchPage>>
    search(search::SearchQuery query, std::string lang) override;
    asio::awaitable<Result<search::Completions>>
    complete(std::string text, std::size_t count) override;
    asio::awaitable<Result<views::DatasetAnswer>> dataset(std::string id_or_slug) override;
    asio::awaitable<Result<store::HistoryPage>> history(store::HistoryQuery query) override;
    std::vector<std::string> portal_keys() const override;
    asio::awaitable<Result<std::vector<store::LinkReport>>> links(store::DatasetRecord record
    ) override {
        std::vector<store::LinkReport> out = link_reports;
        for (std::size_t i = 0; i < out.size() && i < record.dataset.distributions.size(); ++i)
            out[i].distribution = record.dataset.distributions[i].id;
        co_return out;
    }
    asio::awaitable<Result<std::vector<views::PortalSummary>>> portals() override;
    asio::awaitable<Result<views::PortalView>> portal(std::string key) override;
    asio::awaitable<Result<store::RunPage>> runs(store::RunQuery query) override;
    asio::awaitable<Result<views::RunView>> run(RunId id, views::Recount recount) override;
    asio::awaitable<Result<std::vector<store::ReportedIssue>>>
    run_issues(RunId id, std::int64_t after) override;
    asio::awaitable<Result<store::BacklogPage>>
    backlog(std::string portal_key, store::BacklogPlace place) override;
    asio::awaitable<Result<views::HomeView>> home(std::string lang) override;
    views::Readiness readiness() const override { return ready; }

    views::Readiness ready;
    std::int64_t total = 128;
    // Of the one publisher that complete() offers.
    std::string publisher_label = "Ministère de l’Eau & de l’Assainissement";
    // When set, every answer is this failure.
    std::optional<Error> failure;
    // When set, every answer throws.
    bool throws = false;
    search::SearchQuery last_query;
    std::string last_lang;
    store::RunQuery last_runs;
    views::Recount last_recount = views::Recount::no;
    store::HistoryQuery last_history;
    std::vector<store::HistoryEntry> history_entries = fake_history();
    // Of the first distributions of every dataset; empty as when nothing was ever checked.
    std::vector<store::LinkReport> link_reports;
    // When set, the answer of history() alone.
    std::optional<Error> history_failure;
    // Change the answers of portal() and run().
    std::function<void(views::PortalView&)> change_portal;
    std::function<void(views::RunView&)> change_run;
    // Tables: of run 42 this many rows, two to a page; of "mali" one row, behind an empty page.
    std::int64_t table_rows = 3;
    // When set, the excerpt of every row.
    std::string table_excerpt;
    // After so many rows the database is gone.
    std::int64_t rows_until_failure = 1'000'000;
};

views::PortalSummary
portal_of(std::string key, std::string title, std::string country, RunState state);
store::DatasetRecord full_record();
store::DatasetRecord hostile_record();
store::DatasetRecord corrected_record();
std::vector<views::SearchHit> fake_hits();

} // namespace moisson::test
