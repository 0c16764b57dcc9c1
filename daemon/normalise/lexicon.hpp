// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lexicon: the keys of one vocabulary and the rules that lead a key to its code, steps 1 to 4 of
// config/vocabularies/README.md, section 2. Steps that belong to one vocabulary are in
// resolve_*.cpp.
#pragma once

#include "core/digest.hpp"

#include <re2/set.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::normalise {

struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept {
        return static_cast<std::size_t>(fast_hash(key));
    }
};
template <class T>
using KeyMap = std::unordered_map<std::string, T, KeyHash, std::equal_to<>>;

// Patterns of whole words, found by their longest match at a word of a key.
class PhraseMap {
public:
    // False when the phrase is there with another code.
    bool add(std::string_view phrase, std::string_view code);
    struct Hit {
        std::size_t length = 0; // bytes of the phrase
        std::string_view code;
    };
    // The longest phrase that `key` starts with, whole words.
    std::optional<Hit> longest_prefix(std::string_view key) const;
    std::optional<std::string_view> find(std::string_view phrase) const;
    // Codes of the phrases found from left to right, longest first, not overlapping.
    std::vector<std::string_view> anywhere(std::string_view key) const;
    bool empty() const { return phrases_.empty(); }

private:
    KeyMap<std::string> phrases_;
    std::size_t words_max_ = 0;
};

// The rest of `key` after its first `length` bytes, without the space between.
std::string_view after(std::string_view key, std::size_t length);

class Lexicon {
public:
    Lexicon();

    // Building. add_* return false on a contradiction.
    bool add_key(std::string_view key, std::string_view code);
    // Codes as they stand after an EU authority IRI; the first row wins.
    void add_eu_code(std::string_view code_as_written, std::string_view code);
    bool add_strip(std::string_view pattern, std::string_view code);
    bool add_prefix(std::string_view pattern, std::string_view code);
    bool add_word(std::string_view pattern, std::string_view code);
    // False when the expression does not compile.
    bool add_noise(const std::string& expression);
    void finish();

    // Step 1, on the raw value.
    bool is_noise(std::string_view raw) const;
    // Step 2.
    std::optional<std::string_view> exact(std::string_view key) const { return keys_.find(key); }

    struct Found {
        std::optional<std::string_view> code;
        // The key without its stripped words.
        std::string_view rest;
        // The longest strip pattern that applied, empty if none.
        std::string_view stripped;
    };
    // Steps 2 to 4. Views live as long as `key` and the lexicon.
    Found resolve(std::string_view key) const { return resolve(key, 0); }

    const PhraseMap& keys() const { return keys_; }
    const PhraseMap& words() const { return words_; }

private:
    Found resolve(std::string_view key, int depth) const;

    PhraseMap keys_;
    PhraseMap strips_;
    PhraseMap prefixes_;
    PhraseMap words_;
    KeyMap<std::string> eu_codes_;
    std::unique_ptr<re2::RE2::Set> noise_;
};

} // namespace moisson::normalise
