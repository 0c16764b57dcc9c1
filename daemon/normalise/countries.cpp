// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Places to countries (decision 26).
#include "normalise/spatial.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::size_t pieces_max = 300;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void add_country(
    std::vector<std::string>& codes,
    const Vocabularies& vocabularies,
    std::string_view code
) {
    const CountryRow* row = vocabularies.country_row(code);
    if (row == nullptr || !row->is_country)
        return;
    if (std::find(codes.begin(), codes.end(), row->code) == codes.end())
        codes.push_back(row->code);
}

// "country:tg" and "fr:region:84", the zones of udata.
bool add_zone(
    std::vector<std::string>& codes,
    const Vocabularies& vocabularies,
    std::string_view text
) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find("://") != std::string_view::npos)
        return false;
    const std::string_view head = text.substr(0, colon);
    if (head == "country") {
        add_country(codes, vocabularies, vocabularies.country(text).code);
        return true;
    }
    const bool zone = head.size() == 2 && is_letter(head[0]) && is_letter(head[1]) &&
                      text.find(':', colon + 1) != std::string_view::npos;
    if (zone)
        add_country(codes, vocabularies, vocabularies.country(head).code);
    return zone;
}

// A name long enough to be no accident; "TGO" counts, "no" and "So" do not.
bool proves_country(std::string_view label) {
    const bool upper =
        std::all_of(label.begin(), label.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return label.size() >= 4 || (label.size() == 3 && upper);
}

std::string country_of_label(std::string_view label, const Vocabularies& vocabularies) {
    return proves_country(label) ? vocabularies.country(label).code : std::string{};
}

// "Togo, Bénin": all pieces are countries. "Lomé, Togo": the last one is.
void add_label(
    std::vector<std::string>& codes,
    const Vocabularies& vocabularies,
    std::string_view label
) {
    if (const std::string whole = country_of_label(label, vocabularies); !whole.empty())
        return add_country(codes, vocabularies, whole);
    std::vector<std::string> pieces;
    bool all = true;
    for (std::string_view rest = label; !rest.empty() && pieces.size() < pieces_max;) {
        const auto end = std::min(rest.find_first_of(",;|/"), rest.size());
        pieces.push_back(country_of_label(text::trim(rest.substr(0, end)), vocabularies));
        all = all && !pieces.back().empty();
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (pieces.size() < 2)
        return;
    if (!all)
        pieces.erase(pieces.begin(), pieces.end() - 1);
    for (const std::string& piece : pieces)
        add_country(codes, vocabularies, piece);
}

} // namespace

std::vector<std::string>
countries_of(const RawLocation& location, const Vocabularies& vocabularies) {
    std::vector<std::string> codes;
    for (const std::string_view text : {text::trim(location.uri), text::trim(location.label)}) {
        if (text.empty() || add_zone(codes, vocabularies, text))
            continue;
        if (text.find("://") != std::string_view::npos)
            add_country(codes, vocabularies, vocabularies.country(text).code);
        else
            add_label(codes, vocabularies, text);
    }
    return codes;
}

} // namespace moisson::normalise
