// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every page, with what readers meet: results, no result, failures, hostile texts, an old database.
#include "unit/pages/html_check.hpp"
#include "unit/pages/pages_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::array<std::string_view, 15> all_pages = {
    "/",
    "/jeux-de-donnees",
    "/jeux-de-donnees?q=eau&country=TG&theme=ENVI&page=3",
    "/jeux-de-donnees?q=recensment",
    "/jeux-de-donnees?q=populatoin",
    "/jeux-de-donnees?facets=organization:200&facet_q[organization]=eau",
    "/jeux-de-donnees/mali-recensement-general-2022",
    "/jeux-de-donnees/archive-budget",
    "/jeux-de-donnees/bref",
    "/portails",
    "/portails/togo",
    "/passages/42",
    "/jeux-de-donnees?theme=!ENVI&quality=60..&temporal=2015/2020&bbox=-18,12,-11,17",
    "/api",
    "/robot"};

TEST_F(PagesTest, TheApiIsDescribedForPeople) {
    const std::string page = get("/api").body;
    EXPECT_THAT(page, HasSubstr("href=\"/api/v1/openapi.json\""));
    EXPECT_THAT(page, HasSubstr("<a href=\"/api/v1/datasets\">/api/v1/datasets</a>"));
    EXPECT_THAT(page, HasSubstr("/api/v1/portals/{id}/health"));
    EXPECT_THAT(page, HasSubstr("Période que les données couvrent"));
    EXPECT_THAT(get("/").body, HasSubstr("<a href=\"/api\">API</a>"));
}

TEST_F(PagesTest, WhatIsNotWantedAndRangesAreChips) {
    const std::string page = get("/jeux-de-donnees?theme=!ENVI&quality=60..").body;
    EXPECT_THAT(page, HasSubstr("sauf Environnement"));
    EXPECT_THAT(page, HasSubstr("60 ou plus"));
}

TEST_F(PagesTest, EveryPageAnswersWellFormedAndAccessible) {
    for (const std::string_view target : all_pages) {
        const net::ServerResponse response = get(target);
        EXPECT_EQ(response.status, 200) << target;
        EXPECT_THAT(html_faults(response.body), IsEmpty()) << target;
        EXPECT_FALSE(response.route.empty()) << target;
        EXPECT_THAT(
            header_of(response, "Content-Security-Policy"),
            HasSubstr("default-src 'none'")
        );
    }
}

TEST_F(PagesTest, PagesStayLight) {
    for (const std::string_view target : all_pages)
        EXPECT_LT(get(target).body.size(), 40'000U) << target;
    const std::string home = get("/").body;
    const std::size_t at = home.find("/assets/style.");
    const std::string style = home.substr(at, home.find('"', at) - at);
    const net::ServerResponse css = get(style);
    EXPECT_EQ(css.status, 200);
    EXPECT_LE(css.body.size(), 6'144U);
    EXPECT_THAT(header_of(css, "Cache-Control"), HasSubstr("immutable"));
    ASSERT_NE(css.brotli, nullptr) << "packed once, when the site starts";
    EXPECT_LT(css.brotli->size(), 2'000U);
}

TEST_F(PagesTest, HostileTextsStayTexts) {
    for (const std::string_view target :
         {"/jeux-de-donnees/attaque",
          "/jeux-de-donnees",
          "/",
          "/portails/togo",
          "/passages/41",
          "/jeux-de-donnees?q=%3Cscript%3Ealert(1)%3C/script%3E&tag=%22%3E%3Cimg%20src=x%3E"}) {
        const std::string body = get(target).body;
        EXPECT_THAT(html_faults(body), IsEmpty()) << target;
        EXPECT_THAT(body, Not(HasSubstr("<script>"))) << target;
        EXPECT_THAT(body, Not(HasSubstr("<img src=x"))) << target;
        EXPECT_THAT(body, Not(HasSubstr("href=\"javascript:"))) << target;
        EXPECT_THAT(body, Not(HasSubstr("href=\"data:"))) << target;
    }
}

TEST_F(PagesTest, RightToLeftOverridesCannotLeaveTheirElement) {
    const std::string body = get("/jeux-de-donnees/attaque").body;
    EXPECT_THAT(body, HasSubstr("<h1 lang=\"fr\" dir=\"auto\">"));
    const std::string results = get("/jeux-de-donnees").body;
    EXPECT_THAT(results, HasSubstr("lang=\"ar\" dir=\"rtl\""));
}

TEST_F(PagesTest, ContactAddressesAreNotPublished) {
    EXPECT_THAT(
        get("/jeux-de-donnees/mali-recensement-general-2022").body,
        Not(HasSubstr("diffusion@instat.example.org"))
    );
}

TEST_F(PagesTest, TheDatasetPageCarriesStructuredData) {
    const std::string body = get("/jeux-de-donnees/mali-recensement-general-2022").body;
    const std::string open = "<script type=\"application/ld+json\">";
    const std::size_t begin = body.find(open) + open.size();
    const auto json = nlohmann::json::parse(body.substr(begin, body.find("</script>") - begin));
    EXPECT_EQ(json["@type"], "Dataset");
    EXPECT_EQ(json["sameAs"], "https://mali.example.org/dataset/rgph-2022");
    EXPECT_EQ(json["distribution"].size(), 2U);
    EXPECT_GE(json["description"].get<std::string>().size(), 50U);
}

TEST_F(PagesTest, TheDatasetPageSaysWhatIsWrong) {
    const std::string body = get("/jeux-de-donnees/mali-recensement-general-2022").body;
    EXPECT_THAT(body, HasSubstr("Fréquence non reconnue"));
    EXPECT_THAT(body, HasSubstr("inaccessible au public"));
    // What the mapping noted and the record alone does not show, once per code.
    EXPECT_THAT(body, HasSubstr("31/02/2024"));
    EXPECT_THAT(body, Not(HasSubstr("le même jour")));
    EXPECT_THAT(body, HasSubstr("Voir la fiche d’origine"));
    EXPECT_THAT(body, Not(HasSubstr("href=\"http://192.168.1.4")));
    EXPECT_THAT(body, HasSubstr("rel=\"nofollow noopener ugc\""));
}

TEST_F(PagesTest, TheSearchOfOneOrganizationLeadsToItsCalendar) {
    EXPECT_THAT(
        get("/jeux-de-donnees?organization=mairie&sort=title").body,
        HasSubstr("href=\"/api/v1/calendar.ics?organization=mairie\"")
    );
    for (const char* const other :
         {"/jeux-de-donnees",
          "/jeux-de-donnees?organization=mairie&q=eau",
          "/jeux-de-donnees?organization=mairie&organization=insd",
          "/jeux-de-donnees?organization=%21mairie"})
        EXPECT_THAT(get(other).body, Not(HasSubstr("calendar.ics"))) << other;
}

TEST_F(PagesTest, ActiveFiltersCanBeRemovedOneByOne) {
    const std::string body = get("/jeux-de-donnees?q=eau&country=TG&theme=ENVI&page=3").body;
    EXPECT_THAT(body, HasSubstr("href=\"/jeux-de-donnees?q=eau&amp;theme=ENVI\""));
    EXPECT_THAT(body, HasSubstr("href=\"/jeux-de-donnees?q=eau&amp;country=TG\""));
    EXPECT_THAT(body, HasSubstr("<title>eau – page 3 – Jeux de données – Moisson</title>"));
    EXPECT_THAT(body, HasSubstr("noindex"));
    EXPECT_EQ(views_.last_query.page, 3);
}

TEST_F(PagesTest, FacetsThatAreNotShownAreCountedOnDemand) {
    const auto counted = [this] {
        const auto& facets = views_.last_query.facets;
        return std::any_of(facets.begin(), facets.end(), [](const auto& request) {
            return request.facet == search::Facet::frequency && request.values_max == 200;
        });
    };
    get("/jeux-de-donnees?q=eau");
    EXPECT_FALSE(counted());
    const std::string body = get("/jeux-de-donnees?frequency=annual&facets=frequency:200").body;
    EXPECT_TRUE(counted());
    EXPECT_THAT(body, HasSubstr("Fréquence de mise à jour"));
    EXPECT_THAT(body, HasSubstr("annuelle"));
}

TEST_F(PagesTest, TheSearchCanBeReproducedByTheApi) {
    EXPECT_THAT(
        get("/jeux-de-donnees?q=eau&country=TG").body,
        HasSubstr("https://moisson.example.org/api/v1/datasets?q=eau&amp;country=TG")
    );
}

TEST_F(PagesTest, TheSearchCanBeReproducedElsewhere) {
    const std::string body = get("/jeux-de-donnees?q=eau&country=TG&sort=title&lang_ui=fr").body;
    EXPECT_THAT(body, HasSubstr("/package_search?q=eau&amp;fq=country%3A%28%22TG%22%29\""));
    EXPECT_THAT(body, HasSubstr("https://moisson.example.org/catalog.ttl?q=eau&amp;country=TG\""));
    EXPECT_THAT(get("/jeux-de-donnees?bbox=-18,12,-11,17").body, Not(HasSubstr("package_search")));
}

TEST_F(PagesTest, SpellingIsSuggested) {
    EXPECT_THAT(
        get("/jeux-de-donnees?q=recensment").body,
        HasSubstr("<a href=\"/jeux-de-donnees?q=recensement\">recensement</a>")
    );
}

TEST_F(PagesTest, ASearchOfNothingSaysSo) {
    EXPECT_THAT(get("/jeux-de-donnees?q=~").body, HasSubstr("Rien dans votre recherche ne peut"));
    EXPECT_THAT(get("/jeux-de-donnees?q=").body, Not(HasSubstr("Rien dans votre recherche")));
}

TEST_F(PagesTest, ACorrectedSearchSaysSoAndLeadsBack) {
    const std::string body = get("/jeux-de-donnees?q=populatoin&country=TG&page=2").body;
    EXPECT_THAT(body, HasSubstr("Résultats pour <b>population</b> plutôt que <i>populatoin</i>"));
    EXPECT_THAT(
        body,
        HasSubstr("<a href=\"/jeux-de-donnees?country=TG&amp;q=%22populatoin%22\" rel=\"nofollow\">"
        )
    );
    EXPECT_THAT(body, Not(HasSubstr("Vouliez-vous dire")));
}

TEST_F(PagesTest, UnknownParametersAreToldAndTheRestIsAnswered) {
    const net::ServerResponse response = get("/jeux-de-donnees?q=eau&pais=TG");
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, HasSubstr("pais"));
    EXPECT_EQ(views_.last_query.text, "eau");
}

TEST_F(PagesTest, APageBeyondTheWindowIsRefused) {
    EXPECT_EQ(get("/jeux-de-donnees?page=501").status, 400);
    EXPECT_EQ(get("/jeux-de-donnees?page=500").status, 200);
}

TEST_F(PagesTest, NoResultSaysWhatToDo) {
    views_.total = 0;
    const net::ServerResponse response = get("/jeux-de-donnees?q=zzz");
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, HasSubstr("Aucun jeu de données ne correspond"));
    EXPECT_THAT(html_faults(response.body), IsEmpty());
    const std::string named = get("/jeux-de-donnees?q=zzz&country=maroc&country=TG").body;
    EXPECT_THAT(
        named,
        HasSubstr("<a href=\"/jeux-de-donnees?q=zzz&amp;country=TG&amp;country=MA\" "
                  "rel=\"nofollow\">Maroc</a>")
    );
    const std::size_t sentence = named.find("une valeur connue de");
    EXPECT_LT(named.find("Pays", sentence), named.find("Vouliez-vous", sentence)) << "not country";
    EXPECT_THAT(html_faults(named), IsEmpty());
    views_.total = 128;
    EXPECT_THAT(get("/jeux-de-donnees?country=maroc").body, Not(HasSubstr("une valeur connue")));
}

TEST_F(PagesTest, OldNamesRedirectAndArchivesStay) {
    const net::ServerResponse moved = get("/jeux-de-donnees/vieux-nom");
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(
        header_of(moved, "Location"),
        "https://moisson.example.org/jeux-de-donnees/mali-recensement-general-2022"
    );
    EXPECT_THAT(get("/jeux-de-donnees/archive-budget").body, HasSubstr("Jeu de données archivé"));
    EXPECT_EQ(get("/jeux-de-donnees/retire").status, 410);
}

TEST_F(PagesTest, FailuresArePagesInFrench) {
    for (const std::string_view target :
         {"/nulle-part",
          "/jeux-de-donnees/inconnu",
          "/portails/inconnu",
          "/passages/7",
          "/passages/abc",
          "/assets/style.000000000000.css"}) {
        const net::ServerResponse response = get(target);
        EXPECT_EQ(response.status, 404) << target;
        EXPECT_THAT(response.body, HasSubstr("Page introuvable")) << target;
        EXPECT_THAT(html_faults(response.body), IsEmpty()) << target;
    }
    const net::ServerResponse post = ask(handler_, "/portails", "POST");
    EXPECT_EQ(post.status, 405);
    EXPECT_EQ(header_of(post, "Allow"), "GET, HEAD");
    EXPECT_EQ(ask(handler_, "/portails", "HEAD").status, 200);
    views_.failure = Error(Code::store_unavailable, "connection refused");
    const net::ServerResponse away = get("/portails");
    EXPECT_EQ(away.status, 503);
    EXPECT_EQ(header_of(away, "Retry-After"), "60");
    EXPECT_THAT(away.body, Not(HasSubstr("connection refused")));
    views_.failure.reset();
    views_.throws = true;
    const net::ServerResponse broken = get("/");
    EXPECT_EQ(broken.status, 500);
    EXPECT_THAT(broken.body, HasSubstr("req-1"));
    EXPECT_THAT(broken.body, Not(HasSubstr("broken on purpose")));
}

TEST_F(PagesTest, ADeadDatabaseIsTold) {
    views_.ready.database_ok = false;
    const net::ServerResponse response = get("/");
    EXPECT_THAT(response.body, HasSubstr("La base de données ne répond pas"));
    EXPECT_EQ(header_of(response, "Moisson-Stale-Since"), "Mon, 23 Nov 2026 08:00:00 GMT");
}

TEST_F(PagesTest, DemonstrationIsTold) {
    EXPECT_THAT(get("/").body, Not(HasSubstr("Mode démonstration")));
    pages::PagesOptions demo = options();
    demo.demo = true;
    const net::Handler handler = pages::make_pages_handler(views_, labels_, clock_, *log_, demo);
    EXPECT_THAT(ask(handler, "/").body, HasSubstr("Mode démonstration"));
    EXPECT_EQ(ask(handler, "/robots.txt").body, "User-agent: *\nDisallow: /\n");
}

TEST_F(PagesTest, CountsThatMoveAreAskedForAgain) {
    const auto cache = [this](const pages::PagesOptions& some) {
        const net::Handler handler =
            pages::make_pages_handler(views_, labels_, clock_, *log_, some);
        return header_of(ask(handler, "/"), "Cache-Control");
    };
    pages::PagesOptions demo = options();
    demo.demo = true;
    EXPECT_EQ(cache(demo), "no-cache");
    EXPECT_EQ(cache(options()), "public, max-age=60");
    views_.ready.changing = true;
    EXPECT_EQ(cache(options()), "no-cache");
}

TEST_F(PagesTest, ThePassagesWithoutNumberLeadToThePortals) {
    EXPECT_EQ(header_of(get("/passages"), "Location"), "/portails");
}

TEST_F(PagesTest, RobotsAndBrowsersFindTheirFiles) {
    const std::string robots = get("/robots.txt").body;
    EXPECT_THAT(robots, HasSubstr("Disallow: /jeux-de-donnees?"));
    EXPECT_THAT(robots, HasSubstr("\nSitemap: https://moisson.example.org/sitemap.xml\n"));
    const net::ServerResponse search = get("/opensearch.xml");
    EXPECT_EQ(search.content_type, "application/opensearchdescription+xml");
    EXPECT_THAT(
        search.body,
        HasSubstr("https://moisson.example.org/jeux-de-donnees?q={searchTerms}")
    );
    for (const char* const named :
         {"type=\"application/atom+xml\" "
          "template=\"https://moisson.example.org/api/v1/datasets.atom?q={searchTerms}",
          "type=\"application/rss+xml\" "
          "template=\"https://moisson.example.org/api/v1/datasets.rss?q={searchTerms}",
          "type=\"application/x-suggestions+json\" rel=\"suggestions\" "
          "template=\"https://moisson.example.org/suggestions?q={searchTerms}\""})
        EXPECT_THAT(search.body, HasSubstr(named));
    EXPECT_THAT(get("/robot").body, HasSubstr("Moisson/0.1"));
}

// The cells of the column called `label`, of the first row.
std::int64_t first_cell(const std::string& body, const std::string& label) {
    const std::string mark = "data-l=\"" + label + "\" class=\"num\">";
    std::int64_t value = 0;
    for (std::size_t at = body.find(mark) + mark.size(); body[at] != '<'; ++at)
        if (body[at] >= '0' && body[at] <= '9')
            value = 10 * value + (body[at] - '0');
    return value;
}

TEST_F(PagesTest, TheColumnsOfAPassageAddUpToWhatWasReceived) {
    const std::string body = get("/portails/togo").body;
    EXPECT_EQ(first_cell(body, "Reçus"), 1550);
    EXPECT_EQ(first_cell(body, "Écartés"), 21) << "19 left out, 2 refused";
    EXPECT_EQ(
        first_cell(body, "Nouveaux") + first_cell(body, "Modifiés") +
            first_cell(body, "Inchangés ou relus") + first_cell(body, "Écartés"),
        1550
    );
    EXPECT_THAT(
        get("/passages/41").body,
        HasSubstr("Écartées</th><td data-l=\"Nombre\" class=\"num\">19<")
    );
}

TEST_F(PagesTest, APassageNamesPortalAndRecords) {
    const std::string body = get("/passages/41").body;
    EXPECT_THAT(body, HasSubstr("<h1>Passage 41 – Données ouvertes du Togo</h1>"));
    EXPECT_THAT(
        body,
        HasSubstr("<a href=\"/jeux-de-donnees/togo-prix-des-marches\"><bdi>Prix &lt;b&gt;des")
    );
    EXPECT_THAT(body, Not(HasSubstr("<bdi>prix-")));
}

TEST_F(PagesTest, AThemeWithoutDatasetsIsNotShown) {
    const std::string body = get("/").body;
    EXPECT_THAT(body, HasSubstr("theme=ENVI"));
    EXPECT_THAT(body, Not(HasSubstr("<span class=\"count\">0</span>")));
    EXPECT_THAT(body, Not(HasSubstr("class=\"off\"")));
}

TEST_F(PagesTest, DetailsOfProblemsAreFrench) {
    const std::string body = get("/portails/togo").body;
    EXPECT_THAT(body, HasSubstr("date de modification : 32/13/2024"));
    EXPECT_THAT(body, Not(HasSubstr("au dernier passage</h2>")));
}

} // namespace
} // namespace moisson::test
