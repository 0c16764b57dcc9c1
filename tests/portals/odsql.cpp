// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A reader by recursive descent; a failure anywhere fails the whole.
#include "portals/odsql.hpp"

#include <array>
#include <cctype>

namespace moisson::portals {
namespace {

// Dates compare by their first 19 characters ("2026-01-31T12:00:00"), all in UTC.
std::string comparable(std::string text) {
    const bool is_date = text.size() >= 19 && text[4] == '-' && text[10] == 'T';
    return is_date ? text.substr(0, 19) : text;
}

class OdsqlReader {
public:
    explicit OdsqlReader(std::string_view text) : text_(text) {}

    std::optional<OdsPredicate> whole() {
        std::optional<OdsPredicate> result = any();
        skip();
        return result && at_ == text_.size() ? result : std::nullopt;
    }

private:
    std::optional<OdsPredicate> any() {
        std::optional<OdsPredicate> left = all();
        while (left && word("OR")) {
            std::optional<OdsPredicate> right = all();
            if (!right)
                return std::nullopt;
            left = [a = std::move(*left), b = std::move(*right)](const FieldValue& value) {
                return a(value) || b(value);
            };
        }
        return left;
    }

    std::optional<OdsPredicate> all() {
        std::optional<OdsPredicate> left = one();
        while (left && word("AND")) {
            std::optional<OdsPredicate> right = one();
            if (!right)
                return std::nullopt;
            left = [a = std::move(*left), b = std::move(*right)](const FieldValue& value) {
                return a(value) && b(value);
            };
        }
        return left;
    }

    std::optional<OdsPredicate> one() {
        if (sign("(")) {
            std::optional<OdsPredicate> inner = any();
            return sign(")") ? inner : std::nullopt;
        }
        if (sign("#null(")) {
            std::string field = name();
            return sign(")") ? absent(std::move(field)) : std::nullopt;
        }
        std::string field = name();
        if (field.empty())
            return std::nullopt;
        if (word("IS"))
            return word("NULL") ? absent(std::move(field)) : std::nullopt;
        static constexpr std::array<std::string_view, 5> signs{">=", "<=", ">", "<", "="};
        for (const std::string_view compare : signs) {
            if (!sign(compare))
                continue;
            std::optional<std::string> wanted = literal();
            if (!wanted)
                return std::nullopt;
            return comparison(std::move(field), compare, comparable(std::move(*wanted)));
        }
        return std::nullopt;
    }

    static std::optional<OdsPredicate> absent(std::string field) {
        if (field.empty())
            return std::nullopt;
        return [field = std::move(field)](const FieldValue& value) { return value(field).empty(); };
    }

    static OdsPredicate
    comparison(std::string field, std::string_view compare, std::string wanted) {
        return
            [field = std::move(field), compare, wanted = std::move(wanted)](const FieldValue& value
            ) {
                const std::string found = comparable(value(field));
                if (found.empty())
                    return false;
                if (compare == ">=")
                    return found >= wanted;
                if (compare == "<=")
                    return found <= wanted;
                if (compare == ">")
                    return found > wanted;
                return compare == "<" ? found < wanted : found == wanted;
            };
    }

    void skip() {
        while (at_ < text_.size() && text_[at_] == ' ')
            ++at_;
    }

    bool sign(std::string_view expected) {
        skip();
        if (!text_.substr(at_).starts_with(expected))
            return false;
        at_ += expected.size();
        return true;
    }

    bool word(std::string_view expected) {
        skip();
        if (text_.size() - at_ < expected.size())
            return false;
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (std::toupper(static_cast<unsigned char>(text_[at_ + i])) != expected[i])
                return false;
        at_ += expected.size();
        return true;
    }

    std::string name() {
        skip();
        std::string result;
        while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                      text_[at_] == '_' || text_[at_] == '.'))
            result += text_[at_++];
        return result;
    }

    // date'...', "...", or a bare word up to a space or bracket.
    std::optional<std::string> literal() {
        if (sign("date'"))
            return quoted('\'');
        if (sign("\""))
            return quoted('"');
        skip();
        std::string result;
        while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != ')')
            result += text_[at_++];
        return result.empty() ? std::nullopt : std::optional(result);
    }

    std::optional<std::string> quoted(char end) {
        std::string result;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == end) {
                ++at_;
                return result;
            }
            if (text_[at_] == '\\' && at_ + 1 < text_.size())
                ++at_;
            result += text_[at_];
        }
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace

std::optional<OdsPredicate> parse_odsql(std::string_view text) {
    OdsqlReader reader(text);
    return reader.whole();
}

} // namespace moisson::portals
