// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The tables of the canonical form (decision 23); README.md lists them.
#pragma once

#include "kit/xml_record.hpp"

namespace moisson::csw {

const kit::XmlRules& canonical_rules();

} // namespace moisson::csw
