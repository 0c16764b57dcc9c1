// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/rng.hpp"
#include "normalise/urls.hpp"

#include <boost/url/parse.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace moisson::normalise {
namespace {

std::string
url_of(std::string_view raw, std::string_view base = "https://portail.example.tg/donnees/") {
    const UrlReading reading = read_url(raw, base);
    switch (reading.state) {
    case UrlState::empty:
        return "empty";
    case UrlState::invalid:
        return "invalid";
    case UrlState::private_network:
        return "private " + reading.url;
    case UrlState::ok:
        break;
    }
    return reading.url;
}

TEST(Urls, KeepWhatIsWellWritten) {
    EXPECT_EQ(url_of("https://example.fr/a/b?c=d&e=%20#f"), "https://example.fr/a/b?c=d&e=%20#f");
    EXPECT_EQ(url_of("HTTPS://Example.FR:443"), "https://example.fr/");
    EXPECT_EQ(url_of("http://example.fr:8080/x"), "http://example.fr:8080/x");
    EXPECT_EQ(
        url_of("ftp://ftp.example.ca/pub/a.zip"),
        "ftp://ftp.example.ca/pub/a.zip"
    ); // Canada 53, EnviDat 7
}

TEST(Urls, EncodeSpacesAndLetters) { // Berlin 208/1,066, non-ASCII 126; dados 81, Canada 10
    EXPECT_EQ(
        url_of("http://example.de/Stadt Pläne.pdf"),
        "http://example.de/Stadt%20Pl%C3%A4ne.pdf"
    );
    EXPECT_EQ(url_of("  http://example.fr/a b \n"), "http://example.fr/a%20b");
    EXPECT_EQ(url_of("http://example.fr/100%"), "http://example.fr/100%25");
    EXPECT_EQ(url_of("http://example.fr/a\"b|c"), "http://example.fr/a%22b%7Cc");
    EXPECT_EQ(url_of("http://example.fr/a\nb"), "http://example.fr/ab");
}

TEST(Urls, WriteInternationalHosts) {
    EXPECT_EQ(url_of("https://données.example.fr/é"), "https://xn--donnes-eva.example.fr/%C3%A9");
    EXPECT_EQ(
        url_of("http://موقع.وزارة-الاتصالات.مصر/"),
        "http://xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c/"
    );
}

TEST(Urls, ResolveOnThePortal) {
    EXPECT_EQ(url_of("/dataset/x.csv"), "https://portail.example.tg/dataset/x.csv");
    EXPECT_EQ(url_of("x.csv"), "https://portail.example.tg/donnees/x.csv");
    EXPECT_EQ(url_of("//cdn.example.tg/x.csv"), "https://cdn.example.tg/x.csv");
    EXPECT_EQ(url_of("www.example.tg/x"), "http://www.example.tg/x");
    EXPECT_EQ(url_of("x.csv", ""), "invalid");
}

TEST(Urls, RepairDoubledSchemes) {
    EXPECT_EQ(url_of("http://https://example.fr/x"), "https://example.fr/x");
    EXPECT_EQ(url_of("http:\\\\example.fr\\x"), "http://example.fr/x");
}

TEST(Urls, RefuseOtherSchemesAndProse) {
    for (const char* raw :
         {"javascript:alert(1)",
          "data:text/html,x",
          "mailto:a@example.fr",
          "file:///etc/passwd",
          "tel: +49 40 1",
          "http://",

          "http://exa mple.fr/",
          "http://example..fr/",
          "http://example.fr:99999/",
          "voir notre site"})
        EXPECT_EQ(url_of(raw), "invalid") << raw;
}

TEST(Urls, EmptyIsEmpty) { // 74 in dados
    EXPECT_EQ(url_of(""), "empty");
    EXPECT_EQ(url_of(" \t"), "empty");
}

TEST(Urls, AreBounded) {
    EXPECT_EQ(url_of("http://example.fr/" + std::string(9'000, 'a')), "invalid");
    EXPECT_EQ(
        url_of("http://example.fr/" + std::string(3'000, ' ') + "a").size(),
        std::string("invalid").size()
    );
    EXPECT_NE(
        url_of("http://example.fr/" + std::string(600, 'a')),
        "invalid"
    ); // > 500 characters: 8
}

TEST(Urls, TellPrivateNetworks) {
    for (const char* raw :
         {"http://localhost/x",
          "http://127.0.0.1/x",
          "http://192.168.1.10/x",
          "http://10.0.0.1/x",
          "http://172.16.0.1/x",
          "http://169.254.169.254/x",
          "http://[::1]/x",
          "http://[fd00::1]/x",
          "http://[::ffff:10.0.0.1]/x",
          "http://intranet/x",
          "http://serveur.local/x",
          "http://2130706433/x",
          "http://0x7f.1/x",
          "http://0177.0.0.1/x"})
        EXPECT_TRUE(url_of(raw).starts_with("private ")) << raw;
    for (const char* raw :
         {"http://8.8.8.8/x",
          "http://[2a00:1450::1]/x",
          "http://172.32.0.1/x",
          "http://locale.example.fr/x"})
        EXPECT_FALSE(url_of(raw).starts_with("private ")) << raw;
}

TEST(Urls, APortalInsideAPrivateNetworkMayPointAtItself) {
    const std::string_view base = "http://127.0.0.1:4001/data/";
    EXPECT_EQ(url_of("/dataset/x", base), "http://127.0.0.1:4001/dataset/x");
    EXPECT_EQ(url_of("http://127.0.0.1:4001/x.csv", base), "http://127.0.0.1:4001/x.csv");
    EXPECT_EQ(url_of("http://127.0.0.1:4002/x.csv", base), "private http://127.0.0.1:4002/x.csv");
}

// Most are not parsed again: what is written must be right by itself.
TEST(Urls, AreUrisHoweverTheyWereWritten) {
    static constexpr std::array<std::string_view, 34> pieces = {
        "http://", "https:", "ftp://", "//", "/", "?",   "#", "%",  "%4", "%41", "%zz", "@",
        ":",       ":80",    ":0080",  "[",  "]", "::1", "a", ".",  "-",  "_",   "fr",  "10.0.0.1",
        "é",       " ",      "\\",     "\"", "<", "{x}", "^", "'(", "&=", "\x01"};
    Rng rng(23);
    int good = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string text = i % 2 == 0 ? "https://a.fr" : "";
        for (std::uint64_t n = rng.below(9); n > 0; --n)
            text += pieces[rng.below(pieces.size())];
        const UrlReading reading = read_url(text, "https://portail.example.tg/donnees/");
        if (reading.url.empty())
            continue;
        ++good;
        EXPECT_TRUE(boost::urls::parse_uri(reading.url).has_value()) << text << '\n' << reading.url;
    }
    EXPECT_GT(good, 5'000);
}

} // namespace
} // namespace moisson::normalise
