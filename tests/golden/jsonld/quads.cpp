// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "golden/jsonld/quads.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <stdexcept>
#include <vector>

namespace moisson::rdf::test {
namespace {

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

// The terms of one line, escapes decoded.
class Line {
public:
    explicit Line(std::string_view text) : text_(text) {}

    // Empty at the final dot.
    std::string term() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
        if (at_ == text_.size())
            throw std::invalid_argument("no final dot: " + std::string(text_));
        switch (text_[at_]) {
        case '.':
            return {};
        case '<':
            return '<' + until('>') + '>';
        case '"':
            return literal();
        default:
            return word();
        }
    }

private:
    std::string word() {
        const std::size_t end = std::min(text_.find_first_of(" \t", at_), text_.size());
        const std::string out(text_.substr(at_, end - at_));
        at_ = end;
        return out;
    }

    std::string until(char close) {
        std::string out;
        for (++at_; at_ < text_.size() && text_[at_] != close;)
            if (text_[at_] == '\\')
                escape(out);
            else
                out += text_[at_++];
        if (at_++ >= text_.size())
            throw std::invalid_argument("open term: " + std::string(text_));
        return out;
    }

    void escape(std::string& out) {
        const char c = text_[at_ + 1];
        at_ += 2;
        if (c == 'u' || c == 'U') {
            const std::size_t digits = c == 'u' ? 4 : 8;
            append_utf8(
                out,
                static_cast<char32_t>(
                    std::stoul(std::string(text_.substr(at_, digits)), nullptr, 16)
                )
            );
            at_ += digits;
            return;
        }
        constexpr std::string_view names = "tbnrf";
        constexpr std::string_view values = "\t\b\n\r\f";
        const std::size_t known = names.find(c);
        out += known == std::string_view::npos ? c : values[known];
    }

    std::string literal() {
        std::string out = '"' + until('"') + '"';
        if (at_ < text_.size() && text_[at_] == '@')
            return out + lowered(word());
        if (!text_.substr(at_).starts_with("^^"))
            return out;
        at_ += 2;
        const std::string datatype = until('>');
        return datatype == xsd::string ? out : out + "^^<" + datatype + '>';
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_blank(const std::string& term) {
    return term.starts_with("_:");
}

using Colours = std::map<std::string, std::string>;

// What is known of every blank node after some rounds of looking at its neighbours.
Colours colours_of(const Quads& quads) {
    Colours colours;
    for (const Quad& quad : quads)
        for (const std::string& term : quad)
            if (is_blank(term))
                colours[term] = "";
    for (int round = 0; round < 4; ++round) {
        std::map<std::string, std::vector<std::string>> seen;
        for (const Quad& quad : quads)
            for (std::size_t self = 0; self < quad.size(); ++self) {
                if (!is_blank(quad[self]))
                    continue;
                std::string sight = std::to_string(self);
                for (const std::string& term : quad)
                    sight +=
                        ' ' +
                        (is_blank(term) ? (term == quad[self] ? "!" : "?" + colours[term]) : term);
                seen[quad[self]].push_back(sight);
            }
        for (auto& [blank, sights] : seen) {
            std::sort(sights.begin(), sights.end());
            std::string all;
            for (const std::string& sight : sights)
                all += sight + '\n';
            colours[blank] = std::to_string(std::hash<std::string>()(all));
        }
    }
    return colours;
}

// Tries to give every blank node of one side a partner of the other.
class Matching {
public:
    Matching(const Quads& left, const Quads& right)
        : left_(left), right_(right), left_colours_(colours_of(left)),
          right_colours_(colours_of(right)) {
        for (const auto& [blank, colour] : left_colours_)
            order_.push_back(blank);
    }

    bool exists() {
        return left_.size() == right_.size() && left_colours_.size() == right_colours_.size() &&
               extend(0);
    }

private:
    bool extend(std::size_t position) {
        if (position == order_.size())
            return renamed() == right_;
        const std::string& blank = order_[position];
        for (const auto& [other, colour] : right_colours_) {
            if (colour != left_colours_[blank] || used_.contains(other))
                continue;
            if (++tries_ > 100'000)
                throw std::runtime_error("too many blank nodes alike");
            names_[blank] = other;
            used_.insert(other);
            if (extend(position + 1))
                return true;
            used_.erase(other);
            names_.erase(blank);
        }
        return false;
    }

    Quads renamed() const {
        Quads out;
        for (Quad quad : left_) {
            for (std::string& term : quad)
                if (is_blank(term))
                    term = names_.at(term);
            out.insert(std::move(quad));
        }
        return out;
    }

    const Quads& left_;
    const Quads& right_;
    Colours left_colours_;
    Colours right_colours_;
    std::vector<std::string> order_;
    std::map<std::string, std::string> names_;
    std::set<std::string> used_;
    int tries_ = 0;
};

std::string text_of(const TermView& term) {
    if (term.is_iri())
        return '<' + std::string(term.value) + '>';
    if (term.is_blank())
        return "_:" + std::string(term.value);
    std::string out = '"' + std::string(term.value) + '"';
    if (!term.language.empty())
        return out + '@' + lowered(term.language);
    return term.datatype.empty() ? out : out + "^^<" + std::string(term.datatype) + '>';
}

} // namespace

Quads parse_quads(std::string_view text) {
    Quads quads;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view row = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (row.ends_with('\r'))
            row.remove_suffix(1);
        if (row.find_first_not_of(" \t") == std::string_view::npos || row.starts_with('#'))
            continue;
        Line line(row);
        Quad quad;
        for (std::string& term : quad) {
            term = line.term();
            if (term.empty())
                break;
        }
        quads.insert(quad);
    }
    return quads;
}

bool isomorphic(const Quads& left, const Quads& right) {
    return Matching(left, right).exists();
}

std::string to_text(const Quads& quads) {
    std::string out;
    for (const Quad& quad : quads)
        out += quad[0] + ' ' + quad[1] + ' ' + quad[2] + ' ' + quad[3] + " .\n";
    return out;
}

bool QuadSink::on_triple(const TripleView& triple) {
    Quad quad{
        text_of(triple.subject),
        '<' + std::string(triple.predicate) + '>',
        text_of(triple.object),
        ""};
    if (!triple.graph.value.empty())
        quad[3] = text_of(triple.graph);
    quads_.insert(std::move(quad));
    return true;
}

} // namespace moisson::rdf::test
