// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which syntax a document is written in: what the operator configured, else what the body shows,
// else Content-Type, else the extension. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace moisson::rdf {

enum class Syntax : unsigned char { turtle, trig, ntriples, nquads, rdf_xml, json_ld };

// What is known of a document before it is read; anything may be empty.
struct SyntaxHints {
    std::optional<Syntax> configured;
    // The first bytes of the body, a kilobyte or more.
    std::string_view body;
    std::string_view content_type;
    // Address or file name; query and fragment are ignored, and so is a final ".gz".
    std::string_view name;
};

struct SyntaxFound {
    Syntax syntax = Syntax::turtle;
    // What the label (Content-Type, else extension) promised, when the body shows another.
    std::optional<Syntax> promised;
};

// No value: nothing says RDF (an HTML page, other XML, an empty body without label).
std::optional<SyntaxFound> find_syntax(const SyntaxHints& hints);

std::optional<Syntax> syntax_of_body(std::string_view body);
std::optional<Syntax> syntax_of_content_type(std::string_view content_type);
std::optional<Syntax> syntax_of_name(std::string_view name);

// "turtle", "ntriples"...; the configuration's words.
std::string_view to_string(Syntax syntax);
std::optional<Syntax> syntax_from_string(std::string_view text);
std::string_view media_type(Syntax syntax);

} // namespace moisson::rdf
