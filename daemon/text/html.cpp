// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/html.hpp"

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

} // namespace

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
