// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HTML of descriptions. Promises: what is sanitised is clean, holds only the white list of elements
// and attributes, links only to http, https and mailto, and keeps its text when it is sanitised
// again; everything is bounded.
#include "text/html.hpp"

#include "fuzz/harness.hpp"
#include "fuzz/safe_html.hpp"
#include "text/clean.hpp"

namespace moisson::fuzz {

void html(std::string_view input) {
    const std::string raw = clean(input);
    const std::string safe = text::sanitise_html(raw);
    check_safe_html(safe);
    require(safe.size() <= 64 * raw.size() + 256, "sanitised HTML is bounded");
    // A second time libxml2 may put a paragraph around bare text.
    const std::string again = text::sanitise_html(safe);
    check_safe_html(again);
    require(text::html_to_text(again) == text::html_to_text(safe), "safe HTML keeps its text");
    const std::string plain = text::html_to_text(raw);
    require_clean(plain, "the text of HTML");
    require(plain.size() <= 4 * raw.size() + 64, "the text of HTML is bounded");
    require_clean(text::decode_entities(raw), "decoded text");
    const std::string escaped = text::escape_html(raw);
    require(escaped.find_first_of("<>\"'") == std::string::npos, "escaped text holds no markup");
    require(text::html_to_text(escaped).size() <= escaped.size(), "escaped text is bounded");
    const std::string line = text::clean_line(raw);
    require(!text::looks_like_html(line), "a clean line holds no tag");
}

} // namespace moisson::fuzz
