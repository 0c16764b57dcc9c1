// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One bad record costs itself only; what is kept is clean, maps, and stays within the limits.
#include "contract/contract.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <nlohmann/json.hpp>

namespace moisson::contract {
namespace {

std::string on_the_first_page(const std::string& effect) {
    return R"({"when":{"operation":"package_search","start":[0,1]},)" + effect + "}";
}

TEST_P(Contract, RecordsAreCleanAndMapToWhatTheyAre) {
    WireClient http = portal(40);
    const auto one = connector(http);
    EXPECT_FALSE(one->scheme().empty());
    EXPECT_GE(one->mapping_version(), 1);
    const Crawl whole = crawl(http);
    ASSERT_EQ(whole.records.size(), 40U);
    for (const kit::WireRecord& record : whole.records) {
        EXPECT_TRUE(is_clean_utf8(record.canonical));
        EXPECT_EQ(record.digest, sha256(record.canonical));
        std::vector<Issue> issues;
        const Result<RawRecord> raw = one->map(record.canonical, issues);
        ASSERT_TRUE(raw.has_value()) << raw.error().detail;
        EXPECT_EQ(raw->remote_id, record.remote_id);
        EXPECT_FALSE(raw->title.empty());
        for (const Issue& issue : issues)
            EXPECT_EQ(issue.stage, Stage::map);
    }
}

TEST_P(Contract, ARecordWithoutAnIdCostsItselfOnly) {
    WireClient healthy = portal(60);
    const Crawl all = crawl(healthy);
    WireClient http =
        portal(60, on_the_first_page(R"("do":"patch","record":{"id":null,"name":null})"));
    const Crawl damaged = crawl(http);
    ASSERT_FALSE(damaged.error.has_value()) << described(damaged.error);
    EXPECT_EQ(damaged.received, 60);
    std::size_t same = 0;
    for (const auto& [id, digest] : all.digests)
        same += damaged.digests.contains(id) && damaged.digests.at(id) == digest ? 1U : 0U;
    EXPECT_GE(same, 59U);
    // A kind with a second name for each record keeps all of them.
    EXPECT_TRUE(
        has(damaged.issues, {Code::missing_id, Code::id_synthetic, Code::bad_shape}) ||
        damaged.digests.size() == 60U
    ) << "an id that is missing is said";
}

TEST_P(Contract, BytesThatAreNoTextAreRepairedAndSaid) {
    // A stray continuation byte, an unfinished sequence, a byte that never occurs.
    WireClient http = portal(60, on_the_first_page(R"("do":"title_bytes","hex":"80C328FF")"));
    const Crawl damaged = crawl(http);
    ASSERT_FALSE(damaged.error.has_value()) << described(damaged.error);
    EXPECT_EQ(damaged.digests.size(), 60U);
    EXPECT_TRUE(has(damaged.issues, {Code::encoding_repaired}));
    for (const kit::WireRecord& record : damaged.records)
        EXPECT_TRUE(is_clean_utf8(record.canonical)) << record.remote_id;
}

TEST_P(Contract, ARecordLargerThanARecordMayBeCostsItselfOnly) {
    const std::string bytes = std::to_string(limits::record_bytes + 1024);
    WireClient http = portal(60, on_the_first_page(R"("do":"description","bytes":)" + bytes));
    const Crawl damaged = crawl(http);
    ASSERT_FALSE(damaged.error.has_value()) << described(damaged.error);
    EXPECT_GE(damaged.digests.size(), 59U);
    EXPECT_EQ(damaged.received, 60);
    if (damaged.digests.size() == 59U)
        EXPECT_TRUE(has(damaged.issues, {Code::too_large, Code::limit_reached}));
    for (const kit::WireRecord& record : damaged.records)
        EXPECT_LE(record.canonical.size(), limits::record_bytes);
}

TEST_P(Contract, APageLargerThanTheCapIsAskedInPiecesOrRefused) {
    WireClient healthy = portal(60);
    const Crawl all = crawl(healthy);
    std::size_t largest = 0;
    for (const kit::WireRecord& record : all.records)
        largest = std::max(largest, record.canonical.size());
    WireClient http = portal(60);
    // Room for a few records with their envelope, not for a page of fifty.
    http.body_bytes_max = 12 * largest;
    const Crawl squeezed = crawl(http, 50);
    if (squeezed.error) {
        EXPECT_EQ(squeezed.error->code, Code::too_large) << described(squeezed.error);
        WireClient smaller = portal(60);
        smaller.body_bytes_max = http.body_bytes_max;
        const Crawl patient = crawl(smaller, 2);
        // A protocol of one document cannot give less.
        if (!patient.error)
            EXPECT_EQ(patient.digests, all.digests) << "small pages go through";
        return;
    }
    EXPECT_EQ(squeezed.digests, all.digests);
}

TEST_P(Contract, ResourcesBeyondTheLimitAreLeftOutAndSaid) {
    nlohmann::json resources = nlohmann::json::array();
    for (std::size_t i = 0; i < limits::distributions + 200; ++i)
        resources.push_back(
            {{"id", "r" + std::to_string(i)},
             {"name", "Fichier"},
             {"format", "CSV"},
             {"url", "https://x.exemple/" + std::to_string(i)}}
        );
    const nlohmann::json patch = {{"resources", resources}};
    WireClient http = portal(20, on_the_first_page(R"("do":"patch","record":)" + patch.dump()));
    const Crawl damaged = crawl(http);
    ASSERT_FALSE(damaged.error.has_value()) << described(damaged.error);
    EXPECT_EQ(damaged.received, 20);
    const auto one = connector(http);
    std::vector<Issue> issues = damaged.issues;
    std::size_t most = 0;
    for (const kit::WireRecord& record : damaged.records) {
        const Result<RawRecord> raw = one->map(record.canonical, issues);
        if (raw.has_value())
            most = std::max(most, raw->distributions.size());
    }
    EXPECT_LE(most, limits::distributions);
    if (most == limits::distributions || damaged.digests.size() < 20U)
        EXPECT_TRUE(has(issues, {Code::limit_reached, Code::too_large}));
}

TEST_P(Contract, APortalThatGivesValidatorsIsAskedWithThemTheNextTime) {
    WireClient http = portal(60);
    const Crawl first = crawl(http);
    bool gives = false;
    {
        // Apart, for what connectors keep in memory goes by the name of the source.
        const kit::Registry apart = settings::make_registry();
        WireClient probe = portal(1);
        static_cast<void>(testing::crawl([&] { return connector(apart, probe, 0); }));
        net::Request again = probe.requests.back();
        again.retries_max = 0;
        const Result<net::Response> answer = testing::run_coro(probe.send(again));
        ASSERT_TRUE(answer.has_value());
        gives = !net::header(answer->headers, "etag").empty() ||
                !net::header(answer->headers, "last-modified").empty();
    }
    const std::size_t asked = http.requests.size();
    const std::size_t answered = http.statuses.size();
    const Crawl second = crawl(http);
    EXPECT_EQ(second.digests, first.digests) << "from the cache or from the portal";
    std::size_t conditional = 0;
    for (std::size_t i = asked; i < http.requests.size(); ++i)
        conditional +=
            http.requests[i].etag.empty() && http.requests[i].last_modified.empty() ? 0U : 1U;
    const auto unchanged = std::count(
        http.statuses.begin() + static_cast<std::ptrdiff_t>(answered),
        http.statuses.end(),
        304
    );
    EXPECT_EQ(static_cast<std::size_t>(unchanged), conditional)
        << "nothing changed: " << http.statuses.back();
    EXPECT_EQ(gives, conditional > 0);
}

} // namespace
} // namespace moisson::contract
