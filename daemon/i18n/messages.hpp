// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a stable code means, in French, for the operator and the reader: one sentence that says what
// happened, one advice that says what to do.
#pragma once

#include "core/code.hpp"

#include <string_view>

namespace moisson::i18n {

// Short name for lists: "Certificat expiré".
std::string_view title(Code code);
// Full sentence with its stop.
std::string_view sentence(Code code);
// What to do, in the imperative, with its stop.
std::string_view advice(Code code);

} // namespace moisson::i18n
