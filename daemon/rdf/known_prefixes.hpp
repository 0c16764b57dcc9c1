// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The prefixes that DCAT catalogues use, declared or not.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace moisson::rdf {

struct KnownPrefix {
    std::string_view prefix;
    std::string_view space;
};

// All prefixes we know, and those our own documents write: one for a namespace.
std::span<const KnownPrefix> known_prefixes();
std::span<const KnownPrefix> preferred_prefixes();

// The usual namespace of `prefix`, empty when it has none.
std::string_view known_namespace(std::string_view prefix);

// A namespace for a prefix nobody knows: its terms stay apart from all others.
std::string invented_namespace(std::string_view prefix);

// The known namespace that `space` would be with its last '#' or '/', empty when there is none.
std::string_view completed_namespace(std::string_view space);

} // namespace moisson::rdf
