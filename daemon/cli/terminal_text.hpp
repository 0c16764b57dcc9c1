// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a portal wrote, on a terminal: characters only, never commands to it.
#pragma once

#include <string>
#include <string_view>

namespace moisson::cli {

// `text` on one line. Control characters (C0, DEL, C1) and marks that turn the direction of writing
// become "?": an error body must not move the cursor, set the title or fill the clipboard.
std::string terminal_text(std::string_view text);

} // namespace moisson::cli
