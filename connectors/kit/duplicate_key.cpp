// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Looks for a key that one object has twice, without building the document.
#include "core/digest.hpp"
#include "kit/repair_json.hpp"
#include "kit/repair_text.hpp"

#include <algorithm>
#include <cstdint>

namespace moisson::kit {

std::string_view duplicate_key(std::string_view json) {
    struct Key {
        std::uint32_t object;
        std::uint64_t hash;
        std::string_view text;
    };
    std::vector<Key> keys;
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
            const std::string_view text = json.substr(begin, i - begin);
            keys.push_back(Key{open.back(), fast_hash(text), text});
        }
    }
    const auto before = [](const Key& a, const Key& b) {
        return a.object != b.object ? a.object < b.object : a.hash < b.hash;
    };
    std::sort(keys.begin(), keys.end(), before);
    const auto twice = std::adjacent_find(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
        return a.object == b.object && a.text == b.text;
    });
    return twice == keys.end() ? std::string_view{} : twice->text;
}

} // namespace moisson::kit
