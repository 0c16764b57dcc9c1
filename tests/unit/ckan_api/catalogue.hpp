// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A small catalogue behind the facade: a real index, records of values, no database.
#pragma once

#include "ckan_api/ckan_api.hpp"
#include "search/search_index.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <boost/asio/thread_pool.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::ckan_api::testing {

class IndexedRecords final : public views::Selections {
public:
    explicit IndexedRecords(std::vector<store::DatasetRecord> records);

    asio::awaitable<Result<search::Selected>> select(search::Selection selection) override;
    asio::awaitable<Result<std::vector<search::DisplayRecord>>>
    display(std::vector<search::Hit> hits) override;
    asio::awaitable<Result<views::Slugs>>
    slugs(std::string after, std::size_t start, std::size_t count) override;
    asio::awaitable<Result<views::Values>> values(search::Facet facet) override;
    asio::awaitable<Result<std::vector<store::DatasetRecord>>> records(std::vector<DatasetId> ids
    ) override;
    asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) override;
    const store::DatasetRecord* find(std::string_view id_or_slug) const;

    std::vector<store::DatasetRecord> all;
    // Others, by id: many are found at once.
    std::map<Uuid, store::DatasetRecord> kept;
    search::SearchIndex index;
    // When set, every answer is this failure.
    std::optional<Error> failure;
    // When set, every selection throws.
    bool throws = false;
};

// "copie-0" and so on: that many datasets of one minute, and one more that changed before them all,
// whose file has the hash "cafe".
void add_copies(IndexedRecords& records, int number);

// Shows the records of a catalogue beside those that every test of pages knows.
class RecordViews final : public test::FakeViews {
public:
    explicit RecordViews(const IndexedRecords& records) : records_(records) {}
    asio::awaitable<Result<views::DatasetAnswer>> dataset(std::string id_or_slug) override;

private:
    const IndexedRecords& records_;
};

class FewPortals final : public views::OpenData {
public:
    asio::awaitable<Result<store::LivePage>> page(store::LiveQuery) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<store::LiveChanges>> changes(store::LiveQuery) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<std::vector<store::LiveDataset>>> these(std::vector<Uuid>) override {
        co_return Error(Code::store_unavailable);
    }
    asio::awaitable<Result<bool>> uri_is_of_another(DatasetId) override { co_return false; }
    asio::awaitable<Result<std::vector<store::SitemapEntry>>> sitemap(Uuid, Uuid) override {
        co_return std::vector<store::SitemapEntry>();
    }
    asio::awaitable<Result<views::FeedPortals>> portals() override;
};

// Eight datasets of two publishers and two portals; the first is test::full_record().
std::vector<store::DatasetRecord> few_records();

class Facade {
public:
    Facade();

    net::ServerResponse get(std::string_view target);
    net::ServerResponse
    post(std::string_view target, std::string body, std::string content_type = {});
    // "result" of a success; the test fails otherwise.
    nlohmann::json result(std::string_view target);
    // All parts of an answer that is streamed.
    std::string whole(const net::ServerResponse& response);
    // "error" of a failure with this status.
    nlohmann::json error(std::string_view target, int status);
    // Names of what package_search finds, sorted.
    std::vector<std::string> found(const std::string& parameters);

    IndexedRecords records;
    RecordViews views;

private:
    FewPortals data_;
    i18n::CodeLabels labels_ = test::fake_labels();
    test::StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    // Outlives the pool, whose jobs hold on to it.
    asio::io_context context_;
    asio::thread_pool pool_{1};
    net::Handler handler_;
};

} // namespace moisson::ckan_api::testing
