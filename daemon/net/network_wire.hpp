// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The wire that is a network: pooled connections, dialled by name.
#pragma once

#include "net/make_http_client.hpp"
#include "net/wire.hpp"

#include <memory>

namespace moisson::net {

// Throws std::system_error when the name servers or the authorities cannot be read. What
// `deps` names outlives it.
std::unique_ptr<Wire> make_network_wire(
    const asio::any_io_executor& executor,
    const ClientOptions& options,
    ClientDeps deps
);

} // namespace moisson::net
