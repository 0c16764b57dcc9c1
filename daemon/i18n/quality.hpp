// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The words of the quality score: dimensions, bands, and for each criterion of ours what it asks
// and how to earn its points.
#pragma once

#include <string_view>

namespace moisson::i18n {

// "Trouvable"
std::string_view quality_dimension_label(std::string_view dimension);
// "bonne"
std::string_view quality_band_label(std::string_view band);
// What is asked: "Au moins trois mots-clés".
std::string_view quality_criterion_label(std::string_view code);
// A sentence to the producer; empty for a code that is not of our score.
std::string_view quality_advice(std::string_view code);

} // namespace moisson::i18n
