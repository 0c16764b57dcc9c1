// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The list of connector kinds.
#include "kit/registry.hpp"

#include "core/assert.hpp"
#include "kit/guarded_connector.hpp"

namespace moisson::kit {

void Registry::add(std::string kind, Factory factory) {
    MOISSON_ASSERT(factory != nullptr);
    const bool added = factories_.emplace(std::move(kind), std::move(factory)).second;
    MOISSON_ASSERT(added);
}

std::vector<std::string> Registry::kinds() const {
    std::vector<std::string> names;
    names.reserve(factories_.size());
    for (const auto& [kind, factory] : factories_)
        names.push_back(kind);
    return names;
}

Result<std::unique_ptr<Connector>>
Registry::make(const Source& source, const Services& services) const {
    MOISSON_ASSERT(services.http != nullptr);
    const auto it = factories_.find(source.connector);
    if (it == factories_.end())
        return Error(Code::config_invalid, "unknown connector: " + source.connector);
    return guarded(it->second(source, services), source);
}

net::Request request_to(const Source& source, std::string url) {
    net::Request request(std::move(url));
    request.policy = endpoint_policy(source);
    request.timeouts.connect = source.request.connect;
    request.timeouts.tls = source.request.tls;
    request.timeouts.first_byte = source.request.first_byte;
    request.timeouts.idle = source.request.idle;
    request.timeouts.total = source.request.total;
    request.retries_max = source.request.retries;
    return request;
}

net::EndpointPolicy endpoint_policy(const Source& source) {
    net::EndpointPolicy policy;
    policy.rate = source.rate;
    policy.verify_tls = source.tls == TlsVerification::on;
    policy.ca_file = source.ca_file;
    policy.respect_robots = source.respect_robots;
    policy.user_agent = source.user_agent;
    for (const auto& [name, value] : source.headers)
        policy.headers.emplace_back(name, value);
    return policy;
}

} // namespace moisson::kit
