// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Labels of vocabulary codes (themes, countries, licences...) in the languages of the interface.
// Filled once at start from the vocabularies that the operator may have replaced; read-only after.
#pragma once

#include "i18n/language.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::i18n {

class CodeLabels {
public:
    struct Label {
        std::string fr;
        std::string en;
        std::string ar;
    };

    // `kind`: name of the search parameter ("theme", "country", "format", "format_family",
    // "licence", "lang", "access") or "frequency".
    void set(std::string_view kind, std::string_view code, Label label);

    // The label in `lang`, else in French, else the code itself.
    std::string_view find(std::string_view kind, std::string_view code, Lang lang = Lang::fr) const;
    // All codes of a kind, in code order.
    std::vector<std::string_view> codes(std::string_view kind) const;

private:
    std::map<std::string, std::map<std::string, Label, std::less<>>, std::less<>> kinds_;
};

} // namespace moisson::i18n
