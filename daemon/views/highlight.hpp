// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Text with its matching words marked as parts: whoever renders escapes each part by itself, so
// that no markup ever travels inside a text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moisson::views {

struct MarkedPart {
    std::string text;
    bool match = false;

    bool operator==(const MarkedPart&) const = default;
};
using Marked = std::vector<MarkedPart>;

// Marks the words of `text` whose folded form is in `folded_words`; the parts joined are `text`.
Marked mark_words(std::string_view text, const std::vector<std::string>& folded_words);

// The part of `text` of at most `bytes_max` bytes around the first match, with ellipses where cut.
std::string excerpt_around(
    std::string_view text,
    const std::vector<std::string>& folded_words,
    std::size_t bytes_max
);

} // namespace moisson::views
