// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every result of a search as a table or as lines: whole, in bounded parts, without addresses.
#include "api/api.hpp"
#include "api/export_line.hpp"
#include "unit/api/walking_views.hpp"
#include "unit/pages/ask.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* csv = "/api/v1/datasets.csv";
constexpr const char* ndjson = "/api/v1/datasets.ndjson";

class ExportsTest : public ::testing::Test {
protected:
    api::ApiOptions options() {
        api::ApiOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org");
        options.exports = &exports_;
        return options;
    }
    net::ServerResponse get(const std::string& target) { return ask(handler_, target); }
    net::ServerResponse get_as(const char* client, std::string_view path) {
        net::ServerRequest request;
        request.method = "GET";
        request.path = std::string(path);
        request.client_address = client;
        asio::io_context context;
        return testing::run_coro(context, handler_(std::move(request)));
    }
    // All parts; stops at an error, which is then in `failure_`.
    std::string body_of(const net::ServerResponse& response) {
        std::string out;
        for (;;) {
            asio::io_context context;
            const Result<std::string> part = testing::run_coro(context, response.stream());
            if (!part) {
                failure_ = part.error();
                return out;
            }
            if (part->empty())
                return out;
            largest_ = std::max(largest_, part->size());
            out += *part;
        }
    }
    std::string whole(const std::string& target) {
        const net::ServerResponse response = get(target);
        EXPECT_EQ(response.status, 200) << response.body;
        return response.stream ? body_of(response) : std::string();
    }

    WalkingViews views_;
    FakeExports exports_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = api::make_api_handler(views_, labels_, clock_, *log_, options());
    std::size_t largest_ = 0;
    std::optional<Error> failure_;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        out.push_back(line);
    return out;
}

TEST_F(ExportsTest, ATableHasTheAgreedColumns) {
    views_.walked = some_ids(1);
    exports_.change = [](store::ExportRow& row) { row.record.dataset.description.clear(); };
    const net::ServerResponse response = get(csv);
    EXPECT_EQ(response.content_type, "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(
        header_of(response, "Content-Disposition"),
        "attachment; filename=\"moisson-jeux-de-donnees.csv\""
    );
    EXPECT_FALSE(response.etag);
    const std::string body = body_of(response);
    EXPECT_THAT(
        body,
        StartsWith("\xEF\xBB\xBFid;title;slug;acronym;url;organization;organization_id;description;"
                   "frequency;license;temporal_coverage.start;temporal_coverage.end;spatial.zones;"
                   "created_at;last_modified;tags;resources_count;resources_formats;"
                   "harvest.backend;harvest.domain;harvest.remote_id;harvest.remote_url;"
                   "harvest.created_at;harvest.modified_at;quality_score;portal;country;theme;"
                   "freshness;days_late;next_expected;link_ok;link_broken;first_seen;last_seen;"
                   "duplicate_of\r\n")
    );
    const std::vector<std::string> lines = lines_of(body);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(std::count(lines[1].begin(), lines[1].end(), ';'), 35);
    EXPECT_THAT(lines[1], HasSubstr(";ckan;mali.example.org;rgph-2022;"));
    EXPECT_THAT(lines[1], HasSubstr(";en_retard;"));
}

TEST_F(ExportsTest, EverythingComesOnceInBoundedParts) {
    views_.walked = some_ids(1'234);
    const std::string body = whole(std::string(ndjson) + "?q=eau&sort=pertinence&page=3");
    std::set<std::string> ids;
    for (const std::string& line : lines_of(body))
        ids.insert(nlohmann::json::parse(line).at("id").get<std::string>());
    EXPECT_EQ(lines_of(body).size(), 1'234U);
    EXPECT_EQ(ids.size(), 1'234U);
    EXPECT_EQ(views_.steps, 3);
    EXPECT_LE(exports_.asked_max, 100U);
    EXPECT_LT(largest_, 1'000'000U);
    EXPECT_FALSE(views_.last_query.sort) << "there is no walk by relevance";
}

TEST_F(ExportsTest, ALineIsTheDatasetOfTheApi) {
    views_.walked = some_ids(1);
    const nlohmann::json line = nlohmann::json::parse(whole(ndjson));
    for (const char* name :
         {"slug", "titles", "distributions", "freshness", "link_counts", "links"})
        EXPECT_TRUE(line.contains(name)) << name;
    EXPECT_EQ(line["freshness"], "en_retard");
    EXPECT_FALSE(line.contains("cluster"));
    const nlohmann::json short_line =
        nlohmann::json::parse(whole(std::string(ndjson) + "?fields=id,slug"));
    EXPECT_EQ(short_line.size(), 2U);
}

TEST_F(ExportsTest, OnlyFieldsThatALineHasAreAskedFor) {
    views_.walked = some_ids(1);
    const nlohmann::json line = nlohmann::json::parse(whole(ndjson));
    EXPECT_EQ(line.size(), api::export_fields().size());
    for (const std::string_view name : api::export_fields())
        EXPECT_TRUE(line.contains(std::string(name))) << name;
    const net::ServerResponse refused = get(std::string(ndjson) + "?fields=id,titels");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(nlohmann::json::parse(refused.body)["errors"][0]["nearest"], "titles");
}

TEST_F(ExportsTest, AMarkIsZeroOrOne) {
    for (const char* const mark : {"%00", "", "oui"})
        EXPECT_EQ(get(std::string(csv) + "?bom=" + mark).status, 400) << mark;
    EXPECT_EQ(get(std::string(csv) + "?bom=1").status, 200);
}

TEST_F(ExportsTest, FormulasAreDisarmedAndAddressesMasked) {
    views_.walked = some_ids(1);
    exports_.change = [](store::ExportRow& row) {
        row.record.dataset.title = {{"fr", "=HYPERLINK(\"http://x\")", false}};
        row.record.dataset.description = {{"fr", "Écrire à chef@instat.example.org", false}};
    };
    for (const char* target : {csv, ndjson}) {
        const std::string body = whole(target);
        EXPECT_THAT(body, HasSubstr("adresse-masquée"));
        EXPECT_THAT(body, Not(HasSubstr("@instat")));
        EXPECT_THAT(body, Not(HasSubstr("diffusion@")));
    }
    EXPECT_THAT(whole(csv), HasSubstr("\"'=HYPERLINK("));
}

TEST_F(ExportsTest, TheFormOfATableIsChosen) {
    views_.walked = some_ids(1);
    EXPECT_THAT(whole(std::string(csv) + "?delimiter=,&bom=0"), StartsWith("id,title,slug"));
    EXPECT_EQ(get(std::string(csv) + "?delimiter=x").status, 400);
    EXPECT_EQ(get(std::string(csv) + "?pays=TG").status, 400) << "a filter passed over gives all";
}

TEST_F(ExportsTest, WhatWasTakenDownMeanwhileLeavesNoLine) {
    views_.walked = some_ids(120);
    for (std::size_t i = 0; i < 110; ++i)
        exports_.hidden.insert(views_.walked[i].uuid);
    EXPECT_EQ(lines_of(whole(ndjson)).size(), 10U);
}

TEST_F(ExportsTest, AFailureOnTheWayIsSeen) {
    views_.walked = some_ids(300);
    exports_.rows_until_failure = 150;
    whole(ndjson);
    ASSERT_TRUE(failure_) << "the server leaves the last chunk out";
    EXPECT_EQ(failure_->code, Code::store_unavailable);
    const net::ServerResponse response = get(csv);
    EXPECT_EQ(response.status, 503) << "before the answer begins it is a problem document";
    EXPECT_EQ(response.content_type, "application/problem+json");
}

TEST_F(ExportsTest, CorrectedWordsAreExportedAsShown) {
    views_.walked = some_ids(1);
    whole(std::string(ndjson) + "?q=populatoin");
    EXPECT_EQ(views_.last_query.text, "population");
}

TEST_F(ExportsTest, FewAreMadeAtOnce) {
    views_.walked = some_ids(200);
    std::vector<net::ServerResponse> running;
    for (const char* const client : {"192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1"})
        running.push_back(get_as(client, csv));
    for (const net::ServerResponse& one : running)
        EXPECT_EQ(one.status, 200);
    const net::ServerResponse refused = get_as("192.0.2.3", csv);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(header_of(refused, "Retry-After"), "30");
    running.pop_back();
    EXPECT_EQ(get_as("192.0.2.3", csv).status, 200) << "a client that went leaves its place";
}

TEST_F(ExportsTest, OneClientLeavesRoomForOthers) {
    views_.walked = some_ids(200);
    std::vector<net::ServerResponse> running;
    for (const char* const client : {"2001:db8::1", "2001:db8::2"})
        running.push_back(get_as(client, csv));
    EXPECT_EQ(get_as("2001:db8::3", csv).status, 503) << "one network of IPv6 is one client";
    EXPECT_EQ(get_as("192.0.2.1", csv).status, 200);
    running.clear();
    EXPECT_EQ(get_as("2001:db8::3", csv).status, 200) << "what was refused holds no turn";
}

} // namespace
} // namespace moisson::test
