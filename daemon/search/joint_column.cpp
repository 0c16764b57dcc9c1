// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One facet after the other, those of the fewest sets first; one that makes too many numbers stays
// out.
#include "search/joint_column.hpp"

#include "search/segment.hpp"

#include <algorithm>
#include <utility>

namespace moisson::search {

namespace {

// Not publishers, of which there are thousands, nor what is seldom counted.
constexpr std::array<Facet, 5>
    joined_facets{Facet::country, Facet::portal, Facet::theme, Facet::format, Facet::licence};
// Combinations that could be, of the numbers so far and the sets of one facet more.
constexpr std::uint64_t cells_max = 1 << 21;

class Joiner {
public:
    explicit Joiner(const Segment& segment)
        : segment_(segment),
          most_(
              std::min(JointColumn::numbers_max, segment.size() / JointColumn::documents_per_number)
          ) {
        out_.number_of_document.assign(segment.size(), 0);
        out_.numbers = 1;
    }

    JointColumn join() {
        auto order = joined_facets;
        std::stable_sort(order.begin(), order.end(), [this](Facet a, Facet b) {
            return segment_.facet(a).sets() < segment_.facet(b).sets();
        });
        std::size_t joined = 0;
        for (const Facet facet : order)
            joined += add(facet) ? 1 : 0;
        return joined < 2 ? JointColumn() : std::move(out_);
    }

private:
    bool add(Facet facet) {
        const FacetColumn& column = segment_.facet(facet);
        const std::size_t width = column.sets();
        if (std::uint64_t{out_.numbers} * width > cells_max)
            return false;
        std::vector<std::uint32_t> number_of_cell(out_.numbers * width, StringTable::absent);
        std::vector<std::uint16_t> numbers(segment_.size());
        // Of each number: the one that it was before, and the set of this facet.
        std::vector<std::uint32_t> before;
        std::vector<std::uint32_t> own;
        column.set_of_document.visit([&](const auto* sets) {
            for (std::size_t document = 0; document < numbers.size(); ++document) {
                const std::uint32_t old = out_.number_of_document[document];
                std::uint32_t& number = number_of_cell[old * width + sets[document]];
                if (number == StringTable::absent) {
                    number = static_cast<std::uint32_t>(own.size());
                    before.push_back(old);
                    own.push_back(sets[document]);
                    if (own.size() > most_)
                        return;
                }
                numbers[document] = static_cast<std::uint16_t>(number);
            }
        });
        if (own.empty() || own.size() > most_)
            return false;
        for (std::vector<std::uint32_t>& sets : out_.sets) {
            if (sets.empty())
                continue;
            std::vector<std::uint32_t> next(before.size());
            std::transform(before.begin(), before.end(), next.begin(), [&sets](std::uint32_t old) {
                return sets[old];
            });
            sets = std::move(next);
        }
        out_.numbers = static_cast<std::uint32_t>(own.size());
        out_.number_of_document = std::move(numbers);
        own.shrink_to_fit();
        out_.sets[static_cast<std::size_t>(facet)] = std::move(own);
        return true;
    }

    const Segment& segment_;
    const std::uint32_t most_;
    JointColumn out_;
};

} // namespace

JointColumn join_facets(const Segment& segment) {
    return Joiner(segment).join();
}

std::size_t JointColumn::memory_bytes() const {
    std::size_t total = number_of_document.capacity() * sizeof(std::uint16_t);
    for (const std::vector<std::uint32_t>& one : sets)
        total += one.capacity() * sizeof(std::uint32_t);
    return total;
}

} // namespace moisson::search
