// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The small language that says where a value is in a JSON document (README):
//   ""  or  "@"         the value itself
//   "a.b[0].c[*].d"     keys, the nth element, each element
//   "/a~1b/0/c"         JSON Pointer, for keys that hold dots or brackets
#pragma once

#include "core/json_access.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::paths {

using json::Value;

class Path {
public:
    // Nothing when path_fault() has something to say.
    static std::optional<Path> parse(std::string_view text);

    // Every value that the path leads to, in document order; at most values_max.
    std::vector<const Value*> find(const Value& root) const;
    const Value* first(const Value& root) const;

    // The keys joined by dots when the path is made of keys only: what a scanner can follow.
    std::optional<std::string> keys() const;

private:
    struct Step {
        enum class Kind { key, index, each, either };
        Kind kind = Kind::key;
        std::string key;
        std::size_t index = 0;
    };
    static bool add_pointer(std::string_view text, Path& path);
    static bool add_bracket(std::string_view& rest, Path& path);

    std::vector<Step> steps_;
};

inline constexpr std::size_t values_max = 10'000;
inline constexpr std::size_t path_steps_max = 16;

// Why a text is no path, in French; empty when it is one.
std::string path_fault(const std::string& text);

} // namespace moisson::paths
