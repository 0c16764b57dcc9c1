// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /alertes, and the alerts of a portal on its page.
#include "pages/pages.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_alerts.hpp"
#include "unit/pages/fake_views.hpp"
#include "unit/pages/html_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AlertPages : public ::testing::Test {
protected:
    pages::PagesOptions options() {
        pages::PagesOptions out;
        out.alerts = &alerts_;
        return out;
    }
    std::string body(std::string_view target) { return ask(handler_, target).body; }

    FakeAlerts alerts_;
    FakeViews views_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = pages::make_pages_handler(views_, labels_, clock_, *log_, options());
};

TEST_F(AlertPages, TheListCountsByPortalAndSaysWhatToDo) {
    const std::string page = body("/alertes?portal=mali&cursor=12");
    EXPECT_THAT(html_faults(page), IsEmpty());
    ASSERT_TRUE(alerts_.asked);
    EXPECT_EQ(alerts_.asked->portal, "mali");
    EXPECT_EQ(alerts_.asked->before, 12);
    EXPECT_THAT(page, HasSubstr("href=\"/alertes?portal=mali\""));
    EXPECT_THAT(page, HasSubstr("portail injoignable"));
    EXPECT_THAT(page, HasSubstr("&lt;Mali&gt;"));
    EXPECT_THAT(page, HasSubstr("href=\"/jeux-de-donnees/mali-prix\""));
    EXPECT_THAT(page, HasSubstr("Prise en charge"));
    EXPECT_THAT(page, Not(HasSubstr("awa")));
}

TEST_F(AlertPages, APortalShowsItsOwn) {
    const std::string page = body("/portails/mali");
    EXPECT_THAT(html_faults(page), IsEmpty());
    EXPECT_THAT(page, HasSubstr("Alertes en cours"));
    EXPECT_EQ(alerts_.asked->portal, "mali");
}

TEST_F(AlertPages, WithoutAlertsThereIsNoPage) {
    const net::Handler bare =
        pages::make_pages_handler(views_, labels_, clock_, *log_, pages::PagesOptions());
    EXPECT_EQ(ask(bare, "/alertes").status, 404);
    EXPECT_THAT(ask(bare, "/portails/mali").body, Not(HasSubstr("Alertes en cours")));
}

} // namespace
} // namespace moisson::test
