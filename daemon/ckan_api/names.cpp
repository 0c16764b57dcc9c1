// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/names.hpp"

#include "core/utf8.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace moisson::ckan_api {
namespace {

constexpr std::size_t tag_letters_min = 2;
constexpr std::size_t tag_letters_max = 100;

// Everything of the facade is named within this space.
const Uuid& space() {
    static const Uuid made = *uuid_from_string("6ba7b811-9dad-11d1-80b4-00c04fd430c8");
    return made;
}

Uuid named(std::string_view kind, std::string_view name) {
    return uuid5(space(), fmt::format("urn:moisson:ckan:{}:{}", kind, name));
}

std::string in_case(std::string_view text, int (*change)(int)) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [change](unsigned char c) {
        return static_cast<char>(change(c));
    });
    return out;
}

bool is_tag_letter(char32_t c) {
    if (c < 0x80)
        return std::isalnum(static_cast<int>(c)) != 0 || c == '-' || c == '_' || c == '.';
    // Latin-1 signs, general punctuation and what replaces broken text are no letters.
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && c != 0xFFFD &&
           !(c >= 0x3000 && c <= 0x303F) && c < 0x1F000;
}

} // namespace

Uuid organization_id(std::string_view name) {
    return named("organization", name);
}
Uuid group_id(std::string_view name) {
    return named("group", name);
}
Uuid tag_id(std::string_view name) {
    return named("tag", text::fold(name));
}
Uuid harvest_source_id(std::string_view portal_key) {
    return named("portal", portal_key);
}
Uuid licence_id(std::string_view code) {
    return named("licence", code);
}

std::string group_name(std::string_view theme) {
    return in_case(theme, std::tolower);
}
std::string theme_of_group(std::string_view name) {
    return in_case(name, std::toupper);
}

std::string licence_name(std::string_view code, const VocabulariesPtr& vocabularies) {
    const normalise::LicenceRow* const row =
        vocabularies ? vocabularies->licence_row(code) : nullptr;
    return row != nullptr && !row->ckan_id.empty() ? row->ckan_id : std::string(code);
}

std::vector<std::string> licence_codes(std::string_view name, const VocabulariesPtr& vocabularies) {
    std::vector<std::string> out{std::string(name)};
    const std::string folded = text::fold(name);
    if (vocabularies)
        for (const normalise::LicenceRow& row : vocabularies->licences())
            if (text::fold(row.ckan_id) == folded || text::fold(row.code) == folded)
                out.push_back(row.code);
    return out;
}

std::vector<std::string> open_licences(const VocabulariesPtr& vocabularies) {
    std::vector<std::string> out;
    if (vocabularies)
        for (const normalise::LicenceRow& row : vocabularies->licences())
            if (row.openness == 'O')
                out.push_back(row.code);
    return out;
}

std::string tag_name(std::string_view keyword) {
    std::string out;
    std::size_t letters = 0;
    bool space_waits = false;
    for (std::size_t at = 0; at < keyword.size() && letters < tag_letters_max;) {
        const char32_t c = next_code_point(keyword, at);
        if (!is_tag_letter(c)) {
            space_waits = !out.empty();
            continue;
        }
        if (space_waits && letters + 2 <= tag_letters_max) {
            out += ' ';
            ++letters;
        }
        space_waits = false;
        append_utf8(out, c);
        ++letters;
    }
    return letters >= tag_letters_min ? out : std::string();
}

std::string naive_time(Instant instant) {
    std::string out = to_iso8601(instant);
    if (!out.empty() && out.back() == 'Z')
        out.pop_back();
    if (out.find('.') == std::string::npos)
        out += ".000000";
    return out;
}

} // namespace moisson::ckan_api
