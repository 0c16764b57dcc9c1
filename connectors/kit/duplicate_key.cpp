// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Looks for a key that one object has twice, without building the document.
#include "core/digest.hpp"
#include "core/json_access.hpp"
#include "kit/repair_json.hpp"
#include "kit/repair_text.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace moisson::kit {

namespace {

// Calls `use` with each key as it is written, how many brackets are open around it, and the number
// of its object.
template <class Use>
void each_key(std::string_view json, Use use) {
    std::vector<std::uint32_t> open;
    std::uint32_t objects = 0;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{') {
            open.push_back(++objects);
        } else if (c == '[') {
            open.push_back(0);
        } else if (c == '}' || c == ']') {
            if (!open.empty())
                open.pop_back();
        } else if (c == '"') {
            const std::size_t begin = ++i;
            while (i < json.size() && json[i] != '"')
                i += json[i] == '\\' ? 2 : 1;
            if (i >= json.size())
                break;
            const std::size_t next = next_byte(json, i + 1);
            if (next >= json.size() || json[next] != ':' || open.empty())
                continue;
            use(json.substr(begin, i - begin), open.size(), open.back());
        }
    }
}

bool is_written(std::string_view written, std::string_view key) {
    if (written.find('\\') == std::string_view::npos)
        return written == key;
    const Result<json::Value> read = json::parse('"' + std::string(written) + '"');
    return read.has_value() && *read == json::Value(key);
}

} // namespace

std::string_view duplicate_key(std::string_view json) {
    struct Key {
        std::uint32_t object;
        std::uint64_t hash;
        std::string_view text;
    };
    std::vector<Key> keys;
    each_key(json, [&](std::string_view text, std::size_t, std::uint32_t object) {
        keys.push_back(Key{object, fast_hash(text), text});
    });
    const auto before = [](const Key& a, const Key& b) {
        return a.object != b.object ? a.object < b.object : a.hash < b.hash;
    };
    std::sort(keys.begin(), keys.end(), before);
    const auto twice = std::adjacent_find(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
        return a.object == b.object && a.text == b.text;
    });
    return twice == keys.end() ? std::string_view{} : twice->text;
}

std::string_view first_twice(std::string_view record, std::span<const std::string_view> names) {
    std::vector<bool> met(names.size());
    std::string_view twice;
    each_key(record, [&](std::string_view text, std::size_t depth, std::uint32_t) {
        for (std::size_t i = 0; depth == 1 && i < names.size(); ++i) {
            if (!is_written(text, names[i]))
                continue;
            if (met[i] && twice.empty())
                twice = names[i];
            met[i] = true;
        }
    });
    return twice;
}

} // namespace moisson::kit
