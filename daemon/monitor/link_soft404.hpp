// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages that say "not found" with status 200 (research S2.3). Pure; the canary's request is the
// ladder's.
#pragma once

#include "monitor/probe_target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::monitor {

// Fingerprint of the text of a page: like pages differ in few bits.
std::uint64_t simhash(std::string_view html);
bool alike(std::uint64_t left, std::uint64_t right);

struct Soft404Input {
    // Redirected or not, the answer was below 300.
    std::string final_url;
    std::string body;
    bool html = false;
    // A file was expected, not a page.
    bool file = true;
    // Other URLs of the host that ended at the same page.
    std::size_t sharers = 0;
    // A made-up sibling got the same page. Nothing: not asked.
    std::optional<bool> canary_alike;
};

// Nothing when the page is an answer to the question. Where a page was expected, only a redirect to
// an address that calls itself an error says otherwise: sites tidy the addresses of their pages.
std::optional<LinkCode> soft404(const LinkTarget& target, const Soft404Input& input);

// The address of a sibling that nobody has: same directory, same ending. `noise`: hexadecimal.
std::string canary_address(std::string_view url, std::string_view noise);
// Host and directory, under which the canary's answer is remembered.
std::string canary_key(std::string_view url);

} // namespace moisson::monitor
