// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Packed twins of documents, and the tag of a version.
#pragma once

#include <string>

namespace moisson::portals {

std::string gzipped(const std::string& text);
// A strong ETag that depends on the bytes alone.
std::string tag_of(const std::string& body);

} // namespace moisson::portals
