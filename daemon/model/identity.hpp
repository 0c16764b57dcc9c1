// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which records of a source are older ones under a new id (decision 16). Pure; how the clues are
// found is told in store/identity_clues.hpp.
#pragma once

#include "core/uuid.hpp"
#include "model/ids.hpp"

#include <string_view>
#include <vector>

namespace moisson {

// What two records have in common, the strongest first.
enum class IdentityEvidence {
    // The id of the new record once named the old one: a rename is taken back.
    former_id,
    // The subject URI, or a DOI.
    uri,
    // The page of the record, or its landing page.
    page,
    // Title, description, keywords, publisher and files.
    content,
    // The set of file URLs.
    files,
    // Title and publisher.
    title
};

// gone: not seen any more. born: seen for the first time. archived: gone for long, looked at after
// everybody else. kept: none of these, so that what it holds names nobody.
enum class Side { gone, born, archived, kept };

// One record holds one key of one kind.
struct IdentityClue {
    IdentityEvidence evidence = IdentityEvidence::uri;
    Uuid key;
    DatasetId dataset;
    Side side = Side::kept;
};

// `born` is the dataset `gone` under a new id.
struct Rename {
    DatasetId gone;
    DatasetId born;
    IdentityEvidence evidence = IdentityEvidence::uri;

    bool operator==(const Rename&) const = default;
};

// One to one: a key is evidence when exactly one gone and one born record hold it and no kept one;
// two records that the same kind of evidence joins to several are joined to none; weaker evidence
// does not part what stronger evidence has joined. What is left is then looked for among the
// archived ones. Any order in, ordered by `gone`.
std::vector<Rename> match_renames(std::vector<IdentityClue> clues);

std::string_view to_string(IdentityEvidence evidence);

// An id that named the dataset `former` before its rename has come back: what it names now has an
// identity of its own, until the end of the run tells whether the rename was taken back.
DatasetId dataset_id_at_return(DatasetId former, std::string_view remote_id);

} // namespace moisson
