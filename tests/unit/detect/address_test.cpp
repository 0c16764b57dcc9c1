// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where a software may be, from the address that somebody pasted.
#include "detect/address.hpp"
#include "detect/home_page.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace moisson::detect {
namespace {

net::WebAddress address(std::string_view url) {
    return net::parse_web_address(url).value();
}

TEST(Address, TakesHttpsWhenNoSchemeIsGiven) {
    EXPECT_EQ(with_scheme(" opendata.exemple.tg "), "https://opendata.exemple.tg");
    EXPECT_EQ(with_scheme("http://a.tg/x"), "http://a.tg/x");
}

TEST(Bases, GoFromTheDeepestFolderToTheSite) {
    using List = std::vector<std::string>;
    EXPECT_EQ(bases_of(address("https://a.tg")), List({"https://a.tg"}));
    EXPECT_EQ(
        bases_of(address("https://a.tg/x/y/page.html?q=1")),
        List({"https://a.tg/x/y", "https://a.tg/x", "https://a.tg"})
    );
    // Catalogues are installed near the root of a site.
    EXPECT_EQ(
        bases_of(address("https://a.tg/a/b/c/d/e")),
        List({"https://a.tg/a/b", "https://a.tg/a", "https://a.tg"})
    );
    EXPECT_EQ(
        bases_of(address("https://a.tg/anado/")),
        List({"https://a.tg/anado", "https://a.tg"})
    );
    EXPECT_EQ(bases_of(address("https://a.tg/index.html")), List({"https://a.tg"}));
    EXPECT_EQ(whole_path(address("https://a.tg/x/csw/?a=b")), "https://a.tg/x/csw");
}

TEST(Bases, EndBeforeThePathOfAnApi) {
    constexpr std::array<std::string_view, 2> ckan{"/api/3", "/dataset"};
    EXPECT_EQ(
        base_before(address("https://a.ma/data/api/3/action/package_search?rows=1"), ckan),
        "https://a.ma/data"
    );
    EXPECT_EQ(base_before(address("https://a.ma/fr/dataset/eau"), ckan), "https://a.ma/fr");
    EXPECT_EQ(base_before(address("https://a.ma/datasets-ouverts"), ckan), "");
    EXPECT_EQ(base_before(address("https://a.ma/api/33"), ckan), "");
    EXPECT_EQ(base_before(address("https://a.ma/x/dataset/y/dataset"), ckan), "https://a.ma/x");
}

TEST(Below, PutsOneSlashBetween) {
    EXPECT_EQ(below("https://a.tg/", "data.json"), "https://a.tg/data.json");
    EXPECT_EQ(below("https://a.tg/csw", "?service=CSW"), "https://a.tg/csw?service=CSW");
}

TEST(FrontDoor, IsTheSameSiteWithWwwOrWithout) {
    EXPECT_EQ(other_front_door(address("https://www.a.ci/x")), "https://a.ci/x");
    EXPECT_EQ(other_front_door(address("https://a.ci:444/")), "https://www.a.ci:444/");
    EXPECT_EQ(other_front_door(address("https://10.1.2.3/")), "");
}

TEST(Place, IsTheSameWhateverTheFrontDoor) {
    EXPECT_TRUE(same_place("http://www.A.tg/data/", "https://a.tg/data"));
    EXPECT_FALSE(same_place("https://a.tg/data", "https://a.tg"));
    EXPECT_FALSE(same_place("https://a.tg:8080", "https://a.tg"));
    EXPECT_FALSE(same_place("https://catalog.a.tg", "https://a.tg"));
}

TEST(HomePage, NamesItsSoftwareItsGeneratorAndItsCatalogue) {
    const HomePage page = read_home_page(
        "https://donnees.exemple.tn/fr/",
        "<!DOCTYPE html><html><head><TITLE>\n Données de Tunis </TITLE>"
        "<meta content=\"ckan 2.9.11\" name=\"generator\">"
        "<link rel='alternate' type='application/rdf+xml' href='/catalog.rdf'></head>"
        "<body><a href=\"https://catalog.exemple.tn/dataset\">Catalogue</a>"
        "<a href=\"https://catalog.ailleurs.org/\">Autre</a>"
        "<a href=\"javascript:alert(1)\">x</a></body></html>"
    );
    EXPECT_EQ(page.title, "Données de Tunis");
    EXPECT_EQ(page.generator, "ckan 2.9.11");
    ASSERT_EQ(page.marked.size(), 1U);
    EXPECT_EQ(page.marked.front()->name, "ckan");
    EXPECT_EQ(page.rdf_links, std::vector<std::string>{"https://donnees.exemple.tn/catalog.rdf"});
    // Only a host of the same domain is a sister.
    EXPECT_EQ(page.sisters, std::vector<std::string>{"https://catalog.exemple.tn"});
}

TEST(HomePage, IsReadThoughItIsHostile) {
    EXPECT_TRUE(read_home_page("https://a.tg", "").marked.empty());
    EXPECT_TRUE(read_home_page("https://a.tg", "<title><a href=\"").sisters.empty());
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "<a href=\"https://data.s" + std::to_string(i) + ".a.tg/\">";
    EXPECT_LE(read_home_page("https://a.tg", many).sisters.size(), 4U);
    EXPECT_EQ(
        read_home_page("https://a.tg", "<title>\xff\xfe</title>").title.find('\xff'),
        std::string::npos
    );
}

TEST(HomePage, KnowsHostsOfServices) {
    const HomePage page = read_home_page("https://senegal.opendataforafrica.org/", "<html></html>");
    ASSERT_EQ(page.marked.size(), 1U);
    EXPECT_EQ(page.marked.front()->name, "knoema");
}

TEST(Softwares, HaveUniqueNamesAndSomethingToBeKnownBy) {
    std::vector<std::string_view> names;
    for (const Software& software : softwares()) {
        EXPECT_EQ(std::count(names.begin(), names.end(), software.name), 0) << software.name;
        names.push_back(software.name);
        EXPECT_FALSE(software.signatures.empty() && software.marks.empty()) << software.name;
        EXPECT_TRUE(software.connector.empty() || !software.signatures.empty()) << software.name;
    }
}

} // namespace
} // namespace moisson::detect
