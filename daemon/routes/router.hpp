// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RouteTable: which handler answers a method and a path. A pure matcher shared by api and pages;
// it knows neither HTTP messages nor handlers, only their number.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::routes {

struct RouteMatch {
    enum class Outcome { found, not_found, method_not_allowed };

    Outcome outcome = Outcome::not_found;
    // Value given to RouteTable::add; meaningful when found.
    std::size_t handler = 0;
    // The pattern, for logs and metrics; empty when not found.
    std::string_view pattern;
    // Values of the {placeholders}.
    std::map<std::string, std::string, std::less<>> parameters;
    // Value of the header Allow when the method is not allowed.
    std::string allow;
};

class RouteTable {
public:
    // Pattern: "/portails/{slug}"; a placeholder is one whole, non-empty segment. GET also answers
    // HEAD. Literal segments win over placeholders whatever the order.
    void add(std::string_view method, std::string_view pattern, std::size_t handler);

    // Method and pattern of each route, in the order in which they were added.
    std::vector<std::pair<std::string, std::string>> routes() const;

    // `path` is decoded and normalised (net/http_server.hpp); one final "/" is ignored.
    RouteMatch match(std::string_view method, std::string_view path) const;

private:
    struct Route {
        std::string method;
        std::string pattern;
        std::vector<std::string> segments;
        std::size_t handler = 0;
    };
    std::vector<Route> routes_;
};

} // namespace moisson::routes
