// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The marks that Markdown leaves behind. Portals join paragraphs on one line, cut them, or write
// tables and emphasis that no standard reads: an excerpt shows the words alone.
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// `text` without headings' and lists' signs, bold and code marks, rules and table bars; links are
// their label. Everything else stays, "3 * 4", "C#" and "nom_du_champ" too. Total.
std::string without_marks(std::string_view text);

} // namespace moisson::text
