// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/code_labels.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/language.hpp"
#include "i18n/messages.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moisson::i18n {
namespace {

Instant at(std::string_view text) {
    return *from_iso8601(text);
}

TEST(Messages, EveryCodeHasATitleASentenceAndAnAdvice) {
    std::set<std::string_view> sentences;
    for (const Code code : all_codes()) {
        EXPECT_FALSE(title(code).empty()) << to_string(code);
        EXPECT_TRUE(sentence(code).ends_with('.')) << to_string(code);
        EXPECT_TRUE(advice(code).ends_with('.')) << to_string(code);
        EXPECT_TRUE(sentences.insert(sentence(code)).second || code == Code::page_stagnant)
            << to_string(code);
    }
}

TEST(Format, NumbersAreFrench) {
    EXPECT_EQ(number(0), "0");
    EXPECT_EQ(number(999), "999");
    EXPECT_EQ(number(1'234'567), "1\u202f234\u202f567");
    EXPECT_EQ(number(-12'000), "-12\u202f000");
    EXPECT_EQ(decimal(1234.5, 1), "1\u202f234,5");
    EXPECT_EQ(percent(1, 3), "33,3\u202f%");
    EXPECT_EQ(percent(1, 0), "0\u202f%");
}

TEST(Format, ZeroAndOneAreSingular) {
    EXPECT_EQ(count(0, "jeu de données", "jeux de données"), "0\u00a0jeu de données");
    EXPECT_EQ(count(1, "jeu de données", "jeux de données"), "1\u00a0jeu de données");
    EXPECT_EQ(count(2, "jeu de données", "jeux de données"), "2\u00a0jeux de données");
}

TEST(Format, DatesAreFrench) {
    EXPECT_EQ(date(at("2026-05-03T23:59:59Z")), "3\u00a0mai 2026");
    EXPECT_EQ(date(at("2026-08-01T00:00:00Z")), "1er\u00a0août 2026");
    EXPECT_EQ(month(at("2026-02-01T00:00:00Z")), "février 2026");
    EXPECT_EQ(year(at("2026-02-01T00:00:00Z")), "2026");
    EXPECT_EQ(date_time(at("2026-05-03T14:05:00Z")), "3\u00a0mai 2026 à 14\u00a0h\u00a005 (UTC)");
}

TEST(Format, AgesAreRelative) {
    const Instant now = at("2026-11-23T08:00:00Z");
    EXPECT_EQ(age(now - std::chrono::seconds(20), now), "à l’instant");
    EXPECT_EQ(age(now - std::chrono::hours(3), now), "il y a 3\u00a0heures");
    EXPECT_EQ(age(now - std::chrono::hours(24 * 70), now), "il y a 2\u00a0mois");
    EXPECT_EQ(age(now + std::chrono::minutes(5), now), "dans 5\u00a0minutes");
}

TEST(Format, SizesAreDecimal) {
    EXPECT_EQ(bytes(512), "512\u00a0octets");
    EXPECT_EQ(bytes(1'234'567), "1,2\u00a0Mo");
    EXPECT_EQ(bytes(18'400'000), "18\u00a0Mo");
    EXPECT_EQ(bytes(999'999), "1,0\u00a0Mo");
    EXPECT_EQ(duration(std::chrono::seconds(250)), "4\u00a0min\u00a010\u00a0s");
}

TEST(Language, TranslationsAreSortedAndFallBackToFrench) {
    for (const Lang lang : {Lang::en, Lang::ar}) {
        const auto all = translations(lang);
        for (std::size_t i = 1; i < all.size(); ++i)
            EXPECT_LT(all[i - 1].french, all[i].french);
    }
    EXPECT_EQ(translate(Lang::en, "Portails"), "Portals");
    EXPECT_EQ(translate(Lang::ar, "texte sans traduction"), "texte sans traduction");
    EXPECT_EQ(direction_of("ar-MA"), "rtl");
    EXPECT_EQ(direction_of("fr"), "ltr");
}

TEST(Language, TypographyIsFrench) {
    EXPECT_EQ(typography("« l'eau » : oui !"), "«\u00a0l’eau\u00a0»\u00a0: oui\u202f!");
}

TEST(CodeLabels, FallBackToFrenchThenToTheCode) {
    CodeLabels labels;
    labels.set("theme", "ENVI", {"Environnement", "Environment", ""});
    EXPECT_EQ(labels.find("theme", "ENVI", Lang::en), "Environment");
    EXPECT_EQ(labels.find("theme", "ENVI", Lang::ar), "Environnement");
    EXPECT_EQ(labels.find("theme", "XXXX"), "XXXX");
    EXPECT_EQ(labels.find("autre", "A"), "A");
}

TEST(Labels, KnowTheStatesOfARun) {
    EXPECT_EQ(run_state_label("held"), "suspendu");
    EXPECT_EQ(run_state_label("nouveau"), "nouveau");
    EXPECT_EQ(format_family_label('G'), "Données géographiques");
    EXPECT_EQ(filter_label("created_from"), "Publié depuis");
}

TEST(Details, AreFrenchWhereTheyAreOurs) {
    EXPECT_EQ(phrase_text("never read whole"), "jamais lu en entier");
    EXPECT_EQ(detail_text(Code::incomplete_crawl, "300 of 460"), "300 sur 460");
    EXPECT_EQ(detail_text(Code::incomplete_crawl, "300 of -1"), "300 reçues, total inconnu");
    EXPECT_EQ(
        detail_text(Code::bad_date, "issued: 2021-13-45"),
        "date de publication : 2021-13-45"
    );
    EXPECT_EQ(
        detail_text(Code::not_found, "no enabled source togo"),
        "aucune source active ne s’appelle « togo »"
    );
    EXPECT_EQ(
        detail_text(Code::parse_json, "line 3, column 14: missing comma"),
        "ligne 3, colonne 14 : virgule absente"
    );
    EXPECT_EQ(
        detail_text(Code::parse_json, "a value was expected at byte 77"),
        "une valeur est attendue à l’octet 77"
    );
    EXPECT_EQ(
        detail_text(Code::api_error, "package_search: success: false"),
        "package_search : l’API a répondu « success: false »"
    );
    EXPECT_EQ(detail_text(Code::count_mismatch, "0 of 12 received"), "0 reçue sur 12 annoncées");
    EXPECT_EQ(
        detail_text(Code::count_mismatch, "1 skipped beside 4 received"),
        "1 fiche laissée de côté, à côté de 4 reçues"
    );
    EXPECT_EQ(
        detail_text(Code::count_mismatch, "4 of 12 received, 2 skipped"),
        "4 reçues sur 12 annoncées, 2 laissées de côté"
    );
    EXPECT_EQ(
        detail_text(Code::incomplete_crawl, "260 of 300 listed"),
        "260 identifiants dans la liste sur 300 annoncés"
    );
    EXPECT_EQ(detail_text(Code::parse_json, "record number 3"), "fiche n° 3");
    EXPECT_EQ(
        detail_text(Code::invalid_argument, "no kind of alert x, but portal_down, run_held"),
        "aucune alerte n’est de sorte « x » ; attendu : portal_down, run_held"
    );
    EXPECT_EQ(
        detail_text(Code::mass_deletion_held, "ratio: 80 of 100 vanished"),
        "80 fiches disparues sur 100 connues (plus que la part permise)"
    );
    // 0 takes the singular.
    EXPECT_EQ(reason_text("inventory of 0 of 12"), "inventaire de 0 fiche sur 12 annoncées");
    EXPECT_EQ(reason_text("inventory of 2 of 1"), "inventaire de 2 fiches sur 1 annoncée");
    EXPECT_EQ(
        detail_text(Code::mass_deletion_held, "ratio: 1 of 1 vanished"),
        "1 fiche disparue sur 1 connue (plus que la part permise)"
    );
    EXPECT_EQ(detail_text(Code::count_mismatch, "1 of 12 received"), "1 reçue sur 12 annoncées");
    EXPECT_EQ(reason_text("TLS_EXPIRED"), "TLS_EXPIRED");
    EXPECT_EQ(reason_text("scheduled"), "prévu");
    EXPECT_EQ(reason_text("imported from catalogue.json"), "importé de catalogue.json");
    EXPECT_EQ(
        detail_text(Code::mass_arrival_held, "5001 new beside 12 known"),
        "5001 nouvelles fiches à côté de 12 connues"
    );
}

TEST(Details, OfPostgresqlAndOpensslAreFrenchToo) {
    EXPECT_EQ(
        detail_text(
            Code::store_unavailable,
            "connection to server at \"127.0.0.1\", port 5 failed: Connection refused\n\tIs the "
            "server running on that host and accepting TCP/IP connections?\n"
        ),
        "pas de PostgreSQL à l’adresse \"127.0.0.1\", port 5 (connexion refusée) : est-il démarré ?"
    );
    EXPECT_EQ(
        detail_text(
            Code::store_unavailable,
            "connection to server on socket \"/s\" failed: FATAL:  database \"x\" does not exist\n"
        ),
        "PostgreSQL refuse la connexion à la socket /s : la base « x » n’existe pas"
    );
    EXPECT_EQ(detail_text(Code::tls_expired, "certificate has expired"), "le certificat a expiré");
}

TEST(Details, QuoteWhatOtherProgramsSaid) {
    EXPECT_EQ(
        detail_text(Code::store_unavailable, "connection to server failed: whatever"),
        "message de PostgreSQL : « connection to server failed: whatever »"
    );
    EXPECT_EQ(
        detail_text(Code::api_error, "Internal trouble"),
        "message du portail : « Internal trouble »"
    );
}

TEST(Details, LeaveTheValuesOfPortalsAlone) {
    EXPECT_EQ(detail_text(Code::unmapped_format, "zip"), "zip");
    EXPECT_EQ(detail_text(Code::unmapped_theme, "3 of 4"), "3 of 4");
    EXPECT_EQ(detail_text(Code::bad_url, "http://x: y"), "http://x: y");
    EXPECT_EQ(detail_text(Code::bad_date, "issued: no run 3"), "date de publication : no run 3");
    EXPECT_EQ(detail_text(Code::http_4xx, "404 Not Found"), "404 Not Found");
    EXPECT_EQ(detail_text(Code::not_found, ""), "");
}

TEST(Details, OfNestedPlacesEnd) {
    std::string deep;
    for (int i = 0; i < 10'000; ++i)
        deep += "zip: ";
    EXPECT_FALSE(detail_text(Code::parse_json, deep + "no member").empty());
}

} // namespace
} // namespace moisson::i18n
