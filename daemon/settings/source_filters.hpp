// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// `filters` of a source. Private to the room.
#pragma once

#include "model/portal.hpp"
#include "settings/reader.hpp"

#include <string>

namespace moisson::settings {

// `filters: {organization: {include: [], exclude: []}}`
Option<Source> filters_option();

// The first dimension that the records of the connector do not have, so that no record would ever
// pass; empty when there is none.
std::string unusable_filter(const Source& source);

} // namespace moisson::settings
