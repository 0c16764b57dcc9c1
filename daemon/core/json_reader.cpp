// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// simdjson's tape -> nlohmann's values. The depth limit bounds the recursion.
#include "core/json_reader.hpp"

#include "core/limits.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace moisson::json {
namespace {

// simdjson keeps about fifteen times the size of a document for each thread.
constexpr std::size_t document_bytes_max = 256 * limits::kib;

using MemberNames = std::span<const std::string_view>;

bool is_wanted(std::string_view key, MemberNames wanted) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), key) != wanted.end();
}

// False when the document nests deeper than the limit. `wanted`: of `from` itself.
bool build(simdjson::dom::element from, Value& out, std::size_t depth, MemberNames wanted = {}) {
    using Type = simdjson::dom::element_type;
    switch (from.type()) {
    case Type::OBJECT: {
        if (depth == limits::json_depth)
            return false;
        out = Value::object_t();
        auto& members = *out.get_ptr<Value::object_t*>();
        const simdjson::dom::object object = from.get_object().value_unsafe();
        for (const auto& [key, value] : object) {
            if (!is_wanted(key, wanted))
                continue;
            // Many portals write their keys in order. Of two equal ones the last wins.
            const auto hint = members.empty() || std::prev(members.end())->first < key
                                  ? members.end()
                                  : members.lower_bound(key);
            if (!build(value, members.try_emplace(hint, std::string(key))->second, depth + 1))
                return false;
        }
        return true;
    }
    case Type::ARRAY: {
        if (depth == limits::json_depth)
            return false;
        out = Value::array_t();
        auto& items = *out.get_ptr<Value::array_t*>();
        const simdjson::dom::array array = from.get_array().value_unsafe();
        items.reserve(array.size());
        for (const simdjson::dom::element item : array)
            if (!build(item, items.emplace_back(), depth + 1))
                return false;
        return true;
    }
    case Type::STRING: {
        const std::string_view text = from.get_string().value_unsafe();
        out = Value::string_t(text);
        return true;
    }
    // Unsigned unless negative, as nlohmann does.
    case Type::INT64:
        if (const std::int64_t number = from.get_int64().value_unsafe(); number < 0)
            out = number;
        else
            out = static_cast<std::uint64_t>(number);
        return true;
    case Type::UINT64:
        out = from.get_uint64().value_unsafe();
        return true;
    case Type::DOUBLE:
        out = from.get_double().value_unsafe();
        return true;
    case Type::BOOL:
        out = from.get_bool().value_unsafe();
        return true;
    case Type::NULL_VALUE:
        out = nullptr;
        return true;
    }
    return false;
}

} // namespace

bool read_good(std::string_view bytes, Value& root, std::span<const std::string_view> wanted) {
    if (bytes.empty() || bytes.size() > document_bytes_max)
        return false;
    thread_local simdjson::dom::parser parser(document_bytes_max);
    simdjson::dom::element document;
    if (parser.parse(bytes.data(), bytes.size()).get(document) != simdjson::SUCCESS)
        return false;
    return build(document, root, 0, wanted);
}

} // namespace moisson::json
