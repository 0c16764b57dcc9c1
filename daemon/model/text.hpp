// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Text in several languages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moisson {

struct LangText {
    // Lower-case ISO 639-1 code when there is one, else 639-3; empty when the source says nothing.
    std::string lang;
    std::string text;
    // RFC 6497 (`fr-t-nl`): a human text of the same language wins over this one.
    bool machine_translated = false;

    bool operator==(const LangText&) const = default;
};

using LocalizedText = std::vector<LangText>;

// The text to show to a reader of `lang`: human in that language, machine in that language,
// human in French, English, no language, then whatever is first. Empty when there is none.
std::string_view best_text(const LocalizedText& texts, std::string_view lang);
// The same choice with its language and flag; nullptr when there is none.
const LangText* best(const LocalizedText& texts, std::string_view lang);

} // namespace moisson
