// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The white list. What it emits it writes itself, tag by tag: nothing of the source's markup is
// copied.
#include "core/ascii.hpp"
#include "text/html.hpp"
#include "text/html_document.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace moisson::text {
namespace {

struct Allowed {
    std::string_view element;
    std::string_view written; // under what name
};

constexpr std::array<Allowed, 40> allowed = {{
    {"p", "p"},
    {"br", "br"},
    {"ul", "ul"},
    {"ol", "ol"},
    {"li", "li"},
    {"dl", "dl"},
    {"dt", "dt"},
    {"dd", "dd"},
    {"strong", "strong"},
    {"b", "strong"},
    {"em", "em"},
    {"i", "em"},
    {"u", "u"},
    {"s", "s"},
    {"strike", "s"},
    {"del", "del"},
    {"ins", "ins"},
    {"sub", "sub"},
    {"sup", "sup"},
    {"small", "small"},
    {"code", "code"},
    {"pre", "pre"},
    {"blockquote", "blockquote"},
    {"q", "q"},
    {"h1", "h2"},
    {"h2", "h2"},
    {"h3", "h3"},
    {"h4", "h4"},
    {"h5", "h5"},
    {"h6", "h6"},
    {"hr", "hr"},
    {"table", "table"},
    {"caption", "caption"},
    {"thead", "thead"},
    {"tbody", "tbody"},
    {"tr", "tr"},
    {"td", "td"},
    {"th", "th"},
    {"a", "a"},
    {"abbr", "abbr"},
}};

std::optional<std::string_view> written_as(std::string_view name) {
    for (const Allowed& entry : allowed)
        if (entry.element == name)
            return entry.written;
    return std::nullopt;
}

bool is_void(std::string_view name) {
    return name == "br" || name == "hr";
}

// http, https and mailto only; control characters and spaces, with which schemes are disguised, are
// not forgiven.
bool is_safe_link(std::string_view url) {
    if (url.size() > limits::url_bytes)
        return false;
    for (const char c : url)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\')
            return false;
    const auto starts = [&](std::string_view scheme) {
        return url.size() > scheme.size() &&
               std::equal(scheme.begin(), scheme.end(), url.begin(), [](char a, char b) {
                   return a == ascii_lower(b);
               });
    };
    return starts("https://") || starts("http://") || starts("mailto:");
}

std::string attribute(const xmlNode* node, const char* name) {
    xmlChar* value = xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name));
    std::string text(view(value));
    xmlFree(value);
    return text;
}

class SafeVisitor {
public:
    bool enter(const xmlNode* node, int depth) {
        written_.push_back({});
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            append_text(view(node->content));
            return skip();
        }
        if (node->type != XML_ELEMENT_NODE || is_dropped_element(view(node->name)))
            return skip();
        const auto name = written_as(view(node->name));
        if (!name || depth > limits::html_depth || out_.size() > size_max)
            return true;
        if (*name == "a" && !open_link(node))
            return true;
        if (*name != "a")
            open(node, *name);
        if (!is_void(*name))
            written_.back() = *name;
        return true;
    }
    void leave(const xmlNode*, int) {
        const std::string_view name = written_.back();
        written_.pop_back();
        if (name.empty())
            return;
        out_.append("</").append(name).append(">");
        if (name == "a")
            in_link_ = false;
    }
    std::string take() { return std::move(out_); }

private:
    static constexpr std::size_t size_max = 4 * limits::description_bytes;

    bool skip() {
        written_.pop_back();
        return false;
    }
    void open(const xmlNode* node, std::string_view name) {
        out_.append("<").append(name);
        if (name == "td" || name == "th") {
            number_attribute(node, "colspan");
            number_attribute(node, "rowspan");
        } else if (name == "abbr") {
            const std::string title = attribute(node, "title");
            if (!title.empty())
                out_.append(" title=\"").append(escape_html(title)).append("\"");
        }
        out_ += '>';
    }
    void number_attribute(const xmlNode* node, const char* name) {
        const std::string value = attribute(node, name);
        const bool number = !value.empty() && value.size() <= 3 &&
                            value.find_first_not_of("0123456789") == std::string::npos;
        if (number)
            out_.append(" ").append(name).append("=\"").append(value).append("\"");
    }
    bool open_link(const xmlNode* node) {
        const std::string raw = attribute(node, "href");
        const std::string_view url = trim(raw);
        if (in_link_ || !is_safe_link(url))
            return false;
        begin_link(url);
        in_link_ = true;
        return true;
    }
    void begin_link(std::string_view url) {
        out_.append("<a href=\"")
            .append(escape_html(url))
            .append("\" rel=\"nofollow noopener ugc\">");
    }
    // Bare URLs in a text become links.
    void append_text(std::string_view text) {
        if (out_.size() > size_max)
            return;
        while (!in_link_) {
            const auto at = std::min(text.find("http://"), text.find("https://"));
            if (at == std::string_view::npos)
                break;
            auto end = std::min(text.find_first_of(" \t\r\n<>\"'()[]{}|\\^`", at), text.size());
            while (end > at &&
                   std::string_view(".,;:!?*_").find(text[end - 1]) != std::string_view::npos)
                --end;
            const std::string_view url = text.substr(at, end - at);
            out_ += escape_html(text.substr(0, at));
            if (is_safe_link(url)) {
                begin_link(url);
                out_.append(escape_html(url)).append("</a>");
            } else {
                out_ += escape_html(url);
            }
            text.remove_prefix(end);
        }
        out_ += escape_html(text);
    }

    std::string out_;
    // For each node gone into: the element to close, empty when none was written.
    std::vector<std::string_view> written_;
    bool in_link_ = false;
};

} // namespace

std::string sanitise_html(std::string_view html) {
    const HtmlDocument document = parse_html(html);
    if (document == nullptr)
        return escape_html(trim(utf8_prefix(html, limits::description_bytes)));
    SafeVisitor visitor;
    if (const xmlNode* root = xmlDocGetRootElement(document.get()); root != nullptr)
        walk(root, visitor);
    return visitor.take();
}

} // namespace moisson::text
