// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a harness is: a function that gives any bytes to one parser of the product and throws when
// the answer is not what the parser promises. Each lives in a file of its own under harnesses/ and
// says at its head what it asserts beyond "no crash, no hang, no sanitizer report".
#pragma once

#include "core/utf8.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace moisson::fuzz {

// A promise of the product that did not hold.
class BrokenPromise : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

inline void require(bool holds, std::string_view promise) {
    if (!holds)
        throw BrokenPromise(std::string(promise));
}

inline void require_clean(std::string_view text, std::string_view what) {
    require(is_clean_utf8(text), std::string(what) + " is valid UTF-8 without NUL");
}

// The input as text that went through the door of core/utf8.hpp.
inline std::string clean(std::string_view input) {
    return repair_utf8(input).text;
}

// The first line of the input steers a harness, the rest is its text.
struct Steered {
    std::string_view first;
    std::string_view rest;
};
inline Steered steered(std::string_view input) {
    const std::size_t end = input.find('\n');
    if (end == std::string_view::npos)
        return {input, {}};
    return {input.substr(0, end), input.substr(end + 1)};
}

// Inputs of the harness jsonld so far that were read entry by entry, and not whole.
std::size_t jsonld_read_by_entry();

#define MOISSON_HARNESS(name) void name(std::string_view input);
#include "harnesses.inc"
#undef MOISSON_HARNESS

} // namespace moisson::fuzz
