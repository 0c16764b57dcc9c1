// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A prober among traps. What each must be taken for and what it is taken for are printed, a row of
// one table each.
#pragma once

#include "integration/monitor/trap_server.hpp"
#include "integration/net/client_fixture.hpp"
#include "monitor/probe_ladder.hpp"

#include <cstdio>
#include <optional>
#include <string>

namespace moisson::testing {

class TrapTest : public ClientTest {
protected:
    TrapTest() {
        allow(server.port());
        probe_options.rate = 0;
        probe_options.audit_one_in = 0;
        probe_options.connect = std::chrono::seconds(1);
        probe_options.get_first_byte = std::chrono::seconds(1);
        probe_options.head_first_byte = std::chrono::seconds(1);
        probe_options.total = std::chrono::seconds(5);
        std::printf("| trap | expected | obtained | requests |\n|---|---|---|---|\n");
    }

    monitor::LinkTarget target(const std::string& path, bool first = true) const {
        monitor::LinkTarget out;
        out.url = path.starts_with("/") ? server.url(path) : path;
        out.format = "CSV";
        out.family = 'T';
        out.first_look = first;
        return out;
    }

    // Another server, or other options.
    void forget() {
        prober.reset();
        client.reset();
    }

    monitor::ProbeResult probe(monitor::LinkTarget wanted, monitor::HostMemory host = {}) {
        if (!client)
            client = net::make_http_client(
                context.get_executor(),
                options,
                net::ClientDeps(timers, *budget, rng)
            );
        if (!prober)
            prober.emplace(*client, timers, rng, probe_options);
        return run_coro(context, prober->probe(std::move(wanted), std::move(host)));
    }

    monitor::ProbeResult expect(
        const char* trap,
        monitor::LinkTarget wanted,
        std::string_view code,
        monitor::HostMemory host = {}
    ) {
        monitor::ProbeResult result = probe(std::move(wanted), std::move(host));
        const std::string obtained(to_string(result.code));
        std::printf(
            "| %-44s | %-22s | %-22s | %zu |\n",
            trap,
            std::string(code).c_str(),
            obtained.c_str(),
            result.exchanges.size()
        );
        EXPECT_EQ(obtained, code) << trap;
        for (const monitor::Exchange& exchange : result.exchanges)
            EXPECT_LE(exchange.body_bytes, 64U * 1024) << trap;
        return result;
    }

    TinyServer server{serve_traps};
    monitor::ProbeOptions probe_options;
    std::optional<monitor::LinkProber> prober;
};

} // namespace moisson::testing
