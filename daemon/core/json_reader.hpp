// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A reader of good JSON, several times as fast as nlohmann's lexer, which copies strings byte by
// byte. It refuses whatever it is not sure of; then nlohmann decides and explains. Internal to the
// room.
#pragma once

#include "core/json_access.hpp"

#include <string_view>

namespace moisson::json {

// False: the text is not JSON, not UTF-8, too deep, or holds a number out of range; `root` is then
// of no use. True: `root` is what nlohmann's parser makes of it.
bool read_good(std::string_view bytes, Value& root);

} // namespace moisson::json
