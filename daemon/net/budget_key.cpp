// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Registrable domains, from libpsl's built-in list.
#include "net/budget_key.hpp"

#include <boost/asio/ip/address.hpp>

#include <libpsl.h>

namespace moisson::net {

std::string budget_key(std::string_view host) {
    std::string name(host);
    boost::system::error_code not_literal;
    boost::asio::ip::make_address(name, not_literal);
    if (!not_literal)
        return name;
    const char* domain = psl_registrable_domain(psl_builtin(), name.c_str());
    return domain == nullptr ? name : std::string(domain);
}

std::string budget_key(const WebAddress& target, const AddressGuard& guard) {
    if (target.literal) {
        boost::system::error_code error;
        const auto address = boost::asio::ip::make_address(target.host, error);
        if (!error && guard.allows(address, target.port))
            return target.host + "|" + std::to_string(target.port);
    }
    return budget_key(target.host);
}

} // namespace moisson::net
