// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports on the pages of runs and portals.
#include "pages/pages.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"
#include "unit/pages/html_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ReportPages : public ::testing::Test {
protected:
    std::string body(std::string_view target) { return ask(handler_, target).body; }

    FakeViews views_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ =
        pages::make_pages_handler(views_, labels_, clock_, *log_, pages::PagesOptions());
};

TEST_F(ReportPages, ARunSaysHowItDiffersAndThatItsCountsAgree) {
    const std::string page = body("/passages/41");
    EXPECT_THAT(html_faults(page), IsEmpty());
    EXPECT_THAT(page, HasSubstr("<strong>Catalogue lu en entier.</strong>"));
    EXPECT_THAT(page, HasSubstr("<td data-l=\"Écart\" class=\"num\">+3</td>"));
    EXPECT_THAT(page, HasSubstr("<td data-l=\"Écart\" class=\"num\">−3</td>"));
    EXPECT_THAT(page, HasSubstr("href=\"/passages/40\""));
    EXPECT_THAT(page, HasSubstr("3\u00A0compteurs recomptés"));
    EXPECT_THAT(page, Not(HasSubstr("se contredit")));
    EXPECT_THAT(page, HasSubstr("Certificat valable jusqu’au"));
    EXPECT_THAT(page, HasSubstr("licence &lt;b&gt;libre&lt;/b&gt;"));
    EXPECT_THAT(page, HasSubstr("href=\"/api/v1/runs/41/report.csv\""));
}

TEST_F(ReportPages, ACounterThatItsRowsContradictIsAnErrorForAllToSee) {
    views_.change_run = [](views::RunView& view) { view.report.checks.back().stored = 5; };
    const std::string page = body("/passages/41");
    EXPECT_THAT(html_faults(page), IsEmpty());
    EXPECT_THAT(page, HasSubstr("Ce bilan se contredit."));
    EXPECT_THAT(page, HasSubstr("5 au bilan, 0 dans les lignes"));
    EXPECT_THAT(page, Not(HasSubstr("tout concorde")));
}

TEST_F(ReportPages, APortalShowsTheReportOfEachSource) {
    const std::string page = body("/portails/togo");
    EXPECT_THAT(html_faults(page), IsEmpty());
    EXPECT_THAT(page, HasSubstr("Rapport de la source togo"));
    EXPECT_THAT(page, HasSubstr("Une sonde dira si quelque chose a changé."));
    EXPECT_THAT(page, HasSubstr("1\u00A0erreur, 17\u00A0avertissements"));
    EXPECT_THAT(page, HasSubstr("1\u00A0valeur non reconnue"));
    EXPECT_THAT(page, HasSubstr("<td data-l=\"Disparue\">20"));
    EXPECT_THAT(page, HasSubstr("href=\"/api/v1/portals/togo/report.csv\""));
}

} // namespace
} // namespace moisson::test
