// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ListViews without database: what a test puts in comes out.
#pragma once

#include "unit/pages/fake_views.hpp"
#include "views/list_views.hpp"

namespace moisson::test {

class FakeLists final : public views::ListViews {
public:
    FakeLists() {
        const store::DatasetRecord record = full_record();
        views::DistributionRow row;
        row.distribution = record.dataset.distributions.front();
        row.dataset = record.id;
        row.dataset_slug = record.slug;
        row.dataset_title = record.dataset.title;
        row.portal_key = record.portal_key;
        store::DistributionLink& link = row.link.emplace();
        link.distribution = row.distribution.id;
        link.state = "BROKEN";
        link.standing = "broken";
        link.checked_at = fake_now();
        page.rows = {row};
        page.datasets = 12;
        page.total = 31;
        page.next_cursor = "-first_seen~1~x!y!2";
        store::ListedChange& upsert = changed.changes.emplace_back();
        upsert.row = {ChangeNumber(41), record.id, store::ChangeCause::created, fake_now()};
        upsert.row.run = RunId(42);
        upsert.slug = record.slug;
        store::ListedChange& removal = changed.changes.emplace_back();
        removal.row = {ChangeNumber(44), record.id, store::ChangeCause::taken_down, fake_now()};
        removal.removal = true;
        changed.floor = 7;
        changed.more = true;
        store::CatalogDay& day = days.emplace_back();
        day.day = "2026-11-22";
        day.datasets = 120;
        day.freshness = {60, 20, 10, 5, 5, 20};
        day.quality = 61.24;
        counts = {
            {"mali", "mali-ckan", "UNMAPPED_LICENSE", 12},
            {"togo", "togo-ckan", "HTTP_5XX", 3},
            {"togo", "togo-ckan", "UNMAPPED_LICENSE", 1}};
    }

    asio::awaitable<Result<views::DistributionPage>> distributions(views::DistributionQuery query
    ) override {
        last = std::move(query);
        if (last.cursor == "mauvais")
            co_return Error(Code::invalid_argument, "cursor");
        co_return page;
    }
    asio::awaitable<Result<views::DistributionRow>> distribution(DistributionId id) override {
        if (page.rows.front().distribution.id != id)
            co_return Error(Code::not_found);
        co_return page.rows.front();
    }
    asio::awaitable<Result<store::ChangePage>>
    changes(std::optional<ChangeNumber> since, int count) override {
        last_since = since;
        last_count = count;
        store::ChangePage out = changed;
        if (since && since->value < out.floor) {
            out.changes.clear();
            out.too_old = true;
        }
        if (since && newest && since->value > *newest) {
            out.changes.clear();
            out.unknown = true;
        }
        co_return out;
    }
    // Of run 42: the creation of the record, then its absence under a name that is hidden now; a
    // page for each, with one between them that has none. Of run 43: nothing, among the changes of
    // others.
    asio::awaitable<Result<store::RunChangePage>>
    changes_of(RunId run, store::RunChangePlace place) override {
        constexpr std::int64_t last_of_others = 1'000;
        if (run == RunId(43)) {
            store::RunChangePage none;
            if (place.after + 1 < last_of_others)
                none.next = store::RunChangePlace{place.after + 1, last_of_others};
            co_return none;
        }
        if (run != RunId(42))
            co_return Error(Code::not_found);
        store::RunChangePage out;
        out.pruned = are_pruned;
        if (are_pruned)
            co_return out;
        const store::DatasetRecord record = full_record();
        store::RunChange change;
        change.row = {ChangeNumber(41), record.id, store::ChangeCause::created, fake_now(), run};
        change.name = {"Recensement, awa@exemple.ml", record.slug};
        change.remote_id = "recensement";
        if (place.after >= 43) {
            change = store::RunChange();
            change
                .row = {ChangeNumber(44), record.id, store::ChangeCause::missing, fake_now(), run};
        }
        if (place.after < 41 || (place.after >= 43 && place.after < 44))
            out.changes.push_back(change);
        if (place.after < 43)
            out.next = store::RunChangePlace{place.after < 41 ? 41 : 43, 44};
        co_return out;
    }
    // Runs 42 and 41, one to a page.
    asio::awaitable<Result<store::RunDetailPage>> run_details(store::RunQuery query) override {
        last_run_queries.push_back(query);
        store::RunDetailPage out;
        const bool is_first = !query.before || *query.before > RunId(42);
        store::RunDetail& detail = out.runs.emplace_back();
        detail.run.id = RunId(is_first ? 42 : 41);
        detail.run.portal_key = detail.run.source_key = "mali";
        detail.run.state = is_first ? RunState::failed : RunState::complete;
        detail.run.reason = is_first ? "TLS_EXPIRED" : "";
        detail.run.started_at = fake_now() - std::chrono::seconds(250);
        detail.run.ended_at = fake_now();
        detail.run.advertised_count = 1550;
        detail.run.counts.received = 1540;
        detail.run.issues = {{"BAD_DATE", 14}};
        detail.requested_at = fake_now() - std::chrono::hours(1);
        detail.requests = 17;
        detail.not_modified = 4;
        out.more = is_first;
        co_return out;
    }
    asio::awaitable<Result<std::vector<store::CatalogDay>>> growth(int) override {
        ++growth_reads;
        co_return days;
    }
    asio::awaitable<Result<std::vector<store::SourceIssues>>> issues(std::string portal_key
    ) override {
        std::vector<store::SourceIssues> out;
        for (const store::SourceIssues& one : counts)
            if (portal_key.empty() || portal_key == one.portal_key)
                out.push_back(one);
        co_return out;
    }

    views::DistributionPage page;
    views::DistributionQuery last;
    store::ChangePage changed;
    bool are_pruned = false;
    std::vector<store::RunQuery> last_run_queries;
    std::optional<std::int64_t> newest;
    std::optional<ChangeNumber> last_since;
    int last_count = 0;
    std::vector<store::CatalogDay> days;
    int growth_reads = 0;
    std::vector<store::SourceIssues> counts;
};

} // namespace moisson::test
