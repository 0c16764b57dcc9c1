// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// robots.txt: the text, and its first line as a path. Promises: rules are few and their patterns no
// longer than the text, robots.txt itself is always allowed, delays are not negative, a pattern
// without signs matches what begins like it.
#include "net/robots.hpp"

#include "core/limits.hpp"
#include "fuzz/harness.hpp"

namespace moisson::fuzz {

void robots(std::string_view input) {
    const net::RobotsRules rules = net::parse_robots(input, "Moisson");
    require(rules.rules.size() <= limits::robots_rules, "rules are few");
    require(rules.allows("/robots.txt"), "robots.txt is always allowed");
    require(!rules.crawl_delay || rules.crawl_delay->count() >= 0, "a delay is not negative");
    for (const net::RobotsRules::Rule& rule : rules.rules)
        require(rule.pattern.size() <= 3 * input.size(), "a pattern is bounded");
    const Steered line = steered(input);
    static_cast<void>(rules.allows(line.first));
    static_cast<void>(rules.allows("/a/b?c=d"));
    const std::string_view prefix = line.first.substr(0, line.first.find_first_of("*$"));
    require(net::robots_match(prefix, line.first), "a text begins like itself");
    static_cast<void>(net::robots_match(line.first, line.rest));
    require(
        line.first.find(net::product_token(line.first)) != std::string_view::npos,
        "a product is a piece of the agent"
    );
}

} // namespace moisson::fuzz
