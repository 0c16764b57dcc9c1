// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "builders.hpp"
#include "notify/smtp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

namespace moisson::notify::testing {
namespace {

Telling a_telling(int fresh) {
    Telling out;
    out.kind = "digest";
    const Instant when = at("2026-11-20T10:00:00Z");
    for (int i = 1; i <= fresh; ++i)
        out.fresh.push_back(notice(i, "fired", when, MailFrequency::weekly));
    out.still = {notice(50, "fired", when, MailFrequency::weekly)};
    out.resolved = {notice(60, "resolved", when, MailFrequency::weekly)};
    return out;
}

Composed composed(const Telling& telling) {
    return compose(telling, person(at("2026-11-24T07:00:00Z")), links(), "Réseau");
}

// What a reader of HTML reads: tags away, addresses kept, entities back.
std::vector<std::string> words_of_html(std::string html) {
    html = html.substr(html.find("<body"));
    html = std::regex_replace(html, std::regex("<a href=\"([^\"]*)\"[^>]*>([^<]*)</a>"), "$2 $1 ");
    html = std::regex_replace(html, std::regex("<[^>]*>"), " ");
    for (const auto& [entity, sign] : std::initializer_list<std::pair<const char*, const char*>>{
             {"&lt;", "<"},
             {"&gt;", ">"},
             {"&quot;", "\""},
             {"&#39;", "'"},
             {"&amp;", "&"}})
        for (std::size_t found = html.find(entity); found != html.npos; found = html.find(entity))
            html.replace(found, std::string(entity).size(), sign);
    std::vector<std::string> words;
    std::istringstream in(html);
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

std::vector<std::string> words_of_text(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream in(text);
    for (std::string word; in >> word;)
        if (word.find_first_not_of("-=") != word.npos)
            words.push_back(word);
    return words;
}

TEST(Compose, TextAndHtmlSayTheSame) {
    const Composed one = composed(a_telling(7));
    EXPECT_EQ(words_of_text(one.mail.plain), words_of_html(one.mail.html));
    EXPECT_GT(words_of_text(one.mail.plain).size(), 100U);
}

TEST(Compose, ADigestListsWhatProducersProposeAndCountsTheRest) {
    Telling telling;
    telling.kind = "digest";
    for (int i = 1; i <= 7; ++i) {
        store::ProposalNotice one;
        one.id = i;
        one.at = at("2026-11-20T10:00:00Z");
        one.slug = "jeu-" + std::to_string(i);
        one.title = "Jeu de awa@exemple.bf";
        one.current = "ANNUAL";
        one.proposed = "MONTHLY";
        telling.proposals.push_back(std::move(one));
    }
    const Composed seven = composed(telling);
    EXPECT_EQ(seven.proposals.size(), 7U) << "also those that it only counts";
    EXPECT_NE(seven.mail.subject.find("fréquences proposées"), std::string::npos);
    EXPECT_NE(seven.mail.plain.find("MONTHLY"), std::string::npos);
    EXPECT_NE(seven.mail.plain.find("/jeu-5"), std::string::npos);
    EXPECT_EQ(seven.mail.plain.find("/jeu-6"), std::string::npos);
    EXPECT_NE(seven.mail.plain.find("+2"), std::string::npos);
    EXPECT_EQ(seven.mail.plain.find("awa@exemple.bf"), std::string::npos) << "of metadata";
    EXPECT_EQ(words_of_text(seven.mail.plain), words_of_html(seven.mail.html));
    telling.proposals.pop_back();
    EXPECT_NE(composed(telling).mail.dedup_key, seven.mail.dedup_key);
    EXPECT_TRUE(composed(a_telling(1)).proposals.empty());
}

TEST(Compose, ADigestListsWhatASearchFoundAndLeadsToTheRest) {
    Telling telling;
    telling.kind = "digest";
    telling.searches = {found_by_a_search(7, 1)};
    const Composed one = composed(telling);
    EXPECT_EQ(
        spaced(one.mail.subject),
        "[Réseau] 7 nouveaux jeux de données, 1 jeu de données modifié"
    );
    const std::string text = spaced(one.mail.plain);
    for (const char* wanted :
         {"Nouveau dans votre recherche « eau ; Pays : Burkina Faso » (7)",
          "Modifié dans votre recherche",
          "Dans le catalogue depuis le 20 novembre 2026.",
          "Producteur : Ministère.",
          "https://moisson.example/jeux-de-donnees/bf-barrages",
          "+2 : 2 jeux de données de plus",
          "https://moisson.example/jeux-de-donnees?country=BF&q=eau&sort=-first_seen"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << text;
    EXPECT_EQ(words_of_text(one.mail.plain), words_of_html(one.mail.html));
    const Digest key = one.mail.dedup_key;
    telling.searches[0].wish.until += std::chrono::hours(24);
    EXPECT_NE(composed(telling).mail.dedup_key, key) << "the next day is another message";
}

TEST(Compose, NothingIsFetchedAndNothingEscapes) {
    const Composed one = composed(a_telling(3));
    for (const char* forbidden : {"<img", "<script", "src=", "<link", "url("})
        EXPECT_EQ(one.mail.html.find(forbidden), std::string::npos) << forbidden;
    EXPECT_EQ(one.mail.html.find("<2026>"), std::string::npos);
    EXPECT_NE(one.mail.html.find("&lt;2026&gt; &amp; annexes"), std::string::npos);
}

TEST(Compose, SubjectsCountAndNameThePortal) {
    EXPECT_EQ(
        spaced(composed(a_telling(3)).mail.subject),
        "[Réseau] 3 jeux en retard, 1 alerte résolue – data.gouv.bf"
    );
    Telling two = a_telling(2);
    two.fresh[1].kind = "links_broken";
    two.fresh[1].portal_title = "data.gouv.ci";
    EXPECT_EQ(
        spaced(composed(two).mail.subject),
        "[Réseau] 1 jeu aux liens rompus, 1 jeu en retard, 1 alerte résolue"
    );
}

TEST(Compose, FiveASectionThenACount) {
    const Composed one = composed(a_telling(8));
    std::size_t items = 0;
    for (std::size_t found = one.mail.plain.find("\n- "); found != std::string::npos;
         found = one.mail.plain.find("\n- ", found + 1))
        ++items;
    EXPECT_EQ(items, 5U + 1U + 1U);
    EXPECT_NE(spaced(one.mail.plain).find("+3 : 3 alertes de plus"), std::string::npos)
        << one.mail.plain;
    EXPECT_EQ(one.alerts.size(), 9U) << "what is counted is told; what was told before is not";
}

TEST(Compose, TheKeyIsThatOfWhatIsTold) {
    const Composed one = composed(a_telling(3));
    Telling turned = a_telling(3);
    std::reverse(turned.fresh.begin(), turned.fresh.end());
    turned.still.clear();
    EXPECT_EQ(composed(turned).mail.dedup_key, one.mail.dedup_key);
    EXPECT_EQ(composed(turned).mail.message_id, one.mail.message_id);
    Telling again = a_telling(3);
    again.fresh[0].event_id += 1;
    EXPECT_NE(composed(again).mail.dedup_key, one.mail.dedup_key)
        << "said again is another message";
    Telling swapped = a_telling(3);
    std::swap(swapped.fresh, swapped.resolved);
    EXPECT_NE(composed(swapped).mail.dedup_key, one.mail.dedup_key);
}

TEST(Compose, HeadersAreThoseOfBulkMail) {
    store::StoredMessage stored;
    stored.id = 7;
    stored.mail = composed(a_telling(1)).mail;
    MailOptions options;
    options.from = "alertes@moisson.example";
    options.bounces = "rebonds@moisson.example";
    const Outgoing out = outgoing(stored, options, links(), "Réseau", at("2026-11-24T07:00:00Z"));
    const auto has = [&](const std::string& start) {
        return std::any_of(out.headers.begin(), out.headers.end(), [&](const std::string& line) {
            return line.starts_with(start);
        });
    };
    EXPECT_TRUE(has("Date: Tue, 24 Nov 2026 07:00:00 +0000"));
    EXPECT_TRUE(has("Auto-Submitted: auto-generated"));
    EXPECT_TRUE(has("X-Auto-Response-Suppress: All"));
    EXPECT_TRUE(has("List-Id: "));
    EXPECT_TRUE(has("List-Unsubscribe: <https://moisson.example/abonnements/lien?s="));
    EXPECT_TRUE(has("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    const auto mailto = [&] {
        const Outgoing sent =
            outgoing(stored, options, links(), "Réseau", at("2026-11-24T07:00:00Z"));
        return std::any_of(sent.headers.begin(), sent.headers.end(), [](const std::string& line) {
            return line.starts_with("List-Unsubscribe: ") &&
                   line.find(",\r\n <mailto:rebonds+m7-") != line.npos &&
                   line.ends_with("@moisson.example?subject=unsubscribe>");
        });
    };
    EXPECT_FALSE(mailto()) << "an invitation has no subscriber who could leave";
    stored.subscriber = 3;
    EXPECT_TRUE(mailto());
    options.bounces.clear();
    EXPECT_FALSE(mailto()) << "nothing reads what arrives there";
    EXPECT_TRUE(has("Message-ID: <"));
    EXPECT_TRUE(has("References: <alerte-1@moisson.example>"));
    EXPECT_TRUE(has("Subject: =?UTF-8?B?"));
    EXPECT_TRUE(out.envelope_from.starts_with("rebonds+m7-")) << out.envelope_from;
    for (const std::string& line : out.headers) {
        EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x80;
        })) << line;
        std::istringstream lines(line);
        for (std::string part; std::getline(lines, part);)
            EXPECT_LE(part.size(), 998U);
    }
}

TEST(Compose, AConfirmationIsNoBulkMailAndHoldsTheTokenOnce) {
    const store::NewMessage mail =
        compose_confirmation("awa@exemple.bf", "le pays BF", "TOKEN", links(), "Réseau");
    EXPECT_TRUE(mail.unsubscribe_url.empty());
    EXPECT_NE(
        mail.plain.find("https://moisson.example/abonnements/confirmer?t=TOKEN"),
        std::string::npos
    );
    EXPECT_EQ(words_of_text(mail.plain), words_of_html(mail.html));
}

} // namespace
} // namespace moisson::notify::testing
