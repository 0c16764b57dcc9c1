// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Walks over recorded catalogues and counts how their strings resolve. Reads JSON on its own, and
// RDF as a graph, before it is mapped: what is counted is the vocabularies, not the mapping.
#pragma once

#include "tally.hpp"

#include <filesystem>

namespace moisson::vocabulary_report {

// The complete export of data.gouv.fr.
Tallies
count_datagouvfr(const std::filesystem::path& file, const normalise::Vocabularies& vocabularies);

enum class JsonKind { ckan, udata, datajson, opendatasoft };

// All JSON documents, and JSON lines, under a folder (also .gz).
Tallies count_json(
    const std::filesystem::path& folder,
    JsonKind kind,
    const normalise::Vocabularies& vocabularies
);

// All RDF documents under a folder, in any syntax (also .gz).
Tallies count_rdf(const std::filesystem::path& folder, const normalise::Vocabularies& vocabularies);

} // namespace moisson::vocabulary_report
