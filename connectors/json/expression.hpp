// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Expressions of a description: a path, or a template that holds {paths}; and the texts that the
// values they lead to stand for.
#pragma once

#include "json/path.hpp"
#include "model/text.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace moisson::paths {

// Text with {path} in it. Values are percent-encoded when the text is an address ("http...", "/").
class Template {
public:
    static std::optional<Template> parse(std::string_view text);

    // Every {path} replaced by its first text; empty when one leads to nothing.
    std::string fill(const Value& root) const;

private:
    struct Part {
        std::string text;
        std::optional<Path> path;
    };
    std::vector<Part> parts_;
    bool is_address_ = false;
};

// Alternatives in order: the first that gives something counts.
class Expression {
public:
    // Nothing when expression_fault() has something to say of one of them.
    static std::optional<Expression> parse(const std::vector<std::string>& alternatives);

    std::string text(const Value& root) const;
    std::vector<std::string> texts(const Value& root) const;
    LocalizedText localized(const Value& root) const;
    // Objects as JSON text, everything else as text: for geometries.
    std::vector<std::string> raw_texts(const Value& root) const;
    // A path leads to an object or a list: something is there, text or not.
    bool leads_to_structure(const Value& root) const;

private:
    std::vector<std::variant<Path, Template>> alternatives_;
};

using Expressions = std::map<std::string, Expression, std::less<>>;

// Why a text is neither a path nor a template, in French; empty when it is one.
std::string expression_fault(const std::string& text);

// Scalars, the elements of a list, the name of an object. Trimmed, blank ones left out.
std::vector<std::string> texts_of(const Value& value);

// `text` with {name} replaced, for {page}, {offset}, {size}.
std::string with_numbers(std::string text, const std::map<std::string, std::string>& numbers);

} // namespace moisson::paths
