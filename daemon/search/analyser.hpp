// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Text to index words: the same for documents, queries and highlighting. Folding is text::fold;
// here are words, elisions, identifiers (snake_case, camelCase, digits), acronyms, stop words and
// the French stem, taken after folding so that missing accents never matter.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

struct Word {
    // Folded form.
    std::string text;
    // Position of the word among those kept; parts and whole of one identifier are neighbours.
    std::uint32_t position = 0;
    // Bytes of the original text.
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    // The whole of an identifier whose parts are also given ("opendata" of OpenData): documents
    // index it, queries leave it out.
    bool compound = false;
};

// Words of valid UTF-8 `text`, without stop words. Words longer than 64 bytes are cut.
void split_words(std::string_view text, std::vector<Word>& out);
// The same, stop words kept.
void split_all_words(std::string_view text, std::vector<Word>& out);

bool is_stop_word(std::string_view folded);

// French Snowball on folded words; words with digits or non-Latin letters are their own stem; the
// Arabic article is taken off. One per thread.
class Stemmer {
public:
    Stemmer();
    ~Stemmer();
    Stemmer(Stemmer&&) noexcept;
    Stemmer& operator=(Stemmer&&) noexcept;
    std::string stem(std::string_view folded);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson::search
