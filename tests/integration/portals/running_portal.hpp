// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One portal with a fault, listening on a port of the system's choice for the time of a test.
#pragma once

#include "portals/ckan.hpp"
#include "portals/faults.hpp"
#include "portals/generator.hpp"
#include "portals/server.hpp"

#include <map>
#include <memory>
#include <string>

namespace moisson::portals {

class RunningPortal {
public:
    // `fault` is a name of the table; `silent` makes the negative control.
    explicit RunningPortal(const std::string& fault, std::uint64_t records = 60)
        : server_(options()) {
        CkanOptions ckan;
        ckan.rows_max = 20;
        PortalOptions portal;
        portal.key = "faute";
        give_fault(portal, fault);
        portal_ = std::make_shared<Portal>(std::move(portal), make_ckan(ckan, catalogue(records)));
        port_ = server_.add(portal_);
        server_.start();
    }

    std::uint16_t port() const { return port_; }
    Portal& portal() { return *portal_; }
    Server& server() { return server_; }

    static Instant date() { return Instant(std::chrono::sys_days(std::chrono::days(20'500))); }

private:
    // Made once for all tests of a binary.
    static std::shared_ptr<const Catalogue> catalogue(std::uint64_t records) {
        static std::map<std::uint64_t, std::shared_ptr<const Catalogue>> made;
        std::shared_ptr<const Catalogue>& found = made[records];
        GeneratorOptions generator;
        generator.count = records;
        if (!found)
            found = generate(generator);
        return found;
    }

    static ServerOptions options() {
        ServerOptions result;
        result.now = date;
        result.time_scale = 10.0;
        return result;
    }

    Server server_;
    std::shared_ptr<Portal> portal_;
    std::uint16_t port_ = 0;
};

} // namespace moisson::portals
