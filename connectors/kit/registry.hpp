// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Registry: which connector kinds this process knows, by the name that config/portals uses. The
// composition root fills it line by line; nothing registers itself.
#pragma once

#include "async/asio.hpp"
#include "core/clock.hpp"
#include "kit/connector.hpp"
#include "kit/document_options.hpp"
#include "net/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

// What a connector may use. All of it outlives the connector.
struct Services {
    net::HttpClient* http = nullptr;
    const Clock* clock = nullptr;
    // Where bodies are parsed; empty = on the caller's executor (tests).
    asio::any_io_executor cpu;
    // For catalogues that are files.
    DocumentOptions documents;
};

// Makes the connector of one run of one source. No I/O.
using Factory = std::function<std::unique_ptr<Connector>(const Source& source, const Services&)>;

class Registry {
public:
    // `kind` is what `connector:` says in a portal file ("ckan"). Each kind once.
    void add(std::string kind, Factory factory);
    bool knows(std::string_view kind) const { return factories_.find(kind) != factories_.end(); }
    // Names in order, for messages and strict settings.
    std::vector<std::string> kinds() const;
    // CONFIG_INVALID when the source names a kind that is not known. What comes back is guarded
    // (kit/guarded_connector.hpp).
    Result<std::unique_ptr<Connector>> make(const Source& source, const Services& services) const;

private:
    std::map<std::string, Factory, std::less<>> factories_;
};

// Settings of a source in the words of the HTTP client.
net::EndpointPolicy endpoint_policy(const Source& source);

// A GET of `url` under the rules of the source: policy, time limits, retries.
net::Request request_to(const Source& source, std::string url);

} // namespace moisson::kit
