// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical writer: a direct serialiser, several times faster than a copy of the document with
// keys removed.
#include "kit/canonical_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

namespace moisson::kit {
namespace {

using json::Value;

bool contains(std::span<const std::string_view> sorted, std::string_view path) {
    return std::binary_search(sorted.begin(), sorted.end(), path);
}

class Writer {
public:
    Writer(const CanonicalRules& rules, std::string& out) : rules_(rules), out_(out) {}

    void value(const Value& node) {
        switch (node.type()) {
        case Value::value_t::object:
            object(node);
            return;
        case Value::value_t::array:
            array(node);
            return;
        case Value::value_t::string:
            string(*node.get_ptr<const std::string*>());
            return;
        case Value::value_t::boolean:
            out_ += node.get<bool>() ? "true" : "false";
            return;
        case Value::value_t::number_integer:
            number(node.get<std::int64_t>());
            return;
        case Value::value_t::number_unsigned:
            number(node.get<std::uint64_t>());
            return;
        case Value::value_t::number_float:
            real(node.get<double>());
            return;
        default:
            out_ += "null";
        }
    }

private:
    void object(const Value& node) {
        out_ += '{';
        bool first = true;
        for (const auto& [key, member] : node.get_ref<const Value::object_t&>()) {
            const std::size_t length = path_.size();
            if (length > 0)
                path_ += '.';
            path_ += key;
            if (!contains(rules_.volatile_paths, path_)) {
                if (!first)
                    out_ += ',';
                first = false;
                string(key);
                out_ += ':';
                value(member);
            }
            path_.resize(length);
        }
        out_ += '}';
    }

    void array(const Value& node) {
        const auto& items = node.get_ref<const Value::array_t&>();
        if (items.size() > 1 && contains(rules_.unordered_paths, path_)) {
            unordered(items);
            return;
        }
        out_ += '[';
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0)
                out_ += ',';
            value(items[i]);
        }
        out_ += ']';
    }

    // Sorted by position where the elements have one, then by content.
    void unordered(const Value::array_t& items) {
        struct Item {
            std::int64_t position;
            std::string bytes;
        };
        std::vector<Item> sorted;
        sorted.reserve(items.size());
        for (const Value& item : items) {
            std::string bytes;
            Writer writer(rules_, bytes);
            writer.path_ = path_;
            writer.value(item);
            const auto position = rules_.position_key.empty()
                                      ? std::nullopt
                                      : json::integer(item, rules_.position_key);
            Item entry{position.value_or(0), std::move(bytes)};
            sorted.push_back(std::move(entry));
        }
        std::stable_sort(sorted.begin(), sorted.end(), [](const Item& a, const Item& b) {
            return a.position != b.position ? a.position < b.position : a.bytes < b.bytes;
        });
        out_ += '[';
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i > 0)
                out_ += ',';
            out_ += sorted[i].bytes;
        }
        out_ += ']';
    }

    void string(std::string_view text) {
        out_ += '"';
        std::size_t run = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            if (c >= 0x20 && c != '"' && c != '\\')
                continue;
            out_.append(text, run, i - run);
            run = i + 1;
            escape(c);
        }
        out_.append(text, run, std::string_view::npos);
        out_ += '"';
    }

    void escape(unsigned char c) {
        constexpr std::string_view hex = "0123456789abcdef";
        switch (c) {
        case '"':
            out_ += "\\\"";
            return;
        case '\\':
            out_ += "\\\\";
            return;
        case '\n':
            out_ += "\\n";
            return;
        case '\r':
            out_ += "\\r";
            return;
        case '\t':
            out_ += "\\t";
            return;
        default:
            out_ += "\\u00";
            out_ += hex[c >> 4U];
            out_ += hex[c & 0x0FU];
        }
    }

    template <class Number>
    void number(Number value) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        out_.append(digits.data(), end.ptr);
    }

    void real(double value) {
        if (!std::isfinite(value)) {
            out_ += "null";
            return;
        }
        std::array<char, 40> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        const std::string_view text(
            digits.data(),
            static_cast<std::size_t>(end.ptr - digits.data())
        );
        out_ += text;
        // Stays a floating number when it is read again.
        if (text.find_first_of(".eE") == std::string_view::npos)
            out_ += ".0";
    }

    const CanonicalRules& rules_;
    std::string& out_;
    std::string path_;
};

} // namespace

std::string canonical_json(const json::Value& record, const CanonicalRules& rules) {
    std::string out;
    out.reserve(4096);
    Writer writer(rules, out);
    writer.value(record);
    return out;
}

} // namespace moisson::kit
