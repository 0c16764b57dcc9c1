// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A description made ready for use, and the words it may hold: what settings check, line by line.
#pragma once

#include "json/expression.hpp"
#include "model/json_description.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::paths {

// Names under `fields` and `constants`; those of `localized_fields` may carry a language
// ("title@fr").
const std::vector<std::string>& field_names();
const std::vector<std::string>& localized_fields();
// Names under `distribution`.
const std::vector<std::string>& distribution_field_names();

// What is wrong with the description as a whole, in French; each line one fault.
std::vector<std::string> description_faults(const JsonDescription& description);
// Why a text may not be a list address (unknown {word}), in French; empty when it may.
std::string list_fault(const std::string& text);
// Why the records cannot be there: keys only, at most three of them. In French.
std::string items_fault(const std::string& text);

struct Description {
    JsonDescription words;
    std::string items;
    Path next;
    Path total;
    Expression id;
    std::optional<Template> detail;
    Path detail_item;
    Expressions fields;
    std::optional<Path> distributions;
    Expressions distribution;
    // Changes with every word of the description: part of the mapping version (decision 9).
    int version = 0;
};

// Nothing when there are faults.
std::optional<Description> ready(const JsonDescription& description);

} // namespace moisson::paths
