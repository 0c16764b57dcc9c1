// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/source_vocabulary.hpp"

#include "text/key.hpp"

namespace moisson::normalise {

const std::string* SourceVocabulary::own_code(const char* kind, std::string_view raw) const {
    if (own_.empty() || raw.empty())
        return nullptr;
    const auto codes = own_.find(kind);
    if (codes == own_.end())
        return nullptr;
    const auto code = codes->second.find(text::vocabulary_key(raw));
    return code == codes->second.end() ? nullptr : &code->second;
}

Resolution SourceVocabulary::licence(std::string_view raw) const {
    const std::string* const own = own_code("licence", raw);
    return own == nullptr ? common_.licence(raw) : Resolution{Match::mapped, *own};
}

Resolution SourceVocabulary::frequency(std::string_view raw, std::string_view field) const {
    const std::string* const own = own_code("frequency", raw);
    return own == nullptr ? common_.frequency(raw, field) : Resolution{Match::mapped, *own};
}

Resolution SourceVocabulary::access_right(std::string_view raw) const {
    const std::string* const own = own_code("access_rights", raw);
    return own == nullptr ? common_.access_right(raw) : Resolution{Match::mapped, *own};
}

Resolution SourceVocabulary::format(const FormatEvidence& evidence) const {
    for (const std::string_view raw : {evidence.declared, evidence.media_type})
        if (const std::string* const own = own_code("format", raw))
            return Resolution{Match::mapped, *own};
    return common_.format(evidence);
}

Resolutions SourceVocabulary::themes(std::string_view raw) const {
    const std::string* const own = own_code("theme", raw);
    return own == nullptr ? common_.themes(raw) : Resolutions{Match::mapped, {*own}};
}

LanguageResolution SourceVocabulary::language(std::string_view raw) const {
    const std::string* const own = own_code("language", raw);
    return own == nullptr ? common_.language(raw) : LanguageResolution{Match::mapped, {*own}};
}

} // namespace moisson::normalise
