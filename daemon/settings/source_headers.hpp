// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// `headers` of a source: what may be added to our requests, and what is ours to say.
#pragma once

#include "model/portal.hpp"
#include "settings/reader.hpp"

#include <string>
#include <string_view>

namespace moisson::settings {

// Why a source may not set this header, in French; empty when it may.
std::string check_header(std::string_view name, std::string_view value);

Option<Source> headers_option();

} // namespace moisson::settings
