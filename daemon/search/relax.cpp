// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worths are integers, so that sums do not depend on the order of words or on segments.
#include "search/relax.hpp"

#include "search/ranking.hpp"

#include <algorithm>
#include <cmath>

namespace moisson::search {

namespace {

// By group, by segment.
using Found = std::vector<std::vector<Candidates>>;

std::vector<std::uint32_t> worths(const Found& found, std::span<const SegmentRef> segments) {
    double documents = 0;
    for (const SegmentRef& ref : segments)
        documents += ref.live();
    std::vector<std::uint32_t> out;
    for (const auto& group : found) {
        double df = 0;
        for (const Candidates& candidates : group)
            df += static_cast<double>(candidates.size());
        out.push_back(ranking::worth(documents, df));
    }
    return out;
}

// What each document of one segment has.
struct Sums {
    explicit Sums(std::size_t documents)
        : worth(documents, 0), score(documents, 0), groups(documents, 0) {}
    std::vector<std::uint32_t> worth;
    std::vector<float> score;
    std::vector<std::uint8_t> groups;
};

} // namespace

Relaxed match_most(const Plan& plan, std::span<const SegmentRef> segments) {
    Relaxed out;
    Found found;
    for (std::size_t number = 0; number < segments.size(); ++number) {
        auto groups = Matcher(plan, segments[number], number).match_groups();
        found.resize(groups.size());
        for (std::size_t group = 0; group < groups.size(); ++group)
            found[group].push_back(std::move(groups[group]));
    }
    const std::vector<std::uint32_t> worth = worths(found, segments);
    std::uint64_t all = 0;
    for (const std::uint32_t one : worth)
        all += one;
    std::uint32_t best = 0;
    std::vector<Sums> sums;
    for (std::size_t number = 0; number < segments.size(); ++number) {
        Sums& sum = sums.emplace_back(segments[number].segment->size());
        for (std::size_t group = 0; group < found.size(); ++group)
            for (const Candidate& candidate : found[group][number]) {
                sum.score.data()[candidate.document] += candidate.score;
                ++sum.groups.data()[candidate.document];
                best = std::max(best, sum.worth.data()[candidate.document] += worth[group]);
            }
    }
    const std::uint64_t least = std::min<std::uint64_t>(best, (all + 1) / 2);
    for (std::size_t number = 0; number < segments.size(); ++number) {
        const Sums& sum = sums[number];
        Candidates candidates;
        for (std::uint32_t document = 0; document < sum.worth.size() && least > 0; ++document)
            if (sum.worth.data()[document] >= least) {
                candidates.push_back(Candidate{document, sum.score[document]});
                out.most = std::max<std::size_t>(out.most, sum.groups[document]);
            }
        Matcher(plan, segments[number], number).drop_excluded(candidates);
        out.documents += candidates.size();
        out.segments.push_back(std::move(candidates));
    }
    return out;
}

} // namespace moisson::search
