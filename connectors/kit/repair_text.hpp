// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The words of broken JSON: where a string really ends, what a word without quotes was meant to be.
// Internal to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::kit {

struct LooseText {
    // Between the quotes, escaped as JSON wants it.
    std::string text;
    // First byte after it.
    std::size_t end = 0;
    // What was wrong, empty when nothing was; and where.
    std::string_view fault;
    std::size_t fault_at = 0;
};

// A string that begins at `at` with ", ' or a typographic quote. `is_key`: in the place of a key.
LooseText loose_string(std::string_view json, std::size_t at, bool is_key);

// Same from behind the opening quote on, which is missing; the text ends with `closing`.
LooseText loose_text(std::string_view json, std::size_t at, std::string_view closing, bool is_key);

// The first quote that no backslash hides, or line break, from `at` on.
std::size_t next_quote(std::string_view json, std::size_t at);
// The quote at `quote` closes a text.
bool closes_text(std::string_view json, std::size_t quote);

// Length of the opening quote at `at`: 0 when there is none.
std::size_t opening_quote(std::string_view json, std::size_t at);

// A word without quotes at `at`. `json` is what may be written in its place; empty for an elision
// ("...").
struct LooseWord {
    std::string json;
    std::size_t end = 0;
    bool is_good = false;
};
LooseWord loose_word(std::string_view json, std::size_t at);

// The first byte from `at` on that is no white space.
std::size_t next_byte(std::string_view json, std::size_t at);

// Past the comment that begins at `at`; `at` when none does.
std::size_t comment_end(std::string_view json, std::size_t at);

// At `at` stands "key": (within a short distance).
bool is_key_ahead(std::string_view json, std::size_t at);

} // namespace moisson::kit
