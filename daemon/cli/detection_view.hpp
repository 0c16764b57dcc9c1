// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A detection as text and as JSON.
#pragma once

#include "cli/json.hpp"
#include "detect/detector.hpp"

#include <string>

namespace moisson::cli {

std::string detection_text(const detect::Detection& detection);
Json detection_json(const detect::Detection& detection);

// "Le nom de domaine du portail n'existe pas… (DNS_NXDOMAIN)", with a detail that is worth showing.
std::string error_text(const Error& error);
Json error_json(const std::optional<Error>& error);

} // namespace moisson::cli
