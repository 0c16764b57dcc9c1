// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The description of /api/v1/admin (OpenAPI 3.1), a document of its own: that of /api/v1 is for
// everybody (views/openapi.hpp). Inside the room only.
#pragma once

#include <span>
#include <string_view>

namespace moisson::access {

// One part, the whole document, compiled in from daemon/access/openapi.
std::span<const std::string_view> openapi_parts();

} // namespace moisson::access
