// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recursive descent, one level of functions per level of binding.
#include "ckan_api/query.hpp"

#include "ckan_api/limits.hpp"

#include <algorithm>
#include <cctype>

namespace moisson::ckan_api {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_field_letter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

// What ends a word unless it is escaped.
bool ends_word(char c) {
    return is_space(c) || c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}' ||
           c == '"';
}

Node group(Node::Kind kind, std::vector<Node> parts) {
    if (parts.size() == 1 && kind != Node::Kind::negation)
        return std::move(parts.front());
    Node node;
    node.kind = kind;
    node.parts = std::move(parts);
    return node;
}

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::optional<Node> run() {
        Node node = sequence({});
        if (failed_ || !at_end())
            return std::nullopt;
        return node;
    }

private:
    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::string_view rest() const { return text_.substr(at_); }
    void skip_spaces() {
        while (!at_end() && is_space(peek()))
            ++at_;
    }
    Node fail() {
        failed_ = true;
        return Node();
    }

    // "AND", "OR", "NOT", "&&", "||" as a word of its own.
    bool take_operator(std::string_view word) {
        skip_spaces();
        if (!rest().starts_with(word))
            return false;
        const bool is_word = std::isalpha(static_cast<unsigned char>(word[0])) != 0;
        const std::size_t end = at_ + word.size();
        if (is_word && end < text_.size() && !ends_word(text_[end]))
            return false;
        at_ = end;
        return true;
    }

    // Until the end or the bracket that closes.
    Node sequence(const std::string& field) {
        std::vector<Node> parts;
        for (skip_spaces(); !failed_ && !at_end() && peek() != ')'; skip_spaces())
            parts.push_back(alternatives(field));
        return group(Node::Kind::all_of, std::move(parts));
    }

    Node alternatives(const std::string& field) {
        std::vector<Node> parts;
        parts.push_back(conjunction(field));
        while (!failed_ && (take_operator("OR") || take_operator("||")))
            parts.push_back(conjunction(field));
        return group(Node::Kind::any_of, std::move(parts));
    }

    Node conjunction(const std::string& field) {
        std::vector<Node> parts;
        parts.push_back(clause(field));
        while (!failed_ && (take_operator("AND") || take_operator("&&")))
            parts.push_back(clause(field));
        return group(Node::Kind::all_of, std::move(parts));
    }

    Node clause(const std::string& field) {
        skip_spaces();
        if (at_end() || peek() == ')' || ++clauses_ > limits::query_clauses)
            return fail();
        const bool is_sign = peek() == '-' || peek() == '!' || peek() == '+';
        const bool excludes = (is_sign && peek() != '+') || is_not();
        if (!is_sign && !excludes)
            return primary(field);
        if (is_sign)
            ++at_;
        if (++depth_ > limits::query_depth || at_end() || is_space_after_sign(is_sign))
            return fail();
        Node inner = clause(field);
        --depth_;
        if (!excludes)
            return inner;
        std::vector<Node> parts;
        parts.push_back(std::move(inner));
        return group(Node::Kind::negation, std::move(parts));
    }

    bool is_not() { return take_operator("NOT"); }
    // "a - b" excludes nothing: it is no query.
    bool is_space_after_sign(bool is_sign) const { return is_sign && is_space(peek()); }

    Node primary(const std::string& field) {
        if (peek() == '(')
            return bracketed(field);
        if (peek() == '"')
            return phrase(field);
        if ((peek() == '[' || peek() == '{') && !field.empty())
            return range(field);
        if (field.empty()) {
            const std::string named = take_field();
            if (!named.empty())
                return value(named);
        }
        return word(field);
    }

    Node value(const std::string& field) {
        if (++depth_ > limits::query_depth)
            return fail();
        Node node;
        const bool excludes = peek() == '-' || peek() == '!';
        if (excludes || peek() == '+')
            ++at_;
        if (at_end() || is_space(peek()))
            node = fail();
        else
            node = primary(field);
        --depth_;
        if (!excludes)
            return node;
        std::vector<Node> parts;
        parts.push_back(std::move(node));
        return group(Node::Kind::negation, std::move(parts));
    }

    // "name:" before something; "*:" too.
    std::string take_field() {
        std::size_t end = at_;
        if (peek() == '*')
            ++end;
        else if (std::isalpha(static_cast<unsigned char>(peek())) != 0 || peek() == '_')
            while (end < text_.size() && is_field_letter(text_[end]))
                ++end;
        const bool is_field = end > at_ && end + 1 < text_.size() && text_[end] == ':' &&
                              !is_space(text_[end + 1]) && text_[end + 1] != '/' &&
                              text_[end + 1] != ')';
        if (!is_field)
            return {};
        std::string name(text_.substr(at_, end - at_));
        at_ = end + 1;
        return name;
    }

    Node bracketed(const std::string& field) {
        if (++depth_ > limits::query_depth)
            return fail();
        ++at_;
        Node node = sequence(field);
        --depth_;
        if (failed_ || peek() != ')')
            return fail();
        ++at_;
        skip_suffixes();
        return node;
    }

    Node phrase(const std::string& field) {
        Node node;
        node.kind = Node::Kind::term;
        node.field = field;
        node.phrase = true;
        for (++at_; !at_end() && peek() != '"'; ++at_) {
            if (peek() == '\\' && at_ + 1 < text_.size())
                ++at_;
            node.text += peek();
        }
        if (at_end())
            return fail();
        ++at_;
        skip_suffixes();
        return node;
    }

    Node word(const std::string& field) {
        Node node;
        node.kind = Node::Kind::term;
        node.field = field;
        const std::size_t begin = at_;
        for (; !at_end() && !ends_word(peek()); ++at_) {
            if (is_suffix() && at_ > begin)
                break;
            if (peek() == '\\' && at_ + 1 < text_.size())
                ++at_;
            else if (peek() == '*' || peek() == '?')
                node.wildcard = true;
            node.text += peek();
        }
        if (at_ == begin)
            return fail();
        skip_suffixes();
        return node;
    }

    // "~", "~2", "^1.5" before the end of a word.
    bool is_suffix() const {
        if (peek() != '~' && peek() != '^')
            return false;
        std::size_t end = at_ + 1;
        while (end < text_.size() &&
               (std::isdigit(static_cast<unsigned char>(text_[end])) != 0 || text_[end] == '.'))
            ++end;
        const bool has_number = end > at_ + 1;
        return (peek() == '~' || has_number) && (end >= text_.size() || ends_word(text_[end]) ||
                                                 text_[end] == '~' || text_[end] == '^');
    }
    // How much a word counts and how near it may be: read and left alone.
    void skip_suffixes() {
        while (is_suffix()) {
            ++at_;
            while (std::isdigit(static_cast<unsigned char>(peek())) != 0 || peek() == '.')
                ++at_;
        }
    }

    Node range(const std::string& field) {
        const bool includes_from = peek() == '[';
        const std::size_t end = text_.find_first_of("]}", at_);
        if (end == std::string_view::npos)
            return fail();
        std::string inside(text_.substr(at_ + 1, end - at_ - 1));
        // piveau encodes its spaces twice.
        for (std::size_t at = inside.find("%20"); at != inside.npos; at = inside.find("%20"))
            inside.replace(at, 3, " ");
        const std::size_t to = inside.find(" TO ");
        if (to == inside.npos)
            return fail();
        Node node;
        node.kind = Node::Kind::range;
        node.field = field;
        node.from = bound(inside.substr(0, to), includes_from);
        node.to = bound(inside.substr(to + 4), text_[end] == ']');
        if (node.from.text.empty() || node.to.text.empty())
            return fail();
        at_ = end + 1;
        skip_suffixes();
        return node;
    }

    static Bound bound(std::string_view text, bool inclusive) {
        while (!text.empty() && (is_space(text.front()) || text.front() == '"'))
            text.remove_prefix(1);
        while (!text.empty() && (is_space(text.back()) || text.back() == '"'))
            text.remove_suffix(1);
        Bound out;
        out.open = text == "*";
        out.inclusive = inclusive;
        std::copy_if(text.begin(), text.end(), std::back_inserter(out.text), [](char c) {
            return c != '\\';
        });
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t clauses_ = 0;
    int depth_ = 0;
    bool failed_ = false;
};

std::string show_bound(const Bound& bound) {
    return bound.open ? "*" : bound.text;
}

} // namespace

std::optional<Node> parse_query(std::string_view text) {
    if (text.size() > limits::query_bytes)
        return std::nullopt;
    return Parser(text).run();
}

bool has_local_parameters(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n(+");
    return begin != std::string_view::npos && text.substr(begin).starts_with("{!");
}

bool names_a_field(const Node& node) {
    return !node.field.empty() || std::any_of(node.parts.begin(), node.parts.end(), names_a_field);
}

std::string show(const Node& node) {
    const std::string field = node.field.empty() ? "" : node.field + ":";
    if (node.kind == Node::Kind::term)
        return field + (node.phrase ? '"' + node.text + '"' : node.text);
    if (node.kind == Node::Kind::range)
        return field + (node.from.inclusive ? "[" : "{") + show_bound(node.from) + " TO " +
               show_bound(node.to) + (node.to.inclusive ? "]" : "}");
    std::string out = node.kind == Node::Kind::all_of   ? "and("
                      : node.kind == Node::Kind::any_of ? "or("
                                                        : "not(";
    for (std::size_t i = 0; i < node.parts.size(); ++i)
        out += (i == 0 ? "" : ", ") + show(node.parts[i]);
    return out + ")";
}

} // namespace moisson::ckan_api
