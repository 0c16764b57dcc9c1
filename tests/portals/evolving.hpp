// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A generated catalogue that lives with the date: it grows, shrinks, renames and changes day by
// day.
#pragma once

#include "portals/ckan.hpp"
#include "portals/generator.hpp"

namespace moisson::portals {

// options.day is ignored: it is the number of days from options.epoch to the date asked. The last
// few days are kept; thread-safe.
CatalogueAt evolving(GeneratorOptions options);

} // namespace moisson::portals
