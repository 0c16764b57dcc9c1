// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Markdown of descriptions. Promises: its HTML is as safe as sanitised HTML and bounded, its text
// is clean, and what was detected decides how it is read.
#include "fuzz/harness.hpp"
#include "fuzz/safe_html.hpp"
#include "text/markup.hpp"

namespace moisson::fuzz {

void markdown(std::string_view input) {
    const std::string raw = clean(input);
    for (const std::string& safe :
         {text::markdown_to_safe_html(raw), text::markup_to_safe_html(raw)}) {
        check_safe_html(safe);
        require(safe.size() <= 128 * raw.size() + 1024, "safe HTML is bounded");
    }
    const std::string plain = text::markdown_to_text(raw);
    require_clean(plain, "the text of Markdown");
    require(plain.size() <= 4 * raw.size() + 64, "the text of Markdown is bounded");
    require_clean(text::markup_to_text(raw), "the text of a description");
}

} // namespace moisson::fuzz
