// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The section `paths` of a source: what it may say, and its faults with their lines.
#include "json/description.hpp"
#include "settings/catalogue.hpp"
#include "settings/portals.hpp"

#include <gtest/gtest.h>

namespace moisson::settings {
namespace {

LoadedPortals parse_described(const std::string& paths, const std::string& connector = "json") {
    LoadedPortals out;
    const Environment environment = [](const std::string&) -> std::optional<std::string> {
        return std::nullopt;
    };
    // The first line of `paths` is line 8 of the file.
    const std::string text = "portals:\n"
                             "  - key: td-a\n"
                             "    title: A\n"
                             "    url: https://a.td\n"
                             "    sources:\n"
                             "      - connector: " +
                             connector +
                             "\n"
                             "        url: https://a.td\n" +
                             paths;
    parse_portals(text, "td.yaml", PortalRules{{"ckan", "json"}}, environment, out);
    return out;
}

std::string problems_of(const std::string& paths, const std::string& connector = "json") {
    return to_string(parse_described(paths, connector).problems);
}

TEST(JsonDescription, EveryOptionReachesTheSource) {
    const LoadedPortals loaded = parse_described(
        "        paths:\n"
        "          list: [\"/a?p={page}\", \"/b?p={page}\"]\n"
        "          paging: page\n"
        "          first_page: 0\n"
        "          next: suite\n"
        "          items: resultats.jeux\n"
        "          total: total\n"
        "          id: [ref, id]\n"
        "          detail: /jeu/{ref}\n"
        "          detail_item: jeu\n"
        "          fields: {title: [titre, nom], title@en: title, page: 'https://a.td/{ref}'}\n"
        "          distributions: fichiers\n"
        "          distribution: {url: lien, title: nom}\n"
        "          constants: {licence: etalab-2.0}\n"
        "          volatile: [vues]\n"
    );
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    JsonDescription expected;
    expected.list = {"/a?p={page}", "/b?p={page}"};
    expected.paging = JsonPaging::page;
    expected.first_page = 0;
    expected.next = "suite";
    expected.items = "resultats.jeux";
    expected.total = "total";
    expected.id = {"ref", "id"};
    expected.detail = "/jeu/{ref}";
    expected.detail_item = "jeu";
    expected.fields = {
        {"title", {"titre", "nom"}},
        {"title@en", {"title"}},
        {"page", {"https://a.td/{ref}"}}};
    expected.distributions = "fichiers";
    expected.distribution = {{"url", {"lien"}}, {"title", {"nom"}}};
    expected.constants = {{"licence", "etalab-2.0"}};
    expected.volatile_keys = {"vues"};
    EXPECT_EQ(loaded.portals.at(0).sources.at(0).json, expected);
    EXPECT_TRUE(paths::ready(expected).has_value());
}

TEST(JsonDescription, IsAskedOfTheConnectorJsonAndOfNoOther) {
    EXPECT_EQ(
        problems_of(""),
        "td.yaml:6 : source td-a : le connecteur json demande une section paths\n"
    );
    EXPECT_EQ(
        problems_of("        paths: {list: /a, fields: {title: t}}\n", "ckan"),
        "td.yaml:8 : source td-a : paths n'a de sens qu'avec le connecteur json\n"
    );
}

TEST(JsonDescription, FaultsAreToldInFrenchWithTheirLine) {
    const auto with = [](const std::string& lines) {
        return problems_of(
            "        paths:\n          list: /a\n          fields:\n"
            "            title: t\n" +
            lines
        );
    };
    EXPECT_EQ(with(""), "");
    EXPECT_EQ(
        with("            titel: t\n"),
        "td.yaml:12 : clé inconnue « titel » ; vouliez-vous dire « title » ?\n"
    );
    EXPECT_NE(
        with("            themes: a..b\n").find("td.yaml:12 : fields.themes : « a..b »"),
        std::string::npos
    );
    EXPECT_NE(
        with("            page: 'https://{'\n").find("td.yaml:12 : fields.page"),
        std::string::npos
    );
    EXPECT_NE(
        with("            keywords@fr: k\n").find("td.yaml:12 : clé inconnue"),
        std::string::npos
    );
    EXPECT_NE(
        with("          items: a[0]\n").find("td.yaml:12 : items : « a[0] »"),
        std::string::npos
    );
    EXPECT_NE(
        with("          paging: pages\n").find("td.yaml:12 : paging : « pages » lu"),
        std::string::npos
    );
    EXPECT_NE(
        with("          paging: next\n").find("td.yaml:9 : paths : paging: next demande next"),
        std::string::npos
    );
    EXPECT_NE(
        with("          detail: /fiche\n").find("td.yaml:12 : detail : « /fiche »"),
        std::string::npos
    );
    EXPECT_NE(
        with("          distributions: f\n").find("distributions demande distribution"),
        std::string::npos
    );
    EXPECT_NE(
        with("          constants: {titre: x}\n").find("clé inconnue « titre »"),
        std::string::npos
    );
    EXPECT_NE(
        problems_of(
            "        paths:\n          list: '/a?p={numero}'\n          fields: {title: t}\n"
        )
            .find("td.yaml:9 : list : « /a?p={numero} »"),
        std::string::npos
    );
    EXPECT_NE(
        problems_of("        paths: {list: /a}\n").find("fields.title est obligatoire"),
        std::string::npos
    );
}

TEST(JsonDescription, TheDescriptionsThatAreShippedAreReady) {
    const Environment environment = [](const std::string&) -> std::optional<std::string> {
        return std::nullopt;
    };
    const PortalRules rules{make_registry().kinds()};
    const LoadedPortals loaded =
        load_portals(MOISSON_SOURCE_DIR "/config/portals", rules, environment);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    int described = 0;
    for (const Portal& portal : loaded.portals) {
        for (const Source& source : portal.sources) {
            if (source.connector != "json")
                continue;
            EXPECT_TRUE(paths::ready(source.json).has_value()) << source.key;
            ++described;
        }
    }
    EXPECT_GE(described, 4);
}

} // namespace
} // namespace moisson::settings
