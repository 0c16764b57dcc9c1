// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records that came from this node: a portal that harvests us gives our own catalogue back. Pure.
#pragma once

#include "model/dataset.hpp"
#include "routes/paths.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::harvest {

// Which addresses are ours.
class OwnSite {
public:
    OwnSite() = default;
    // `neighbours`: addresses of the portal, which may stand below ours ("https://ville.example"
    // and "https://ville.example/ckan"): what is below them is theirs.
    explicit OwnSite(
        std::string_view public_url,
        const std::vector<std::string>& neighbours = std::vector<std::string>()
    );

    bool covers(std::string_view address) const;
    // Empty: nothing is ours.
    const std::string& base() const { return ours_.base(); }

private:
    routes::PublicUrl ours_;
    std::vector<routes::PublicUrl> neighbours_;
};

// The name or mark of the record that is an address of ours; empty when it has none. UUIDs are no
// proof: two nodes that harvest the same portal give the same ones (decision 16).
std::string own_address_in(const Dataset& dataset, const OwnSite& ours);

} // namespace moisson::harvest
