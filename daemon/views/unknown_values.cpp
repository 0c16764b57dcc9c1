// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/unknown_values.hpp"

#include "i18n/language.hpp"
#include "routes/nearest.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace moisson::views {
namespace {

constexpr std::size_t typed_bytes_max = 64;
// Fewer letters begin too many names.
constexpr std::size_t beginning_bytes_min = 3;
// Shorter words are all near one another.
constexpr std::size_t spelling_bytes_min = 4;

using CodesByName = std::map<std::string, std::string_view, std::less<>>;

// Names, folded: a code itself before what others are called, French before English and Arabic.
CodesByName codes_by_name(const i18n::CodeLabels& labels, std::string_view kind) {
    CodesByName names;
    const std::vector<std::string_view> codes = labels.codes(kind);
    for (const std::string_view code : codes)
        names.emplace(text::fold(code), code);
    for (const i18n::Lang lang : {i18n::Lang::fr, i18n::Lang::en, i18n::Lang::ar})
        for (const std::string_view code : codes)
            names.emplace(text::fold(labels.find(kind, code, lang)), code);
    return names;
}

// Of the names with such a word the shortest: "guin" is Guinée before Guinée-Bissau.
std::string_view that_begins(const CodesByName& names, std::string_view beginning) {
    std::string_view best;
    std::size_t best_bytes = 0;
    for (const auto& [name, code] : names)
        if (text::has_word_beginning(name, beginning) &&
            (best.empty() || name.size() < best_bytes)) {
            best = code;
            best_bytes = name.size();
        }
    return best;
}

std::string_view spelt_nearly(const CodesByName& names, std::string_view typed) {
    std::vector<std::string_view> candidates;
    for (const auto& [name, code] : names)
        if (name.size() >= spelling_bytes_min)
            candidates.push_back(name);
    const auto found = names.find(routes::nearest_name(typed, candidates));
    return found == names.end() ? std::string_view() : found->second;
}

std::string_view nearest_portal(const std::vector<std::string>& keys, std::string_view typed) {
    if (typed.size() < spelling_bytes_min)
        return {};
    const std::vector<std::string_view> candidates(keys.begin(), keys.end());
    return routes::nearest_name(typed, candidates);
}

} // namespace

std::string UnknownValue::sentence(std::string_view filter) const {
    return fmt::format("« {} » n’est pas une valeur connue de « {} ».", value, filter);
}

std::string_view
nearest_value(const i18n::CodeLabels& labels, std::string_view kind, std::string_view typed) {
    const std::string wanted = text::fold_trimmed(typed);
    if (wanted.empty() || wanted.size() > typed_bytes_max)
        return {};
    const CodesByName names = codes_by_name(labels, kind);
    if (const auto same = names.find(wanted); same != names.end())
        return same->second;
    std::string_view found;
    if (wanted.size() >= beginning_bytes_min)
        found = that_begins(names, wanted);
    if (found.empty() && wanted.size() >= spelling_bytes_min)
        found = spelt_nearly(names, wanted);
    return found;
}

std::vector<UnknownValue> unknown_values(
    const i18n::CodeLabels& labels,
    const std::vector<std::string>& portal_keys,
    const routes::SearchParameters& parameters
) {
    const i18n::Lang lang = i18n::lang_from_code(parameters.lang_ui).value_or(i18n::Lang::fr);
    std::vector<UnknownValue> out;
    for (const auto& [name, values] : parameters.filters) {
        std::vector<std::string_view> known = labels.codes(name);
        if (name == "portal")
            known.insert(known.end(), portal_keys.begin(), portal_keys.end());
        if (known.empty())
            continue;
        for (const std::string& value : values) {
            const bool excluded = value.starts_with('!');
            const std::string_view plain = std::string_view(value).substr(excluded ? 1 : 0);
            if (std::find(known.begin(), known.end(), plain) != known.end())
                continue;
            UnknownValue unknown;
            unknown.parameter = name;
            unknown.value = value;
            const std::string_view meant = name == "portal" ? nearest_portal(portal_keys, plain)
                                                            : nearest_value(labels, name, plain);
            if (!meant.empty()) {
                unknown.nearest = (excluded ? "!" : "") + std::string(meant);
                unknown.label = excluded ? "sauf " : "";
                unknown.label += labels.find(name, meant, lang);
            }
            out.push_back(std::move(unknown));
        }
    }
    return out;
}

} // namespace moisson::views
