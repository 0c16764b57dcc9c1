// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Scores of a dataset as DQV: the numbers of /api/v1/datasets/{id}/quality, in every syntax.
#include "dcat/wire.hpp"
#include "fake_open_data.hpp"
#include "opendata/doors.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace moisson::opendata::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

asio::awaitable<net::ServerResponse> elsewhere(net::ServerRequest) {
    net::ServerResponse response;
    response.status = 299;
    co_return response;
}

class QualityDoor : public ::testing::Test {
protected:
    QualityDoor() { handler_ = make_doors_handler(views_, data_, *log_, options(), elsewhere); }

    DoorsOptions options() {
        DoorsOptions out;
        out.public_url = routes::PublicUrl("https://moisson.example.org");
        out.cpu = pool_.get_executor();
        out.vocabularies = [] { return normalise::vocabularies(); };
        return out;
    }
    net::ServerResponse get(const std::string& path, const std::string& query = {}) {
        net::ServerRequest request;
        request.method = "GET";
        request.path = path;
        request.query = query;
        return moisson::testing::run_coro(context_, handler_(std::move(request)));
    }

    asio::io_context context_;
    asio::thread_pool pool_{1};
    test::FakeViews views_;
    FakeOpenData data_{60};
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_;
};

const std::string base = "/dataset/mali-recensement-general-2022/quality";

TEST_F(QualityDoor, TellsEachMeasurementOnce) {
    const auto response = get(base + ".ttl");
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.route, "/dataset/{id}/quality.{format}");
    EXPECT_THAT(response.body, HasSubstr("https://piveau.eu/ns/voc#"));
    EXPECT_THAT(response.body, HasSubstr("https://moisson.example.org/ns/quality#"));
    const std::string lines = get(base + ".nt").body;
    const auto count = [&lines](const std::string& what) {
        int found = 0;
        for (auto at = lines.find(what); at != lines.npos; at = lines.find(what, at + 1))
            ++found;
        return found;
    };
    const int measurements = count("http://www.w3.org/ns/dqv#hasQualityMeasurement>");
    EXPECT_GE(measurements, 20);
    EXPECT_EQ(count("http://www.w3.org/ns/dqv#value>"), measurements);
    EXPECT_EQ(count("http://www.w3.org/ns/dqv#isMeasurementOf>"), measurements);
    EXPECT_EQ(count("http://www.w3.org/ns/dqv#computedOn>"), measurements);
    EXPECT_EQ(count("#isMeasurementOf> <https://piveau.eu/ns/voc#keywordAvailability>"), 1);
    EXPECT_EQ(count("#isMeasurementOf> <https://piveau.eu/ns/voc#scoring>"), 1);
    // A shape of a dataset is not met by half of one.
    EXPECT_THAT(lines, Not(HasSubstr("<http://www.w3.org/ns/dcat#Dataset>")));
}

TEST_F(QualityDoor, IsReadBackFromEverySyntax) {
    const auto triples = [this](const std::string& suffix) {
        const auto response = get(base + "." + suffix);
        const std::string address = "https://moisson.example.org" + base + "." + suffix;
        const auto wire = dcat::read_graph(response.body, address, response.content_type);
        EXPECT_TRUE(wire) << suffix;
        return wire ? wire->graph.size() : 0;
    };
    const auto expected = triples("nt");
    EXPECT_GT(expected, 100U);
    for (const char* const suffix : {"ttl", "rdf", "jsonld"})
        EXPECT_EQ(triples(suffix), expected) << suffix;
}

TEST_F(QualityDoor, KnowsWhatIsNotThere) {
    EXPECT_EQ(get("/dataset/inconnu/quality.ttl").status, 404);
    EXPECT_EQ(get("/dataset/archive-budget/quality.ttl").status, 404);
    EXPECT_EQ(get("/dataset/vieux-nom/quality.ttl").status, 301);
    EXPECT_EQ(get(base).status, 299) << "not ours";
    EXPECT_EQ(get("/dataset/a/b.ttl").status, 299);
}

// The scores are in the catalogue too: whoever harvests us need not ask 100,000 times.
TEST_F(QualityDoor, TheCatalogueTellsBothScoresOfEachDataset) {
    data_.datasets[0].record.signal.quality = 73;
    const std::string lines = get("/catalog.nt").body;
    const auto count = [&lines](const std::string& what) {
        int found = 0;
        for (auto at = lines.find(what); at != lines.npos; at = lines.find(what, at + 1))
            ++found;
        return found;
    };
    const int datasets = count("<http://www.w3.org/ns/dcat#dataset> ");
    ASSERT_GT(datasets, 1);
    const int scored = count("#isMeasurementOf> <https://piveau.eu/ns/voc#scoring>");
    EXPECT_GT(scored, 1);
    EXPECT_EQ(count("<http://www.w3.org/ns/dqv#hasQualityMetadata> "), scored);
    EXPECT_EQ(count("#isMeasurementOf> <https://moisson.example.org/ns/quality#score>"), 1)
        << "the others were never scored";
    EXPECT_THAT(lines, HasSubstr("\"73\"^^<http://www.w3.org/2001/XMLSchema#integer>"));
    EXPECT_THAT(lines, HasSubstr("/quality.ttl>"));
    EXPECT_EQ(get("/catalog.nt").body, lines) << "nothing in it depends on the clock";
}

// An index that finds the first dataset, whatever is asked.
class FirstFound final : public test::FakeViews {
public:
    explicit FirstFound(DatasetId first) : first_(first) {}

    asio::awaitable<Result<views::SearchPage>> search(search::SearchQuery, std::string) override {
        views::SearchPage page;
        page.result.total = 1;
        page.hits.emplace_back().record.id = first_;
        co_return page;
    }

private:
    DatasetId first_;
};

TEST_F(QualityDoor, APartOfTheCatalogueTellsThemToo) {
    FirstFound found(data_.datasets[0].record.id);
    handler_ = make_doors_handler(found, data_, *log_, options(), elsewhere);
    for (const auto& [path, query] : std::vector<std::pair<std::string, std::string>>{
             {"/catalog.nt", "q=jeu"},
             {"/organization/ins/catalog.nt", ""}}) {
        const net::ServerResponse part = get(path, query);
        EXPECT_EQ(part.status, 200) << part.body;
        EXPECT_THAT(part.body, HasSubstr("#isMeasurementOf> <https://piveau.eu/ns/voc#scoring>"))
            << path;
    }
}

} // namespace
} // namespace moisson::opendata::testing
