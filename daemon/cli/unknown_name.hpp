// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A name that nobody knows, and the one that was probably meant.
#pragma once

#include "cli/requests.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::cli {

// "commande inconnue : « portials » ; vouliez-vous dire « portails » ?"
std::string
unknown_name(std::string_view what, std::string_view name, const std::vector<std::string>& known);

// Of a short list, shown whole: "rôle inconnu : « chef » ; attendu : producteur, exploitant"
std::string
unknown_word(std::string_view what, std::string_view word, const std::vector<std::string>& known);

// Says that the first of the sources that is not `known` does not exist; false when all do.
bool refuse_unknown_source(
    const Output& output,
    const std::vector<std::string>& sources,
    const std::vector<std::string>& known
);

} // namespace moisson::cli
