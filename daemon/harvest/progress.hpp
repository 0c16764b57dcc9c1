// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A one-line French text for each event of the engine: the progress display of `make run`.
#pragma once

#include "harvest/observer.hpp"

#include <string>

namespace moisson::harvest {

// "togo-demo · page 3 · 300/512 jeux de données · 84/s · 12 problèmes (BAD_DATE 7, ...)"
std::string progress_line(const PageDone& event);
std::string progress_line(const RunStarted& event);
std::string progress_line(const HarvestRun& run);

} // namespace moisson::harvest
