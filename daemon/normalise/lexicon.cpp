// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/lexicon.hpp"

#include "core/assert.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr int strips_max = 4;
constexpr std::string_view eu_prefix = "publications europa eu resource authority ";

} // namespace

bool PhraseMap::add(std::string_view phrase, std::string_view code) {
    const auto words = static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
    words_max_ = std::max(words_max_, words);
    const auto [at, inserted] = phrases_.try_emplace(std::string(phrase), code);
    return inserted || at->second == code;
}

std::optional<std::string_view> PhraseMap::find(std::string_view phrase) const {
    const auto at = phrases_.find(phrase);
    if (at == phrases_.end())
        return std::nullopt;
    return std::string_view(at->second);
}

std::optional<PhraseMap::Hit> PhraseMap::longest_prefix(std::string_view key) const {
    if (phrases_.empty() || key.empty())
        return std::nullopt;
    // Ends of the first words_max_ words, then from the longest down.
    std::vector<std::size_t> ends;
    ends.reserve(8);
    for (std::size_t at = 0; at < key.size() && ends.size() < words_max_;) {
        at = std::min(key.find(' ', at), key.size());
        ends.push_back(at);
        ++at;
    }
    for (auto end = ends.rbegin(); end != ends.rend(); ++end)
        if (const auto code = find(key.substr(0, *end)))
            return Hit{*end, *code};
    return std::nullopt;
}

std::vector<std::string_view> PhraseMap::anywhere(std::string_view key) const {
    std::vector<std::string_view> codes;
    while (!key.empty()) {
        if (const auto hit = longest_prefix(key)) {
            codes.push_back(hit->code);
            key = after(key, hit->length);
        } else {
            key = after(key, std::min(key.find(' '), key.size()));
        }
    }
    return codes;
}

std::string_view after(std::string_view key, std::size_t length) {
    key.remove_prefix(std::min(length, key.size()));
    if (key.starts_with(' '))
        key.remove_prefix(1);
    return key;
}

Lexicon::Lexicon() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(16 << 20);
    noise_ = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
}

bool Lexicon::add_key(std::string_view key, std::string_view code) {
    return keys_.add(key, code);
}

void Lexicon::add_eu_code(std::string_view code_as_written, std::string_view code) {
    std::string key = text::vocabulary_key(code_as_written);
    if (!key.empty())
        eu_codes_.try_emplace(std::move(key), code);
}

bool Lexicon::add_strip(std::string_view pattern, std::string_view code) {
    return strips_.add(pattern, code);
}

bool Lexicon::add_prefix(std::string_view pattern, std::string_view code) {
    return prefixes_.add(pattern, code);
}

bool Lexicon::add_word(std::string_view pattern, std::string_view code) {
    return words_.add(pattern, code);
}

bool Lexicon::add_noise(const std::string& expression) {
    return noise_->Add(expression, nullptr) >= 0;
}

void Lexicon::finish() {
    MOISSON_ASSERT(noise_->Compile());
}

bool Lexicon::is_noise(std::string_view raw) const {
    const std::string lowered = text::lower(text::trim(raw));
    std::vector<int> matches;
    return noise_->Match(re2::StringPiece(lowered.data(), lowered.size()), &matches);
}

Lexicon::Found Lexicon::resolve(std::string_view key, int depth) const {
    Found found;
    found.rest = key;
    if (key.empty())
        return found;
    found.code = exact(key);
    if (found.code)
        return found;
    if (const auto strip = depth < strips_max ? strips_.longest_prefix(key) : std::nullopt) {
        const std::string_view pattern = key.substr(0, strip->length);
        const std::string_view rest = after(key, strip->length);
        if (pattern.starts_with(eu_prefix)) {
            if (const auto eu = eu_codes_.find(rest); eu != eu_codes_.end()) {
                found.code = std::string_view(eu->second);
                return found;
            }
        }
        Found inner = resolve(rest, depth + 1);
        if (!inner.code && !strip->code.empty())
            inner.code = strip->code;
        inner.stripped = pattern;
        if (inner.code)
            return inner;
        found.rest = inner.rest;
        found.stripped = pattern;
    }
    if (const auto prefix = prefixes_.longest_prefix(key))
        found.code = prefix->code;
    return found;
}

} // namespace moisson::normalise
