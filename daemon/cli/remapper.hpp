// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Stored records mapped again by this process, without the network.
#pragma once

#include "cli/context.hpp"
#include "harvest/engine.hpp"

#include <memory>
#include <string>

namespace moisson::cli {

class Remapper {
public:
    // `context` outlives this object.
    Remapper(Context& context, const settings::Catalogue& catalogue);
    ~Remapper();
    Remapper(const Remapper&) = delete;
    Remapper& operator=(const Remapper&) = delete;

    // NOT_FOUND for a source that is not in the catalogue.
    Result<harvest::RemapReport> remap(SourceId source, const std::string& key);

private:
    struct Parts;
    Context& context_;
    std::unique_ptr<Parts> parts_;
};

} // namespace moisson::cli
