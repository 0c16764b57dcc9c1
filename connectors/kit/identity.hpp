// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The last step of the identity ladder (research H7.3): an id for a record that has none.
#pragma once

#include <string>
#include <string_view>

namespace moisson::kit {

// "synthetic-<uuid5>" of (source, landing page), else of (source, title, publisher); empty when
// the record has neither a page nor a title.
std::string synthetic_id(
    std::string_view source_key,
    std::string_view landing_page,
    std::string_view title,
    std::string_view publisher
);

} // namespace moisson::kit
