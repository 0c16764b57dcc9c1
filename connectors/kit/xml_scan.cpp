// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/xml_scan.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t attributes_max = 256;
// Declarations of namespaces in force at one place: above the records, and inside one, where some
// servers repeat them on every element.
constexpr std::size_t declarations_max = 256;
constexpr std::size_t declarations_in_record_max = 1'024;
// Where the parser itself gives up.
constexpr std::size_t parser_depth_max = 256;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Comments, CDATA sections and processing instructions of one text, met from front to back.
class Opaque {
public:
    // One past the one at `at`; nothing when there is none. One that never ends is only its
    // opening: the records behind it are not lost, and the text is not searched again for its end.
    std::optional<std::size_t> skip(std::string_view body, std::size_t at) {
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            const auto& [open, close] = kinds[i];
            if (body.substr(at, open.size()) != open)
                continue;
            const std::size_t past = at + open.size();
            const std::size_t end = endless_[i] ? npos : body.find(close, past);
            endless_[i] = end == npos;
            return end == npos ? past : end + close.size();
        }
        return std::nullopt;
    }

private:
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kinds{{
        {"<!--", "-->"},
        {"<![CDATA[", "]]>"},
        {"<?", "?>"},
    }};
    std::array<bool, kinds.size()> endless_{};
};

// One past the '>' of the tag at `at`. A '<' ends it too: none may stand inside a tag.
std::size_t tag_end(std::string_view body, std::size_t at) {
    char quote = '\0';
    for (std::size_t i = at + 1; i < body.size(); ++i) {
        const char c = body[i];
        if (c == '<')
            return i;
        if (quote != '\0') {
            if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i + 1;
        }
    }
    return body.size();
}

std::string_view name_at(std::string_view body, std::size_t at) {
    std::size_t end = at;
    while (end < body.size() && !is_space(body[end]) && body[end] != '>' && body[end] != '/' &&
           body[end] != '<')
        ++end;
    return body.substr(at, end - at);
}

XmlTag read_tag(std::string_view text) {
    XmlTag tag;
    if (text.ends_with('>'))
        text.remove_suffix(1);
    if (text.ends_with('/')) {
        tag.self_closing = true;
        text.remove_suffix(1);
    }
    tag.name = name_at(text, 1);
    tag.local = xml_local_name(tag.name);
    std::size_t at = 1 + tag.name.size();
    while (at < text.size() && tag.attributes.size() < attributes_max) {
        while (at < text.size() && is_space(text[at]))
            ++at;
        const std::size_t equals = text.find('=', at);
        if (equals == npos)
            break;
        std::string_view name = text.substr(at, equals - at);
        while (!name.empty() && is_space(name.back()))
            name.remove_suffix(1);
        const std::size_t open = text.find_first_of("\"'", equals);
        if (open == npos)
            break;
        const std::size_t close = text.find(text[open], open + 1);
        if (close == npos)
            break;
        tag.attributes.emplace_back(name, text.substr(open + 1, close - open - 1));
        at = close + 1;
    }
    return tag;
}

// One past the end tag of a record whose start tag ends at `from`; npos when there is none. Only
// tags of the same name count: what is crossed or left open inside is the parser's business.
std::size_t
record_end(std::string_view body, std::size_t from, std::string_view name, Opaque& opaque) {
    std::size_t depth = 1;
    for (std::size_t at = body.find('<', from); at != npos; at = body.find('<', at)) {
        if (const auto past = opaque.skip(body, at)) {
            at = *past;
            continue;
        }
        const bool closes = body.substr(at + 1, 1) == "/";
        const std::size_t end = tag_end(body, at);
        if (name_at(body, at + (closes ? 2 : 1)) == name) {
            const bool empty = end >= 2 && body[end - 1] == '>' && body[end - 2] == '/';
            if (closes && --depth == 0)
                return end;
            if (!closes && !empty)
                ++depth;
        }
        at = std::max(end, at + 1);
    }
    return npos;
}

class XmlScanner {
public:
    XmlScanner(
        std::string_view body,
        std::span<const std::string_view> parents,
        const XmlHandlers& handlers
    )
        : body_(body), parents_(parents), handlers_(handlers) {}

    Result<void> run() {
        bool something = false;
        for (std::size_t at = body_.find('<'); at != npos; at = body_.find('<', at)) {
            if (const auto past = opaque_.skip(body_, at)) {
                at = *past;
                continue;
            }
            if (body_.substr(at, 2) == "<!")
                return broken("a document type or a declaration", at);
            const std::size_t end = tag_end(body_, at);
            if (body_.substr(at, 2) == "</") {
                if (!open_.empty()) {
                    declared_ -= open_.back().declarations.size();
                    open_.pop_back();
                }
                at = std::max(end, at + 1);
                continue;
            }
            something = true;
            Result<std::size_t> next = element(at, end);
            if (next.has_error())
                return next.error();
            at = *next;
        }
        if (!something)
            return broken("no element", 0);
        if (!open_.empty())
            return broken("<" + std::string(open_.back().name) + "> has no end", body_.size());
        return {};
    }

private:
    struct Open {
        std::string_view name;
        bool holds_records = false;
        std::vector<std::pair<std::string_view, std::string_view>> declarations;
    };

    Result<std::size_t> element(std::size_t at, std::size_t end) {
        XmlTag tag = read_tag(body_.substr(at, end - at));
        const bool is_record = !open_.empty() && open_.back().holds_records;
        if (is_record) {
            const std::size_t past =
                tag.self_closing ? end : record_end(body_, end, tag.name, opaque_);
            if (past == npos)
                return broken("<" + std::string(tag.name) + "> has no end", at).error();
            XmlSpan span;
            span.bytes = body_.substr(at, past - at);
            span.name = tag.name;
            span.offset = at;
            const std::string scope = scope_text();
            span.scope = scope;
            if (handlers_.on_record)
                handlers_.on_record(span);
            return past;
        }
        if (handlers_.on_element)
            handlers_.on_element(tag);
        if (tag.self_closing)
            return end;
        if (open_.size() >= xml_nesting_above_records_max)
            return broken("too many elements inside one another", at).error();
        Open open;
        open.name = tag.name;
        open.holds_records =
            std::find(parents_.begin(), parents_.end(), tag.local) != parents_.end();
        for (const auto& attribute : tag.attributes)
            if (attribute.first == "xmlns" || attribute.first.starts_with("xmlns:"))
                open.declarations.push_back(attribute);
        declared_ += open.declarations.size();
        if (declared_ > declarations_max)
            return broken("too many namespaces", at).error();
        open_.push_back(std::move(open));
        return std::max(end, at + 1);
    }

    // The innermost declaration of each prefix.
    std::string scope_text() const {
        std::vector<std::pair<std::string_view, std::string_view>> all;
        for (auto open = open_.rbegin(); open != open_.rend(); ++open)
            for (const auto& declaration : open->declarations) {
                const bool hidden = std::any_of(all.begin(), all.end(), [&](const auto& other) {
                    return other.first == declaration.first;
                });
                if (!hidden)
                    all.push_back(declaration);
            }
        std::string text;
        for (const auto& [name, value] : all) {
            const char quote = value.find('"') == npos ? '"' : '\'';
            text.append(" ").append(name).append("=") += quote;
            text.append(value) += quote;
        }
        return text;
    }

    static Result<void> broken(std::string what, std::size_t at) {
        return Error(Code::parse_xml, std::move(what) + " at byte " + std::to_string(at));
    }

    std::string_view body_;
    std::span<const std::string_view> parents_;
    const XmlHandlers& handlers_;
    std::vector<Open> open_;
    std::size_t declared_ = 0;
    Opaque opaque_;
};

struct TagCount {
    std::size_t attributes = 0;
    std::size_t declarations = 0;
};

TagCount count_of(std::string_view tag) {
    TagCount count;
    char quote = '\0';
    for (std::size_t i = 0; i < tag.size(); ++i) {
        const char c = tag[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '=')
            ++count.attributes;
        else if (c == 'x' && tag.substr(i, 5) == "xmlns")
            ++count.declarations;
    }
    return count;
}

} // namespace

std::string_view xml_local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == npos ? name : name.substr(colon + 1);
}

bool is_costly_xml(std::string_view text) {
    std::vector<std::size_t> open;
    std::size_t in_force = 0;
    Opaque opaque;
    for (std::size_t at = text.find('<'); at != npos; at = text.find('<', at)) {
        if (const auto past = opaque.skip(text, at)) {
            at = *past;
            continue;
        }
        const std::size_t end = std::max(tag_end(text, at), at + 1);
        const std::string_view tag = text.substr(at, end - at);
        at = end;
        if (tag.starts_with("</")) {
            in_force -= open.empty() ? 0 : open.back();
            if (!open.empty())
                open.pop_back();
            continue;
        }
        const TagCount count = count_of(tag);
        if (count.attributes > attributes_max ||
            in_force + count.declarations > declarations_in_record_max)
            return true;
        if (tag.ends_with("/>"))
            continue;
        if (open.size() >= parser_depth_max)
            return false;
        open.push_back(count.declarations);
        in_force += count.declarations;
    }
    return false;
}

std::string_view XmlTag::attribute(std::string_view wanted) const {
    for (const auto& [attribute_name, value] : attributes)
        if (attribute_name == wanted)
            return value;
    return {};
}

Result<void> scan_xml(
    std::string_view body,
    std::span<const std::string_view> parents,
    const XmlHandlers& handlers
) {
    return XmlScanner(body, parents, handlers).run();
}

} // namespace moisson::kit
