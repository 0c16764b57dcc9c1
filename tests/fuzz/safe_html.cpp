// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/safe_html.hpp"

#include "fuzz/harness.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace moisson::fuzz {
namespace {

constexpr std::array<std::string_view, 36> elements = {
    "p",     "br",         "ul",    "ol",    "li",  "dl",  "dt",  "dd",    "strong",
    "em",    "u",          "s",     "del",   "ins", "sub", "sup", "small", "code",
    "pre",   "blockquote", "q",     "h2",    "h3",  "h4",  "h5",  "h6",    "hr",
    "table", "caption",    "thead", "tbody", "tr",  "td",  "th",  "a",     "abbr"};
constexpr std::array<std::string_view, 5> attributes =
    {"href", "title", "colspan", "rowspan", "rel"};

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";

bool is_in(std::string_view name, const auto& list) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_void(std::string_view name) {
    return name == "br" || name == "hr";
}

class Scanner {
public:
    explicit Scanner(std::string_view html) : rest_(html) {}

    void run() {
        while (!rest_.empty()) {
            if (rest_.front() == '<')
                tag();
            else
                text();
        }
        require(open_.empty(), "every element is closed");
    }

private:
    std::string_view word() {
        const std::size_t end = std::min(rest_.find_first_not_of(letters), rest_.size());
        const std::string_view found = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return found;
    }
    void take(std::string_view expected) {
        require(rest_.starts_with(expected), "a tag is written plainly");
        rest_.remove_prefix(expected.size());
    }
    void text() {
        const std::size_t end = std::min(rest_.find('<'), rest_.size());
        require(rest_.substr(0, end).find('>') == std::string_view::npos, "text holds no bare '>'");
        rest_.remove_prefix(end);
    }
    void attribute(std::string_view element) {
        const std::string_view name = word();
        require(is_in(name, attributes), "attribute on the list: " + std::string(name));
        require(
            element == "a" || name == "colspan" || name == "rowspan" || name == "title",
            "href and rel belong to links"
        );
        take("=\"");
        const std::size_t end = rest_.find('"');
        require(end != std::string_view::npos, "a value ends");
        const std::string_view value = rest_.substr(0, end);
        require(value.find_first_of("<>") == std::string_view::npos, "a value holds no markup");
        if (name == "href") {
            std::string start(value.substr(0, 8));
            for (char& c : start)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
            require(
                start.starts_with("http://") || start.starts_with("https://") ||
                    start.starts_with("mailto:"),
                "links go to http, https and mailto"
            );
        }
        rest_.remove_prefix(end + 1);
    }
    void tag() {
        take("<");
        if (rest_.starts_with('/')) {
            take("/");
            const std::string_view name = word();
            require(!open_.empty() && open_.back() == name, "tags pair");
            open_.pop_back();
            take(">");
            return;
        }
        const std::string_view name = word();
        require(is_in(name, elements), "element on the list: " + std::string(name));
        while (rest_.starts_with(' ')) {
            take(" ");
            if (rest_.starts_with('/'))
                break;
            attribute(name);
        }
        if (rest_.starts_with('/'))
            take("/");
        take(">");
        if (!is_void(name))
            open_.push_back(name);
    }

    std::string_view rest_;
    std::vector<std::string_view> open_;
};

} // namespace

void check_safe_html(std::string_view html) {
    require_clean(html, "sanitised HTML");
    Scanner(html).run();
}

} // namespace moisson::fuzz
