// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON as the store writes it: appended to a string, because a tree of values would double the
// cost of storing a record. Reading goes through core/json_access.hpp.
#pragma once

#include "model/date.hpp"
#include "model/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

void append_json_string(std::string& out, std::string_view text);

// One object; members that are empty are left out. Ends with close().
class JsonObject {
public:
    explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
    void close() { out_ += '}'; }

    void text(std::string_view key, std::string_view value);
    void flag(std::string_view key, bool value);
    void number(std::string_view key, std::int64_t value);
    void texts(std::string_view key, const std::vector<std::string>& values);
    // [["fr","Titre"],["en","Title",true]]
    void localized(std::string_view key, const LocalizedText& values);
    // [microseconds since 1970, "day"]
    void date(std::string_view key, const std::optional<PartialDate>& value);
    // The caller appends the value itself.
    std::string& value(std::string_view key);

private:
    std::string& out_;
    bool first_ = true;
};

void append_localized(std::string& out, const LocalizedText& values);
void append_date(std::string& out, const std::optional<PartialDate>& value);

} // namespace moisson::store
