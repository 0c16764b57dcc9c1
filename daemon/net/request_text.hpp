// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The bytes of a request. Written by hand: Beast's serialiser takes half a minute to compile for
// two streams, and a request whose body is in memory needs none of it.
#pragma once

#include "net/wire.hpp"

#include <string>
#include <string_view>

namespace moisson::net {

// `message` as HTTP/1.1. Host and Content-Length are ours: headers of the message that name them,
// or Transfer-Encoding or Connection, are left out. `authorization` is for a proxy, empty = none.
std::string
request_text(const Message& message, bool absolute_form, std::string_view authorization);

// "CONNECT authority".
std::string connect_text(std::string_view authority, std::string_view authorization);

} // namespace moisson::net
