// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The order of a visit: the address itself, what its path says, what its page says, then every row
// of the table at every base, then the folders where software is often installed.
#include "detect/address.hpp"
#include "detect/visit.hpp"

namespace moisson::detect {

// What was given may be the document or the answer of an API itself.
asio::awaitable<bool> Visit::try_document(const net::Response& response) {
    if (is_html(answer_of(response)))
        co_return false;
    for (const Software& software : softwares()) {
        const bool whole = software.address != SourceAddress::base;
        if (!whole || (software.marked_only && !is_marked(software)))
            continue;
        for (const Signature& signature : software.signatures) {
            const auto sighting = signature.recognise(answer_of(response));
            if (!sighting)
                continue;
            // A service of unknown make is named by its protocol.
            const bool by_path =
                response.url.find(without_query(signature.path)) != std::string::npos;
            if (!by_path && software.name != "csw" && software.name != "datajson" &&
                software.name != "dcat")
                continue;
            Match match;
            match.software = &software;
            match.sighting = *sighting;
            const std::string place = without_query(response.url);
            match.base = place.substr(0, place.find(without_query(signature.path)));
            match.asked = response.url;
            match.url = response.url;
            const bool confirmed = co_await confirm(std::move(match));
            if (confirmed)
                co_return true;
        }
    }
    co_return false;
}

// A service without a path of its own is asked at the address itself.
std::vector<std::string> Visit::bases_for(const Software& software) const {
    if (!software.signatures.empty() && software.signatures.front().path.starts_with('?'))
        return {whole_path(*address_)};
    return bases_of(*address_);
}

asio::awaitable<bool> Visit::try_software(const Software& software, std::string base) {
    const bool is_root = base == site_of(*address_);
    for (const Signature& signature : software.signatures) {
        if (visitor_.exhausted())
            co_return false;
        if (signature.path.starts_with('?') && is_root)
            continue;
        std::string url = below(base, signature.path);
        Result<net::Response> answer = Result<net::Response>(Error(Code::cancelled));
        if (signature.nature == Nature::api)
            answer = co_await visitor_.get_api(url);
        else
            answer = co_await visitor_.get_document(url);
        if (answer.has_error())
            continue;
        const auto sighting = signature.recognise(answer_of(*answer));
        if (!sighting) {
            if (is_html(answer_of(*answer)))
                visitor_.count_page_for_data();
            continue;
        }
        Match match;
        match.software = &software;
        match.sighting = *sighting;
        match.base = std::move(base);
        match.asked = std::move(url);
        match.url = answer->url;
        const bool confirmed = co_await confirm(std::move(match));
        co_return confirmed;
    }
    co_return false;
}

// Rows that the path of the address or the home page speak for.
asio::awaitable<bool> Visit::try_marked() {
    for (const Software& software : softwares()) {
        std::string base = base_before(*address_, software.api_paths);
        if (base.empty() || (software.marked_only && !is_marked(software)))
            continue;
        const bool there = co_await try_software(software, std::move(base));
        if (there)
            co_return true;
    }
    for (const Software* software : page_.marked) {
        for (std::string& base : bases_for(*software)) {
            const bool there = co_await try_software(*software, std::move(base));
            if (there)
                co_return true;
        }
        for (const std::string_view place : software->places) {
            const bool there = co_await try_software(*software, below(site_of(*address_), place));
            if (there)
                co_return true;
        }
    }
    co_return false;
}

asio::awaitable<bool> Visit::try_everywhere() {
    for (const bool with_connector : {true, false}) {
        for (const Software& software : softwares()) {
            if (software.connector.empty() == with_connector || software.marked_only)
                continue;
            for (std::string& base : bases_for(software)) {
                const bool there = co_await try_software(software, std::move(base));
                if (there)
                    co_return true;
            }
        }
        // What has no connector comes last of all.
        if (with_connector) {
            const bool there = co_await try_places();
            if (there)
                co_return true;
            if (named_)
                co_return false;
        }
    }
    co_return false;
}

asio::awaitable<bool> Visit::try_places() {
    for (const Software& software : softwares()) {
        if (software.connector.empty() || software.marked_only)
            continue;
        for (const std::string_view place : software.places) {
            const bool there = co_await try_software(software, below(site_of(*address_), place));
            if (there)
                co_return true;
        }
    }
    co_return false;
}

// A catalogue beside the site: "catalog.data.gouv.xx" linked by the page of "data.gouv.xx".
asio::awaitable<bool> Visit::try_sisters() {
    const std::vector<std::string> sisters = page_.sisters;
    for (const std::string& sister : sisters) {
        for (const Software& software : softwares()) {
            if (software.connector.empty() || software.marked_only)
                continue;
            const bool there = co_await try_software(software, sister);
            if (there)
                co_return true;
        }
    }
    co_return false;
}

asio::awaitable<bool> Visit::search() {
    if (first_) {
        bool there = co_await try_document(*first_);
        if (there)
            co_return true;
        if (is_html(answer_of(*first_)))
            page_ = read_home_page(first_->url, first_->body);
    }
    bool there = co_await try_marked();
    if (!there && !page_.sisters.empty())
        there = co_await try_sisters();
    if (!there)
        there = co_await try_everywhere();
    if (there)
        co_return true;
    for (const std::string& link : page_.rdf_links) {
        Result<net::Response> answer = co_await visitor_.get_document(link);
        if (answer.has_error())
            continue;
        const net::Response response = std::move(answer.value());
        there = co_await try_document(response);
        if (there)
            co_return true;
    }
    co_return false;
}

} // namespace moisson::detect
