// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Descriptions, whatever they are written in. Portals do not say whether a description is plain
// text, Markdown or HTML: one detection serves search, pages and feeds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::text {

enum class Markup { plain, markdown, html };

// HTML when a known tag occurs, Markdown when a link, list, heading or emphasis occurs.
Markup detect_markup(std::string_view text);

// Plain text of a description: paragraphs separated by a newline, links as their label. Total.
std::string markup_to_text(std::string_view text);

// Safe HTML of a description, through sanitise_html in every case. Bare http(s) URLs become links.
std::string markup_to_safe_html(std::string_view text);

std::string markdown_to_text(std::string_view markdown);
std::string markdown_to_safe_html(std::string_view markdown);

} // namespace moisson::text
