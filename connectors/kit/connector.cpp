// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a connector answers for modes that its protocol does not have.
#include "kit/connector.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace moisson::kit {

void Connector::remember(std::string) {}

asio::awaitable<Result<InventoryPage>> Connector::inventory(Cursor) {
    co_return Error(Code::invalid_argument, "this connector has no inventory mode");
}

asio::awaitable<Result<Page>> Connector::fetch_since(Instant, Cursor) {
    co_return Error(Code::invalid_argument, "this connector has no delta mode");
}

} // namespace moisson::kit
