// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A small reader of Solr queries and their evaluation on records.
#include "portals/solr.hpp"

#include "portals/lowered.hpp"

#include <algorithm>
#include <cctype>

namespace moisson::portals {
namespace {

class SolrReader {
public:
    explicit SolrReader(std::string_view text) : text_(text) {}

    std::optional<SolrQuery> query() {
        SolrQuery result(1);
        for (skip(); !done(); skip()) {
            if (keyword("AND") || keyword("&&"))
                continue;
            if (keyword("OR") || keyword("||")) {
                result.emplace_back();
                continue;
            }
            std::optional<SolrClause> clause = read_clause();
            if (!clause)
                return std::nullopt;
            result.back().push_back(std::move(*clause));
        }
        return result;
    }

private:
    bool done() const { return at_ >= text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }
    void skip() {
        while (!done() && std::isspace(static_cast<unsigned char>(peek())) != 0)
            ++at_;
    }
    bool keyword(std::string_view word) {
        if (!text_.substr(at_).starts_with(word))
            return false;
        const std::size_t end = at_ + word.size();
        if (end < text_.size() && text_[end] != ' ' && text_[end] != '(')
            return false;
        at_ = end;
        return true;
    }

    std::optional<SolrClause> read_clause() {
        SolrClause clause;
        if (peek() == '+' || peek() == '-') {
            clause.negative = peek() == '-';
            ++at_;
        } else if (keyword("NOT")) {
            clause.negative = true;
            skip();
        }
        const std::size_t begin = at_;
        while (!done() && (std::isalnum(static_cast<unsigned char>(peek())) != 0 || peek() == '_' ||
                           peek() == '*' || peek() == '.'))
            ++at_;
        if (peek() == ':' && at_ > begin) {
            clause.field = std::string(text_.substr(begin, at_ - begin));
            ++at_;
        } else {
            at_ = begin;
        }
        return read_operand(clause) ? std::optional(std::move(clause)) : std::nullopt;
    }

    bool read_operand(SolrClause& clause) {
        if (peek() == '[' || peek() == '{')
            return read_range(clause);
        if (peek() == '(')
            return read_group(clause);
        std::optional<std::string> value = read_value();
        if (!value)
            return false;
        clause.values.push_back(std::move(*value));
        return true;
    }

    bool read_range(SolrClause& clause) {
        SolrRange range;
        range.low_inclusive = peek() == '[';
        const std::size_t end = text_.find_first_of("]}", at_);
        if (end == std::string_view::npos)
            return false;
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        const auto middle = inside.find(" TO ");
        if (middle == std::string_view::npos)
            return false;
        range.high_inclusive = text_[end] == ']';
        range.low = unquoted(inside.substr(0, middle));
        range.high = unquoted(inside.substr(middle + 4));
        at_ = end + 1;
        clause.range = std::move(range);
        return true;
    }

    static std::string unquoted(std::string_view text) {
        while (!text.empty() && (text.front() == ' ' || text.front() == '"'))
            text.remove_prefix(1);
        while (!text.empty() && (text.back() == ' ' || text.back() == '"'))
            text.remove_suffix(1);
        return text == "*" ? std::string() : std::string(text);
    }

    bool read_group(SolrClause& clause) {
        ++at_;
        for (skip(); peek() != ')'; skip()) {
            if (done())
                return false;
            if (keyword("OR"))
                continue;
            std::optional<std::string> value = read_value();
            if (!value)
                return false;
            clause.values.push_back(std::move(*value));
        }
        ++at_;
        return !clause.values.empty();
    }

    std::optional<std::string> read_value() {
        const bool quoted = peek() == '"';
        if (quoted)
            ++at_;
        std::string value;
        while (!done()) {
            const char c = peek();
            if (c == '\\' && at_ + 1 < text_.size()) {
                value += text_[at_ + 1];
                at_ += 2;
                continue;
            }
            if (quoted ? c == '"' : (c == ' ' || c == ')'))
                break;
            if (!quoted && (c == '"' || c == '(' || c == '[' || c == ']' || c == '{'))
                return std::nullopt;
            value += c;
            ++at_;
        }
        if (quoted) {
            if (done())
                return std::nullopt;
            ++at_;
        }
        if (value.empty() && !quoted)
            return std::nullopt;
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_date_field(std::string_view field) {
    return field == "metadata_modified" || field == "metadata_created";
}

// Values of a field; a field the index does not know has none.
std::vector<std::string> values_of(std::string_view field, const Record& record) {
    if (field == "id" || field == "index_id")
        return {record.id};
    if (field == "name")
        return {record.name};
    if (field == "title" || field == "title_string")
        return {record.title};
    if (field == "organization" || field == "owner_org")
        return {record.organization};
    if (field == "license_id")
        return {record.licence};
    if (field == "type" || field == "dataset_type")
        return {record.type};
    if (field == "state")
        return {record.state};
    if (field == "private" || field == "capacity")
        return {
            field == "private" ? (record.is_private ? "true" : "false")
                               : (record.is_private ? "private" : "public")};
    if (field == "metadata_modified")
        return {record.modified};
    if (field == "metadata_created")
        return {record.created};
    if (field == "tags")
        return record.tags;
    if (field == "groups")
        return record.groups;
    if (field == "res_format")
        return record.formats;
    return {};
}

bool value_matches(const std::string& wanted, const std::string& value, bool words) {
    if (wanted == "*")
        return !value.empty();
    if (wanted.ends_with('*'))
        return value.starts_with(std::string_view(wanted).substr(0, wanted.size() - 1));
    return words ? lowered(value).find(lowered(wanted)) != std::string::npos : value == wanted;
}

bool range_matches(const SolrRange& range, bool dates, const std::string& value) {
    if (value.empty())
        return false;
    const std::string key = dates ? date_key(value) : value;
    if (!range.low.empty()) {
        const std::string low = dates ? date_key(range.low) : range.low;
        if (key < low || (key == low && !range.low_inclusive))
            return false;
    }
    if (!range.high.empty()) {
        const std::string high = dates ? date_key(range.high) : range.high;
        if (key > high || (key == high && !range.high_inclusive))
            return false;
    }
    return true;
}

bool clause_matches(const SolrClause& clause, const Record& record) {
    if (clause.field == "*")
        return true;
    if (clause.field.empty())
        return std::ranges::any_of(clause.values, [&](const std::string& wanted) {
            return wanted == "*:*" || record.words.find(lowered(wanted)) != std::string::npos;
        });
    const bool words = clause.field == "title";
    for (const std::string& value : values_of(clause.field, record)) {
        if (clause.range ? range_matches(*clause.range, is_date_field(clause.field), value)
                         : std::ranges::any_of(clause.values, [&](const std::string& wanted) {
                               return value_matches(wanted, value, words);
                           }))
            return true;
    }
    return false;
}

} // namespace

std::string date_key(std::string_view text) {
    std::string key(text);
    while (!key.empty() && (key.back() == 'Z' || key.back() == ' '))
        key.pop_back();
    if (key.size() == 10)
        key += "T00:00:00";
    if (key.find('.') == std::string::npos)
        key += '.';
    const std::size_t decimals = key.size() - key.find('.') - 1;
    if (decimals < 6)
        key.append(6 - decimals, '0');
    return key;
}

std::optional<SolrQuery> parse_solr(std::string_view text) {
    return SolrReader(text).query();
}

bool matches(const SolrQuery& query, const Record& record) {
    return std::ranges::any_of(query, [&](const std::vector<SolrClause>& conjunction) {
        return std::ranges::all_of(conjunction, [&](const SolrClause& clause) {
            return clause_matches(clause, record) != clause.negative;
        });
    });
}

} // namespace moisson::portals
