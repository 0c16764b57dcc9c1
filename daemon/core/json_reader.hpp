// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A fast way for good JSON, by simdjson, into the values of nlohmann, whose own lexer goes byte by
// byte. What it refuses or finds too large is left to nlohmann, which decides and explains.
// Internal to the room.
#pragma once

#include "core/json_access.hpp"

#include <span>
#include <string_view>

namespace moisson::json {

// False: not JSON, not UTF-8, too deep, too large, or a number out of range; `root` is then of no
// use. True: `root` is what nlohmann's parser makes of it, without the members that are not in
// `wanted` when it is an object and `wanted` names any.
bool read_good(std::string_view bytes, Value& root, std::span<const std::string_view> wanted = {});

} // namespace moisson::json
