// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One visit of the detector. Files: detector.cpp (opening, confirming, concluding), search.cpp (the
// order of what is tried). Internal to the room.
#pragma once

#include "detect/detector.hpp"
#include "detect/home_page.hpp"
#include "detect/softwares.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::detect {

Answer answer_of(const net::Response& response);

struct Match {
    const Software* software = nullptr;
    Sighting sighting;
    std::string base;
    // As asked, and as answered after redirects.
    std::string asked;
    std::string url;
};

class Visit {
public:
    Visit(DetectorParts parts, std::string address, VisitOptions options)
        : parts_(std::move(parts)), visitor_(*parts_.http, *parts_.timers, options),
          rate_(options.rate) {
        out_.asked = std::move(address);
    }

    asio::awaitable<Detection> run();

private:
    asio::awaitable<bool> open();
    asio::awaitable<Result<net::Response>> open_at(std::string url);
    asio::awaitable<bool> search();
    asio::awaitable<bool> try_document(const net::Response& response);
    asio::awaitable<bool> try_software(const Software& software, std::string base);
    asio::awaitable<bool> try_marked();
    asio::awaitable<bool> try_everywhere();
    asio::awaitable<bool> try_places();
    asio::awaitable<bool> try_sisters();
    asio::awaitable<bool> confirm(Match match);
    asio::awaitable<void> ask_version(const Match& match);
    std::vector<std::string> bases_for(const Software& software) const;
    std::string source_address(const Match& match) const;
    bool is_marked(const Software& software) const;
    void keep(const Match& match);
    void finish();

    DetectorParts parts_;
    Visitor visitor_;
    double rate_;
    Detection out_;
    std::optional<net::Response> first_;
    std::optional<Error> first_error_;
    std::optional<net::WebAddress> address_;
    HomePage page_;
    // The first software that was recognised and could not be confirmed.
    std::optional<Match> named_;
    std::optional<Error> named_error_;
};

} // namespace moisson::detect
