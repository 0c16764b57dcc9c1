// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Backslash escapes of the Turtle family. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moisson::rdf::turtle {

struct Unescaped {
    std::string text;
    // An escape was no escape, or named no character: kept as text, or as U+FFFD.
    bool had_fault = false;
};

// The plain text of an IRI, where only \u and \U escape.
Unescaped unescape_iri(std::string_view text);

// The inside of a string, with the faults of its escapes and bare line breaks (when `one_line`)
// mended; no value when there is nothing to mend.
std::optional<std::string> mend_string(std::string_view inside, bool one_line);

// The local part of a name without its backslashes.
std::string unescape_local(std::string_view local);

// Appends a string literal's inside, escaped for N-Triples and Turtle.
void append_escaped(std::string& out, std::string_view text);

} // namespace moisson::rdf::turtle
