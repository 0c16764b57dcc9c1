// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What whole exports weigh. Turns bound how many run at once, not how many follow one another: the
// bytes of an export are noted as they leave, and who has taken its hour's worth begins no other.
#pragma once

#include "net/http_server.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace moisson::access {

// A search as a table or as lines, which may be the whole catalogue.
bool is_export(std::string_view path);

// The same body; `note` is told the bytes of each part before the part is given.
net::BodyStream metered(net::BodyStream body, std::function<void(std::size_t bytes)> note);

} // namespace moisson::access
