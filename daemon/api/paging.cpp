// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/paging.hpp"

#include "api/parameters.hpp"
#include "core/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::api {
namespace {

std::string page_link(
    const routes::PublicUrl& url,
    std::string_view path,
    const routes::Query& query,
    int page
) {
    routes::Query other = routes::without(query, "page");
    if (page > 1)
        other = routes::with(std::move(other), "page", std::to_string(page));
    return url.absolute(routes::with_query(path, other));
}

} // namespace

std::size_t Window::first(std::size_t total) const {
    return std::min(
        total,
        static_cast<std::size_t>(page - 1) * static_cast<std::size_t>(page_size)
    );
}

std::size_t Window::last(std::size_t total) const {
    return std::min(total, static_cast<std::size_t>(page) * static_cast<std::size_t>(page_size));
}

Window read_window(const routes::Query& query, std::vector<routes::ParameterProblem>& problems) {
    Window window;
    read_page_size(query, window.page_size, problems);
    const std::string_view page = routes::first(query, "page");
    if (page.empty())
        return window;
    const auto number = routes::positive_number(page);
    if (number && *number <= static_cast<std::int64_t>(limits::result_window))
        window.page = static_cast<int>(*number);
    else
        problems.push_back(
            invalid_value("page", page, fmt::format("un entier de 1 à {}", limits::result_window))
        );
    return window;
}

Json window_links(
    const routes::PublicUrl& url,
    std::string_view path,
    const routes::Query& query,
    const Window& window,
    std::size_t total
) {
    Json links;
    links["self"] = url.absolute(routes::with_query(path, query));
    links["next"] = nullptr;
    links["prev"] = nullptr;
    if (window.last(total) < total)
        links["next"] = page_link(url, path, query, window.page + 1);
    if (window.page > 1)
        links["prev"] = page_link(url, path, query, window.page - 1);
    return links;
}

void add_link_header(net::ServerResponse& response, const Json& links) {
    std::string value;
    const auto add = [&](std::string_view name, std::string_view relation) {
        const auto link = links.find(name);
        if (link == links.end() || !link->is_string())
            return;
        value += fmt::format(
            "{}<{}>; {}",
            value.empty() ? "" : ", ",
            link->get<std::string>(),
            relation
        );
    };
    add("next", "rel=\"next\"");
    add("prev", "rel=\"prev\"");
    add("html", "rel=\"alternate\"; type=\"text/html\"");
    if (!value.empty())
        response.headers.emplace_back("Link", value);
}

} // namespace moisson::api
