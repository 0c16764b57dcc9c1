// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HTML of unknown origin: to plain text, and to a small safe HTML. The parser is libxml2's
// forgiving one, without network, entities files or external DTDs; depth and size are bounded
// (limits::html_depth, limits::description_bytes).
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// True when the text holds at least one known HTML tag ("<p>", "</div>", "<br/>").
bool looks_like_html(std::string_view text);

// Decodes named and numeric character references once; unknown ones stay as written.
std::string decode_entities(std::string_view text);

// Text of the elements that are shown: scripts, styles and comments left out, blocks separated by a
// newline, entities decoded, white space collapsed. Total.
std::string html_to_text(std::string_view html);

// HTML with a white list of elements (p br ul ol li strong em b i u code pre blockquote h2-h6 table
// ... a) and of attributes (href, title, colspan, rowspan). Links only to http, https and mailto,
// with rel="nofollow noopener ugc". h1 becomes h2. Unknown elements give their text, script and the
// like give nothing. Well-formed, safe inside any element that takes flow content. Total.
std::string sanitise_html(std::string_view html);

// The five characters of HTML as references: for text and for quoted attributes.
std::string escape_html(std::string_view text);

} // namespace moisson::text
