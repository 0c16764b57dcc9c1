// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports over the API: JSON as agreed, and tables that are made page by page.
#include "api/api.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"
#include "unit/pages/golden.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace moisson::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ReportApiTest : public ::testing::Test {
protected:
    static api::ApiOptions options() {
        api::ApiOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org");
        return options;
    }
    net::ServerResponse get(std::string_view target) { return ask(handler_, target); }
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
            ++parts_;
            out += *part;
        }
    }

    FakeViews views_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = api::make_api_handler(views_, labels_, clock_, *log_, options());
    int parts_ = 0;
    std::optional<Error> failure_;
};

TEST_F(ReportApiTest, AnswersAreAsAgreed) {
    for (const auto& [name, target] : std::vector<std::pair<std::string, std::string>>{
             {"run_report", "/api/v1/runs/42/report"},
             {"portal_report", "/api/v1/portals/mali/report"}}) {
        const std::string actual = nlohmann::ordered_json::parse(get(target).body).dump(1) + "\n";
        EXPECT_EQ(actual, golden("api/" + name + ".json", actual)) << name;
    }
}

TEST_F(ReportApiTest, OnlyTheReportOfARunRecounts) {
    EXPECT_EQ(get("/api/v1/runs/42").status, 200);
    EXPECT_EQ(views_.last_recount, views::Recount::no);
    EXPECT_EQ(get("/api/v1/runs/42/report").status, 200);
    EXPECT_EQ(views_.last_recount, views::Recount::yes);
}

TEST_F(ReportApiTest, ATableIsAsAgreed) {
    const net::ServerResponse response = get("/api/v1/runs/42/report.csv");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(
        header_of(response, "Content-Disposition"),
        "attachment; filename=\"moisson-passage-42.csv\""
    );
    EXPECT_FALSE(response.etag);
    EXPECT_TRUE(response.body.empty());
    const std::string actual = body_of(response);
    EXPECT_EQ(actual, golden("api/run_report.csv", actual));
    EXPECT_EQ(parts_, 2) << "two rows to a page";
}

TEST_F(ReportApiTest, ATableSuitsOtherSpreadsheets) {
    const std::string english = body_of(get("/api/v1/runs/42/report.csv?delimiter=,&bom=0"));
    EXPECT_THAT(english, StartsWith("source,code,severity,stage,sentence,"));
    const std::string tabs = body_of(get("/api/v1/runs/42/report.csv?delimiter=tab"));
    EXPECT_THAT(tabs, StartsWith("\xEF\xBB\xBFsource\tcode\t"));
    EXPECT_EQ(get("/api/v1/runs/42/report.csv?delimiter=|").status, 400);
    EXPECT_EQ(get("/api/v1/portals/mali/report.csv?bom=oui").status, 400);
}

TEST_F(ReportApiTest, ATableWithoutRowsHasItsColumns) {
    views_.table_rows = 0;
    EXPECT_THAT(body_of(get("/api/v1/runs/42/report.csv")), EndsWith(";excerpt;at\r\n"));
}

TEST_F(ReportApiTest, ThePageOfAPortalWalksOverEmptyPages) {
    const net::ServerResponse response = get("/api/v1/portals/mali/report.csv");
    EXPECT_EQ(
        header_of(response, "Content-Disposition"),
        "attachment; filename=\"moisson-mali.csv\""
    );
    EXPECT_THAT(body_of(response), HasSubstr("\r\nmali;BAD_DATE;warning;normalise;"));
    EXPECT_EQ(parts_, 1);
}

TEST_F(ReportApiTest, NoAddressOfAPersonLeavesInATable) {
    views_.table_excerpt = R"({"maintainer_email": "awa@exemple.ml"})";
    for (const char* target : {"/api/v1/runs/42/report.csv", "/api/v1/portals/mali/report.csv"}) {
        const std::string table = body_of(get(target));
        EXPECT_THAT(table, HasSubstr("adresse-masquée")) << target;
        EXPECT_THAT(table, ::testing::Not(HasSubstr("awa@"))) << target;
    }
}

TEST_F(ReportApiTest, WhatFailsBeforeTheFirstRowIsAProblem) {
    EXPECT_EQ(get("/api/v1/runs/7/report.csv").status, 404);
    EXPECT_EQ(get("/api/v1/runs/sept/report.csv").status, 404);
    EXPECT_EQ(get("/api/v1/runs/7/report").status, 404);
    EXPECT_EQ(get("/api/v1/portals/lune/report.csv").status, 404);
    EXPECT_EQ(get("/api/v1/portals/lune/report").status, 404);
    views_.failure = Error(Code::store_unavailable);
    EXPECT_EQ(get("/api/v1/runs/42/report.csv").status, 503);
    EXPECT_EQ(get("/api/v1/portals/mali/report").status, 503);
}

TEST_F(ReportApiTest, WhatFailsLaterCutsTheTable) {
    views_.rows_until_failure = 2;
    const std::string body = body_of(get("/api/v1/runs/42/report.csv"));
    EXPECT_THAT(body, HasSubstr("fiche 1"));
    ASSERT_TRUE(failure_);
    EXPECT_EQ(failure_->code, Code::store_unavailable);
}

// Twenty thousand rows pass; what is in memory is a page of two.
TEST_F(ReportApiTest, APartIsAPageHoweverLongTheTable) {
    views_.table_rows = 20'000;
    const net::ServerResponse response = get("/api/v1/runs/42/report.csv");
    std::size_t largest = 0;
    std::size_t total = 0;
    for (;;) {
        asio::io_context context;
        const Result<std::string> part = testing::run_coro(context, response.stream());
        ASSERT_TRUE(part);
        if (part->empty())
            break;
        largest = std::max(largest, part->size());
        total += part->size();
    }
    EXPECT_LT(largest, 2'000U);
    EXPECT_GT(total, 20'000U * 100);
}

} // namespace
} // namespace moisson::test
