// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RFC 3986, appendix B for the parts and section 5.2 for their resolution.
#include "rdf/jsonld_iri.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <optional>

namespace moisson::rdf::jsonld {
namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Bytes that no IRI holds: controls, space and nine signs (RFC 3987 section 2.2).
bool is_excluded(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F ||
           std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos;
}

// Length of the scheme, 0 when there is none.
std::size_t scheme_length(std::string_view text) {
    if (text.empty() || !is_alpha(text.front()))
        return 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ':')
            return i;
        if (!is_alpha(c) && !is_ascii_digit(c) && c != '+' && c != '-' && c != '.')
            return 0;
    }
    return 0;
}

struct Parts {
    std::string_view scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
    std::optional<std::string_view> fragment;
};

Parts split(std::string_view text) {
    Parts parts;
    if (const std::size_t length = scheme_length(text)) {
        parts.scheme = text.substr(0, length);
        text.remove_prefix(length + 1);
    }
    if (const std::size_t mark = text.find('#'); mark != std::string_view::npos) {
        parts.fragment = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
        parts.query = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const std::size_t slash = std::min(text.find('/'), text.size());
        parts.authority = text.substr(0, slash);
        text.remove_prefix(slash);
    }
    parts.path = text;
    return parts;
}

void drop_last_segment(std::string& path) {
    const std::size_t slash = path.rfind('/');
    path.resize(slash == std::string::npos ? 0 : slash);
}

std::string remove_dot_segments(std::string_view in) {
    std::string out;
    while (!in.empty()) {
        if (in.starts_with("../")) {
            in.remove_prefix(3);
        } else if (in.starts_with("./") || in.starts_with("/./")) {
            in.remove_prefix(2);
        } else if (in == "/.") {
            in = "/";
        } else if (in.starts_with("/../")) {
            in.remove_prefix(3);
            drop_last_segment(out);
        } else if (in == "/..") {
            in = "/";
            drop_last_segment(out);
        } else if (in == "." || in == "..") {
            in = {};
        } else {
            const std::size_t end = std::min(in.find('/', 1), in.size());
            out.append(in.substr(0, end));
            in.remove_prefix(end);
        }
    }
    return out;
}

std::string merged_path(const Parts& base, std::string_view path) {
    if (base.authority && base.path.empty())
        return '/' + std::string(path);
    const std::size_t slash = base.path.rfind('/');
    const std::size_t kept = slash == std::string_view::npos ? 0 : slash + 1;
    return std::string(base.path.substr(0, kept)).append(path);
}

} // namespace

bool has_iri_form(std::string_view text) {
    const std::size_t length = scheme_length(text);
    return length > 0 && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_blank_id(std::string_view text) {
    return text.starts_with("_:");
}

bool is_well_formed_iri(std::string_view text) {
    if (scheme_length(text) == 0)
        return false;
    return std::none_of(text.begin(), text.end(), is_excluded) &&
           std::count(text.begin(), text.end(), '#') <= 1;
}

std::string resolve_iri(std::string_view base, std::string_view reference) {
    const Parts from = split(base);
    const Parts to = split(reference);
    if (from.scheme.empty() && to.scheme.empty())
        return std::string(reference);
    Parts target = to;
    std::string path;
    if (!to.scheme.empty() || to.authority) {
        path = remove_dot_segments(to.path);
    } else {
        target.authority = from.authority;
        if (to.path.empty()) {
            path = from.path;
            if (!to.query)
                target.query = from.query;
        } else if (to.path.front() == '/') {
            path = remove_dot_segments(to.path);
        } else {
            path = remove_dot_segments(merged_path(from, to.path));
        }
    }
    std::string out(to.scheme.empty() ? from.scheme : to.scheme);
    out += ':';
    if (target.authority)
        out.append("//").append(*target.authority);
    out += path;
    if (target.query)
        out.append("?").append(*target.query);
    if (target.fragment)
        out.append("#").append(*target.fragment);
    return out;
}

bool is_well_formed_language(std::string_view tag) {
    std::size_t length = 0;
    bool primary = true;
    for (const char c : tag) {
        if (c == '-') {
            if (length == 0)
                return false;
            length = 0;
            primary = false;
        } else if (!is_alpha(c) && (primary || !is_ascii_digit(c))) {
            return false;
        } else if (++length > 8) {
            return false;
        }
    }
    return length > 0;
}

} // namespace moisson::rdf::jsonld
