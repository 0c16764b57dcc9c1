// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/html.hpp"

#include "core/ascii.hpp"
#include "text/entities.hpp"
#include "text/html_document.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>

namespace moisson::text {
namespace {

class TextVisitor {
public:
    bool enter(const xmlNode* node, int) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            append(view(node->content));
            return false;
        }
        if (node->type != XML_ELEMENT_NODE)
            return false;
        const std::string_view name = view(node->name);
        if (is_dropped_element(name))
            return false;
        if (is_block_element(name))
            newline();
        else if (name == "td" || name == "th")
            gap_ = true;
        return true;
    }
    void leave(const xmlNode* node, int) {
        if (is_block_element(view(node->name)))
            newline();
    }
    std::string take() {
        while (!out_.empty() && out_.back() == '\n')
            out_.pop_back();
        return std::move(out_);
    }

private:
    void append(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            const bool nbsp = c == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || nbsp) {
                gap_ = true;
                i += nbsp ? 1U : 0U;
                continue;
            }
            if (gap_ && !out_.empty() && out_.back() != '\n')
                out_ += ' ';
            gap_ = false;
            out_ += c;
        }
    }
    void newline() {
        gap_ = false;
        if (!out_.empty() && out_.back() != '\n')
            out_ += '\n';
    }

    std::string out_;
    bool gap_ = false;
};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::size_t tag_attributes_max = 256;

bool is_separator(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/';
}

// One past the quoted value after the '=' at `at`, or past the '=' alone.
std::size_t value_end(std::string_view html, std::size_t at) {
    const std::size_t value = html.find_first_not_of(" \t\n\r", at + 1);
    if (value == std::string_view::npos || (html[value] != '"' && html[value] != '\''))
        return at + 1;
    const std::size_t close = html.find(html[value], value + 1);
    return close == std::string_view::npos ? html.size() : close + 1;
}

} // namespace

bool has_overfull_tag(std::string_view html) {
    bool inside = false;
    bool between = false;
    std::size_t words = 0;
    for (std::size_t i = 0; i < html.size();) {
        const char c = html[i];
        if (!inside) {
            inside = c == '<' && i + 1 < html.size() && is_ascii_letter(html[i + 1]);
            between = false;
            words = 0;
            ++i;
        } else if (c == '>') {
            inside = false;
            ++i;
        } else if (c == '=') {
            i = value_end(html, i);
            // A quoted value needs no space before the next name.
            between = html[i - 1] != '=';
        } else {
            words += between && !is_separator(c) ? 1 : 0;
            between = is_separator(c);
            if (words > tag_attributes_max)
                return true;
            ++i;
        }
    }
    return false;
}

bool is_dropped_element(std::string_view name) {
    static constexpr std::array<std::string_view, 14> names = {
        "script",
        "style",
        "head",
        "title",
        "iframe",
        "object",
        "embed",
        "svg",
        "noscript",
        "form",
        "button",
        "select",
        "input",
        "template"};
    return holds(names, name);
}

bool is_block_element(std::string_view name) {
    static constexpr std::array<std::string_view, 30> names = {
        "p",       "div",    "br",      "ul",     "ol",      "li",      "dl",     "dt",
        "dd",      "h1",     "h2",      "h3",     "h4",      "h5",      "h6",     "blockquote",
        "table",   "tr",     "hr",      "pre",    "article", "section", "header", "footer",
        "address", "center", "caption", "figure", "body",    "html"};
    return holds(names, name);
}

std::string html_to_text(std::string_view html) {
    const HtmlDocument document = parse_html(html);
    if (document == nullptr)
        return std::string(
            trim(decode_entities_fully(remove_tags(utf8_prefix(html, limits::description_bytes))))
        );
    TextVisitor visitor;
    if (const xmlNode* root = xmlDocGetRootElement(document.get()); root != nullptr)
        walk(root, visitor);
    return visitor.take();
}

} // namespace moisson::text
