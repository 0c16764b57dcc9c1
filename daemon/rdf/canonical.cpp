// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Blank nodes are told apart by what surrounds them, a step further each round, until no round
// tells more of them apart; equals are then separated one at a time.
#include "rdf/canonical.hpp"

#include "core/digest.hpp"
#include "rdf/bounds.hpp"
#include "rdf/writer.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

namespace moisson::rdf {

namespace {

constexpr std::size_t name_digits = 16;

class Canoniser {
public:
    Canoniser(const Graph& graph, const std::vector<Triple>& triples)
        : graph_(graph), triples_(triples) {
        for (const Triple& triple : triples) {
            const auto subject = node_of(triple.subject);
            const auto object = node_of(triple.object);
            if (subject != none)
                edges_[subject].push_back(Edge{true, triple.predicate, triple.object});
            if (object != none)
                edges_[object].push_back(Edge{false, triple.predicate, triple.subject});
        }
    }

    std::string text() {
        names_.assign(edges_.size(), std::string("0"));
        if (refine())
            separate();
        std::vector<std::string> lines;
        lines.reserve(triples_.size());
        for (const Triple& triple : triples_) {
            std::string line;
            append_ntriple(
                line,
                named(triple.subject),
                graph_.term(triple.predicate).value,
                named(triple.object)
            );
            lines.push_back(std::move(line));
        }
        std::sort(lines.begin(), lines.end());
        lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
        std::string out;
        for (const std::string& line : lines)
            out += line;
        return out;
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    struct Edge {
        bool leaves = false;
        TermId predicate{};
        TermId other{};
    };

    std::size_t node_of(TermId id) {
        if (graph_.kind(id) != TermKind::blank)
            return none;
        const auto [at, fresh] = nodes_.emplace(id, edges_.size());
        if (fresh)
            edges_.emplace_back();
        return at->second;
    }

    TermView named(TermId id) const {
        const TermView term = graph_.term(id);
        return term.is_blank() ? blank(names_[nodes_.at(id)]) : term;
    }

    std::string name_from_surroundings(std::size_t node) {
        std::vector<std::string> views;
        views.reserve(edges_[node].size());
        for (const Edge& edge : edges_[node]) {
            std::string view = edge.leaves ? ">" : "<";
            append_term(view, graph_.term(edge.predicate));
            const auto other = nodes_.find(edge.other);
            if (other != nodes_.end() && other->second == node)
                view += "self";
            else
                append_term(view, named(edge.other));
            views.push_back(std::move(view));
        }
        steps_ += views.size() + 1;
        std::sort(views.begin(), views.end());
        Sha256 hash;
        hash.update(names_[node]);
        for (const std::string& view : views) {
            hash.update("\n");
            hash.update(view);
        }
        const Digest digest = hash.finish();
        return "c" + to_hex(digest).substr(0, name_digits);
    }

    std::size_t count_names() const {
        return std::set<std::string_view>(names_.begin(), names_.end()).size();
    }

    // False when the bound on work was reached.
    bool refine() {
        std::size_t known = count_names();
        while (steps_ < bounds::canonical_steps) {
            std::vector<std::string> next;
            next.reserve(names_.size());
            for (std::size_t node = 0; node < names_.size(); ++node)
                next.push_back(name_from_surroundings(node));
            names_ = std::move(next);
            const std::size_t now = count_names();
            if (now == known)
                return true;
            known = now;
        }
        return false;
    }

    void separate() {
        while (steps_ < bounds::canonical_steps) {
            std::map<std::string_view, std::size_t> sizes;
            for (const std::string& name : names_)
                ++sizes[name];
            const auto tied =
                std::ranges::find_if(sizes, [](const auto& entry) { return entry.second > 1; });
            if (tied == sizes.end())
                return;
            const auto first = std::ranges::find(names_, tied->first);
            *first += "x";
            if (!refine())
                return;
        }
    }

    const Graph& graph_;
    const std::vector<Triple>& triples_;
    std::map<TermId, std::size_t> nodes_;
    std::vector<std::vector<Edge>> edges_;
    std::vector<std::string> names_;
    std::size_t steps_ = 0;
};

} // namespace

Closure closure_of(const Graph& graph, TermId root, const Barrier& is_barrier) {
    Closure closure;
    std::unordered_set<std::uint32_t> met = {index_of(root)};
    std::vector<TermId> waiting = {root};
    for (std::size_t next = 0; next < waiting.size(); ++next) {
        for (const Triple& triple : graph.about(waiting[next])) {
            if (closure.triples.size() >= bounds::closure_triples) {
                closure.is_cut = true;
                return closure;
            }
            closure.triples.push_back(triple);
            const bool node = graph.kind(triple.object) != TermKind::literal;
            if (node && !is_barrier(triple.object) && met.insert(index_of(triple.object)).second)
                waiting.push_back(triple.object);
        }
    }
    return closure;
}

std::string canonical_text(const Graph& graph, const std::vector<Triple>& triples) {
    return Canoniser(graph, triples).text();
}

std::string canonical_record(const Graph& graph, TermId root, const Barrier& is_barrier) {
    return canonical_text(graph, closure_of(graph, root, is_barrier).triples);
}

} // namespace moisson::rdf
