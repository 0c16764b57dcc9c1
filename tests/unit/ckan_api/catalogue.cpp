// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "catalogue.hpp"

#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace moisson::ckan_api::testing {
namespace {

asio::awaitable<net::ServerResponse> others(net::ServerRequest) {
    net::ServerResponse response;
    response.status = 299;
    co_return response;
}

store::CatalogEntry entry_of(const store::DatasetRecord& record) {
    store::CatalogEntry entry;
    entry.id = record.id;
    entry.slug = record.slug;
    entry.portal_key = record.portal_key;
    entry.state = record.state;
    entry.dataset = record.dataset;
    entry.first_seen = record.first_seen;
    entry.changed_at = record.changed_at;
    entry.signal = record.signal;
    entry.popularity = record.signal.popularity;
    return entry;
}

Instant day(int number) {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 1) + std::chrono::days(number);
}

// Of the portal "togo", published by "ins-togo"; `number` days old in November.
store::DatasetRecord a_record(int number, std::string title, std::string theme, std::string tag) {
    store::DatasetRecord record;
    record.id = DatasetId(uuid5(Uuid{}, title));
    record.slug = "jeu-" + std::to_string(number);
    record.portal_key = "togo";
    record.portal_title = "Données du Togo";
    record.portal_url = "https://togo.example.org";
    record.first_seen = day(0);
    record.changed_at = day(number);
    record.dataset.title = {{"fr", std::move(title), false}};
    record.dataset.description = {{"fr", "Un jeu d’essai.", false}};
    record.dataset.keywords = {{"fr", std::move(tag), false}};
    record.dataset.themes = {std::move(theme)};
    record.dataset.publisher.key = "ins-togo";
    record.dataset.publisher.slug = "ins-togo";
    record.dataset.publisher.name = {{"fr", "INS du Togo", false}};
    record.dataset.countries = {"TG"};
    Distribution file;
    file.id = DistributionId(uuid5(record.id.uuid, "f"));
    file.title = {{"fr", "Le fichier", false}};
    file.url = "https://togo.example.org/" + record.slug + ".csv";
    file.format.code = "CSV";
    record.dataset.distributions = {file};
    return record;
}

} // namespace

std::vector<store::DatasetRecord> few_records() {
    std::vector<store::DatasetRecord> out;
    out.push_back(test::full_record());
    out.push_back(a_record(2, "Prix du riz", "AGRI", "riz"));
    out.push_back(a_record(3, "Prix du mil", "AGRI", "céréales sèches"));
    out.push_back(a_record(4, "Budget : dépenses 2020", "ECON", "eau/air"));
    out.push_back(a_record(5, "Qualité de l’eau", "ENVI", "eau"));
    out.back().signal.quality = 82;
    FreshnessDates& freshness = out.back().signal.freshness;
    freshness.basis = FreshnessBasis::declared;
    freshness.evidence = UpdateEvidence::dataset;
    freshness.expected_at = day(10);
    freshness.late_at = day(15);
    freshness.very_late_at = day(30);
    out.push_back(a_record(6, "Eaux souterraines", "ENVI", "eau"));
    out.back().signal.quality = 40;
    out.back().dataset.frequency.code = "MONTHLY";
    out.back().dataset.is_series = true;
    out.push_back(a_record(7, "Archive", "ENVI", "eau"));
    out.back().state = RecordState::archived;
    out.push_back(a_record(8, "Réseau routier", "TRAN", "routes"));
    out.back().dataset.distributions.clear();
    out.back().dataset.licence =
        Licence{"odc-odbl", "ODbL", "https://example.org/odbl", 'O', "odbl"};
    // One portal counts tens, the other hundreds and thousands.
    for (store::DatasetRecord& record : out)
        record.signal.popularity = 100;
    out[0].signal.popularity = 10;
    out[1].signal.popularity = 5'000;
    out[2].signal.popularity = 9'000;
    return out;
}

IndexedRecords::IndexedRecords(std::vector<store::DatasetRecord> records)
    : all(std::move(records)) {
    std::vector<store::CatalogEntry> entries;
    for (const store::DatasetRecord& record : all)
        entries.push_back(entry_of(record));
    // Two segments: what is counted and sorted goes across.
    const std::span<const store::CatalogEntry> list(entries);
    const std::size_t half = entries.size() / 2;
    index.apply(list.first(half), store::FeedPosition());
    index.apply(list.subspan(half), store::FeedPosition());
    index.set_ready();
}

asio::awaitable<Result<search::Selected>> IndexedRecords::select(search::Selection selection) {
    if (throws)
        throw std::runtime_error("broken on purpose");
    if (failure)
        co_return *failure;
    co_return index.select(selection);
}

asio::awaitable<Result<std::vector<search::DisplayRecord>>>
IndexedRecords::display(std::vector<search::Hit> hits) {
    if (failure)
        co_return *failure;
    co_return index.display(hits);
}

asio::awaitable<Result<views::Slugs>>
IndexedRecords::slugs(std::string after, std::size_t start, std::size_t count) {
    if (failure)
        co_return *failure;
    co_return index.slugs_after(after, start, count);
}

asio::awaitable<Result<views::Values>> IndexedRecords::values(search::Facet facet) {
    if (failure)
        co_return *failure;
    search::Selection everything;
    search::FacetRequest request;
    request.facet = facet;
    request.values_max = -1;
    everything.facets.push_back(request);
    std::vector<search::FacetItem> items = index.select(everything).facets.front().items;
    std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        return a.value < b.value;
    });
    views::Values list = std::make_shared<const std::vector<search::FacetItem>>(std::move(items));
    co_return list;
}

asio::awaitable<Result<std::vector<store::DatasetRecord>>>
IndexedRecords::records(std::vector<DatasetId> ids) {
    if (failure)
        co_return *failure;
    std::vector<store::DatasetRecord> out;
    for (const DatasetId& id : ids) {
        const auto found = kept.find(id.uuid);
        if (found != kept.end())
            out.push_back(found->second);
        for (const store::DatasetRecord& record : all)
            if (record.id == id)
                out.push_back(record);
    }
    co_return out;
}

asio::awaitable<Result<DatasetId>> IndexedRecords::dataset_of(DistributionId id) {
    for (const store::DatasetRecord& record : all)
        for (const Distribution& one : record.dataset.distributions)
            if (one.id == id)
                co_return record.id;
    co_return Error(Code::not_found);
}

const store::DatasetRecord* IndexedRecords::find(std::string_view id_or_slug) const {
    const auto is_asked = [&](const store::DatasetRecord& record) {
        return record.slug == id_or_slug || to_string(record.id) == id_or_slug;
    };
    for (const store::DatasetRecord& record : all)
        if (is_asked(record))
            return &record;
    for (const auto& [id, record] : kept)
        if (is_asked(record))
            return &record;
    return nullptr;
}

void add_copies(IndexedRecords& records, int number) {
    const store::DatasetRecord model = few_records()[1];
    std::vector<store::CatalogEntry> entries;
    for (int i = 0; i <= number; ++i) {
        store::DatasetRecord record = model;
        record.id = DatasetId(uuid5(Uuid{}, "copie" + std::to_string(i)));
        record.slug = "copie-" + std::to_string(i);
        if (i == number)
            record.changed_at = record.changed_at - std::chrono::days(300);
        Distribution& file = record.dataset.distributions.front();
        file.id = DistributionId(uuid5(record.id.uuid, "f"));
        file.checksum = i == number ? "cafe" : "";
        store::CatalogEntry entry;
        entry.id = record.id;
        entry.slug = record.slug;
        entry.portal_key = record.portal_key;
        entry.dataset = record.dataset;
        entry.changed_at = record.changed_at;
        entries.push_back(std::move(entry));
        records.kept.emplace(record.id.uuid, std::move(record));
    }
    records.index.apply(entries, store::FeedPosition());
}

asio::awaitable<Result<views::DatasetAnswer>> RecordViews::dataset(std::string id_or_slug) {
    std::string asked = id_or_slug;
    Result<views::DatasetAnswer> answer = co_await test::FakeViews::dataset(std::move(asked));
    if (!answer || answer->outcome != views::DatasetOutcome::not_found)
        co_return answer;
    const store::DatasetRecord* const record = records_.find(id_or_slug);
    if (record != nullptr) {
        const bool archived = record->state == RecordState::archived;
        answer->outcome = archived ? views::DatasetOutcome::gone : views::DatasetOutcome::found;
        answer->slug = record->slug;
        answer->full = *record;
    }
    co_return answer;
}

asio::awaitable<Result<views::FeedPortals>> FewPortals::portals() {
    auto list = std::make_shared<std::vector<views::FeedPortal>>(2);
    (*list)[0].key = "mali";
    (*list)[0].title = "Données ouvertes du Mali";
    (*list)[1].key = "togo";
    (*list)[1].title = "Données du Togo";
    (*list)[1].seen_until = day(12);
    views::FeedPortals out = std::move(list);
    co_return out;
}

Facade::Facade() : records(few_records()), views(records) {
    CkanOptions options;
    options.public_url = routes::PublicUrl("https://moisson.example.org");
    options.version = "0.1.0";
    options.vocabularies = [] { return normalise::vocabularies(); };
    options.cpu = pool_.get_executor();
    handler_ = make_ckan_handler(
        views,
        data_,
        records,
        labels_,
        clock_,
        *log_,
        std::move(options),
        others
    );
}

net::ServerResponse Facade::get(std::string_view target) {
    net::ServerRequest request;
    request.method = "GET";
    const std::size_t mark = target.find('?');
    request.path = std::string(target.substr(0, mark));
    if (mark != std::string_view::npos)
        request.query = std::string(target.substr(mark + 1));
    return moisson::testing::run_coro(context_, handler_(std::move(request)));
}

net::ServerResponse
Facade::post(std::string_view target, std::string body, std::string content_type) {
    net::ServerRequest request;
    request.method = "POST";
    request.path = std::string(target);
    request.body = std::move(body);
    if (!content_type.empty())
        request.headers.emplace_back("content-type", std::move(content_type));
    return moisson::testing::run_coro(context_, handler_(std::move(request)));
}

nlohmann::json Facade::result(std::string_view target) {
    const net::ServerResponse response = get(target);
    EXPECT_EQ(response.status, 200) << target << "\n" << response.body;
    const auto body = nlohmann::json::parse(response.body, nullptr, false);
    EXPECT_TRUE(body.is_object() && body["success"] == true) << response.body;
    return body.is_object() ? body["result"] : nlohmann::json();
}

std::string Facade::whole(const net::ServerResponse& response) {
    std::string out = response.body;
    while (response.stream) {
        const Result<std::string> part = moisson::testing::run_coro(context_, response.stream());
        if (!part || part->empty())
            break;
        out += *part;
    }
    return out;
}

nlohmann::json Facade::error(std::string_view target, int status) {
    const net::ServerResponse response = get(target);
    EXPECT_EQ(response.status, status) << target << "\n" << response.body;
    const auto body = nlohmann::json::parse(response.body, nullptr, false);
    return body.is_object() ? body["error"] : body;
}

std::vector<std::string> Facade::found(const std::string& parameters) {
    std::vector<std::string> names;
    const nlohmann::json answer = result("/api/3/action/package_search?rows=1000&" + parameters);
    for (const auto& package : answer["results"])
        names.push_back(package["name"].get<std::string>());
    EXPECT_EQ(answer["count"], names.size());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace moisson::ckan_api::testing
