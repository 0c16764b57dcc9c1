// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whether a record has the words of an item side by side, read from its display texts. Inside the
// room only.
#pragma once

#include "search/analyser.hpp"
#include "search/display.hpp"
#include "search/plan.hpp"

#include <vector>

namespace moisson::search {

// `words` is a buffer.
bool has_phrase(const DisplayRecord& record, const ItemPlan& item, std::vector<Word>& words);

} // namespace moisson::search
