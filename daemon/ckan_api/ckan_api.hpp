// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The CKAN Action API, read only, as one handler of net's HTTP server (research A1): existing
// clients read us as they read a CKAN. What is no address of it goes to the next handler.
#pragma once

#include "ckan_api/names.hpp"
#include "i18n/code_labels.hpp"
#include "net/http_server.hpp"
#include "routes/paths.hpp"
#include "telemetry/log.hpp"
#include "views/open_data.hpp"
#include "views/selections.hpp"

#include <functional>
#include <string>

namespace moisson::ckan_api {

struct CkanOptions {
    CkanOptions() = default;

    // Decides every absolute link.
    routes::PublicUrl public_url;
    std::string site_name = "Moisson";
    // Shown by status_show.
    std::string version;
    std::function<VocabulariesPtr()> vocabularies;
    // Where long answers are made.
    asio::any_io_executor cpu;
};

// References outlive the handler. Runs on the io executor; never throws.
net::Handler make_ckan_handler(
    views::CatalogViews& views,
    views::OpenData& data,
    views::Selections& selections,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    CkanOptions options,
    net::Handler next
);

} // namespace moisson::ckan_api
