// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portal files: every key, the defaults, and the refusals.
#include "settings/portals.hpp"

#include <gtest/gtest.h>

namespace moisson::settings {
namespace {

using namespace std::chrono_literals;

LoadedPortals parse_portal_file(const std::string& text) {
    LoadedPortals out;
    const Environment environment = [](const std::string& name) {
        return name == "KEY" ? std::optional<std::string>("s3cret") : std::nullopt;
    };
    parse_portals(text, "/etc/moisson/portals/sn.yaml", PortalRules{{"ckan"}}, environment, out);
    return out;
}

const std::string small = "portals:\n"
                          "  - key: sn-a\n"
                          "    title: A\n"
                          "    url: https://a.sn\n"
                          "    sources:\n"
                          "      - connector: ckan\n"
                          "        url: https://a.sn\n";

TEST(PortalFile, TheOnlySourceTakesTheKeyOfItsPortal) {
    const LoadedPortals loaded = parse_portal_file(small);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    ASSERT_EQ(loaded.portals.size(), 1U);
    const Source& source = loaded.portals[0].sources.at(0);
    EXPECT_EQ(source.key, "sn-a");
    EXPECT_EQ(source.portal_key, "sn-a");
    EXPECT_TRUE(source.enabled);
    EXPECT_EQ(source.interval, 24h);
}

TEST(PortalFile, SaysWhenASourceIsHarvested) {
    const LoadedPortals loaded = parse_portal_file(
        "portals:\n"
        "  - key: sn-a\n    title: A\n    url: https://a.sn\n"
        "    maintenance:\n"
        "      - {cron: '0 22 * * sam', duration: 8h, timezone: Africa/Dakar}\n"
        "      - {cron: '@monthly', duration: 1j}\n"
        "    sources:\n"
        "      - connector: ckan\n        url: https://a.sn\n"
        "        schedule: {cron: 30 2 * * lun-ven, timezone: Europe/Paris, jitter: 10min}\n"
        "        probe_every: 6h\n"
    );
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    const Portal& portal = loaded.portals.at(0);
    ASSERT_EQ(portal.maintenance.size(), 2U);
    EXPECT_EQ(portal.maintenance[0].duration, 8h);
    EXPECT_EQ(portal.maintenance[0].timezone, "Africa/Dakar");
    const Source& source = portal.sources.at(0);
    EXPECT_EQ(source.cron, "30 2 * * lun-ven");
    EXPECT_EQ(source.schedule_zone, "Europe/Paris");
    EXPECT_EQ(source.jitter, 10min);
    EXPECT_EQ(source.probe_every, 6h);
    EXPECT_EQ(source.interval, 72h) << "the longest it makes: over the weekend";
}

TEST(PortalFile, RefusesASchedule) {
    const auto told = [](const std::string& line) {
        return to_string(parse_portal_file(small + "        " + line + "\n").problems);
    };
    EXPECT_EQ(told("schedule: {cron: '0 3 * * *', jitter: 0}"), "");
    EXPECT_NE(
        told("schedule: {cron: '0 25 * * *'}").find("« 0 25 * * * » n'est pas une expression cron"),
        std::string::npos
    );
    EXPECT_NE(told("schedule: {cron: '0 25 * * *'}").find("(heure : 25)"), std::string::npos);
    EXPECT_NE(
        told("schedule: {crom: '0 3 * * *'}")
            .find("clé inconnue « crom » ; vouliez-vous dire « cron »"),
        std::string::npos
    );
    EXPECT_NE(told("schedule: '0 3 * * *'").find("schedule : cron, timezone"), std::string::npos);
    EXPECT_NE(told("probe_every: demain").find("probe_every"), std::string::npos);
    EXPECT_NE(
        told("interval: 6h\n        schedule: {cron: '0 3 * * *'}").find("s'excluent"),
        std::string::npos
    );
    const auto window = [](const std::string& text) {
        std::string file = small;
        file.insert(file.find("    sources:"), "    maintenance: " + text + "\n");
        return to_string(parse_portal_file(file).problems);
    };
    EXPECT_EQ(window("[]"), "");
    EXPECT_NE(window("[{cron: '0 3 * * *'}]").find("cron et duration"), std::string::npos);
    EXPECT_NE(window("[{duration: 2h}]").find("cron et duration"), std::string::npos);
    EXPECT_NE(window("[{cron: x, duration: 2h}]").find("expression cron"), std::string::npos);
    EXPECT_EQ(window("[{cron: '0 22 * * *', duration: 23h}]"), "");
    EXPECT_NE(window("[{cron: '0 22 * * *', duration: 1j}]").find("jamais"), std::string::npos);
    EXPECT_NE(window("tous les jours").find("une liste"), std::string::npos);
    EXPECT_NE(window("[{cron: '0 3 * * *', durée: 2h}]").find("clé inconnue"), std::string::npos);
}

TEST(PortalFile, RefusesAnUnknownZoneWhereItStands) {
    PortalRules rules{{"ckan"}};
    rules.knows_zone = [](std::string_view zone) { return zone == "Africa/Dakar"; };
    const auto told = [&](const std::string& source, const std::string& portal) {
        std::string file = small + source;
        file.insert(file.find("    sources:"), portal);
        const Environment environment = [](const std::string&) { return std::nullopt; };
        LoadedPortals out;
        parse_portals(file, "sn.yaml", rules, environment, out);
        return to_string(out.problems);
    };
    EXPECT_EQ(told("        timezone: Africa/Dakar\n", ""), "");
    EXPECT_NE(
        told("        timezone: Afrique/Dakar\n", "")
            .find("timezone : fuseau horaire inconnu « Afrique/Dakar »"),
        std::string::npos
    );
    EXPECT_NE(
        told("        schedule: {cron: '0 3 * * *', timezone: Dakar}\n", "").find("sn.yaml:8"),
        std::string::npos
    );
    EXPECT_NE(
        told("", "    maintenance: [{cron: '0 22 * * *', duration: 2h, timezone: Dakar}]\n")
            .find("sn.yaml:5"),
        std::string::npos
    );
}

TEST(PortalFile, EveryKeyReachesTheSource) {
    const LoadedPortals loaded = parse_portal_file(
        "portals:\n"
        "  - title: B\n    url: https://b.ci\n    key: ci-b\n    countries: [CI, SN]\n"
        "    languages: [fr]\n    owner: Ministère\n    description: Essai\n"
        "    sources:\n"
        "      - key: ci-b-ckan\n        connector: ckan\n        url: https://b.ci/data\n"
        "        public_url: https://www.b.ci\n        enabled: false\n        interval: 6h\n"
        "        full_every: 3j\n        page_size: 50\n"
        "        limits: {records: 10, duration: 1h}\n        rate: 0.5\n        tls: off\n"
        "        ca_file: ca.pem\n        headers: {Authorization: '${KEY}'}\n"
        "        user_agent: X/1\n        robots: respect\n        hash_files: true\n"
        "        filters:\n          organization: {include: [ansd], exclude: [test]}\n"
        "          tag: {exclude: [x]}\n"
        "        defaults: {language: fr, licence: ODBL, publisher: P, frequency: WEEKLY}\n"
        "        timezone: Africa/Abidjan\n"
    );
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    const Portal& portal = loaded.portals.at(0);
    EXPECT_EQ(portal.countries, (std::vector<std::string>{"CI", "SN"}));
    EXPECT_EQ(portal.owner, "Ministère");
    const Source& source = portal.sources.at(0);
    EXPECT_EQ(source.portal_key, "ci-b");
    EXPECT_FALSE(source.enabled);
    EXPECT_EQ(source.interval, 6h);
    EXPECT_EQ(source.full_every, 72h);
    EXPECT_EQ(source.page_size, 50);
    EXPECT_EQ(source.records_max, 10);
    EXPECT_EQ(source.duration_max, 1h);
    EXPECT_EQ(source.rate, 0.5);
    EXPECT_EQ(source.tls, TlsVerification::off);
    EXPECT_EQ(source.ca_file, "/etc/moisson/portals/ca.pem");
    EXPECT_EQ(source.headers.at("Authorization"), "s3cret");
    EXPECT_EQ(source.user_agent, "X/1");
    EXPECT_TRUE(source.respect_robots);
    EXPECT_TRUE(source.hash_files);
    EXPECT_FALSE(Source().hash_files) << "somebody has to ask for it";
    EXPECT_EQ(source.filters.at("organization").include, std::vector<std::string>{"ansd"});
    EXPECT_EQ(source.filters.at("tag").exclude, std::vector<std::string>{"x"});
    EXPECT_EQ(source.default_licence, "ODBL");
    EXPECT_EQ(source.default_frequency, "WEEKLY");
    EXPECT_EQ(source.timezone, "Africa/Abidjan");
}

TEST(PortalFile, SaysHowRdfIsRead) {
    const auto parsed = [](const std::string& connector, const std::string& rdf) {
        LoadedPortals out;
        const Environment environment = [](const std::string&) -> std::optional<std::string> {
            return std::nullopt;
        };
        const std::string text = "portals:\n  - key: be-a\n    title: A\n    url: https://a.be\n"
                                 "    sources:\n      - connector: " +
                                 connector + "\n        url: https://a.be\n        rdf: " + rdf +
                                 "\n";
        parse_portals(text, "be.yaml", PortalRules{{"ckan", "dcat"}}, environment, out);
        return out;
    };
    const LoadedPortals loaded =
        parsed("dcat", "{syntax: jsonld, contexts: ['https://a.be/contexte.jsonld']}");
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    const RdfReading& rdf = loaded.portals.at(0).sources.at(0).rdf;
    EXPECT_EQ(rdf.syntax, "jsonld");
    EXPECT_EQ(rdf.contexts, std::vector<std::string>{"https://a.be/contexte.jsonld"});
    const auto told = [&](const std::string& connector, const std::string& text) {
        return to_string(parsed(connector, text).problems);
    };
    EXPECT_NE(told("dcat", "{syntax: n3}").find("attendu : turtle, trig,"), std::string::npos);
    EXPECT_NE(told("dcat", "{contexts: [contexte.jsonld]}").find("be.yaml:8"), std::string::npos);
    EXPECT_NE(told("ckan", "{syntax: turtle}").find("connecteur dcat"), std::string::npos);
    std::string many;
    for (int i = 0; i < 21; ++i)
        many += (i > 0 ? ", https://a.be/" : "https://a.be/") + std::to_string(i);
    EXPECT_NE(told("dcat", "{contexts: [" + many + "]}").find("20 adresses"), std::string::npos);
}

// A portal that invents ids for ever must not fill the disk.
TEST(PortalFile, ARunIsBoundedUnlessTheFileSaysOtherwise) {
    EXPECT_EQ(parse_portal_file(small).portals.at(0).sources.at(0).records_max, usual_records_max);
    const LoadedPortals without = parse_portal_file(small + "        limits: {records: 0}\n");
    EXPECT_EQ(without.portals.at(0).sources.at(0).records_max, 0);
}

TEST(PortalFile, KeysAreUniqueOverAllFiles) {
    LoadedPortals loaded = parse_portal_file(small);
    const Environment nothing = [](const std::string&) { return std::optional<std::string>(); };
    parse_portals(small, "b.yaml", PortalRules{{"ckan"}}, nothing, loaded);
    ASSERT_EQ(loaded.problems.size(), 2U);
    EXPECT_EQ(loaded.problems[0].message, "le portail « sn-a » est décrit deux fois");
    EXPECT_EQ(loaded.problems[1].message, "la source « sn-a » est décrite deux fois");
}

TEST(PortalFile, SaysWhatIsWrongAndWhere) {
    const std::string start = "portals:\n  - key: sn-a\n    title: A\n    url: https://a.sn\n"
                              "    sources:\n      - connector: ckan\n        url: https://a.sn\n";
    const auto told = [&](const std::string& line) {
        return to_string(parse_portal_file(start + "        " + line + "\n").problems);
    };
    EXPECT_EQ(
        told("intervall: 1h"),
        "/etc/moisson/portals/sn.yaml:8 : clé inconnue « intervall » ; vouliez-vous dire "
        "« interval » ?\n"
    );
    EXPECT_NE(told("interval: demain").find(":8 : interval : une durée"), std::string::npos);
    EXPECT_NE(told("rate: 0").find("n'est permis que sur cette machine"), std::string::npos);
    EXPECT_NE(told("filters: {colour: {include: [a]}}").find("clé inconnue"), std::string::npos);
    EXPECT_NE(told("filters: {tag: [a]}").find("include ou exclude"), std::string::npos);
    EXPECT_NE(told("headers: {X: '${NOPE}'}").find("NOPE n'existe pas"), std::string::npos);
    EXPECT_NE(told("url: https://b.sn").find("deux fois"), std::string::npos);
}

TEST(PortalFile, TakesWhatASourceDoesNotSayFromTheSettings) {
    PortalRules rules;
    rules.connectors = {"ckan"};
    rules.full_every = 48h;
    LoadedPortals loaded;
    const std::string text =
        "portals:\n"
        "  - {key: a, title: A, url: 'https://a.sn', sources: [{connector: ckan, "
        "url: 'https://a.sn'}]}\n"
        "  - {key: b, title: B, url: 'https://b.sn', sources: [{connector: ckan, "
        "url: 'https://b.sn', full_every: 3j}]}\n";
    parse_portals(text, "p.yaml", rules, {}, loaded);
    ASSERT_TRUE(loaded.ok()) << to_string(loaded.problems);
    EXPECT_EQ(loaded.portals.at(0).sources.at(0).full_every, 48h);
    EXPECT_EQ(loaded.portals.at(1).sources.at(0).full_every, 72h);
}

TEST(PortalFile, AKeyThatIsBadlyWrittenIsNotMissingToo) {
    const auto told = [](std::string text, const std::string& from, const std::string& to) {
        text.replace(text.rfind(from), from.size(), to);
        return to_string(parse_portal_file(text).problems);
    };
    const std::string where = "/etc/moisson/portals/sn.yaml:";
    EXPECT_EQ(
        told(small, "connector:", "connecteur:"),
        where + "6 : clé inconnue « connecteur » ; vouliez-vous dire « connector » ?\n"
    );
    EXPECT_EQ(
        told(small, "https://a.sn", "a.sn"),
        where + "7 : url : « a.sn » n'est pas une adresse http:// ou https://\n"
    );
    const std::string before = small.substr(0, small.find("    sources:"));
    const std::string sources = small.substr(before.size());
    EXPECT_EQ(
        told(before, "https://a.sn", "a.sn\n" + sources),
        where + "4 : url : « a.sn » n'est pas une adresse http:// ou https://\n"
    );
    EXPECT_NE(
        told(small, "connector: ckan", "connector:").find("connector est obligatoire"),
        std::string::npos
    );
    EXPECT_NE(
        told(small, "        url: https://a.sn\n", "").find("source sn-a : url est obligatoire"),
        std::string::npos
    );
}

TEST(PortalFile, RefusesIncompleteOrImpossiblePortals) {
    for (const char* const text :
         {"portal: []\n",
          "portals: 5\n",
          "portals: [{key: a}]\n",
          "portals: [{key: A!, title: A, url: 'https://a', sources: [{connector: ckan, url: "
          "'https://a'}]}]\n",
          "portals: [{key: a, title: A, url: 'https://a', sources: [{connector: magic, url: "
          "'https://a'}]}]\n",
          "portals: [{key: a, title: A, url: 'https://a', sources: [{connector: ckan}]}]\n",
          "portals: [{key: a, title: A, url: 'https://a', countries: [Senegal], sources: "
          "[{connector: ckan, url: 'https://a'}]}]\n",
          "portals: [{key: a, title: A, url: 'https://a', sources: [{connector: ckan, url: "
          "'https://a'}, {connector: ckan, url: 'https://b'}]}]\n"})
        EXPECT_FALSE(parse_portal_file(text).ok()) << text;
}

TEST(PortalFile, RefusesWhatPostgresWouldRefuse) {
    const std::string rest = "\n    url: https://a.sn\n    sources:\n"
                             "      - connector: ckan\n        url: https://a.sn\n";
    const std::string start = "portals:\n  - key: sn-a\n    title: ";
    EXPECT_TRUE(parse_portal_file(start + "Café" + rest).ok());
    EXPECT_FALSE(parse_portal_file(start + "caf\xe9" + rest).ok());
    EXPECT_FALSE(parse_portal_file(start + "\"a\\0b\"" + rest).ok());
}

std::string with_headers(const std::string& headers) {
    return small + "        headers: " + headers + "\n";
}

TEST(PortalFile, HeadersThatFrameAMessageAreNotItsToSay) {
    EXPECT_TRUE(parse_portal_file(with_headers("{X-Api-Key: '${KEY}', Accept-Language: fr}")).ok());
    for (const std::string name :
         {"Host",
          "host",
          "Content-Length",
          "Transfer-Encoding",
          "Connection",
          "Keep-Alive",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Upgrade",
          "Expect",
          "Accept-Encoding",
          "Range"}) {
        const LoadedPortals loaded = parse_portal_file(with_headers("{" + name + ": x}"));
        ASSERT_EQ(loaded.problems.size(), 1U) << name;
        EXPECT_EQ(loaded.problems[0].line, 8) << name;
        EXPECT_EQ(
            loaded.problems[0].message,
            "headers." + name + " : cet en-tête est écrit par Moisson et ne peut pas être imposé"
        );
    }
    EXPECT_FALSE(parse_portal_file(with_headers("{'X Key': x}")).ok());
    EXPECT_FALSE(parse_portal_file(with_headers("{'X-Clé': x}")).ok());
    EXPECT_FALSE(parse_portal_file(with_headers("{X-Key: \"a\\nHost: b\"}")).ok());
    EXPECT_FALSE(parse_portal_file(with_headers("{X-Key: a, x-key: b}")).ok());
}

TEST(PortalFile, ASecondDocumentIsNotForgottenInSilence) {
    const LoadedPortals loaded = parse_portal_file(small + "---\n" + small);
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(loaded.problems[0].line, 9);
    EXPECT_NE(loaded.problems[0].message.find("un second document YAML"), std::string::npos);
    EXPECT_TRUE(parse_portal_file("---\n" + small).ok());
}

TEST(PortalFolder, WithoutAFileIsAProblem) {
    const Environment nothing = [](const std::string&) { return std::optional<std::string>(); };
    EXPECT_FALSE(load_portals("/no/such/folder", PortalRules{{"ckan"}}, nothing).ok());
}

} // namespace
} // namespace moisson::settings
