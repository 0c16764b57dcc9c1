// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Looks for a key that one object has twice with two values, without building the document.
#include "core/digest.hpp"
#include "core/json_access.hpp"
#include "kit/repair_json.hpp"
#include "kit/repair_text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace moisson::kit {

namespace {

struct WrittenMember {
    // Both as they are written.
    std::string_view key;
    std::string_view value;
    // Brackets that are open around it, and the number of its object.
    std::size_t depth = 0;
    std::uint32_t object = 0;
};

// Calls `use` with each member, at its end.
template <class Use>
void each_member(std::string_view json, Use use) {
    struct Level {
        // 0: a list.
        std::uint32_t object = 0;
        std::string_view key;
        // Behind the colon; 0 outside of a member.
        std::size_t value_at = 0;
    };
    std::vector<Level> open;
    std::uint32_t objects = 0;
    const auto end_member = [&](std::size_t end) {
        if (open.empty() || open.back().value_at == 0)
            return;
        Level& level = open.back();
        const std::size_t begin = std::min(next_byte(json, level.value_at), end);
        std::string_view value = json.substr(begin, end - begin);
        while (!value.empty() && next_byte(value, value.size() - 1) == value.size())
            value.remove_suffix(1);
        level.value_at = 0;
        WrittenMember member;
        member.key = level.key;
        member.value = value;
        member.depth = open.size();
        member.object = level.object;
        use(member);
    };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{' || c == '[') {
            open.emplace_back();
            open.back().object = c == '{' ? ++objects : 0;
        } else if (c == '}' || c == ']') {
            end_member(i);
            if (!open.empty())
                open.pop_back();
        } else if (c == ',') {
            end_member(i);
        } else if (c == '"') {
            const std::size_t begin = ++i;
            while (i < json.size() && json[i] != '"')
                i += json[i] == '\\' ? 2 : 1;
            if (i >= json.size())
                break;
            const std::size_t next = next_byte(json, i + 1);
            if (next >= json.size() || json[next] != ':' || open.empty() || open.back().object == 0)
                continue;
            open.back().key = json.substr(begin, i - begin);
            open.back().value_at = next + 1;
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
        std::string_view value;
    };
    std::vector<Key> keys;
    each_member(json, [&](const WrittenMember& member) {
        keys.push_back(Key{member.object, fast_hash(member.key), member.key, member.value});
    });
    const auto before = [](const Key& a, const Key& b) {
        return a.object != b.object ? a.object < b.object : a.hash < b.hash;
    };
    std::sort(keys.begin(), keys.end(), before);
    const auto twice = std::adjacent_find(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
        return a.object == b.object && a.text == b.text && a.value != b.value;
    });
    return twice == keys.end() ? std::string_view{} : twice->text;
}

std::string_view first_twice(std::string_view record, std::span<const std::string_view> names) {
    std::vector<std::optional<std::string_view>> met(names.size());
    std::string_view twice;
    each_member(record, [&](const WrittenMember& member) {
        for (std::size_t i = 0; member.depth == 1 && i < names.size(); ++i) {
            if (!is_written(member.key, names[i]))
                continue;
            if (met[i] && *met[i] != member.value && twice.empty())
                twice = names[i];
            met[i] = member.value;
        }
    });
    return twice;
}

} // namespace moisson::kit
