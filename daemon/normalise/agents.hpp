// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Agents and contacts.
#pragma once

#include "model/dataset.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>

namespace moisson::normalise {

struct EmailReading {
    // Empty when there is no usable address.
    std::string email;
    // Set when a URL was written in its place.
    std::string url;
    bool bad = false;
};

// Trims, takes "mailto:" and "Name <...>" away, repairs "(at)" and "[at]", takes the first of
// several. Anything else that is no address is bad and is not kept ("info ät example.ch").
EmailReading read_email(std::string_view raw);

} // namespace moisson::normalise
