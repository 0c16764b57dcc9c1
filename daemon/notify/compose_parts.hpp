// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What every composed message shares. Inside the room only. Pure.
#pragma once

#include "core/digest.hpp"
#include "notify/document.hpp"
#include "notify/links.hpp"
#include "notify/saved_search.hpp"
#include "store/message_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

// With its angle brackets; the same for the same key. `domain`: of the site.
std::string message_id(const Digest& key, std::string_view domain);
// "3 nouveaux jeux de données, 1 jeu de données modifié", of all of them.
std::string searches_summary(const std::vector<SearchNews>& searches);
void add_searches(Document& out, const std::vector<SearchNews>& searches, const Links& links);
// "2 fréquences proposées"; empty: none.
std::string proposals_summary(const std::vector<store::ProposalNotice>& proposals);
void add_proposals(
    Document& out,
    const std::vector<store::ProposalNotice>& proposals,
    const Links& links
);
// Writes the document out as both parts.
void finish(store::NewMessage& mail, const Document& document);

} // namespace moisson::notify
