// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Gathers the differences of two versions within the bounds of a DatasetDiff.
#pragma once

#include "model/dataset_diff.hpp"

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace moisson {

class DiffCollector {
public:
    using Texts = std::set<std::string>;

    // One value; an empty text is none.
    void value(
        std::string_view field,
        const std::string& before,
        const std::string& after,
        std::string_view item = {}
    );
    // Every member that went, then every one that came.
    void members(std::string_view field, const Texts& before, const Texts& after);
    // It changed; what it says stays out.
    void unsaid(std::string_view field);

    // Empty when nothing but these fields changed.
    DatasetDiff finish(std::initializer_list<std::string_view> never_alone) &&;

private:
    FieldChange* next(std::string_view field, std::string_view item);

    DatasetDiff diff_;
};

} // namespace moisson
