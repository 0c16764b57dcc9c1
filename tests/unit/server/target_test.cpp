// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a handler may believe of a path.
#include "net/server/target.hpp"

#include <gtest/gtest.h>

namespace moisson::net {
namespace {

std::string path_of(std::string_view raw) {
    const auto target = parse_request_target(raw);
    return target ? target->path : "refused";
}

TEST(ParsedTarget, IsDecodedAndSplit) {
    const auto target = parse_request_target("/jeux-de-donnees/%C3%A9cole?q=caf%C3%A9+noir&page=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/jeux-de-donnees/école");
    EXPECT_EQ(target->query, "q=caf%C3%A9+noir&page=2");
}

TEST(ParsedTarget, ResolvesDotsAndDoubleSlashesAfterDecoding) {
    EXPECT_EQ(path_of("/a//b/./c"), "/a/b/c");
    EXPECT_EQ(path_of("/a/b/../c"), "/a/c");
    EXPECT_EQ(path_of("/static/%2e%2e/%2e%2e/etc/passwd"), "/etc/passwd");
    EXPECT_EQ(path_of("/static/..%2F..%2fetc"), "/etc");
    EXPECT_EQ(path_of("/../../x"), "/x");
    EXPECT_EQ(path_of("/a/.."), "/");
    EXPECT_EQ(path_of("//"), "/");
}

TEST(ParsedTarget, KeepsATrailingSlash) {
    EXPECT_EQ(path_of("/portails/"), "/portails/");
    EXPECT_EQ(path_of("/portails"), "/portails");
}

TEST(ParsedTarget, AcceptsTheAbsoluteForm) {
    EXPECT_EQ(path_of("http://example.org/a?x=1"), "/a");
    EXPECT_EQ(path_of("http://example.org"), "/");
    EXPECT_EQ(parse_request_target("http://example.org?x=1")->query, "x=1");
    EXPECT_EQ(path_of("*"), "*");
}

TEST(ParsedTarget, RefusesWhatIsNoPath) {
    for (const std::string_view raw :
         {"", "a/b", "/%", "/%4", "/%zz", "/a%00b", "/a%0Ab", "/%ff", "/%C3", "/a#b", "ftp://x/"})
        EXPECT_EQ(path_of(raw), "refused") << raw;
}

} // namespace
} // namespace moisson::net
