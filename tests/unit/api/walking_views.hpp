// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A catalogue of any length behind the views of the tests, walked by cursor, and its datasets.
#pragma once

#include "store/export_store.hpp"
#include "unit/pages/fake_views.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace moisson::test {

class WalkingViews final : public FakeViews {
public:
    asio::awaitable<Result<views::SearchPage>>
    search(search::SearchQuery query, std::string lang) override {
        if (!query.cursor) {
            Result<views::SearchPage> page = co_await FakeViews::search(query, lang);
            co_return page;
        }
        last_query = query;
        ++steps;
        views::SearchPage page;
        const std::size_t begin = *query.cursor == "*" ? 0 : std::stoul(*query.cursor);
        const std::size_t end =
            std::min(walked.size(), begin + static_cast<std::size_t>(query.page_size));
        for (std::size_t i = begin; i < end; ++i) {
            views::SearchHit hit;
            hit.record.id = walked[i];
            hit.freshness.state = Freshness::en_retard;
            hit.freshness.seen_until = Instant(std::chrono::sys_days(std::chrono::days(20'000)));
            page.hits.push_back(std::move(hit));
        }
        if (end < walked.size())
            page.result.next_cursor = std::to_string(end);
        co_return page;
    }

    std::vector<DatasetId> walked;
    int steps = 0;
};

// Answers every id but those of `hidden` with full_record() under that id.
class FakeExports final : public store::ExportStore {
public:
    asio::awaitable<Result<std::vector<store::ExportRow>>> rows(std::vector<Uuid> ids) override {
        asked_max = std::max(asked_max, ids.size());
        if (answered >= rows_until_failure)
            co_return Error(Code::store_unavailable, "connection");
        std::vector<store::ExportRow> out;
        for (const Uuid& id : ids) {
            if (hidden.contains(id))
                continue;
            store::ExportRow row = row_of(id);
            out.push_back(std::move(row));
            ++answered;
        }
        co_return out;
    }
    asio::awaitable<Result<store::ExportPage>> page(std::optional<Uuid> after) override {
        store::ExportPage page;
        auto at = after ? std::upper_bound(all.begin(), all.end(), *after) : all.begin();
        for (int i = 0; i < 3 && at != all.end(); ++i, ++at) {
            page.last = *at;
            store::ExportRow row = row_of(*at);
            page.rows.push_back(std::move(row));
        }
        page.more = at != all.end();
        if (answered++ >= rows_until_failure)
            co_return Error(Code::store_unavailable, "connection");
        co_return page;
    }
    asio::awaitable<Result<std::int64_t>> change_number() override { co_return std::int64_t{4711}; }

    store::ExportRow row_of(const Uuid& id) const {
        store::ExportRow row;
        row.record = full_record();
        row.record.id = DatasetId(id);
        row.record.slug = "jeu-" + to_string(id).substr(0, 8);
        row.connector = "ckan";
        row.source_url = "https://mali.example.org:8443/api";
        row.links_ok = 2;
        if (change)
            change(row);
        return row;
    }

    std::set<Uuid> hidden;
    std::function<void(store::ExportRow&)> change;
    std::size_t asked_max = 0;
    std::int64_t answered = 0;
    std::int64_t rows_until_failure = 1'000'000;
    // Ascending, for page().
    std::vector<Uuid> all;
};

inline std::vector<DatasetId> some_ids(std::size_t count) {
    std::vector<DatasetId> out;
    for (std::size_t i = 0; i < count; ++i)
        out.emplace_back(uuid5(Uuid{}, "jeu " + std::to_string(i)));
    return out;
}

} // namespace moisson::test
