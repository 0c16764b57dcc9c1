// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/vocabularies.hpp"

#include "core/assert.hpp"
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {

Vocabularies::Vocabularies(std::unique_ptr<State> state) : state_(std::move(state)) {
    MOISSON_ASSERT(state_ != nullptr);
}

Vocabularies::~Vocabularies() = default;

const Digest& Vocabularies::digest() const {
    return state_->digest;
}

Resolution Vocabularies::frequency(std::string_view raw, std::string_view field) const {
    // Numbers mean days in one field only, so only the others share the cache.
    if (field == "data_update_frequency")
        return resolve_frequency(*state_, raw, field);
    return state_->frequency_cache.get(raw, [&](std::string_view text) {
        return resolve_frequency(*state_, text, {});
    });
}

Resolution Vocabularies::format(std::string_view raw) const {
    if (raw.empty())
        return {};
    return state_->format_cache.get(raw, [&](std::string_view text) {
        return resolve_format(*state_, text);
    });
}

Resolution Vocabularies::format(const FormatEvidence& evidence) const {
    Resolution best = format(evidence.declared);
    int strength = format_strength(*state_, best.code);
    const auto offer = [&](Resolution later) {
        const int other = format_strength(*state_, later.code);
        if (other > strength) {
            best = std::move(later);
            strength = other;
        } else if (best.match == Match::no_value) {
            best = std::move(later);
        }
    };
    if (strength < 3)
        offer(format(evidence.media_type));
    if (strength < 3)
        if (const auto code = format_of_extension(*state_, evidence.url))
            offer({Match::mapped, std::string(*code)});
    return best;
}

Resolution Vocabularies::licence(std::string_view raw) const {
    return state_->licence_cache.get(raw, [&](std::string_view text) {
        return resolve_licence(*state_, text);
    });
}

Resolutions Vocabularies::themes(std::string_view raw) const {
    return state_->theme_cache.get(raw, [&](std::string_view text) {
        return resolve_themes(*state_, text);
    });
}

std::vector<std::string> Vocabularies::themes_of_tags(std::span<const std::string_view> tags
) const {
    std::vector<std::string> codes;
    const auto collect = [&](const Resolutions& found) {
        for (const std::string& code : found.codes)
            if (std::find(codes.begin(), codes.end(), code) == codes.end())
                codes.push_back(code);
    };
    for (const std::string_view tag : tags)
        collect(state_->tag_label_cache.get(tag, [&](std::string_view text) {
            return themes_of_tag_label(*state_, text);
        }));
    if (!codes.empty())
        return codes;
    for (const std::string_view tag : tags)
        collect(state_->tag_keyword_cache.get(tag, [&](std::string_view text) {
            const auto code = state_->theme_keywords.find(text::vocabulary_key(text));
            return code ? Resolutions{Match::mapped, {std::string(*code)}}
                        : Resolutions{Match::unresolved, {}};
        }));
    return codes;
}

Resolution Vocabularies::country(std::string_view raw) const {
    return state_->country_cache.get(raw, [&](std::string_view text) {
        return resolve_country(*state_, text);
    });
}

LanguageResolution Vocabularies::language(std::string_view raw) const {
    return state_->language_cache.get(raw, [&](std::string_view text) {
        return resolve_language(*state_, text);
    });
}

Resolution Vocabularies::access_right(std::string_view raw) const {
    return state_->access_right_cache.get(raw, [&](std::string_view text) {
        return resolve_access_right(*state_, text);
    });
}

int Vocabularies::utc_offset_minutes(std::string_view zone, long long local_seconds) const {
    const auto found = state_->zones.find(zone);
    return found == state_->zones.end() ? 0 : found->second.offset_minutes(local_seconds);
}

bool Vocabularies::has_timezone(std::string_view zone) const {
    return state_->zones.find(zone) != state_->zones.end();
}

std::optional<TimeZone> Vocabularies::time_zone(std::string_view zone) const {
    const auto found = state_->zones.find(zone);
    return found == state_->zones.end() ? std::nullopt : std::optional(found->second);
}

const FrequencyRow* Vocabularies::frequency_row(std::string_view code) const {
    return state_->frequencies.find(code);
}

const FormatRow* Vocabularies::format_row(std::string_view code) const {
    return state_->formats.find(code);
}

const FamilyRow* Vocabularies::family_row(char family) const {
    for (const FamilyRow& row : state_->families)
        if (row.family == family)
            return &row;
    return nullptr;
}

const LicenceRow* Vocabularies::licence_row(std::string_view code) const {
    return state_->licences.find(code);
}

const ThemeRow* Vocabularies::theme_row(std::string_view code) const {
    return state_->themes.find(code);
}

const AccessRightRow* Vocabularies::access_right_row(std::string_view code) const {
    return state_->access_rights.find(code);
}

const CountryRow* Vocabularies::country_row(std::string_view code) const {
    return state_->countries.find(code);
}

const LanguageRow* Vocabularies::language_row(std::string_view tag) const {
    if (const LanguageRow* row = state_->languages.find(tag))
        return row;
    const auto found = state_->language_by_tag.find(tag);
    return found == state_->language_by_tag.end() ? nullptr
                                                  : &state_->languages.list[found->second];
}

std::span<const FrequencyRow> Vocabularies::frequencies() const {
    return state_->frequencies.list;
}

std::span<const FormatRow> Vocabularies::formats() const {
    return state_->formats.list;
}

std::span<const FamilyRow> Vocabularies::families() const {
    return state_->families;
}

std::span<const LicenceRow> Vocabularies::licences() const {
    return state_->licences.list;
}

std::span<const ThemeRow> Vocabularies::themes() const {
    return state_->themes.list;
}

std::span<const AccessRightRow> Vocabularies::access_rights() const {
    return state_->access_rights.list;
}

std::span<const CountryRow> Vocabularies::countries() const {
    return state_->countries.list;
}

std::span<const LanguageRow> Vocabularies::languages() const {
    return state_->languages.list;
}

} // namespace moisson::normalise
