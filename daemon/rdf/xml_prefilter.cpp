// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A small state machine over text, comments, CDATA and processing instructions.
#include "rdf/xml_prefilter.hpp"

#include "rdf/bounds.hpp"

#include <algorithm>
#include <cctype>

namespace moisson::rdf::xml {

namespace {

constexpr std::size_t entity_name_max = 32;
constexpr std::string_view declaration = "<?xml";

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
}

enum class Reference : unsigned char { yes, no, undecided };

// Whether `text`, which begins with an ampersand, is a reference to a character or entity.
Reference reference(std::string_view text, bool at_end) {
    std::size_t at = 1;
    const bool numeric = text.size() > 1 && text[1] == '#';
    const bool hexadecimal = numeric && text.size() > 2 && (text[2] == 'x');
    at += numeric ? 1 : 0;
    at += hexadecimal ? 1 : 0;
    const std::size_t start = at;
    for (; at < text.size() && at < entity_name_max; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == ';')
            return at > start ? Reference::yes : Reference::no;
        const bool fine = hexadecimal ? std::isxdigit(byte) != 0
                          : numeric   ? std::isdigit(byte) != 0
                                      : std::isalnum(byte) != 0 || byte == '_' || byte == '-' ||
                                          byte == '.' || byte >= 0x80;
        if (!fine || (!numeric && at == start && std::isdigit(byte) != 0))
            return Reference::no;
    }
    return at >= entity_name_max || at_end ? Reference::no : Reference::undecided;
}

} // namespace

bool XmlPrefilter::is_overfull() const {
    return attributes_ > bounds::tag_attributes;
}

void XmlPrefilter::count_attributes(std::string_view text) {
    for (std::size_t at = 0; in_tag_ && at < text.size(); ++at) {
        const char c = text[at];
        if (quote_ != '\0')
            quote_ = c == quote_ ? '\0' : quote_;
        else if (c == '"' || c == '\'')
            quote_ = c;
        else if (c == '>')
            in_tag_ = false;
        else
            attributes_ += c == '=' ? 1 : 0;
    }
}

void XmlPrefilter::copy(std::string_view text, std::string& out) {
    lines_ += static_cast<std::size_t>(std::ranges::count(text, '\n'));
    if (std::ranges::none_of(text, is_control)) {
        out += text;
        return;
    }
    for (const char c : text) {
        controls_ += is_control(c) ? 1 : 0;
        out += is_control(c) ? ' ' : c;
    }
}

std::size_t
XmlPrefilter::leave(std::string_view text, std::string_view end, bool at_end, std::string& out) {
    const auto found = text.find(end);
    std::size_t length = text.size();
    if (found != std::string_view::npos) {
        length = found + end.size();
        mode_ = Mode::text;
    } else if (!at_end) {
        // The end may be cut in two.
        length = text.size() - std::min(text.size(), end.size() - 1);
    }
    copy(text.substr(0, length), out);
    return length;
}

std::size_t XmlPrefilter::step_ampersand(std::string_view text, bool at_end, std::string& out) {
    const Reference kind = reference(text, at_end);
    if (kind == Reference::undecided)
        return 0;
    out += kind == Reference::yes ? "&" : "&amp;";
    ampersands_ += kind == Reference::no ? 1 : 0;
    return 1;
}

std::size_t XmlPrefilter::step_markup(std::string_view text, bool at_end, std::string& out) {
    constexpr std::string_view cdata = "<![CDATA[";
    if (text.size() < cdata.size() && !at_end)
        return 0;
    if (text.starts_with(cdata)) {
        mode_ = Mode::cdata;
    } else if (text.starts_with("<!--")) {
        mode_ = Mode::comment;
    } else if (text.starts_with(declaration) && text.size() > 5 && (text[5] == ' ' || text[5] == '\n')) {
        if (started_) {
            second_ = true;
            return 0;
        }
        mode_ = Mode::instruction;
    } else if (text.starts_with("<?")) {
        mode_ = Mode::instruction;
    }
    started_ = true;
    in_tag_ = mode_ == Mode::text;
    quote_ = '\0';
    attributes_ = 0;
    const std::size_t length = mode_ == Mode::comment ? 4 : mode_ == Mode::cdata ? 9 : 1;
    out += text.substr(0, length);
    return std::min(length, text.size());
}

std::size_t XmlPrefilter::step(std::string_view text, bool at_end, std::string& out) {
    switch (mode_) {
    case Mode::comment:
        return leave(text, "-->", at_end, out);
    case Mode::cdata:
        return leave(text, "]]>", at_end, out);
    case Mode::instruction:
        return leave(text, "?>", at_end, out);
    case Mode::text:
        break;
    }
    if (text.front() == '&')
        return step_ampersand(text, at_end, out);
    if (text.front() == '<')
        return step_markup(text, at_end, out);
    const auto run = std::min(text.find_first_of("<&"), text.size());
    count_attributes(text.substr(0, run));
    if (!is_overfull())
        copy(text.substr(0, run), out);
    return run;
}

bool XmlPrefilter::feed(std::string_view bytes, std::string& out) {
    rest_ += bytes;
    std::size_t at = 0;
    while (at < rest_.size() && !is_overfull()) {
        const std::size_t length = step(std::string_view(rest_).substr(at), false, out);
        if (length == 0)
            break;
        at += length;
    }
    rest_.erase(0, at);
    return !second_;
}

void XmlPrefilter::finish(std::string& out) {
    const std::string text = std::move(rest_);
    rest_.clear();
    std::size_t at = 0;
    while (at < text.size() && !is_overfull()) {
        const std::size_t length = step(std::string_view(text).substr(at), true, out);
        if (length == 0)
            break;
        at += length;
    }
}

} // namespace moisson::rdf::xml
