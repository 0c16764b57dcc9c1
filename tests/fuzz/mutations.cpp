// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mutations.hpp"

#include <array>
#include <string_view>

namespace moisson::fuzz {
namespace {

// What parsers trip over whatever their language.
constexpr std::array<std::string_view, 20> nasty = {
    std::string_view("\0", 1),
    "\xFF",
    "\xC3",
    "\xED\xA0\x80",
    "\xEF\xBB\xBF",
    "\xE2\x80\xAE",
    "\xF0\x9F\x8C\xBE",
    "\xCC\x81",
    "\r\n",
    "\t",
    " ",
    "-1",
    "0",
    "1e999",
    "9223372036854775808",
    "4294967296",
    "\"",
    "\\",
    "%00",
    "&#0;"};

} // namespace

std::string Mutator::piece(const std::string& text) {
    if (text.empty())
        return {};
    const std::size_t at = rng_.below(text.size());
    return text.substr(at, 1 + rng_.below(64));
}

void Mutator::strike(std::string& text) {
    const std::size_t at = rng_.below(text.size() + 1);
    switch (rng_.below(9)) {
    case 0: // a bit
        if (at < text.size())
            text[at] = static_cast<char>(text[at] ^ static_cast<char>(1U << rng_.below(8)));
        return;
    case 1: // a byte
        if (at < text.size())
            text[at] = static_cast<char>(rng_.below(256));
        return;
    case 2:
        text.erase(at, 1 + rng_.below(16));
        return;
    case 3: // cut short
        text.resize(at);
        return;
    case 4:
        text.insert(at, nasty[rng_.below(nasty.size())]);
        return;
    case 5: // twice the same piece
        text.insert(at, piece(text));
        return;
    case 6: // a piece of another input
        text.insert(at, piece(inputs_[rng_.below(inputs_.size())]));
        return;
    case 7: { // one piece many times over
        const std::string again = piece(text);
        std::string repeated;
        for (std::uint64_t i = rng_.below(40); i > 0; --i)
            repeated += again;
        text.insert(at, repeated);
        return;
    }
    default:
        if (dictionary_.empty())
            text.insert(at, 1, static_cast<char>(32 + rng_.below(95)));
        else
            text.insert(at, dictionary_[rng_.below(dictionary_.size())]);
    }
}

std::string Mutator::next() {
    std::string text = inputs_[rng_.below(inputs_.size())];
    for (std::uint64_t blows = 1 + rng_.below(4); blows > 0; --blows)
        strike(text);
    if (text.size() > bytes_max_)
        text.resize(bytes_max_);
    return text;
}

} // namespace moisson::fuzz
