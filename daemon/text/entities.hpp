// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Character references and tags, by scanning: what clean, html and markup share. Internal to the
// room.
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// Name in lower case of the tag that starts at text[0] == '<', when it is one that HTML knows and
// it ends; empty otherwise. `length` receives its bytes, with both angle brackets.
std::string_view known_tag(std::string_view text, std::size_t& length);

// Decodes references until none is left: "&amp;eacute;" -> "é". Linear.
std::string decode_entities_fully(std::string_view text);

// Removes known tags and comments; those that separate words leave a space.
std::string remove_tags(std::string_view text);

// True for "&lt;p&gt;" and the like: HTML that was escaped once more.
bool holds_escaped_html(std::string_view text);

} // namespace moisson::text
