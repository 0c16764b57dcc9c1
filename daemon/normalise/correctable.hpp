// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The fields that can be corrected, each as four small functions. Internal to the room.
#pragma once

#include "model/dataset.hpp"
#include "normalise/vocabularies.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

enum class FieldKind { text, code, date, address };

struct CorrectableField {
    std::string_view name;
    FieldKind kind = FieldKind::text;
    bool is_list = false;
    std::size_t bytes_max = 0;
    // The source said nothing that we understand.
    bool (*is_empty)(const Dataset& dataset) = nullptr;
    // What a condition may name: codes and what the source wrote.
    std::vector<std::string> (*values)(const Dataset& dataset) = nullptr;
    // What the source says, for readers.
    std::string (*shown)(const Dataset& dataset) = nullptr;
    // `value` was checked.
    void (*put
    )(Dataset& dataset, const std::string& value, const Vocabularies& vocabularies) = nullptr;
    // Of lists.
    void (*add)(Dataset& dataset, const std::string& value) = nullptr;
};

std::span<const CorrectableField> correctable();
// Null when there is none.
const CorrectableField* correctable_field(std::string_view name);

} // namespace moisson::normalise
