// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/export_meter.hpp"

#include "routes/paths.hpp"

#include <memory>
#include <string>
#include <utility>

namespace moisson::access {
namespace {

struct Meter {
    net::BodyStream body;
    std::function<void(std::size_t)> note;
};

asio::awaitable<Result<std::string>> metered_part(std::shared_ptr<Meter> meter) {
    asio::awaitable<Result<std::string>> next = meter->body();
    Result<std::string> part = co_await std::move(next);
    if (part.has_value())
        meter->note(part->size());
    co_return part;
}

} // namespace

bool is_export(std::string_view path) {
    // The router lets one final slash pass; the rest of the path is in its only form.
    if (path.ends_with('/'))
        path.remove_suffix(1);
    return path == routes::api_datasets_csv || path == routes::api_datasets_ndjson;
}

net::BodyStream metered(net::BodyStream body, std::function<void(std::size_t bytes)> note) {
    auto meter = std::make_shared<Meter>();
    meter->body = std::move(body);
    meter->note = std::move(note);
    return [meter] { return metered_part(meter); };
}

} // namespace moisson::access
