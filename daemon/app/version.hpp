// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which build this is.
#pragma once

#include <string_view>

namespace moisson::app {

// "0.1.0"
std::string_view version();
// Abbreviated commit, empty when built outside a checkout.
std::string_view commit();

} // namespace moisson::app
