// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datafair/rules.hpp"

namespace moisson::datafair {
namespace {

// Counters, states of the server's own work, what depends on who asks, names of its users.
constexpr std::string_view volatile_paths[] = {
    "bboxStatus",
    "count",
    "createdBy",
    "dataUpdatedBy",
    "draft",
    "errorRetry",
    "errorStatus",
    "esWarning",
    "exports",
    "finalizedAt",
    "nbApplications",
    "permissions",
    "previews",
    "publications",
    "readApiKey",
    "remoteFile.autoUpdate",
    "remoteFile.etag",
    "remoteFile.lastModified",
    "requestedPublicationSites",
    "storage",
    "thumbnail",
    "thumbnails",
    "topics.color",
    "topics.icon",
    "updatedBy",
    "userPermissions",
};

constexpr std::string_view unordered_paths[] = {
    "attachments",
    "keywords",
    "publicationSites",
    "topics",
};

} // namespace

const kit::CanonicalRules& canonical_rules() {
    static constexpr kit::CanonicalRules rules{volatile_paths, unordered_paths, {}};
    return rules;
}

} // namespace moisson::datafair
