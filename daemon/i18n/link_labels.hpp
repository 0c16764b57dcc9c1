// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// French words for the checks of links. A doubt is never told as a fault. An unknown name is
// returned as it is.
#pragma once

#include <string_view>

namespace moisson::i18n {

// State of a link: "BROKEN" -> "Inaccessible".
std::string_view link_state_label(std::string_view state);
// What it means for the reader, in a sentence.
std::string_view link_state_sentence(std::string_view state);
// What the last probe saw: "http_404" -> "Le serveur répond que le fichier n’existe pas (404)."
std::string_view link_code_sentence(std::string_view code);
// What worked and is refused since, while its neighbours answer.
std::string_view link_withdrawn_sentence();
// Whether a file that was read whole is the one that its record declares.
std::string_view link_checksum_sentence(bool as_declared);
// Links of a dataset: "partial" -> "En partie accessibles".
std::string_view link_standing_label(std::string_view standing);
// State of a host: "HOST_DOWN" -> "Le serveur ne répond pas..."; empty for a normal one.
std::string_view link_host_sentence(std::string_view state);

} // namespace moisson::i18n
