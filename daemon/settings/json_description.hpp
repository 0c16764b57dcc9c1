// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The section `paths` of a source: how the connector `json` reads a portal's own API. Private to
// the room.
#pragma once

#include "model/portal.hpp"
#include "settings/reader.hpp"

namespace moisson::settings {

Option<Source> json_description_option();

// A source of kind `json` has a description, any other kind has none.
void check_json_description(const YAML::Node& node, const Source& source, const Reader& reader);

} // namespace moisson::settings
