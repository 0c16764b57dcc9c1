// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The key under which a host's request budget is kept (decision 11).
#pragma once

#include "net/address_guard.hpp"
#include "net/web_address.hpp"

#include <string>
#include <string_view>

namespace moisson::net {

// Registrable domain of a name ("www.data.gouv.fr" -> "data.gouv.fr", by the public suffix list);
// the name itself when it has none; an IP address as it stands. `host` is lower case ASCII.
std::string budget_key(std::string_view host);

// Same for a target; an address of the guard's exceptions is a host per port.
std::string budget_key(const WebAddress& target, const AddressGuard& guard);

} // namespace moisson::net
