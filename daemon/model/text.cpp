// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/text.hpp"

#include <array>

namespace moisson {

const LangText* best(const LocalizedText& texts, std::string_view lang) {
    const std::array<std::string_view, 4> wanted = {lang, "fr", "en", ""};
    for (const std::string_view choice : wanted) {
        const LangText* machine = nullptr;
        for (const LangText& text : texts) {
            if (text.lang != choice || text.text.empty())
                continue;
            if (!text.machine_translated)
                return &text;
            if (machine == nullptr)
                machine = &text;
        }
        if (machine != nullptr && choice == lang)
            return machine;
    }
    for (const LangText& text : texts)
        if (!text.text.empty())
            return &text;
    return nullptr;
}

std::string_view best_text(const LocalizedText& texts, std::string_view lang) {
    const LangText* choice = best(texts, lang);
    return choice == nullptr ? std::string_view{} : std::string_view{choice->text};
}

} // namespace moisson
