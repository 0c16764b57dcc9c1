// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The description of /api/v1 (OpenAPI 3.1). It is kept in parts, one file per group of paths, under
// daemon/views/openapi; a new resource brings its own file, compiled in like the others.
#pragma once

#include "routes/paths.hpp"

#include <nlohmann/json.hpp>

#include <span>
#include <string_view>

namespace moisson::views {

// In the order of their file names.
std::span<const std::string_view> openapi_parts();
// All parts as one: `tags` one behind the other, `paths` and each kind of `components` together.
// The server is this site. Throws std::logic_error when two parts say the same thing, or one is no
// JSON: a build is wrong then.
nlohmann::ordered_json openapi_document(const routes::PublicUrl& url);

} // namespace moisson::views
