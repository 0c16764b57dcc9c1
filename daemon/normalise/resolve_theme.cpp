// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::string_view inspire_iri = "inspire ec europa eu theme";
constexpr std::string_view gemet_iri = "eionet europa eu gemet inspire theme";
constexpr std::string_view topic_iri = "inspire ec europa eu metadata codelist topiccategory";

void add(std::vector<std::string>& codes, std::string_view code) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end())
        codes.emplace_back(code);
}

void add_all(
    std::vector<std::string>& codes,
    const KeyMap<ThemeCodes>& themes,
    std::string_view code
) {
    if (const auto found = themes.find(code); found != themes.end())
        for (const std::string& theme : found->second)
            add(codes, theme);
}

// A whole key in the three tables, in their order.
std::vector<std::string> of_label(const Vocabularies::State& state, std::string_view key) {
    std::vector<std::string> codes;
    if (const auto theme = state.theme.exact(key))
        add(codes, *theme);
    else if (const auto topic = state.iso_topics.find(key))
        add_all(codes, state.themes_of_topic, *topic);
    else if (const auto inspire = state.inspire_themes.find(key))
        add_all(codes, state.themes_of_inspire, *inspire);
    return codes;
}

// The longest label at the front of the key, of any of the three tables.
std::size_t front_label(const Vocabularies::State& state, std::string_view key) {
    std::size_t length = 0;
    for (const PhraseMap* labels : {&state.theme.keys(), &state.iso_topics, &state.inspire_themes})
        if (const auto hit = labels->longest_prefix(key))
            length = std::max(length, hit->length);
    return length;
}

// "transports deplacements environnement": labels one after the other until nothing is left.
std::vector<std::string> of_labels(const Vocabularies::State& state, std::string_view key) {
    std::vector<std::string> codes;
    while (!key.empty()) {
        const std::size_t length = front_label(state, key);
        if (length == 0)
            return {};
        for (const std::string& code : of_label(state, key.substr(0, length)))
            add(codes, code);
        key = after(key, length);
    }
    return codes;
}

std::vector<std::string> of_key(const Vocabularies::State& state, std::string_view key) {
    std::vector<std::string> codes = of_label(state, key);
    if (!codes.empty())
        return codes;
    const Lexicon::Found found = state.theme.resolve(key);
    if (found.code)
        return {std::string(*found.code)};
    if (found.stripped == inspire_iri || found.stripped == gemet_iri) {
        if (const auto inspire = state.inspire_codes.find(found.rest);
            inspire != state.inspire_codes.end())
            add_all(codes, state.themes_of_inspire, inspire->second);
    } else if (found.stripped == topic_iri) {
        if (const auto topic = state.iso_topics.find(found.rest))
            add_all(codes, state.themes_of_topic, *topic);
    }
    return codes.empty() && found.rest.size() != key.size() ? of_label(state, found.rest) : codes;
}

std::vector<std::string> theme_by_rules(const Vocabularies::State& state, std::string_view raw) {
    const bool iri = is_iri(raw);
    // data-theme/EDUC#SPORT, but not theme#tn: only after an EU authority is the fragment a detail.
    if (iri && raw.find("/authority/") != std::string_view::npos)
        raw = raw.substr(0, raw.find('#'));
    const std::string key = text::vocabulary_key(raw);
    std::vector<std::string> codes = of_key(state, key);
    if (codes.empty() && iri)
        codes = of_key(state, text::vocabulary_key(last_segment(raw)));
    if (codes.empty() && !iri)
        codes = of_labels(state, key);
    return codes;
}

} // namespace

Resolutions resolve_themes(const Vocabularies::State& state, std::string_view raw) {
    raw = text::trim(raw);
    if (raw.empty() || state.theme.is_noise(raw))
        return {};
    std::vector<std::string> codes = theme_by_rules(state, raw);
    if (codes.empty() && raw.find('|') != std::string_view::npos) {
        for (std::string_view rest = raw; !rest.empty();) {
            const auto bar = std::min(rest.find('|'), rest.size());
            for (const std::string& code : theme_by_rules(state, text::trim(rest.substr(0, bar))))
                add(codes, code);
            rest.remove_prefix(std::min(bar + 1, rest.size()));
        }
    }
    if (codes.empty())
        return {Match::unresolved, {}};
    return {Match::mapped, std::move(codes)};
}

Resolutions themes_of_tag_label(const Vocabularies::State& state, std::string_view tag) {
    const std::string key = text::vocabulary_key(tag);
    std::vector<std::string> codes;
    if (const auto inspire = state.inspire_themes.find(key))
        add_all(codes, state.themes_of_inspire, *inspire);
    else if (const auto topic = state.iso_topics.find(key))
        add_all(codes, state.themes_of_topic, *topic);
    else if (const auto theme = state.theme.exact(key))
        add(codes, *theme);
    if (codes.empty())
        return {Match::unresolved, {}};
    return {Match::mapped, std::move(codes)};
}

} // namespace moisson::normalise
