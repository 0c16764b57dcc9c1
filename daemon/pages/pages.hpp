// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The HTML pages as one handler of net's HTTP server: server-rendered, French, no script. Templates
// and style are files of web/; everything harvested is escaped or sanitised.
#pragma once

#include "core/clock.hpp"
#include "i18n/code_labels.hpp"
#include "net/http_server.hpp"
#include "normalise/vocabularies.hpp"
#include "routes/paths.hpp"
#include "store/alert_store.hpp"
#include "store/measures.hpp"
#include "store/quality_tally.hpp"
#include "telemetry/log.hpp"
#include "views/catalog_views.hpp"
#include "views/dump_shelf.hpp"

#include <functional>
#include <memory>
#include <string>

namespace moisson::notify {
class Desk;
}

namespace moisson::pages {

struct PagesOptions {
    PagesOptions() = default;

    // Decides every absolute link.
    routes::PublicUrl public_url;
    std::string site_name = "Moisson";
    // "0.1.0", shown in the footer.
    std::string version;
    // Shows the banner "mode démonstration".
    bool demo = false;
    // What our requests say, for /robot.
    std::string user_agent = "Moisson";
    // "mailto:..." or an address of a page, and how it is shown; empty = no contact.
    std::string contact_url;
    std::string contact;
    // Development: reads web/ from this folder instead of the program.
    std::string web_directory;
    // For /alertes; without it there are none. Outlives the handler.
    store::AlertStore* alerts = nullptr;
    // For scores of quality; without them there are none.
    std::function<std::shared_ptr<const normalise::Vocabularies>()> vocabularies;
    // Daily measures of a portal; without them there is no chart.
    std::function<asio::awaitable<Result<std::vector<store::Measure>>>(store::MeasureQuery query)>
        measures;
    // How the scores of a portal spread; without it its page says nothing of them.
    std::function<asio::awaitable<Result<store::QualityTally>>(std::string portal)> portal_quality;
    // For subscriptions; without it their pages answer 503. Outlives the handler.
    notify::Desk* desk = nullptr;
    // False: no mail leaves this site, so no address is asked for and the feeds are shown instead.
    bool sends_mail = true;
    // Called with the words and the client of a search that found nothing.
    std::function<void(const std::string&, const std::string&)> on_fruitless;
    // Without it there is no dump.
    std::shared_ptr<const views::DumpShelf> dumps;
};

// References outlive the handler. Throws std::runtime_error when a template does not parse. The
// handler itself never throws: failures are pages in French.
net::Handler make_pages_handler(
    views::CatalogViews& views,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    PagesOptions options
);

} // namespace moisson::pages
