// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// config/vocabularies/*.tsv from the disk into normalise, and their labels for the pages.
#pragma once

#include "i18n/code_labels.hpp"
#include "normalise/vocabularies.hpp"
#include "settings/problem.hpp"

#include <filesystem>
#include <memory>

namespace moisson::settings {

struct LoadedVocabularies {
    std::shared_ptr<const normalise::Vocabularies> vocabularies;
    Problems problems;

    bool ok() const { return problems.empty(); }
};

LoadedVocabularies load_vocabularies(const std::filesystem::path& folder);

// Labels by search parameter and code, for pages and API.
i18n::CodeLabels labels_of(const normalise::Vocabularies& vocabularies);

} // namespace moisson::settings
