// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How much a walk by cursor may ask for at once.
#pragma once

namespace moisson::search {

// Above what readers may ask for (limits::page_size): each step matches the whole query again.
inline constexpr int walk_step_max = 500;

} // namespace moisson::search
