// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The keywords of JSON-LD 1.1 and what looks like one. Internal to the room.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace moisson::rdf::jsonld {

namespace kw {
inline constexpr std::string_view base = "@base";
inline constexpr std::string_view container = "@container";
inline constexpr std::string_view context = "@context";
inline constexpr std::string_view direction = "@direction";
inline constexpr std::string_view graph = "@graph";
inline constexpr std::string_view id = "@id";
inline constexpr std::string_view import = "@import";
inline constexpr std::string_view included = "@included";
inline constexpr std::string_view index = "@index";
inline constexpr std::string_view json = "@json";
inline constexpr std::string_view language = "@language";
inline constexpr std::string_view list = "@list";
inline constexpr std::string_view nest = "@nest";
inline constexpr std::string_view none = "@none";
inline constexpr std::string_view prefix = "@prefix";
inline constexpr std::string_view propagate = "@propagate";
inline constexpr std::string_view protected_ = "@protected";
inline constexpr std::string_view reverse = "@reverse";
inline constexpr std::string_view set = "@set";
inline constexpr std::string_view type = "@type";
inline constexpr std::string_view value = "@value";
inline constexpr std::string_view version = "@version";
inline constexpr std::string_view vocab = "@vocab";
} // namespace kw

constexpr bool is_keyword(std::string_view text) {
    if (text.empty() || text.front() != '@')
        return false;
    constexpr std::array all = {
        kw::base,   kw::container, kw::context, kw::direction, kw::graph,      kw::id,
        kw::import, kw::included,  kw::index,   kw::json,      kw::language,   kw::list,
        kw::nest,   kw::none,      kw::prefix,  kw::propagate, kw::protected_, kw::reverse,
        kw::set,    kw::type,      kw::value,   kw::version,   kw::vocab};
    return std::find(all.begin(), all.end(), text) != all.end();
}

// "@" and letters: reserved for later versions, and ignored.
constexpr bool has_keyword_form(std::string_view text) {
    return text.size() > 1 && text.front() == '@' &&
           std::all_of(text.begin() + 1, text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

} // namespace moisson::rdf::jsonld
