// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/markup.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "text/entities.hpp"
#include "text/html.hpp"
#include "text/key.hpp"

#include <cmark.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace moisson::text {
namespace {

struct NodeDeleter {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using MarkdownDocument = std::unique_ptr<cmark_node, NodeDeleter>;

constexpr std::size_t depth_max = 1'000; // of quotes and lists inside one another

// cmark is iterative but its time grows with the nesting of quotes and lists, which no reader
// needs.
bool nests_absurdly(std::string_view markdown) {
    std::size_t run = 0;
    for (const char c : markdown) {
        const bool opens =
            c == '>' || c == ' ' || c == '[' || c == '*' || c == '_' || c == '-' || c == '`';
        run = opens && c != ' ' ? run + 1 : c == ' ' ? run : 0;
        if (run > depth_max)
            return true;
    }
    return false;
}

MarkdownDocument parse_markdown(std::string_view markdown) {
    const std::string_view bounded = utf8_prefix(markdown, limits::description_bytes);
    return MarkdownDocument(cmark_parse_document(bounded.data(), bounded.size(), CMARK_OPT_DEFAULT)
    );
}

std::string_view literal(cmark_node* node) {
    const char* text = cmark_node_get_literal(node);
    return text == nullptr ? std::string_view{} : std::string_view(text);
}

void end_line(std::string& out) {
    if (!out.empty() && out.back() != '\n')
        out += '\n';
}

void append_node(std::string& out, cmark_node* node, cmark_event_type event) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        out += literal(node);
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        end_line(out);
        break;
    case CMARK_NODE_CODE_BLOCK:
        end_line(out);
        out += literal(node);
        end_line(out);
        break;
    case CMARK_NODE_HTML_BLOCK:
        end_line(out);
        out += html_to_text(literal(node));
        end_line(out);
        break;
    case CMARK_NODE_HTML_INLINE:
        if (literal(node).starts_with("<br"))
            end_line(out);
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_ITEM:
        if (event == CMARK_EVENT_EXIT)
            end_line(out);
        break;
    default:
        break;
    }
}

bool is_word_border(std::string_view text, std::size_t at) {
    return at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n';
}

// One inline or block mark that plain prose hardly holds.
bool looks_like_markdown(std::string_view text) {
    if (text.find("](") != std::string_view::npos || text.find("**") != std::string_view::npos ||
        text.find("__") != std::string_view::npos || text.find("```") != std::string_view::npos)
        return true;
    for (std::size_t at = 0; at < text.size();) {
        std::string_view line = text.substr(at, text.find('\n', at) - at);
        at += line.size() + 1;
        const auto first = line.find_first_not_of(' ');
        if (first == std::string_view::npos || first > 3)
            continue;
        line.remove_prefix(first);
        if (line.starts_with("# ") || line.starts_with("## ") || line.starts_with("### ") ||
            line.starts_with("- ") || line.starts_with("* ") || line.starts_with("> ") ||
            line.starts_with("1. "))
            return true;
    }
    for (auto at = text.find('*'); at != std::string_view::npos; at = text.find('*', at + 1)) {
        const auto end = text.find('*', at + 1);
        if (end == std::string_view::npos)
            break;
        if (is_word_border(text, at) && end > at + 1 && text[at + 1] != ' ' && text[end - 1] != ' ')
            return true;
    }
    return false;
}

constexpr std::size_t heading_bytes_max = 80;

// Portals join paragraphs on one line: a short heading behind a sentence, up to the end of the
// line, gets a line of its own.
std::string with_headings_apart(std::string_view text) {
    std::string out;
    std::size_t from = 0;
    for (auto at = text.find(" ##"); at != text.npos; at = text.find(" ##", at + 1)) {
        const auto words = text.find_first_not_of('#', at + 1);
        if (at == 0 || words == text.npos || words - at > 7 || text[words] != ' ' ||
            std::string_view(".!?:").find(text[at - 1]) == std::string_view::npos)
            continue;
        const std::string_view heading = text.substr(words, heading_bytes_max + 1);
        if (std::min(heading.find('\n'), heading.size()) > heading_bytes_max)
            continue;
        out += text.substr(from, at - from);
        out += "\n\n";
        from = at + 1;
    }
    out += text.substr(from);
    return out;
}

std::string plain_to_html(std::string_view text) {
    std::string html = "<p>";
    bool blank = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view line = text.substr(at, text.find('\n', at) - at);
        at += line.size() + 1;
        if (trim(line).empty()) {
            blank = html != "<p>";
            continue;
        }
        if (blank)
            html += "</p><p>";
        else if (html != "<p>")
            html += "<br>";
        blank = false;
        html += escape_html(decode_entities_fully(line));
    }
    return html + "</p>";
}

} // namespace

Markup detect_markup(std::string_view text) {
    if (looks_like_markdown(text) && !text.starts_with("<"))
        return Markup::markdown;
    return looks_like_html(text)       ? Markup::html
           : looks_like_markdown(text) ? Markup::markdown
                                       : Markup::plain;
}

std::string markdown_to_text(std::string_view markdown) {
    if (nests_absurdly(markdown))
        return html_to_text(markdown);
    const MarkdownDocument document = parse_markdown(markdown);
    std::string out;
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iterator(
        cmark_iter_new(document.get()),
        &cmark_iter_free
    );
    for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get()))
        append_node(out, cmark_iter_get_node(iterator.get()), event);
    return std::string(trim(out));
}

std::string markdown_to_safe_html(std::string_view markdown) {
    if (nests_absurdly(markdown))
        return sanitise_html(escape_html(utf8_prefix(markdown, limits::description_bytes)));
    const MarkdownDocument document = parse_markdown(markdown);
    // Raw HTML passes here and is judged by the white list below.
    const std::unique_ptr<char, decltype(&std::free)> html(
        cmark_render_html(document.get(), CMARK_OPT_UNSAFE | CMARK_OPT_HARDBREAKS),
        &std::free
    );
    return sanitise_html(html == nullptr ? "" : html.get());
}

std::string markup_to_text(std::string_view text) {
    const std::string apart = with_headings_apart(utf8_prefix(text, limits::description_bytes));
    text = apart;
    switch (detect_markup(text)) {
    case Markup::html:
        return html_to_text(text);
    case Markup::markdown:
        return markdown_to_text(text);
    case Markup::plain:
        break;
    }
    return std::string(trim(decode_entities_fully(text)));
}

std::string markup_to_safe_html(std::string_view text) {
    const std::string apart = with_headings_apart(utf8_prefix(text, limits::description_bytes));
    text = apart;
    switch (detect_markup(text)) {
    case Markup::html:
        return sanitise_html(text);
    case Markup::markdown:
        return markdown_to_safe_html(text);
    case Markup::plain:
        break;
    }
    return trim(text).empty() ? std::string{} : sanitise_html(plain_to_html(text));
}

} // namespace moisson::text
