// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// File descriptors: as many as the system grants, and how many of them visitors may take.
#pragma once

#include "settings/settings.hpp"

#include <cstddef>

namespace moisson::app {

// Raises the soft limit up to the hard one, limits::descriptors at most; never lowers it. What may
// be open now.
std::size_t raise_descriptors();

// What PostgreSQL, harvests, link checks and the house itself need.
std::size_t reserved_descriptors(const settings::Settings& settings);

// `wanted`, or what remains of `descriptors`; where the reserve leaves less than a quarter, that.
std::size_t connections_within(std::size_t wanted, std::size_t descriptors, std::size_t reserved);

} // namespace moisson::app
