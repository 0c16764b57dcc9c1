// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The doors over a list of datasets, asked by HTTP messages.
#pragma once

#include "dcat/listing.hpp"
#include "dcat/wire.hpp"
#include "fake_open_data.hpp"
#include "opendata/doors.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <utility>

namespace moisson::opendata::testing {

inline asio::awaitable<net::ServerResponse> others(net::ServerRequest) {
    net::ServerResponse response;
    response.status = 299;
    co_return response;
}

class DoorsTest : public ::testing::Test {
protected:
    DoorsOptions options() {
        DoorsOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org");
        options.cpu = pool_.get_executor();
        return options;
    }
    net::ServerResponse get(std::string_view target, std::string accept = {}) {
        net::ServerRequest request;
        request.method = "GET";
        const std::size_t mark = target.find('?');
        request.path = std::string(target.substr(0, mark));
        if (mark != std::string_view::npos)
            request.query = std::string(target.substr(mark + 1));
        if (!accept.empty())
            request.headers.emplace_back("accept", std::move(accept));
        return moisson::testing::run_coro(context_, handler_(std::move(request)));
    }
    // Titles of all datasets of a walk from `target` on, by the links of the pages.
    std::set<std::string> walk(std::string target, int& pages) {
        std::set<std::string> ids;
        for (pages = 0; !target.empty() && pages < 100; ++pages) {
            const net::ServerResponse response = get(target);
            EXPECT_EQ(response.status, 200) << target;
            const std::string address = "https://moisson.example.org" + target;
            Result<dcat::WireGraph> wire =
                dcat::read_graph(response.body, address, response.content_type);
            if (!wire)
                break;
            const dcat::Listing listing = dcat::list_datasets(wire->graph);
            for (const rdf::TermId one : listing.datasets)
                EXPECT_TRUE(ids.insert(std::string(wire->graph.term(one).value)).second);
            const std::string next = dcat::paging_of(wire->graph, address).next;
            if (!next.empty()) {
                EXPECT_THAT(
                    test::header_of(response, "Link"),
                    ::testing::HasSubstr("<" + next + ">; rel=\"next\"")
                );
            }
            target = next.empty() ? next : next.substr(next.find('/', 8));
        }
        return ids;
    }

    // Outlives the pool, whose jobs hold on to it.
    asio::io_context context_;
    asio::thread_pool pool_{1};
    test::FakeViews views_;
    FakeOpenData data_{60};
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = make_doors_handler(views_, data_, *log_, options(), others);
};

} // namespace moisson::opendata::testing
