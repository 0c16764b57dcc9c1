// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/identity.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "dcat/record.hpp"
#include "dcat/record_text.hpp"
#include "dcat/texts.hpp"
#include "dcat/vocabulary.hpp"
#include "kit/identity.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace moisson::dcat {
namespace {

using rdf::Graph;
using rdf::TermId;

Issue identity_issue(Code code, std::string detail) {
    return Issue(code, Stage::parse, std::move(detail));
}

class Identifier {
public:
    Identifier(const Graph& graph, const Listing& listing, std::string_view source_key)
        : graph_(graph), listing_(listing), source_key_(source_key) {}

    std::vector<Identity> all() {
        std::map<std::string, std::vector<std::size_t>> claims;
        for (const TermId dataset : listing_.datasets) {
            Identity one;
            one.dataset = dataset;
            if (std::string id = stated(dataset); !id.empty())
                claims[std::move(id)].push_back(found_.size());
            found_.push_back(std::move(one));
        }
        for (auto& [id, claimants] : claims)
            grant(id, claimants);
        for (Identity& one : found_)
            if (one.id.empty())
                fall_back(one);
        return std::move(found_);
    }

private:
    // dct:identifier, the first one in the order of texts.
    std::string stated(TermId dataset) const {
        std::string best;
        for (const std::string_view property : {"dct:identifier", "dc:identifier"}) {
            const auto predicate = graph_.find_iri(iri_of(property));
            if (!predicate)
                continue;
            for (const rdf::Triple& triple : graph_.about(dataset, *predicate)) {
                if (graph_.kind(triple.object) == rdf::TermKind::blank)
                    continue;
                LocalizedText text;
                rdf::Term value(graph_.term(triple.object));
                value.kind = rdf::TermKind::literal;
                add_text(text, value);
                if (text.empty() || text.front().text.size() > limits::identifier_bytes)
                    continue;
                if (best.empty() || text.front().text < best)
                    best = std::move(text.front().text);
            }
            if (!best.empty())
                break;
        }
        return best;
    }

    // What orders datasets whatever the order and the labels of the document.
    std::string rank_of(TermId dataset) const {
        const rdf::TermView name = graph_.term(dataset);
        if (name.is_iri())
            return "a" + std::string(name.value);
        return "b" + record_text(graph_, dataset, "", listing_).text;
    }

    // An identifier that several datasets claim goes to one of them; the others have their URI.
    void grant(const std::string& id, std::vector<std::size_t>& claimants) {
        std::size_t winner = claimants.front();
        if (claimants.size() > 1) {
            std::map<std::string, std::size_t> ranked;
            for (const std::size_t claimant : claimants)
                ranked.emplace(rank_of(found_[claimant].dataset), claimant);
            winner = ranked.begin()->second;
        }
        found_[winner].id = id;
        used_.emplace(id, winner);
        for (const std::size_t claimant : claimants) {
            if (claimant == winner)
                continue;
            Identity& one = found_[claimant];
            one.issues.push_back(identity_issue(
                Code::dup_id,
                "identifier " + id + ", also of " +
                    std::string(graph_.term(found_[winner].dataset).value)
            ));
        }
    }

    void fall_back(Identity& one) {
        const bool disputed = !one.issues.empty();
        const rdf::TermView name = graph_.term(one.dataset);
        std::string id = name.is_iri() ? id_of_uri(name.value) : std::string();
        if (id.empty() && name.is_iri() && !is_skolem(name.value))
            id = name.value;
        if (id.empty() || id.size() > limits::identifier_bytes)
            id = synthetic(one, disputed);
        if (id.empty())
            return;
        const auto [first, fresh] =
            used_.emplace(id, static_cast<std::size_t>(&one - found_.data()));
        if (fresh) {
            one.id = std::move(id);
        } else if (!disputed) {
            one.issues.push_back(identity_issue(
                Code::dup_id,
                id + ", also of " + std::string(graph_.term(found_[first->second].dataset).value)
            ));
        }
    }

    std::string synthetic(Identity& one, bool disputed) {
        Description description;
        description.add(graph_, one.dataset, Kind::dataset, listing_.barrier());
        const RawRecord record = to_raw_record(description, rdf::Term(graph_.term(one.dataset)));
        std::string id = kit::synthetic_id(
            source_key_,
            disputed ? std::string_view() : std::string_view(record.landing_page),
            best_text(record.title, "fr"),
            best_text(record.publisher.name, "fr")
        );
        if (id.empty())
            one.issues.push_back(identity_issue(Code::missing_id, "no identifier, address or title")
            );
        else
            one.issues.push_back(identity_issue(Code::id_synthetic, "no identifier"));
        return id;
    }

    const Graph& graph_;
    const Listing& listing_;
    std::string_view source_key_;
    std::vector<Identity> found_;
    std::unordered_map<std::string, std::size_t> used_;
};

} // namespace

std::string id_of_uri(std::string_view uri) {
    if (!is_web_address(uri) || is_skolem(uri))
        return {};
    const std::size_t host = uri.find("://") + 3;
    const std::size_t path = std::min(uri.find_first_of("/?#", host), uri.size());
    std::string id = "https://";
    for (const char c : uri.substr(host, path - host))
        id += ascii_lower(c);
    id += uri.substr(path);
    return id;
}

std::vector<Identity>
identify(const Graph& graph, const Listing& listing, std::string_view source_key) {
    return Identifier(graph, listing, source_key).all();
}

} // namespace moisson::dcat
