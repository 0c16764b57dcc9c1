// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies meant to hurt: endless, deep, enormous or compressed a thousand times. They are streamed
// or shared, so that the simulator stays small.
#pragma once

#include "portals/http.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::portals {

// A search answer whose results never stop before `bytes`.
void endless_body(Body& body, std::uint64_t bytes);
// A search answer whose single title is a string of `bytes`.
void huge_string_body(Body& body, std::uint64_t bytes);
// [[[[...]]]] of that depth inside a search answer.
void deep_body(Body& body, std::uint64_t depth);
// gzip of a search answer that unpacks to about `bytes`; made once per size.
Slice gzip_bomb(std::uint64_t bytes);
std::string gzip(std::string_view text);
// UTF-8 to Latin-1; what does not fit becomes '?'.
std::string to_latin1(std::string_view text);

} // namespace moisson::portals
