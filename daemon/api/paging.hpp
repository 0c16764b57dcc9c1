// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages of lists that are whole in memory, and the links between them. Inside the room only.
#pragma once

#include "api/json.hpp"
#include "net/http_server.hpp"
#include "routes/search_parameters.hpp"
#include "routes/url.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace moisson::api {

struct Window {
    int page = 1;
    int page_size = 20;

    // Of a list of `total`: begin and end.
    std::size_t first(std::size_t total) const;
    std::size_t last(std::size_t total) const;
};

// `page` and `page_size`, within the window of searches.
Window read_window(const routes::Query& query, std::vector<routes::ParameterProblem>& problems);
// self, next and prev.
Json window_links(
    const routes::PublicUrl& url,
    std::string_view path,
    const routes::Query& query,
    const Window& window,
    std::size_t total
);
// RFC 8288, of those among next, prev and html that there are.
void add_link_header(net::ServerResponse& response, const Json& links);

} // namespace moisson::api
