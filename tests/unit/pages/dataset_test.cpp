// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The page of a dataset: its history, its corrections, and what is left of one that was taken down.
#include "pages/pages.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"
#include "unit/pages/html_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DatasetPages : public ::testing::Test {
protected:
    net::ServerResponse get(std::string_view target) { return ask(handler_, target); }

    FakeViews views_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ =
        pages::make_pages_handler(views_, labels_, clock_, *log_, pages::PagesOptions());
};

TEST_F(DatasetPages, LeadToWhereTheyCanBeFollowedUnlessArchived) {
    const std::string page = get("/jeux-de-donnees/mali-recensement-general-2022").body;
    for (const char* const feed :
         {"/api/v1/alerts.atom?dataset=",
          "/api/v1/calendar.ics?dataset=",
          "/api/v1/datasets.atom?organization="})
        EXPECT_THAT(page, HasSubstr(feed));
    EXPECT_THAT(page, Not(HasSubstr("/abonnements?dataset="))) << "nobody to subscribe with";
    EXPECT_THAT(get("/jeux-de-donnees/archive-budget").body, Not(HasSubstr("calendar.ics")));
}

TEST_F(DatasetPages, ADatasetTellsItsHistory) {
    const std::string target = "/jeux-de-donnees/" + full_record().slug;
    const std::string body = get(target).body;
    EXPECT_THAT(html_faults(body), IsEmpty());
    EXPECT_EQ(views_.last_history.dataset, full_record().id);
    for (const char* part :
         {"<h2 id=\"historique\">",
          "Modifié à la source",
          "href=\"/passages/41\"",
          "Revenu sur le portail",
          "Ajouté au catalogue",
          "<bdi>Recensement général 2022</bdi>",
          "Contact",
          "et 5\u00A0autres changements",
          "/history\""})
        EXPECT_THAT(body, HasSubstr(part));
    EXPECT_THAT(body, Not(HasSubstr("<script>alert")));
    // A page without it is still a page.
    views_.history_failure = Error(Code::store_unavailable);
    const net::ServerResponse without = get(target);
    EXPECT_EQ(without.status, 200);
    EXPECT_THAT(without.body, Not(HasSubstr("historique")));
    EXPECT_THAT(html_faults(without.body), IsEmpty());
}

TEST_F(DatasetPages, AHistoryTellsWhatWasCorrectedAndWhy) {
    store::HistoryEntry entry = fake_history().front();
    entry.cause = store::ChangeCause::remapped;
    entry.diff.changes.resize(2);
    entry.diff.changes[0] = {"corrections", "keyword", std::nullopt, "Collection <b>"};
    entry.diff.changes[1] = {"keywords", "", std::nullopt, "finances"};
    views_.history_entries = {entry};
    const std::string target = "/jeux-de-donnees/" + full_record().slug;
    const std::string made = get(target).body;
    EXPECT_THAT(html_faults(made), IsEmpty());
    EXPECT_THAT(made, HasSubstr("<strong>Corrigé par Moisson</strong>"));
    EXPECT_THAT(made, HasSubstr("motif <q><bdi>Collection &lt;b&gt;</bdi></q>"));
    EXPECT_THAT(made, HasSubstr("ajout de <q><bdi>finances</bdi></q>"));
    EXPECT_THAT(made, Not(HasSubstr("Relu par Moisson")));
    std::swap(entry.diff.changes[0].before, entry.diff.changes[0].after);
    views_.history_entries = {entry};
    const std::string ended = get(target).body;
    EXPECT_THAT(ended, HasSubstr("<strong>Correction levée par Moisson</strong>"));
    EXPECT_THAT(ended, HasSubstr("Fin d’une correction"));
    entry.diff.changes.erase(entry.diff.changes.begin());
    views_.history_entries = {entry};
    EXPECT_THAT(get(target).body, HasSubstr("<strong>Relu par Moisson</strong>"));
}

TEST_F(DatasetPages, WhatWasTakenDownSaysWhyAndNothingElse) {
    for (const auto& [target, status] : std::vector<std::pair<std::string, int>>{
             {"/jeux-de-donnees/retrait", 410},
             {"/jeux-de-donnees/retrait-legal", 451}}) {
        const net::ServerResponse hidden = get(target);
        EXPECT_EQ(hidden.status, status);
        EXPECT_THAT(html_faults(hidden.body), IsEmpty());
        EXPECT_THAT(hidden.body, HasSubstr("Jeu de données retiré"));
        EXPECT_THAT(hidden.body, HasSubstr("Données &lt;b&gt;personnelles&lt;/b&gt;"));
        EXPECT_THAT(hidden.body, HasSubstr("noindex"));
        EXPECT_EQ(hidden.body.find("pour une raison légale") != std::string::npos, status == 451);
        EXPECT_EQ(header_of(hidden, "Cache-Control"), "no-store");
    }
}

TEST_F(DatasetPages, CorrectionsAreShownWithWhatThePortalSaysAndWhy) {
    const std::string body = get("/jeux-de-donnees/corrige").body;
    EXPECT_THAT(html_faults(body), IsEmpty());
    EXPECT_THAT(body, HasSubstr("Corrigé par Moisson"));
    EXPECT_THAT(body, HasSubstr("<strong>Licence</strong>"));
    EXPECT_THAT(body, HasSubstr("autre &lt;licence&gt;"));
    EXPECT_THAT(body, HasSubstr("Confirmé par &lt;i&gt;l"));
    EXPECT_THAT(body, HasSubstr("ajout de <q><bdi>recensement</bdi></q>")) << "no replacement";
    EXPECT_THAT(body, HasSubstr("Une ressource a été retirée le"));
    EXPECT_THAT(body, HasSubstr("Décision de justice"));
    EXPECT_THAT(
        get("/jeux-de-donnees/mali-recensement-general-2022").body,
        Not(HasSubstr("Corrigé par Moisson"))
    );
}

} // namespace
} // namespace moisson::test
