// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/document.hpp"

#include "text/html.hpp"

#include <algorithm>
#include <cstddef>

namespace moisson::notify {
namespace {

using text::escape_html;

constexpr std::size_t columns = 72;

std::size_t width_of(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

// Words are those between plain spaces: no-break spaces keep.
std::string wrapped(std::string_view text, std::string_view first, std::string_view next) {
    std::string out(first);
    std::size_t column = width_of(first);
    bool fresh = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty())
            continue;
        if (!fresh && column + 1 + width_of(word) > columns) {
            out += "\n";
            out += next;
            column = width_of(next);
            fresh = true;
        }
        if (!fresh) {
            out += ' ';
            ++column;
        }
        out += word;
        column += width_of(word);
        fresh = false;
    }
    return out + "\n";
}

std::string anchor(const std::string& text, const std::string& url) {
    return "<a href=\"" + escape_html(url) + "\" style=\"color:#0b4f8a\">" + escape_html(text) +
           "</a>";
}

std::string html_of(const Block& block) {
    switch (block.kind) {
    case Block::Kind::title:
        return "<h1 style=\"font-size:22px;line-height:1.3;margin:0 0 8px\">" +
               escape_html(block.text) + "</h1>\n";
    case Block::Kind::heading:
        return "<h2 style=\"font-size:18px;margin:24px 0 8px\">" + escape_html(block.text) +
               "</h2>\n";
    case Block::Kind::paragraph:
        return "<p style=\"margin:8px 0\">" + escape_html(block.text) + "</p>\n";
    case Block::Kind::note:
        return "<p style=\"margin:8px 0;font-size:14px;color:#444\">" + escape_html(block.text) +
               "</p>\n";
    case Block::Kind::link:
        return "<p style=\"margin:8px 0\">" + anchor(block.text, block.url) + "</p>\n";
    case Block::Kind::item:
        break;
    }
    std::string out =
        "<div style=\"margin:12px 0;padding-left:12px;border-left:3px solid #c9c9c9\">"
        "<strong>" +
        escape_html(block.text) + "</strong>";
    if (!block.detail.empty())
        out += "<br>" + escape_html(block.detail);
    if (!block.url.empty())
        out += "<br>" + anchor(block.action, block.url);
    return out + "</div>\n";
}

std::string text_of(const Block& block) {
    switch (block.kind) {
    case Block::Kind::title: {
        const std::string line = wrapped(block.text, "", "");
        return line + std::string(std::min(width_of(block.text), columns), '=') + "\n\n";
    }
    case Block::Kind::heading: {
        const std::string line = wrapped(block.text, "", "");
        return "\n" + line + std::string(std::min(width_of(block.text), columns), '-') + "\n\n";
    }
    case Block::Kind::paragraph:
    case Block::Kind::note:
        return wrapped(block.text, "", "") + "\n";
    case Block::Kind::link:
        return wrapped(block.text, "", "") + block.url + "\n\n";
    case Block::Kind::item:
        break;
    }
    std::string out = wrapped(block.text, "- ", "  ");
    if (!block.detail.empty())
        out += wrapped(block.detail, "  ", "  ");
    if (!block.url.empty())
        out += wrapped(block.action, "  ", "  ") + "  " + block.url + "\n";
    return out + "\n";
}

} // namespace

void Document::add(Block::Kind kind, std::string text) {
    Block block;
    block.kind = kind;
    block.text = std::move(text);
    blocks.push_back(std::move(block));
}

void Document::link(std::string text, std::string url) {
    add(Block::Kind::link, std::move(text));
    blocks.back().url = std::move(url);
}

void Document::item(std::string title, std::string detail, std::string action, std::string url) {
    add(Block::Kind::item, std::move(title));
    blocks.back().detail = std::move(detail);
    blocks.back().action = std::move(action);
    blocks.back().url = std::move(url);
}

std::string to_text(const Document& document) {
    std::string out;
    for (const Block& block : document.blocks)
        out += text_of(block);
    while (out.starts_with('\n'))
        out.erase(0, 1);
    while (out.ends_with("\n\n"))
        out.pop_back();
    return out;
}

std::string to_html(const Document& document) {
    std::string out = "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                      "<title>" +
                      escape_html(document.subject) +
                      "</title>\n</head>\n"
                      "<body style=\"margin:0;padding:0;background:#fff;color:#1a1a1a\">\n"
                      "<div style=\"max-width:640px;margin:0 auto;padding:16px;"
                      "font:16px/1.5 sans-serif\">\n";
    for (const Block& block : document.blocks)
        out += html_of(block);
    return out + "</div>\n</body>\n</html>\n";
}

} // namespace moisson::notify
