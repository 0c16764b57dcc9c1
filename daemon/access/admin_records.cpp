// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records in the admin API: what a portal gave, as it is kept, with the addresses of people that no
// page shows.
#include "access/admin_desk.hpp"
#include "api/operators_json.hpp"

namespace moisson::access {

asio::awaitable<net::ServerResponse> show_raw_record(const Desk& desk, Demand demand) {
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::dataset, demand.id);
    if (refused)
        co_return std::move(*refused);
    std::string name = demand.id;
    Result<std::string> raw = co_await desk.parts.catalog.raw_record_by_name(std::move(name));
    if (raw.has_error())
        co_return refusal(raw.error(), demand.request);
    net::ServerResponse response;
    response.content_type = std::string(api::record_media_type(*raw));
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(*raw);
    response.etag = false;
    co_return response;
}

} // namespace moisson::access
