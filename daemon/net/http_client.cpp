// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Small things every user of HTTP headers needs.
#include "net/http_client.hpp"

#include <boost/beast/core/string.hpp>

namespace moisson::net {

std::string_view header(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers)
        if (boost::beast::iequals(key, name))
            return value;
    return {};
}

} // namespace moisson::net
