// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recursive descent; the depth limit bounds the stack.
#include "core/json_reader.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <charconv>
#include <cstdint>
#include <iterator>
#include <utility>

namespace moisson::json {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

    bool document(Value& root) {
        if (!value(root, 0))
            return false;
        skip_space();
        return at_ == end_;
    }

private:
    void skip_space() {
        while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
            ++at_;
    }

    bool take(char c) {
        skip_space();
        if (at_ == end_ || *at_ != c)
            return false;
        ++at_;
        return true;
    }

    bool word(std::string_view text) {
        if (std::string_view(at_, static_cast<std::size_t>(end_ - at_)).substr(0, text.size()) !=
            text)
            return false;
        at_ += text.size();
        return true;
    }

    bool value(Value& out, std::size_t depth) {
        skip_space();
        if (at_ == end_)
            return false;
        switch (*at_) {
        case '{':
            return depth < limits::json_depth && object(out, depth + 1);
        case '[':
            return depth < limits::json_depth && array(out, depth + 1);
        case '"': {
            out = Value::string_t();
            return string(*out.get_ptr<Value::string_t*>());
        }
        case 't':
            out = true;
            return word("true");
        case 'f':
            out = false;
            return word("false");
        case 'n':
            out = nullptr;
            return word("null");
        default:
            return number(out);
        }
    }

    bool object(Value& out, std::size_t depth) {
        ++at_;
        out = Value::object_t();
        auto& members = *out.get_ptr<Value::object_t*>();
        if (take('}'))
            return true;
        std::string key;
        while (true) {
            skip_space();
            key.clear();
            if (!string(key) || !take(':'))
                return false;
            // Many portals write their keys in order.
            const auto hint = members.empty() || std::prev(members.end())->first < key
                                  ? members.end()
                                  : members.lower_bound(key);
            const auto member = members.try_emplace(hint, std::move(key));
            if (!value(member->second, depth))
                return false;
            if (take('}'))
                return true;
            if (!take(','))
                return false;
        }
    }

    bool array(Value& out, std::size_t depth) {
        ++at_;
        out = Value::array_t();
        auto& items = *out.get_ptr<Value::array_t*>();
        if (take(']'))
            return true;
        while (true) {
            if (!value(items.emplace_back(), depth))
                return false;
            if (take(']'))
                return true;
            if (!take(','))
                return false;
        }
    }

    // Past the run of bytes that stand for themselves; the document was checked to be UTF-8.
    bool string(std::string& out) {
        if (at_ == end_ || *at_ != '"')
            return false;
        ++at_;
        while (true) {
            const char* run = at_;
            while (at_ < end_ && *at_ != '"' && *at_ != '\\' &&
                   static_cast<unsigned char>(*at_) >= 0x20)
                ++at_;
            out.append(run, at_);
            if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20)
                return false;
            if (*at_++ == '"')
                return true;
            if (!escape(out))
                return false;
        }
    }

    bool escape(std::string& out) {
        if (at_ == end_)
            return false;
        switch (*at_++) {
        case '"':
            out += '"';
            return true;
        case '\\':
            out += '\\';
            return true;
        case '/':
            out += '/';
            return true;
        case 'b':
            out += '\b';
            return true;
        case 'f':
            out += '\f';
            return true;
        case 'n':
            out += '\n';
            return true;
        case 'r':
            out += '\r';
            return true;
        case 't':
            out += '\t';
            return true;
        case 'u':
            return unicode(out);
        default:
            return false;
        }
    }

    bool hex4(char32_t& unit) {
        unit = 0;
        if (end_ - at_ < 4)
            return false;
        std::uint32_t number = 0;
        const auto read = std::from_chars(at_, at_ + 4, number, 16);
        if (read.ec != std::errc{} || read.ptr != at_ + 4)
            return false;
        unit = number;
        at_ += 4;
        return true;
    }

    bool unicode(std::string& out) {
        char32_t point = 0;
        if (!hex4(point) || (point >= 0xDC00 && point < 0xE000))
            return false;
        if (point >= 0xD800 && point < 0xDC00) {
            char32_t low = 0;
            if (!word("\\u") || !hex4(low) || low < 0xDC00 || low >= 0xE000)
                return false;
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
        }
        append_utf8(out, point);
        return true;
    }

    bool number(Value& out) {
        const char* begin = at_;
        const bool negative = *at_ == '-';
        if (negative)
            ++at_;
        if (at_ == end_ || !is_digit(*at_))
            return false;
        const char* digits = at_;
        while (at_ < end_ && is_digit(*at_))
            ++at_;
        if (*digits == '0' && at_ - digits > 1)
            return false;
        const bool fraction = at_ < end_ && *at_ == '.';
        if (fraction && !fraction_digits())
            return false;
        const bool exponent = at_ < end_ && (*at_ == 'e' || *at_ == 'E');
        if (exponent && !exponent_digits())
            return false;
        if (!fraction && !exponent && whole(begin, negative, out))
            return true;
        double real = 0;
        const auto read = std::from_chars(begin, at_, real);
        if (read.ec != std::errc{})
            return false;
        out = real;
        return true;
    }

    bool fraction_digits() {
        ++at_;
        const char* digits = at_;
        while (at_ < end_ && is_digit(*at_))
            ++at_;
        return at_ > digits;
    }

    bool exponent_digits() {
        ++at_;
        if (at_ < end_ && (*at_ == '+' || *at_ == '-'))
            ++at_;
        const char* digits = at_;
        while (at_ < end_ && is_digit(*at_))
            ++at_;
        return at_ > digits;
    }

    // Unsigned unless negative, as nlohmann does; false when it does not fit.
    bool whole(const char* begin, bool negative, Value& out) {
        if (negative) {
            std::int64_t number = 0;
            if (std::from_chars(begin, at_, number).ec != std::errc{})
                return false;
            out = number;
            return true;
        }
        std::uint64_t number = 0;
        if (std::from_chars(begin, at_, number).ec != std::errc{})
            return false;
        out = number;
        return true;
    }

    const char* at_;
    const char* end_;
};

} // namespace

bool read_good(std::string_view bytes, Value& root) {
    return is_clean_utf8(bytes) && Reader(bytes).document(root);
}

} // namespace moisson::json
