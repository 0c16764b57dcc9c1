// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// `publishers`, `vocabulary` and `corrections` of a source: read, and refused with their line.
#include "settings/portals.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::settings {
namespace {

const std::string start = "portals:\n  - key: tg-a\n    title: A\n    url: https://a.tg\n"
                          "    sources:\n      - connector: ckan\n        url: https://a.tg\n";

LoadedPortals parse(const std::string& lines) {
    PortalRules rules;
    rules.connectors = {"ckan"};
    const auto vocabularies = normalise::vocabularies();
    rules.vocabularies = vocabularies.get();
    LoadedPortals loaded;
    const Environment nothing = [](const std::string&) { return std::optional<std::string>(); };
    parse_portals(start + lines, "tg.yaml", rules, nothing, loaded);
    return loaded;
}

std::string told(const std::string& lines) {
    return to_string(parse(lines).problems);
}

TEST(SourceWords, AreReadWithAllTheirKeys) {
    const LoadedPortals loaded = parse(
        "        publishers:\n          MEF: Ministère des Finances\n"
        "        vocabulary:\n          licence: {Licence maison: etalab-2.0}\n"
        "          frequency: {de temps à autre: IRREG}\n"
        "        corrections:\n"
        "          - field: licence\n            action: fill\n            value: etalab-2.0\n"
        "            when: {field: publisher, value: INSEED}\n"
        "            reason: confirmé par le producteur\n            author: awa\n"
        "            date: 2026-11-26\n            expires: 2027-06-30\n"
        "          - {field: keyword, action: add, value: togo, reason: un seul pays}\n"
    );
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    const Source& source = loaded.portals.at(0).sources.at(0);
    EXPECT_EQ(source.publishers.at("MEF"), "Ministère des Finances");
    EXPECT_EQ(source.vocabulary.at("licence").at("Licence maison"), "etalab-2.0");
    EXPECT_EQ(source.vocabulary.at("frequency").at("de temps à autre"), "IRREG");
    ASSERT_EQ(source.corrections.size(), 2U);
    const Correction& first = source.corrections[0];
    EXPECT_EQ(first.field, "licence");
    EXPECT_EQ(first.action, CorrectionAction::fill);
    EXPECT_EQ(first.value, "etalab-2.0");
    EXPECT_EQ(first.when, (CorrectionCondition{"publisher", "INSEED"}));
    EXPECT_EQ(first.reason, "confirmé par le producteur");
    EXPECT_EQ(first.author, "awa");
    EXPECT_EQ(first.made_at, from_iso8601("2026-11-26T00:00:00Z"));
    EXPECT_EQ(first.expires_at, from_iso8601("2027-06-30T00:00:00Z"));
    EXPECT_EQ(source.corrections[1].action, CorrectionAction::add);
}

TEST(SourceWords, SayWhatIsWrongAndWhere) {
    EXPECT_EQ(
        told("        vocabulary:\n          licence:\n            a: etalab-2.0\n"
             "            Licence maison: Licence Ouverte 2.0\n"),
        "tg.yaml:11 : vocabulary.licence.Licence maison : « Licence Ouverte 2.0 » n'est pas un "
        "code "
        "de licence ; vouliez-vous dire « etalab-2.0 » ?\n"
    );
    EXPECT_EQ(
        told("        vocabulary: {licences: {a: etalab-2.0}}\n"),
        "tg.yaml:8 : clé inconnue « licences » ; vouliez-vous dire « licence » ?\n"
    );
    EXPECT_EQ(
        told("        publishers:\n          MEF: Finances\n          mef: Trésor\n"),
        "tg.yaml:10 : publishers.mef : c'est le même nom que « MEF »\n"
    );
    EXPECT_EQ(
        told("        publishers:\n          MEF: ' '\n"),
        "tg.yaml:9 : publishers.MEF : un nom et une valeur sont attendus\n"
    );
    EXPECT_EQ(
        told("        corrections:\n          - {field: title, value: x, reason: r}\n"
             "          - {field: titre, value: x, reason: r}\n"),
        "tg.yaml:10 : corrections : « titre » n'est pas un champ ; attendu : title, description, "
        "keyword, theme, publisher, licence, access_rights, language, frequency, issued, modified, "
        "country, landing_page\n"
    );
    EXPECT_EQ(
        told(
            "        corrections:\n          - {field: frequency, value: chaque année, reason: r}\n"
        ),
        "tg.yaml:9 : corrections : « chaque année » n'est pas un code de fréquence ; vouliez-vous "
        "dire « ANNUAL » ?\n"
    );
    EXPECT_EQ(
        told("        corrections:\n          - {field: title, value: x}\n"),
        "tg.yaml:9 : corrections : un motif est attendu : il est publié avec la correction\n"
    );
    EXPECT_EQ(
        told("        corrections:\n"
             "          - {field: title, action: add, value: x, reason: r}\n"),
        "tg.yaml:9 : corrections : rien ne s'ajoute à title : ce n'est pas une liste\n"
    );
    EXPECT_EQ(
        told("        corrections:\n"
             "          - {field: title, value: x, reason: r, when: {field: licence}}\n"),
        "tg.yaml:9 : corrections : when : field et value vont ensemble\n"
    );
    EXPECT_EQ(
        told("        corrections:\n"
             "          - field: title\n            value: x\n            reason: r\n"
             "            expires: demain\n"),
        "tg.yaml:12 : expires : une date est attendue (2027-06-30)\n"
    );
    EXPECT_EQ(
        told("        corrections:\n          - {field: title, valeur: x, reason: r}\n"),
        "tg.yaml:9 : clé inconnue « valeur » ; vouliez-vous dire « value » ?\n"
    );
    EXPECT_EQ(
        told("        corrections: 5\n"),
        "tg.yaml:8 : corrections : une liste est attendue\n"
    );
}

TEST(SourceFilters, ThatNoRecordCouldPassAreRefused) {
    PortalRules rules;
    rules.connectors = {"nada", "ckan"};
    const auto said = [&rules](const std::string& connector, const std::string& filters) {
        LoadedPortals loaded;
        const Environment nothing = [](const std::string&) { return std::optional<std::string>(); };
        parse_portals(
            "portals:\n  - key: tg-a\n    title: A\n    url: https://a.tg\n    sources:\n"
            "      - {connector: " +
                connector + ", url: 'https://a.tg', filters: " + filters + "}\n",
            "tg.yaml",
            rules,
            nothing,
            loaded
        );
        return to_string(loaded.problems);
    };
    EXPECT_EQ(said("ckan", "{tag: {include: [eau]}}"), "");
    EXPECT_EQ(said("nada", "{organization: {include: [INS]}}"), "");
    EXPECT_EQ(
        said("nada", "{tag: {include: [eau]}}"),
        "tg.yaml:6 : source tg-a : filters.tag : les fiches de nada ne disent rien de tel\n"
    );
}

} // namespace
} // namespace moisson::settings
