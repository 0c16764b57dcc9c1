// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// French words for people, their roles, and what the audit log tells. Unknown names are returned as
// they are.
#pragma once

#include <string_view>

namespace moisson::i18n {

// "coordinator" -> "coordination".
std::string_view person_role_label(std::string_view name);
// "coordinateur" -> "coordinator": what people type.
std::string_view person_role_of_word(std::string_view word);
// "takedown.made" -> "a retiré".
std::string_view audit_action_label(std::string_view action);
// "reason" -> "motif": the keys of what the log adds.
std::string_view audit_detail_label(std::string_view key);
// "action", "add" -> "ajouter"; "scopes", "audit:read" -> "lire le journal"; other values are
// returned as they are. Of a list, one after the other.
std::string_view audit_value_label(std::string_view key, std::string_view value);

} // namespace moisson::i18n
