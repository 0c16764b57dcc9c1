// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The values a template is filled with. A key that was never set is looked up in the outer scope by
// Mustache: inside lists every optional key must be put, present or not.
#pragma once

#include <kainjow/mustache.hpp>

#include <string>
#include <utility>

namespace moisson::render {

using Data = kainjow::mustache::data;

inline Data list() {
    return Data(Data::type::list);
}
inline Data object() {
    return Data(Data::type::object);
}

// Text; empty becomes false, so that {{#key}} tells whether there is something to show.
inline void put(Data& data, const std::string& key, std::string text) {
    data.set(key, text.empty() ? Data(Data::type::bool_false) : Data(std::move(text)));
}
inline void put_flag(Data& data, const std::string& key, bool value) {
    data.set(key, value ? Data(Data::type::bool_true) : Data(Data::type::bool_false));
}
// A list; when empty, {{#key}} shows nothing and {{^key}} does.
inline void put_list(Data& data, const std::string& key, Data items) {
    data.set(key, std::move(items));
}

} // namespace moisson::render
