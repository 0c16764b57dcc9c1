// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Licences: from every form in which a source names one.
#include "normalise/parts.hpp"
#include "normalise/urls.hpp"
#include "text/key.hpp"

#include <array>

namespace moisson::normalise {
namespace {

// The most telling code of one licence: its address names the version, its id and title often do
// not. What only says "other" or "not specified" gives way to anything that says more.
std::string code_of(Work& work, const RawLicence& raw) {
    std::string vague;
    for (const std::string* form : {&raw.url, &raw.id, &raw.title}) {
        if (form->empty())
            continue;
        Resolution found = work.words.licence(*form);
        if (is_real_licence(found.code))
            return std::move(found.code);
        if (vague.empty())
            vague = std::move(found.code);
    }
    return vague;
}

std::string raw_of(const RawLicence& licence) {
    for (const std::string* form : {&licence.id, &licence.title, &licence.url})
        if (!text::trim(*form).empty())
            return std::string(utf8_prefix(text::trim(*form), limits::short_text_bytes));
    return {};
}

bool is_noise(Work& work, const RawLicence& licence) {
    for (const std::string* form : {&licence.id, &licence.title, &licence.url})
        if (work.words.licence(*form).match != Match::no_value)
            return false;
    return true;
}

Licence licence_from(Work& work, const RawLicence& raw, std::string code) {
    Licence licence;
    licence.code = std::move(code);
    licence.raw = raw_of(raw);
    licence.title = line_of(work, raw.title, "licence", limits::short_text_bytes);
    licence.url = read_url(raw.url, work.context.base_url).url;
    if (licence.url.empty() && licence.raw.find("://") != std::string::npos)
        licence.url = read_url(licence.raw, {}).url;
    complete_licence(work.vocabularies, licence);
    return licence;
}

} // namespace

bool is_real_licence(std::string_view code) {
    return !code.empty() && code != "notspecified" && !code.starts_with("other");
}

void complete_licence(const Vocabularies& vocabularies, Licence& licence) {
    const LicenceRow* const row = vocabularies.licence_row(licence.code);
    if (row == nullptr)
        return;
    licence.openness = row->openness;
    if (licence.title.empty() || licence.title.find("://") != std::string::npos)
        licence.title = row->labels.in("fr");
    if (licence.url.empty())
        licence.url = row->url;
}

std::optional<Licence> licence_of(Work& work, std::span<const RawLicence> raw) {
    const RawLicence* chosen = nullptr;
    std::string chosen_code;
    for (const RawLicence& candidate : raw) {
        if (raw_of(candidate).empty() || is_noise(work, candidate))
            continue;
        std::string code = code_of(work, candidate);
        if (code.empty())
            work.report.add(Code::unmapped_licence, raw_of(candidate));
        const bool better = chosen == nullptr || (chosen_code.empty() && !code.empty()) ||
                            (!is_real_licence(chosen_code) && is_real_licence(code));
        if (better) {
            chosen = &candidate;
            chosen_code = std::move(code);
        }
    }
    if (chosen == nullptr)
        return std::nullopt;
    return licence_from(work, *chosen, std::move(chosen_code));
}

} // namespace moisson::normalise
