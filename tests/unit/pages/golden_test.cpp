// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whole pages as agreed (tests/golden/pages), without the hash in asset names.
#include "pages/pages.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"
#include "unit/pages/golden.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <utility>

namespace moisson::test {
namespace {

std::string without_hashes(std::string html) {
    for (const std::string_view prefix : {"/assets/style.", "/assets/icon."})
        for (std::size_t at = html.find(prefix); at != std::string::npos;
             at = html.find(prefix, at + prefix.size()))
            html.erase(at + prefix.size(), std::string_view("0123456789ab.").size());
    return html;
}

asio::awaitable<Result<std::vector<store::Measure>>> two_weeks(store::MeasureQuery query) {
    std::vector<store::Measure> out(2);
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].day = query.to - std::chrono::days(i == 0 ? 40 : 0);
        out[i].datasets = 380;
        out[i].states = {200, 20, 40, 20, 60, 40};
        out[i].quality_sum = 380 * (i == 0 ? 48 : 61);
        out[i].scored = 380;
        out[i].mqa_sum = 380 * (i == 0 ? 210 : 262);
        out[i].mqa_scored = 380;
    }
    co_return out;
}

TEST(PagesGolden, PagesAreAsAgreed) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> pages = {{
        {"home", "/"},
        {"search", "/jeux-de-donnees?q=eau&country=TG"},
        {"dataset", "/jeux-de-donnees/mali-recensement-general-2022"},
        {"hostile", "/jeux-de-donnees/attaque"},
        {"portals", "/portails"},
        {"portal", "/portails/mali"},
        {"run", "/passages/42"},
        {"not_found", "/nulle-part"},
    }};
    FakeViews views;
    const i18n::CodeLabels labels = fake_labels();
    const StillClock clock;
    const auto log = telemetry::make_silent_logger();
    pages::PagesOptions options;
    options.public_url = routes::PublicUrl("https://moisson.example.org");
    options.version = "0.1.0";
    options.demo = true;
    options.vocabularies = [] { return normalise::vocabularies(); };
    options.measures = two_weeks;
    const net::Handler handler = pages::make_pages_handler(views, labels, clock, *log, options);
    for (const auto& [name, target] : pages) {
        const std::string actual = without_hashes(ask(handler, target).body);
        EXPECT_EQ(actual, golden("pages/" + std::string(name) + ".html", actual)) << name;
    }
}

// A doubt is not told as a fault; a fault comes with its date and with what helps.
TEST(PagesLinks, BadgesArePolite) {
    FakeViews views;
    store::LinkReport broken;
    broken.state = "BROKEN";
    broken.code = "http_404";
    broken.since = Instant(std::chrono::seconds(1'790'000'000));
    broken.checked_at = broken.since;
    broken.copy_url = "https://hdx.example/copie.csv";
    views.link_reports = {broken};
    const i18n::CodeLabels labels = fake_labels();
    const StillClock clock;
    const auto log = telemetry::make_silent_logger();
    pages::PagesOptions options;
    options.public_url = routes::PublicUrl("https://moisson.example.org");
    const net::Handler handler = pages::make_pages_handler(views, labels, clock, *log, options);
    const std::string page = "/jeux-de-donnees/mali-recensement-general-2022";
    const std::string told = ask(handler, page).body;
    EXPECT_NE(told.find("badge bad\">Inaccessible depuis le"), std::string::npos);
    EXPECT_NE(told.find("href=\"https://hdx.example/copie.csv\""), std::string::npos);
    store::LinkReport read = broken;
    read.state = "OK";
    read.sha256 = std::string(64, 'a');
    read.hashed_at = broken.checked_at;
    read.content_changed_at = broken.checked_at;
    read.checksum = read.sha256;
    read.checksum_algorithm = "sha256";
    views.link_reports = {read};
    const std::string changed = ask(handler, page).body;
    EXPECT_NE(changed.find("Nouveau contenu vu le"), std::string::npos);
    EXPECT_EQ(changed.find("somme de contrôle que"), std::string::npos) << "all is well";
    views.link_reports.front().checksum[0] = 'b';
    const std::string differs = ask(handler, page).body;
    EXPECT_NE(differs.find("pas la somme de contrôle que la fiche annonce"), std::string::npos);
    EXPECT_NE(differs.find("badge ok\">Accessible<"), std::string::npos) << "the link works";
    views.link_reports = {broken};
    views.link_reports.front().state = "SUSPECT";
    views.link_reports.front().copy_url = "javascript:alert(1)";
    const std::string doubt = ask(handler, page).body;
    EXPECT_NE(doubt.find("Vérification en cours"), std::string::npos);
    EXPECT_EQ(doubt.find("Inaccessible"), std::string::npos);
    EXPECT_EQ(doubt.find("javascript:"), std::string::npos);
    views.link_reports.front().state = "OK";
    views.link_reports.front().host_state = "HOST_DOWN";
    const std::string silent = ask(handler, page).body;
    EXPECT_NE(silent.find("Le serveur entier ne répond pas"), std::string::npos);
    EXPECT_EQ(silent.find("Le fichier répond à son adresse"), std::string::npos);
    views.link_reports.front().checked_at.reset();
    const std::string unchecked = ask(handler, page).body;
    EXPECT_EQ(unchecked.find("Vérification en cours"), std::string::npos);
    EXPECT_EQ(unchecked.find("badge ok"), std::string::npos);
    EXPECT_NE(unchecked.find("badge \">Pas encore vérifié<"), std::string::npos);
    // Of the third, whose address nobody can follow, nothing will ever be known.
    views.link_reports.assign(3, store::LinkReport());
    const std::string fresh = ask(handler, page).body;
    const std::string badge = "Pas encore vérifié<";
    std::size_t badges = 0;
    for (std::size_t at = fresh.find(badge); at != fresh.npos; at = fresh.find(badge, at + 1))
        ++badges;
    EXPECT_EQ(badges, 2U);
    views.link_reports.front().state = "SKIPPED";
    EXPECT_NE(ask(handler, page).body.find("badge \">Non vérifié<"), std::string::npos);
}

} // namespace
} // namespace moisson::test
