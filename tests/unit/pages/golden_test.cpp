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
    const net::Handler handler = pages::make_pages_handler(views, labels, clock, *log, options);
    for (const auto& [name, target] : pages) {
        const std::string actual = without_hashes(ask(handler, target).body);
        EXPECT_EQ(actual, golden("pages/" + std::string(name) + ".html", actual)) << name;
    }
}

} // namespace
} // namespace moisson::test
