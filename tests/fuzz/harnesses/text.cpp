// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Plain texts. Promises: repaired bytes are clean and stay so, folding, keys, NFC and cleaning are
// final, slugs are slugs, excerpts are short and prefixes end between two code points.
#include "core/utf8.hpp"
#include "fuzz/harness.hpp"
#include "text/clean.hpp"
#include "text/fold.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

namespace moisson::fuzz {
namespace {

template <class Change>
void check_final(const std::string& text, std::string_view name, Change change) {
    const std::string once = change(text);
    require_clean(once, name);
    require(change(once) == once, std::string(name) + " is final");
}

void check_bytes(std::string_view input) {
    const RepairedText repaired = repair_utf8(input);
    require_clean(repaired.text, "repaired bytes");
    require(repaired.text.size() <= 3 * input.size(), "a repair is bounded");
    require((repaired.repairs == 0) == is_clean_utf8(input), "what is clean needs no repair");
    require(repaired.repairs > 0 || repaired.text == input, "without repairs nothing changes");
    // Not only clean bytes come to these: titles of old tables, file names.
    require_clean(text::to_nfc(repaired.text), "NFC");
    for (const std::size_t bytes_max : {0U, 1U, 7U, 64U}) {
        const std::string_view prefix = utf8_prefix(repaired.text, bytes_max);
        require(prefix.size() <= bytes_max, "a prefix is short");
        require_clean(prefix, "a prefix");
    }
    std::size_t at = 0;
    std::size_t count = 0;
    std::string copy;
    while (at < repaired.text.size()) {
        append_utf8(copy, next_code_point(repaired.text, at));
        ++count;
    }
    require(copy == repaired.text, "code points make the text");
    require(count == utf8_length(repaired.text), "code points are counted");
}

} // namespace

void text(std::string_view input) {
    check_bytes(input);
    const std::string raw = clean(input);
    check_final(raw, "fold", [](const std::string& t) { return text::fold(t); });
    check_final(raw, "vocabulary_key", [](const std::string& t) {
        return text::vocabulary_key(t);
    });
    check_final(raw, "clean_line", [](const std::string& t) { return text::clean_line(t); });
    check_final(raw, "clean_block", [](const std::string& t) { return text::clean_block(t); });
    check_final(raw, "to_nfc", [](const std::string& t) { return text::to_nfc(t); });
    check_final(raw, "trim", [](const std::string& t) { return std::string(text::trim(t)); });
    check_final(raw, "slugify", [](const std::string& t) { return text::slugify(t); });
    const std::string line = text::clean_line(raw);
    require(text::to_nfc(line) == line, "a clean line is in NFC");
    require(line.find('\n') == std::string::npos, "a line is one line");
    const std::string slug = text::slugify(raw, 20);
    require(slug.size() <= 20, "a slug is short");
    require(
        slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos,
        "a slug is made of its letters"
    );
    require(!slug.starts_with('-') && !slug.ends_with('-'), "a slug ends with no hyphen");
    require(utf8_length(text::excerpt(raw, 30)) <= 31, "an excerpt is short, with its sign");
    require_clean(text::percent_decoded(raw), "decoded text");
    require_clean(text::repair_mojibake(raw), "text without mojibake");
    require_clean(text::lower(raw), "lower case");
}

} // namespace moisson::fuzz
