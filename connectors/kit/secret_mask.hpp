// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SecretMask: takes the values of a source's own request headers out of what its portal answered,
// before pages, API and logs show it. A portal that echoes a request in its error is no rarity.
#pragma once

#include "core/result.hpp"
#include "model/issue.hpp"

#include <map>
#include <string>
#include <vector>

namespace moisson::kit {

class SecretMask {
public:
    SecretMask() = default;
    // Header name -> value. Values of headers that are public by nature (Accept, User-Agent...) and
    // values too short to be secrets stay visible. "Bearer x" hides x as well.
    explicit SecretMask(const std::map<std::string, std::string>& headers);

    bool empty() const { return secrets_.empty(); }

    // Every occurrence as sent, as JSON, HTML or a URL write it, or cut by either end of `text`,
    // becomes "***".
    void hide(std::string& text) const;
    // Detail and excerpt; and the address, which a redirect may have put it in.
    void hide(Issue& issue) const;
    void hide(std::vector<Issue>& issues) const;
    void hide(Error& error) const;

private:
    // Longest first.
    std::vector<std::string> secrets_;
};

} // namespace moisson::kit
