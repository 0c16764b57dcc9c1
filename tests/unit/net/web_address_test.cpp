// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Addresses as people write them, and redirects relative to them.
#include "net/budget_key.hpp"
#include "net/web_address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::net {

namespace {

std::string clean(const std::string& url) {
    const auto address = parse_web_address(url);
    return address ? address->url() : std::string(to_string(address.error().code));
}

std::string follow(const std::string& base, const std::string& location) {
    const auto from = parse_web_address(base);
    const auto to = resolve_web_address(*from, location);
    return to ? to->url() : std::string(to_string(to.error().code));
}

} // namespace

TEST(WebAddress, KeepsWhatIsRight) {
    EXPECT_EQ(
        clean("https://data.gouv.fr/api/1/?q=a%20b&x=1"),
        "https://data.gouv.fr/api/1/?q=a%20b&x=1"
    );
    EXPECT_EQ(clean("http://127.0.0.1:8081/x"), "http://127.0.0.1:8081/x");
    EXPECT_EQ(clean("http://[::1]:8081/"), "http://[::1]:8081/");
}

TEST(WebAddress, RepairsWhatPeopleWrite) {
    EXPECT_EQ(clean("  HTTPS://Data.Gouv.FR:443  "), "https://data.gouv.fr/");
    EXPECT_EQ(clean("http://a.org/é t?q=à#frag"), "http://a.org/%C3%A9%20t?q=%C3%A0");
    EXPECT_EQ(clean("http://a.org?x=1"), "http://a.org/?x=1");
    EXPECT_EQ(clean("http://a.org/100%/x%zz"), "http://a.org/100%25/x%25zz");
    EXPECT_EQ(clean("http://a.org/a[1]|{b}"), "http://a.org/a%5B1%5D%7C%7Bb%7D");
    EXPECT_EQ(clean("http://a.org./x"), "http://a.org/x");
    EXPECT_EQ(clean("http://open_data.example.org/"), "http://open_data.example.org/");
}

TEST(WebAddress, ConvertsInternationalNames) {
    EXPECT_EQ(clean("https://données.example.fr/"), "https://xn--donnes-eva.example.fr/");
    EXPECT_EQ(clean("https://DONNÉES.example.fr/"), "https://xn--donnes-eva.example.fr/");
}

TEST(WebAddress, RefusesTheRest) {
    for (const char* url :
         {"",
          "data.gouv.fr",
          "ftp://a.org/",
          "file:///etc/passwd",
          "javascript:alert(1)",
          "http://",
          "http://:80/",
          "http://user:pw@a.org/",
          "http://a.org:0/",
          "http://a.org:99999/",
          "http://a.org:8a/",
          "http://a..org/",
          "http://0x7f.1/",
          "http://0177.1/",
          "http://2130706433/",
          "http://1.2.3.4.5/",
          "http://[::1",
          "http://[fe80::1%25eth0]/",
          "http://a b.org/",
          "http://a.org/\x01"})
        EXPECT_EQ(clean(url), "BAD_REQUEST_URL") << url;
    EXPECT_EQ(clean("http://a.org/" + std::string(9'000, 'a')), "BAD_REQUEST_URL");
}

TEST(WebAddress, ResolvesRedirects) {
    EXPECT_EQ(follow("https://a.org/x/y?q=1", "/z"), "https://a.org/z");
    EXPECT_EQ(follow("https://a.org/x/y?q=1", "z?k=v"), "https://a.org/x/z?k=v");
    EXPECT_EQ(follow("https://a.org/x/y", "../z"), "https://a.org/z");
    EXPECT_EQ(follow("https://a.org/x/y", "//b.org/z"), "https://b.org/z");
    EXPECT_EQ(follow("https://a.org/x/y", "http://b.org/z w"), "http://b.org/z%20w");
    EXPECT_EQ(follow("https://a.org/x/y?a=1", "?b=2"), "https://a.org/x/y?b=2");
    EXPECT_EQ(
        follow("https://a.org/", "/retour?url=http://b.org/"),
        "https://a.org/retour?url=http://b.org/"
    );
    EXPECT_EQ(follow("https://a.org/", "file:///etc/passwd"), "BAD_REQUEST_URL");
    EXPECT_EQ(follow("https://a.org/", "data:text/plain,x"), "BAD_REQUEST_URL");
}

TEST(BudgetKey, IsTheRegistrableDomain) {
    EXPECT_EQ(budget_key("www.data.gouv.fr"), "data.gouv.fr");
    EXPECT_EQ(budget_key("opendata.paris.fr"), "paris.fr");
    EXPECT_EQ(budget_key("a.b.example.co.uk"), "example.co.uk");
    EXPECT_EQ(budget_key("localhost"), "localhost");
    EXPECT_EQ(budget_key("127.0.0.1"), "127.0.0.1");
    EXPECT_EQ(budget_key("::1"), "::1");
}

TEST(BudgetKey, TellsAllowedPortsApart) {
    const auto loopback = boost::asio::ip::make_address("127.0.0.1");
    const AddressGuard guard({AllowedAddress(loopback, 8081), AllowedAddress(loopback, 8082)});
    const auto one = parse_web_address("http://127.0.0.1:8081/");
    const auto two = parse_web_address("http://127.0.0.1:8082/");
    EXPECT_NE(budget_key(*one, guard), budget_key(*two, guard));
}

} // namespace moisson::net
