// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// E-mail addresses inside texts that leave in bulk (decision 26).
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// Stands where an address stood. Allowed in IRIs, JSON strings and CSV fields alike, so that whole
// lines can be masked after they were written.
inline constexpr std::string_view email_mask = "adresse-masquée";

// `text` with everything that reads like an e-mail address replaced, "%40" for "@" included. Names
// and addresses of web pages without one ("https://host/@compte") stay.
std::string mask_emails(std::string text);

} // namespace moisson::text
