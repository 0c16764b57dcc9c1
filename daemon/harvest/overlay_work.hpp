// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections as part of the mapping (decision 9): which apply to a dataset, and the mapping
// versions that follow from them. Pure.
#pragma once

#include "harvest/page_work.hpp"

#include <span>
#include <vector>

namespace moisson::harvest {

// `base` itself without corrections: to begin to use them changes no record.
Digest with_corrections(const Digest& base, std::span<const Correction> corrections);

// In the order of application: file of the source, operators on the source, on the dataset.
std::vector<Correction> corrections_of(const PageContext& context, DatasetId dataset);

} // namespace moisson::harvest
