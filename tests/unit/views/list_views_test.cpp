// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Distributions of what a search finds, walked page by page over a real index.
#include "search/follower.hpp"
#include "search/search_index.hpp"
#include "support/manual_clock.hpp"
#include "support/run_coro.hpp"
#include "unit/views/fake_store.hpp"
#include "views/distribution_cursor.hpp"
#include "views/list_views.hpp"
#include "views/make_views.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::test {
namespace {

class FakeListStore final : public store::ListStore {
public:
    asio::awaitable<Result<store::ChangePage>> changes(std::optional<ChangeNumber>, int) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<store::RunChangePage>>
    changes_of(RunId, store::RunChangePlace) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<store::RunDetailPage>> run_details(store::RunQuery) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) override {
        const auto found = owners.find(id);
        if (found == owners.end())
            co_return Error(Code::not_found);
        co_return found->second;
    }
    asio::awaitable<Result<std::vector<store::DistributionLink>>>
    links(std::vector<DatasetId>) override {
        co_return link_rows;
    }
    asio::awaitable<Result<std::vector<store::CatalogDay>>> growth(int) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<std::vector<store::SourceIssues>>> issues(std::string) override {
        co_return Error(Code::store_unavailable);
    }

    std::map<DistributionId, DatasetId> owners;
    std::vector<store::DistributionLink> link_rows;
};

// 60 datasets of 0 to 4 files; every third file is CSV, every second link of them is broken.
class Walk : public ::testing::Test {
protected:
    Walk() {
        std::vector<store::CatalogEntry> entries;
        int number = 0;
        for (int i = 0; i < 60; ++i) {
            store::CatalogEntry entry;
            entry.id = dataset_id_at_first_sight("p", "t", std::to_string(i));
            entry.slug = "jeu-" + std::to_string(i);
            entry.portal_key = "p";
            // Several of one minute: the id decides.
            entry.first_seen = Instant(std::chrono::minutes(1000 + i / 4));
            for (int file = 0; file < i % 5; ++file, ++number)
                add_file(entry, number);
            entry.signal.links = "partial";
            store::DatasetRecord record;
            record.id = entry.id;
            record.slug = entry.slug;
            record.dataset = entry.dataset;
            database_.by_id[entry.id] = record;
            database_.by_name[entry.slug] = record;
            entries.push_back(std::move(entry));
        }
        index_.apply(entries, {});
        index_.set_ready();
    }
    void add_file(store::CatalogEntry& entry, int number) {
        Distribution& file = entry.dataset.distributions.emplace_back();
        const DatasetId id = dataset_id_at_first_sight("f", "t", std::to_string(number));
        file.id = DistributionId(id.uuid);
        file.format.code = number % 3 == 0 ? "CSV" : "PDF";
        file.format_family = number % 3 == 0 ? 'T' : 'D';
        lists_.owners[file.id] = entry.id;
        store::DistributionLink link;
        link.distribution = file.id;
        link.state = number % 2 == 0 ? "OK" : "BROKEN";
        link.standing = number % 2 == 0 ? "ok" : "broken";
        lists_.link_rows.push_back(link);
        all_.push_back(file.id);
        csv_ += number % 3 == 0;
        broken_csv_ += number % 3 == 0 && number % 2 == 1;
    }
    std::vector<DistributionId> walk(views::DistributionQuery query) {
        std::vector<DistributionId> out;
        for (int pages = 0; pages < 200; ++pages) {
            const auto page = moisson::testing::run_coro(io_, views_lists_->distributions(query));
            EXPECT_TRUE(page);
            if (!page)
                return out;
            EXPECT_LE(static_cast<int>(page->rows.size()), query.page_size);
            for (const views::DistributionRow& row : page->rows)
                out.push_back(row.distribution.id);
            if (!page->next_cursor)
                return out;
            query.cursor = *page->next_cursor;
        }
        ADD_FAILURE() << "a walk without end";
        return out;
    }

    moisson::testing::ManualClock clock_;
    search::SearchIndex index_;
    FakeStore database_;
    FakeListStore lists_;
    asio::io_context io_;
    std::unique_ptr<views::CatalogViews> views_ = views::make_catalog_views(
        index_,
        database_,
        clock_,
        [] { return search::FollowerStatus(); },
        io_.get_executor()
    );
    std::unique_ptr<views::ListViews> views_lists_ =
        views::make_list_views(*views_, database_, lists_);
    std::vector<DistributionId> all_;
    std::size_t csv_ = 0;
    std::size_t broken_csv_ = 0;
};

TEST_F(Walk, MeetsEachDistributionOnceWhateverThePage) {
    std::vector<DistributionId> expected = all_;
    std::sort(expected.begin(), expected.end());
    std::vector<DistributionId> order;
    for (const int size : {1, 3, 7, 20, 100}) {
        views::DistributionQuery query;
        query.page_size = size;
        std::vector<DistributionId> met = walk(query);
        if (order.empty())
            order = met;
        EXPECT_EQ(met, order) << size;
        std::sort(met.begin(), met.end());
        EXPECT_EQ(met, expected) << size;
    }
}

TEST_F(Walk, FiltersFilesAndNotTheirDatasets) {
    views::DistributionQuery query;
    query.page_size = 4;
    query.formats = {"CSV"};
    EXPECT_EQ(walk(query).size(), csv_);
    query.families = {"D"};
    EXPECT_TRUE(walk(query).empty());
    query.families = {"T"};
    query.links = {"broken"};
    ASSERT_GT(broken_csv_, 2U);
    EXPECT_EQ(walk(query).size(), broken_csv_);
    query.datasets.filter(search::Facet::portal) = {"autre"};
    EXPECT_TRUE(walk(query).empty());
}

TEST_F(Walk, CountsTheFilesWhateverThePage) {
    views::DistributionQuery query;
    query.page_size = 7;
    const auto first = moisson::testing::run_coro(io_, views_lists_->distributions(query));
    ASSERT_TRUE(first && first->next_cursor);
    EXPECT_EQ(first->total, static_cast<std::int64_t>(all_.size()));
    query.cursor = *first->next_cursor;
    const auto second = moisson::testing::run_coro(io_, views_lists_->distributions(query));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->total, first->total);
    query.formats = {"CSV"};
    const auto some = moisson::testing::run_coro(io_, views_lists_->distributions(query));
    ASSERT_TRUE(some);
    EXPECT_FALSE(some->total) << "the index knows datasets with such files, not the files";
    query.dataset = "jeu-4";
    query.cursor = "*";
    query.page_size = 1;
    const auto one = moisson::testing::run_coro(io_, views_lists_->distributions(query));
    ASSERT_TRUE(one);
    const auto& files = database_.by_name["jeu-4"].dataset.distributions;
    EXPECT_EQ(one->total, std::count_if(files.begin(), files.end(), [](const Distribution& file) {
                  return file.format.code == "CSV";
              }));
}

TEST_F(Walk, ReadsOneDataset) {
    views::DistributionQuery query;
    query.dataset = "jeu-4";
    query.page_size = 3;
    EXPECT_EQ(walk(query).size(), 4U);
    query.dataset = "inconnu";
    const auto unknown = moisson::testing::run_coro(io_, views_lists_->distributions(query));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::not_found);
}

TEST_F(Walk, FindsOneDistributionOfWhatIsShown) {
    const auto row = moisson::testing::run_coro(io_, views_lists_->distribution(all_[5]));
    ASSERT_TRUE(row);
    EXPECT_EQ(row->distribution.id, all_[5]);
    ASSERT_TRUE(row->link);
    EXPECT_EQ(row->link->standing, "broken");
    database_.by_id[row->dataset].state = RecordState::archived;
    EXPECT_FALSE(moisson::testing::run_coro(io_, views_lists_->distribution(all_[5])));
}

TEST(DistributionCursor, IsReadAsItIsWrittenAndNothingElse) {
    views::DistributionCursor place;
    place.behind = "-first_seen~1000~x";
    place.dataset = dataset_id_at_first_sight("p", "t", "1").uuid;
    place.skip = 12;
    const auto read = views::read_distribution_cursor(views::write_distribution_cursor(place));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->behind, place.behind);
    EXPECT_EQ(read->dataset, place.dataset);
    EXPECT_EQ(read->skip, 12);
    EXPECT_EQ(views::read_distribution_cursor("")->behind, "*");
    for (const char* wrong :
         {"a!b", "a!b!1", "a!b!c!1", "!!", "*!00000000-0000-0000-0000-000000000000!0"})
        EXPECT_FALSE(views::read_distribution_cursor(wrong)) << wrong;
}

} // namespace
} // namespace moisson::test
