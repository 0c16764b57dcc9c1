// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// French words for the history of a dataset. An unknown name is returned as it is.
#pragma once

#include <string_view>

namespace moisson::i18n {

// Cause of a change: "missing" -> "Absent du portail".
std::string_view change_cause_label(std::string_view name);
// Field of a dataset or of one of its distributions: "distributions.format" -> "Format".
std::string_view change_field_label(std::string_view name);

} // namespace moisson::i18n
