// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The catalogues hold what every page shows; they grow when /en and /ar are served.
#include "i18n/language.hpp"

#include <algorithm>
#include <array>

namespace moisson::i18n {
namespace {

constexpr std::array<Translation, 9> english = {{
    {"Accueil", "Home"},
    {"Aller au contenu", "Skip to content"},
    {"Formats", "Formats"},
    {"Jeux de données", "Datasets"},
    {"Licence", "Licence"},
    {"Pays", "Country"},
    {"Portails", "Portals"},
    {"Rechercher", "Search"},
    {"Thèmes", "Themes"},
}};

constexpr std::array<Translation, 9> arabic = {{
    {"Accueil", "الرئيسية"},
    {"Aller au contenu", "انتقل إلى المحتوى"},
    {"Formats", "الصيغ"},
    {"Jeux de données", "مجموعات البيانات"},
    {"Licence", "الرخصة"},
    {"Pays", "البلد"},
    {"Portails", "البوابات"},
    {"Rechercher", "بحث"},
    {"Thèmes", "المواضيع"},
}};

} // namespace

std::string_view code(Lang lang) {
    switch (lang) {
    case Lang::fr:
        return "fr";
    case Lang::en:
        return "en";
    case Lang::ar:
        return "ar";
    }
    return "fr";
}

std::optional<Lang> lang_from_code(std::string_view text) {
    for (const Lang lang : {Lang::fr, Lang::en, Lang::ar})
        if (code(lang) == text)
            return lang;
    return std::nullopt;
}

std::string_view direction(Lang lang) {
    return lang == Lang::ar ? "rtl" : "ltr";
}

std::string_view direction_of(std::string_view lang_code) {
    constexpr std::array<std::string_view, 10> rtl =
        {"ar", "he", "fa", "ur", "ps", "ug", "yi", "dv", "ku", "sd"};
    const std::string_view primary = lang_code.substr(0, lang_code.find('-'));
    return std::find(rtl.begin(), rtl.end(), primary) == rtl.end() ? "ltr" : "rtl";
}

std::span<const Translation> translations(Lang lang) {
    switch (lang) {
    case Lang::en:
        return english;
    case Lang::ar:
        return arabic;
    case Lang::fr:
        return {};
    }
    return {};
}

std::string_view translate(Lang lang, std::string_view french) {
    const std::span<const Translation> all = translations(lang);
    const auto found = std::lower_bound(
        all.begin(),
        all.end(),
        french,
        [](const Translation& row, std::string_view key) { return row.french < key; }
    );
    return found != all.end() && found->french == french ? found->text : french;
}

std::string typography(std::string_view french) {
    std::string out;
    for (std::size_t i = 0; i < french.size(); ++i) {
        const std::string_view rest = french.substr(i);
        if (rest.starts_with(" ;") || rest.starts_with(" !") || rest.starts_with(" ?"))
            out += "\u202f";
        else if (rest.starts_with(" :") || rest.starts_with(" »") || rest.starts_with(" %"))
            out += "\u00a0";
        else if (rest.starts_with("« ")) {
            out += "«\u00a0";
            i += std::string_view("« ").size() - 1;
        } else if (rest.front() == '\'')
            out += "’";
        else
            out += rest.front();
    }
    return out;
}

} // namespace moisson::i18n
