// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What was decided over a held run, in words.
#pragma once

#include "core/code.hpp"
#include "model/harvest_run.hpp"

#include <string>

namespace moisson::cli {

// "Décision : approuvé par awa le 12 mai 2026 à 10 h 00 : portail refondu"
std::string decision_text(const RunDecision& decision);
// " Vérifiez…", or nothing: see views::advice_of.
std::string advice_text(const HarvestRun* run, Code code);

} // namespace moisson::cli
