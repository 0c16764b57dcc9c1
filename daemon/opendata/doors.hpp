// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The doors for machines as one handler of net's HTTP server: catalogue feeds (DCAT-AP 3),
// sitemaps, VoID, llms.txt. What is no door of ours goes to the next handler.
#pragma once

#include "net/http_server.hpp"
#include "normalise/vocabularies.hpp"
#include "routes/paths.hpp"
#include "telemetry/log.hpp"
#include "views/dump_shelf.hpp"
#include "views/open_data.hpp"

#include <functional>
#include <memory>
#include <string>

namespace moisson::opendata {

struct DoorsOptions {
    DoorsOptions() = default;

    // Decides every absolute link: without one, nothing has an IRI of its own.
    routes::PublicUrl public_url;
    std::string site_name = "Moisson";
    // Where graphs are made and written.
    asio::any_io_executor cpu;
    // For scores of quality; without them there are none.
    std::function<std::shared_ptr<const normalise::Vocabularies>()> vocabularies;
    // Without it there is no dump.
    std::shared_ptr<const views::DumpShelf> dumps;
};

// References outlive the handler. Runs on the io executor; never throws. Failures are RFC 9457
// problems.
net::Handler make_doors_handler(
    views::CatalogViews& views,
    views::OpenData& data,
    telemetry::Logger& log,
    DoorsOptions options,
    net::Handler next
);

} // namespace moisson::opendata
