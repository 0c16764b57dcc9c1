// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worths are integers, so that sums do not depend on the order of words or on segments.
#include "search/relax.hpp"

#include "search/ranking.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace moisson::search {
namespace {

// Of one group, by segment.
using GroupFound = std::vector<Candidates>;

GroupFound
find_group(const Plan& plan, const GroupPlan& group, std::span<const SegmentRef> segments) {
    GroupFound out;
    for (std::size_t number = 0; number < segments.size(); ++number)
        out.push_back(Matcher(plan, segments[number], number).match_alone(group));
    return out;
}

double live_documents(std::span<const SegmentRef> segments) {
    double documents = 0;
    for (const SegmentRef& ref : segments)
        documents += ref.live();
    return documents;
}

std::uint32_t worth_of(const GroupFound& found, double documents) {
    double df = 0;
    for (const Candidates& candidates : found)
        df += static_cast<double>(candidates.size());
    return ranking::worth(documents, df);
}

// What each document of one segment has.
struct Sums {
    explicit Sums(std::size_t documents)
        : worth(documents, 0), score(documents, 0), groups(documents, 0) {}
    std::vector<std::uint32_t> worth;
    std::vector<float> score;
    std::vector<std::uint8_t> groups;
};

void add_group(const GroupFound& found, std::uint32_t worth, std::vector<Sums>& sums) {
    for (std::size_t number = 0; number < found.size(); ++number) {
        Sums& sum = sums[number];
        for (const Candidate& candidate : found[number]) {
            sum.worth.data()[candidate.document] += worth;
            sum.score.data()[candidate.document] += candidate.score;
            ++sum.groups.data()[candidate.document];
        }
    }
}

// Before the best is looked for: nobody is measured by a document that is not shown.
void drop_group(const GroupFound& found, std::vector<Sums>& sums) {
    for (std::size_t number = 0; number < found.size(); ++number)
        for (const Candidate& candidate : found[number])
            sums[number].worth.data()[candidate.document] = 0;
}

std::uint32_t best_of(const std::vector<Sums>& sums) {
    std::uint32_t best = 0;
    for (const Sums& sum : sums)
        for (const std::uint32_t worth : sum.worth)
            best = std::max(best, worth);
    return best;
}

// Those worth `least` or more, which is not 0.
Candidates keep_worth(const Sums& sum, std::uint64_t least, std::size_t& most) {
    Candidates out;
    for (std::uint32_t document = 0; document < sum.worth.size(); ++document)
        if (sum.worth.data()[document] >= least) {
            out.push_back(Candidate{document, sum.score[document]});
            most = std::max<std::size_t>(most, sum.groups[document]);
        }
    return out;
}

} // namespace

// The candidates of one group at a time: a frequent word has as many as there are documents.
Relaxed match_most(const Plan& plan, std::span<const SegmentRef> segments) {
    const double documents = live_documents(segments);
    std::vector<Sums> sums;
    for (const SegmentRef& ref : segments)
        sums.emplace_back(ref.segment->size());
    std::uint64_t all = 0;
    for (const GroupPlan& group : plan.groups) {
        if (group.excluded)
            continue;
        const GroupFound found = find_group(plan, group, segments);
        const std::uint32_t worth = worth_of(found, documents);
        add_group(found, worth, sums);
        all += worth;
    }
    for (const GroupPlan& group : plan.groups)
        if (group.excluded)
            drop_group(find_group(plan, group, segments), sums);
    const std::uint64_t least = std::min<std::uint64_t>(best_of(sums), (all + 1) / 2);
    Relaxed out;
    for (const Sums& sum : sums) {
        Candidates candidates = least > 0 ? keep_worth(sum, least, out.most) : Candidates();
        out.documents += candidates.size();
        out.segments.push_back(std::move(candidates));
    }
    return out;
}

} // namespace moisson::search
