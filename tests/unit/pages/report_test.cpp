// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports on the pages of runs and portals, and what waits for a decision.
#include "pages/pages.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"
#include "unit/pages/html_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

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

TEST_F(ReportPages, ARunLeadsToWhatItChangedWhileThatIsKept) {
    const std::string link = "href=\"/api/v1/runs/41/changes.csv\"";
    EXPECT_THAT(body("/passages/41"), HasSubstr(link));
    views_.change_run = [](views::RunView& view) { view.report.checks.clear(); };
    EXPECT_THAT(body("/passages/41"), Not(HasSubstr(link)));
    views_.change_run = [](views::RunView& view) {
        view.report.checks.clear();
        view.report.detail.run.ended_at.reset();
    };
    EXPECT_THAT(body("/passages/41"), HasSubstr(link)) << "it goes on";
    views_.change_run = [](views::RunView& view) { view.report.detail.run.counts = RunCounts(); };
    EXPECT_THAT(body("/passages/41"), Not(HasSubstr(link))) << "nothing was changed";
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

TEST_F(ReportPages, APortalTellsWhatItWaitsFor) {
    views_.change_portal = [](views::PortalView& view) {
        view.summary.in_difficulty = true;
        store::SourceSummary& source = view.summary.portal.sources.front();
        source.awaiting_decision = RunId(1234);
        source.suspended_at = fake_now() - std::chrono::hours(24 * 3);
        source.paused_until = fake_now() + std::chrono::hours(2);
    };
    const std::string page = body("/portails/togo");
    EXPECT_THAT(html_faults(page), IsEmpty());
    EXPECT_THAT(page, HasSubstr("Passage suspendu."));
    EXPECT_THAT(page, HasSubstr("moisson passages approuver"));
    EXPECT_THAT(page, HasSubstr("href=\"/passages/1234\""));
    EXPECT_THAT(page, HasSubstr("En sommeil"));
    EXPECT_THAT(page, HasSubstr("Prochaine sonde"));
    EXPECT_THAT(page, HasSubstr("Maintenance"));
}

TEST_F(ReportPages, APortalTellsUntilWhenItsRunWaitsAndWhy) {
    std::string reason = "RUN_PAUSED";
    views_.change_portal = [&reason](views::PortalView& view) {
        HarvestRun& run = view.summary.portal.sources.front().last_run.emplace();
        run.id = RunId(77);
        run.state = RunState::interrupted;
        run.resumes_at = fake_now() + std::chrono::hours(2);
        run.resume_reason = reason;
    };
    const std::string paused = body("/portails/togo");
    EXPECT_THAT(html_faults(paused), IsEmpty());
    EXPECT_THAT(paused, HasSubstr("Passage en pause"));
    EXPECT_THAT(paused, HasSubstr("jusqu’au 23\u00A0novembre 2026"));
    EXPECT_THAT(paused, HasSubstr("Le portail a demandé une pause"));
    EXPECT_THAT(paused, HasSubstr("href=\"/passages/77\""));
    reason = "RUN_RESTED";
    const std::string rested = body("/portails/togo");
    EXPECT_THAT(rested, HasSubstr("Passage au repos"));
    EXPECT_THAT(rested, HasSubstr("autant que la source le permet"));
}

// The newest run may have ended well since.
TEST_F(ReportPages, APortalTellsWhichQuestionWaits) {
    std::string reason;
    views_.change_portal = [&reason](views::PortalView& view) {
        view.summary.in_difficulty = true;
        store::SourceSummary& source = view.summary.portal.sources.front();
        source.awaiting_decision = RunId(1234);
        source.awaiting_reason = reason;
    };
    for (const auto& [why, told, untold] :
         {std::tuple("MASS_ARRIVAL_HELD", "plus de nouvelles fiches", "a disparu d’un coup"),
          std::tuple("MASS_DELETION_HELD", "a disparu d’un coup", "plus de nouvelles fiches")}) {
        reason = why;
        const std::string page = body("/portails/togo");
        EXPECT_THAT(page, HasSubstr(told)) << why;
        EXPECT_EQ(page.find(untold), std::string::npos) << why;
    }
}

TEST_F(ReportPages, APortalAsksNothingOnceArrivalsAreDecided) {
    for (const HeldVerdict verdict : {HeldVerdict::approved, HeldVerdict::refused}) {
        views_.change_portal = [verdict](views::PortalView& view) {
            view.summary.in_difficulty = true;
            HarvestRun& run = *view.summary.portal.last_run;
            const bool approved = verdict == HeldVerdict::approved;
            run.state = approved ? RunState::incomplete : RunState::held;
            run.reason = "MASS_ARRIVAL_HELD";
            run.decision.emplace().verdict = verdict;
        };
        const std::string page = body("/portails/togo");
        EXPECT_THAT(page, HasSubstr("Le catalogue n’a pas été lu en entier"));
        EXPECT_THAT(page, Not(HasSubstr("moisson passages approuver")));
        EXPECT_THAT(page, Not(HasSubstr("ont disparu d’un coup")));
    }
}

TEST_F(ReportPages, ARunThatStoppedAtArrivalsDoesNotSpeakOfWhatIsGone) {
    views_.change_run = [](views::RunView& view) {
        view.report.detail.run.state = RunState::held;
        view.report.detail.run.reason = "MASS_ARRIVAL_HELD";
    };
    const std::string page = body("/passages/42");
    EXPECT_THAT(page, HasSubstr("moisson passages approuver"));
    EXPECT_THAT(page, HasSubstr("lu en partie"));
    EXPECT_EQ(page.find("ont disparu"), std::string::npos);
}

TEST_F(ReportPages, AHeldRunTellsWhatWasDecided) {
    views_.change_run = [](views::RunView& view) {
        view.report.detail.run.state = RunState::held;
        view.report.detail.run.reason = "MASS_DELETION_HELD";
    };
    EXPECT_THAT(body("/passages/42"), HasSubstr("décision d’un opérateur"));
    views_.change_run = [](views::RunView& view) {
        view.report.detail.run.state = RunState::held;
        view.report.detail.run.reason = "MASS_DELETION_HELD";
        RunDecision& decision = view.report.detail.run.decision.emplace();
        decision.verdict = HeldVerdict::refused;
        decision.at = fake_now();
        decision.by = "awa";
        decision.reason = "panne <b>du portail</b>";
    };
    const std::string page = body("/passages/42");
    EXPECT_THAT(html_faults(page), IsEmpty());
    EXPECT_THAT(page, HasSubstr("refusé"));
    EXPECT_THAT(page, HasSubstr("panne &lt;b&gt;du portail&lt;/b&gt;"));
    EXPECT_THAT(page, Not(HasSubstr("awa"))) << "who decided is the operators' business";
    EXPECT_THAT(page, Not(HasSubstr("décision d’un opérateur")));
}

} // namespace
} // namespace moisson::test
