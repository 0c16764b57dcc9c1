// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The labels of the vocabularies for api and pages; built once at start.
#pragma once

#include "i18n/code_labels.hpp"
#include "normalise/vocabularies.hpp"

namespace moisson::api {

i18n::CodeLabels code_labels(const normalise::Vocabularies& vocabularies);

} // namespace moisson::api
