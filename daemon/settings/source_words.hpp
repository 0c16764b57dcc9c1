// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The keys of a source that say how its records are to be read: `publishers`, `vocabulary` and
// `corrections`. Private to the room.
#pragma once

#include "model/portal.hpp"
#include "normalise/vocabularies.hpp"
#include "settings/reader.hpp"

namespace moisson::settings {

// `publishers: {"name at the source": "name here"}`
Option<Source> publishers_option();
// `vocabulary: {licence: {"what the source writes": code}}`. Codes are checked unless null.
Option<Source> vocabulary_option(const normalise::Vocabularies* vocabularies);
// `corrections: [{field, action, value, when: {field, value}, reason, author, date, expires}]`
Option<Source> corrections_option(const normalise::Vocabularies* vocabularies);

} // namespace moisson::settings
