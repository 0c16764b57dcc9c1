// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/router.hpp"

#include "core/assert.hpp"

#include <algorithm>
#include <set>

namespace moisson::routes {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    if (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool is_placeholder(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    if (pattern.size() != path.size())
        return false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool ok = is_placeholder(pattern[i]) ? !path[i].empty() : pattern[i] == path[i];
        if (!ok)
            return false;
    }
    return true;
}

std::size_t placeholders(const std::vector<std::string>& pattern) {
    return static_cast<std::size_t>(std::count_if(
        pattern.begin(),
        pattern.end(),
        [](const std::string& segment) { return is_placeholder(segment); }
    ));
}

} // namespace

void RouteTable::add(std::string_view method, std::string_view pattern, std::size_t handler) {
    MOISSON_ASSERT(pattern.starts_with('/'));
    Route route{std::string(method), std::string(pattern), split(pattern), handler};
    // Patterns with fewer placeholders come first: literals win.
    const auto place = std::find_if(routes_.begin(), routes_.end(), [&](const Route& other) {
        return placeholders(other.segments) > placeholders(route.segments);
    });
    routes_.insert(place, std::move(route));
}

RouteMatch RouteTable::match(std::string_view method, std::string_view path) const {
    RouteMatch result;
    if (!path.starts_with('/'))
        return result;
    const std::vector<std::string> segments = split(path);
    const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    std::set<std::string> allowed;
    for (const Route& route : routes_) {
        if (!fits(route.segments, segments))
            continue;
        if (route.method != wanted) {
            allowed.insert(route.method);
            continue;
        }
        result.outcome = RouteMatch::Outcome::found;
        result.handler = route.handler;
        result.pattern = route.pattern;
        for (std::size_t i = 0; i < segments.size(); ++i)
            if (is_placeholder(route.segments[i]))
                result.parameters.emplace(
                    route.segments[i].substr(1, route.segments[i].size() - 2),
                    segments[i]
                );
        return result;
    }
    if (allowed.empty())
        return result;
    result.outcome = RouteMatch::Outcome::method_not_allowed;
    if (allowed.contains("GET"))
        allowed.insert("HEAD");
    for (const std::string& name : allowed)
        result.allow += (result.allow.empty() ? "" : ", ") + name;
    return result;
}

std::vector<std::pair<std::string, std::string>> RouteTable::routes() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const Route& route : routes_)
        out.emplace_back(route.method, route.pattern);
    return out;
}

} // namespace moisson::routes
