// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where remote JSON-LD contexts come from: the ones we carry (config/contexts, embedded at build),
// what a caller adds, and addresses that the operator allows to be fetched. Nothing else is ever
// asked of the network.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::jsonld {

struct LoadedContext {
    // Base of the relative references inside.
    std::string address;
    json::Value document;
};

class ContextLoader {
public:
    virtual ~ContextLoader() = default;
    // The document at `address`, without its fragment. Errors: NOT_FOUND when it is not ours to
    // have, and whatever parsing or fetching it ended with; `detail` names the address.
    virtual Result<std::shared_ptr<const LoadedContext>> load(const std::string& address) = 0;
};

// Gets the body at an address; called on the thread of the reader, hence blocking.
using ContextFetcher = std::function<Result<std::string>(const std::string& address)>;

// The contexts of config/contexts by every address they are known by, and those added. Not for
// two threads at a time.
class ContextLibrary final : public ContextLoader {
public:
    // Nothing is fetched.
    ContextLibrary() = default;
    // `allowed`: exact addresses, or beginnings of addresses that end with '*'.
    ContextLibrary(ContextFetcher fetcher, std::vector<std::string> allowed);

    Result<std::shared_ptr<const LoadedContext>> load(const std::string& address) override;
    // Makes `body` the context at `address`. Errors as load().
    Result<void> add(const std::string& address, std::string_view body);
    bool is_allowed(std::string_view address) const;

private:
    ContextFetcher fetcher_;
    std::vector<std::string> allowed_;
    std::map<std::string, std::shared_ptr<const LoadedContext>, std::less<>> loaded_;
};

// One embedded context: which file, its text, the addresses it answers to
// (without scheme and final slash, spaces between them; a '*' matches anything).
struct BundledContext {
    std::string_view file;
    std::string_view text;
    std::string_view addresses;
};

std::span<const BundledContext> bundled_contexts();
// The context that answers to `address`, nullptr when we carry none.
const BundledContext* find_bundled(std::string_view address);

} // namespace moisson::rdf::jsonld
