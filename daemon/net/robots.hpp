// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// robots.txt (RFC 9309): groups, longest match, "*" and "$", Crawl-delay. Parsing only; fetching
// and caching are the client's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::net {

// The rules that hold for one crawler at one origin.
struct RobotsRules {
    struct Rule {
        bool allow = false;
        // Percent-encoded pattern, "*" and a final "$" are special.
        std::string pattern;
    };
    std::vector<Rule> rules;
    std::optional<std::chrono::milliseconds> crawl_delay;
    // They are of a group that names the crawler, not of "*".
    bool by_name = false;

    // `path`: percent-encoded path and query. /robots.txt itself is always allowed.
    bool allows(std::string_view path) const;
};

// Reads the groups that name `product` ("Moisson", any case), or "*" when none does. Tolerates
// BOM, comments, blank lines inside groups and unknown lines; reads limits::robots_bytes at most.
RobotsRules parse_robots(std::string_view text, std::string_view product);

// True when `pattern` matches the beginning of `path`. Linear in both.
bool robots_match(std::string_view pattern, std::string_view path);

// The product token of a User-Agent: "Moisson" of "Moisson/0.1 (+https://...)".
std::string_view product_token(std::string_view user_agent);

} // namespace moisson::net
