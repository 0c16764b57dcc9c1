// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Sets of quads that own their text, and whether two are the same but for the labels of their blank
// nodes: backtracking over nodes that look alike, independent of the canonical form of the product.
#pragma once

#include "rdf/sink.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace moisson::rdf::testing {

using Quad = std::array<Term, 4>;
using Quads = std::set<Quad>;

class QuadSink final : public TripleSink {
public:
    bool on_triple(const TripleView& triple) override {
        quads.insert(Quad{
            Term(triple.subject),
            Term(iri(triple.predicate)),
            Term(triple.object),
            Term(triple.graph)});
        return true;
    }
    Quads quads;
};

class Isomorphism {
public:
    Isomorphism(const Quads& left, const Quads& right) : left_(left), right_(right) {}

    bool holds() {
        if (left_.size() != right_.size())
            return false;
        const auto left = looks(left_);
        const auto right = looks(right_);
        std::multiset<std::string> a;
        std::multiset<std::string> b;
        for (const auto& [label, look] : left)
            a.insert(look);
        for (const auto& [label, look] : right)
            b.insert(look);
        if (a != b)
            return false;
        std::vector<std::string> labels;
        for (const auto& [label, look] : left)
            labels.push_back(label);
        return assign(labels, 0, left, right);
    }

private:
    using Looks = std::map<std::string, std::string>;

    // What each blank node looks like from its quads, refined until nothing new is told apart.
    static Looks looks(const Quads& quads) {
        Looks now;
        for (const Quad& quad : quads)
            for (const Term& term : quad)
                if (term.kind == TermKind::blank)
                    now[term.value] = "0";
        std::size_t classes = 0;
        for (int round = 0; round < 50; ++round) {
            std::map<std::string, std::multiset<std::string>> seen;
            for (const Quad& quad : quads)
                for (std::size_t i = 0; i < 4; ++i)
                    if (quad[i].kind == TermKind::blank)
                        seen[quad[i].value].insert(view_from(quad, i, now));
            std::map<std::multiset<std::string>, std::size_t> numbers;
            for (const auto& [label, views] : seen)
                numbers.emplace(views, 0);
            std::size_t number = 0;
            for (auto& [views, value] : numbers)
                value = number++;
            for (auto& [label, look] : now)
                look = std::to_string(numbers[seen[label]]);
            if (numbers.size() == classes)
                break;
            classes = numbers.size();
        }
        return now;
    }

    static std::string view_from(const Quad& quad, std::size_t at, const Looks& looks) {
        std::string view = std::to_string(at);
        for (const Term& term : quad) {
            view += '|';
            view += static_cast<char>('0' + static_cast<int>(term.kind));
            view += term.kind == TermKind::blank
                        ? (term.value == quad[at].value ? "self" : looks.at(term.value))
                        : term.value + "^" + term.datatype + "@" + term.language;
        }
        return view;
    }

    bool fits() const {
        for (Quad quad : left_) {
            for (Term& term : quad)
                if (term.kind == TermKind::blank)
                    term.value = pairs_.at(term.value);
            if (!right_.contains(quad))
                return false;
        }
        return true;
    }

    bool assign(
        const std::vector<std::string>& labels,
        std::size_t at,
        const Looks& left,
        const Looks& right
    ) {
        if (at == labels.size())
            return fits();
        for (const auto& [label, look] : right) {
            if (look != left.at(labels[at]) || used_.contains(label) || ++steps_ > 100'000)
                continue;
            pairs_[labels[at]] = label;
            used_.insert(label);
            if (assign(labels, at + 1, left, right))
                return true;
            used_.erase(label);
        }
        return false;
    }

    const Quads& left_;
    const Quads& right_;
    std::map<std::string, std::string> pairs_;
    std::set<std::string> used_;
    int steps_ = 0;
};

inline bool isomorphic(const Quads& left, const Quads& right) {
    return Isomorphism(left, right).holds();
}

} // namespace moisson::rdf::testing
