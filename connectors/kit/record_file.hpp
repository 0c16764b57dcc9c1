// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the rooms share that answer from a file in the place of their API: the parts of an address
// that was asked for, and the answers. No request leaves this machine.
#pragma once

#include "core/result.hpp"
#include "net/http_client.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::kit {

// Decoded value of the first parameter of that name; nothing when the address has none.
std::optional<std::string> parameter_in(std::string_view url, std::string_view name);
// Same as a number within [least, most]; `usual` when there is none.
std::int64_t number_in(
    std::string_view url,
    std::string_view name,
    std::int64_t usual,
    std::int64_t least,
    std::int64_t most
);
// "%C3%A9" -> "é".
std::string percent_decoded(std::string_view text);

// 200, application/json unless another type is given.
net::Response
answer_to(const net::Request& request, std::string body, std::string type = "application/json");
// HTTP_4XX: this is not in the file.
Error not_in_file();

} // namespace moisson::kit
