// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Metas: one view over the places where the ages of Opendatasoft keep a metadata value. Explore v2
// nests them by template (metas.default.title, metas.dcat.issued), v1 keeps the default ones at
// metas.title and the others at interop_metas.dcat.issued and extra_metas.explore.download_count.
#pragma once

#include "core/json_access.hpp"
#include "model/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::opendatasoft {

using json::Value;

// Null, blank text, and lists and objects of nothing but those.
bool is_blank(const Value& value);
// A scalar, or the first text of a list. Trimmed.
std::string as_text(const Value& value);
// The texts of a list, or the lone text.
std::vector<std::string> as_list(const Value& value);

// Templates, as `group` below.
inline constexpr std::string_view in_basic = "default";
inline constexpr std::string_view in_dcat = "dcat";
inline constexpr std::string_view in_inspire = "inspire";
inline constexpr std::string_view in_custom = "custom";
inline constexpr std::string_view in_explore = "explore";

class Metas {
public:
    // Keeps pointers into `dataset`.
    explicit Metas(const Value& dataset);

    // A value that is not blank, nullptr otherwise.
    const Value* find(std::string_view group, std::string_view name) const;
    std::string text(std::string_view group, std::string_view name) const;
    std::vector<std::string> list(std::string_view group, std::string_view name) const;
    std::optional<std::int64_t> integer(std::string_view group, std::string_view name) const;
    // A default meta and its translations (theme, theme_fr, theme_nl), the plain name first, in the
    // language the dataset says it is described in.
    std::vector<std::pair<std::string, const Value*>> translations(std::string_view name) const;
    LocalizedText localized(std::string_view name) const;

private:
    const Value* basic_group() const;

    const Value* metas_ = nullptr;
    const Value* interop_ = nullptr;
    const Value* extra_ = nullptr;
};

} // namespace moisson::opendatasoft
