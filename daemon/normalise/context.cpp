// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The context of a source, and what of it belongs to the mapping version.
#include "normalise/normalise.hpp"
#include "text/key.hpp"

namespace moisson::normalise {
namespace {

// The usual name stands for itself too, so that all its datasets have one producer.
std::map<std::string, std::string> by_key(const std::map<std::string, std::string>& publishers) {
    std::map<std::string, std::string> out;
    for (const auto& [name, usual] : publishers)
        out.insert_or_assign(text::vocabulary_key(name), usual);
    for (const auto& [name, usual] : publishers)
        out.try_emplace(text::vocabulary_key(usual), usual);
    return out;
}

} // namespace

NormaliseContext make_context(
    const Portal& portal,
    const Source& source,
    std::shared_ptr<const Vocabularies> vocabularies,
    Instant now
) {
    NormaliseContext context;
    context.vocabularies = std::move(vocabularies);
    context.portal_key = portal.key;
    context.id_scheme = source.connector;
    context.base_url = source.public_url.empty() ? source.url : source.public_url;
    context.countries = portal.countries;
    context.languages = portal.languages;
    context.timezone = source.timezone;
    // A portal of one country lives in its time.
    if (context.timezone.empty() && portal.countries.size() == 1)
        if (const CountryRow* row = context.vocabularies->country_row(portal.countries.front()))
            context.timezone = row->timezone;
    context.default_language = source.default_language;
    context.default_licence = source.default_licence;
    context.default_publisher = source.default_publisher;
    context.default_frequency = source.default_frequency;
    context.publishers = by_key(source.publishers);
    for (const auto& [kind, codes] : source.vocabulary)
        for (const auto& [raw, code] : codes)
            context.vocabulary[kind].insert_or_assign(text::vocabulary_key(raw), code);
    context.now = now;
    return context;
}

Digest mapping_digest(const NormaliseContext& context) {
    Sha256 digest;
    const auto field = [&](std::string_view text) {
        digest.update(std::to_string(text.size()));
        digest.update(":");
        digest.update(text);
    };
    const auto list = [&](const std::vector<std::string>& values) {
        field(std::to_string(values.size()));
        for (const std::string& value : values)
            field(value);
    };
    field(mapping_code_version);
    field(to_hex(context.vocabularies->digest()));
    field(context.portal_key);
    field(context.id_scheme);
    field(context.base_url);
    list(context.countries);
    list(context.languages);
    field(context.timezone);
    field(context.default_language);
    field(context.default_licence);
    field(context.default_publisher);
    field(context.default_frequency);
    // Nothing of these where there are none: to know of them changes no mapping.
    for (const auto& [name, usual] : context.publishers) {
        field("publisher");
        field(name);
        field(usual);
    }
    for (const auto& [kind, codes] : context.vocabulary)
        for (const auto& [raw, code] : codes) {
            field(kind);
            field(raw);
            field(code);
        }
    return digest.finish();
}

} // namespace moisson::normalise
