// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worths are integers, so that sums do not depend on the order of words or on segments. Who has
// nothing but the words that are worth least is not looked at: they cannot be enough.
#include "search/relax.hpp"

#include "search/ranking.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace moisson::search {
namespace {

// Of one group, by segment.
using GroupFound = std::vector<Candidates>;

struct Group {
    const GroupPlan* plan = nullptr;
    std::size_t documents = 0;
    std::uint32_t worth = 0;
    GroupFound found; // empty when there are many
};

// What a document has.
struct Sum {
    std::uint32_t document = 0;
    std::uint32_t worth = 0;
    float score = 0;
    std::uint32_t groups = 0;
};
// Of one segment, ascending.
using Sums = std::vector<Sum>;

class Relaxer {
public:
    Relaxer(const Plan& plan, std::span<const SegmentRef> segments, std::size_t kept_max)
        : plan_(plan), segments_(segments), kept_max_(kept_max) {}

    Relaxed match() {
        count_groups();
        const std::size_t essential = essential_groups();
        std::vector<Sums> sums;
        for (std::size_t number = 0; number < segments_.size(); ++number)
            sums.push_back(sum_of(number, essential));
        std::uint32_t best = 0;
        for (const Sums& some : sums)
            for (const Sum& sum : some)
                best = std::max(best, sum.worth);
        const std::uint64_t least = std::min<std::uint64_t>(best, enough());
        Relaxed out;
        for (const Sums& some : sums) {
            out.summed += some.size();
            out.segments.push_back(keep(some, least, out.most));
            out.documents += out.segments.back().size();
        }
        return out;
    }

private:
    GroupFound find(const GroupPlan& group) const {
        GroupFound out;
        for (std::size_t number = 0; number < segments_.size(); ++number)
            out.push_back(Matcher(plan_, segments_[number], number).match_alone(group));
        return out;
    }

    // Without lists: what is frequent is not kept.
    std::size_t count(const GroupPlan& group) const {
        std::size_t out = 0;
        for (std::size_t number = 0; number < segments_.size(); ++number)
            out += Matcher(plan_, segments_[number], number).count_alone(group);
        return out;
    }

    // By the dictionary alone.
    std::size_t documents_at_most(const GroupPlan& group) const {
        std::size_t live = 0;
        for (const SegmentRef& ref : segments_)
            live += ref.live();
        std::size_t out = 0;
        for (const ItemPlan& item : group.items) {
            std::size_t least = live;
            for (const WordPlan& word : item.words)
                least = std::min<std::size_t>(least, word.df);
            out += least;
        }
        return out;
    }

    // The groups by their worth, most first.
    void count_groups() {
        double live = 0;
        for (const SegmentRef& ref : segments_)
            live += ref.live();
        for (const GroupPlan& plan : plan_.groups) {
            if (plan.excluded) {
                excludes_ = true;
                continue;
            }
            Group group;
            group.plan = &plan;
            group.documents = documents_at_most(plan);
            if (group.documents > kept_max_)
                group.documents = count(plan);
            if (group.documents <= kept_max_) {
                group.found = find(plan);
                group.documents = 0;
                for (const Candidates& candidates : group.found)
                    group.documents += candidates.size();
            }
            group.worth = ranking::worth(live, static_cast<double>(group.documents));
            all_ += group.worth;
            groups_.push_back(std::move(group));
        }
        std::stable_sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
            return a.worth > b.worth;
        });
    }

    std::uint64_t enough() const { return (all_ + 1) / 2; }

    // Whether a document that has the group is left without those that are excluded. Not said of
    // what would have to be looked up again.
    bool is_left(const Group& group) const {
        for (std::size_t number = 0; number < group.found.size(); ++number) {
            Candidates left = group.found[number];
            Matcher(plan_, segments_[number], number).drop_excluded(left);
            if (!left.empty())
                return true;
        }
        return false;
    }

    // What the best has at least: one group of those that somebody has.
    std::uint64_t least_worth() const {
        for (const Group& group : groups_)
            if (group.documents > 0 && (!excludes_ || is_left(group)))
                return std::min<std::uint64_t>(group.worth, enough());
        return 0;
    }

    // The first ones, without which a document is worth less than the least that is kept.
    std::size_t essential_groups() const {
        const std::uint64_t least = least_worth();
        std::uint64_t rest = 0;
        std::size_t count = groups_.size();
        while (count > 0 && rest + groups_[count - 1].worth < least)
            rest += groups_[--count].worth;
        return count;
    }

    Sums sum_of(std::size_t number, std::size_t essential) const {
        Matcher matcher(plan_, segments_[number], number);
        Sums sums;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            const Group& group = groups_[i];
            if (i >= essential)
                add(matcher.match_among(*group.plan, documents_of(sums)), group.worth, sums);
            else if (group.found.empty())
                sums = united(sums, matcher.match_alone(*group.plan), group.worth);
            else
                sums = united(sums, group.found[number], group.worth);
        }
        for (const GroupPlan& group : plan_.groups)
            if (group.excluded)
                drop(matcher.match_among(group, documents_of(sums)), sums);
        return sums;
    }

    static Candidates documents_of(const Sums& sums) {
        Candidates out;
        out.reserve(sums.size());
        for (const Sum& sum : sums)
            out.push_back(Candidate{sum.document, 0});
        return out;
    }

    // Those in either.
    static Sums united(const Sums& sums, const Candidates& found, std::uint32_t worth) {
        Sums out;
        out.reserve(sums.size() + found.size());
        auto at = sums.begin();
        for (const Candidate& candidate : found) {
            while (at != sums.end() && at->document < candidate.document)
                out.push_back(*at++);
            Sum sum{candidate.document, worth, candidate.score, 1};
            if (at != sums.end() && at->document == candidate.document) {
                sum.worth += at->worth;
                sum.score += at->score;
                sum.groups += at->groups;
                ++at;
            }
            out.push_back(sum);
        }
        out.insert(out.end(), at, sums.end());
        return out;
    }

    // To those that are there, which are all that was found.
    static void add(const Candidates& found, std::uint32_t worth, Sums& sums) {
        auto at = sums.begin();
        for (const Candidate& candidate : found) {
            while (at->document < candidate.document)
                ++at;
            at->worth += worth;
            at->score += candidate.score;
            ++at->groups;
        }
    }

    // Before the best is looked for: nobody is measured by a document that is not shown.
    static void drop(const Candidates& unwanted, Sums& sums) {
        auto next = unwanted.begin();
        std::erase_if(sums, [&](const Sum& sum) {
            while (next != unwanted.end() && next->document < sum.document)
                ++next;
            return next != unwanted.end() && next->document == sum.document;
        });
    }

    // Those worth `least` or more.
    static Candidates keep(const Sums& sums, std::uint64_t least, std::size_t& most) {
        Candidates out;
        for (const Sum& sum : sums)
            if (sum.worth >= least) {
                out.push_back(Candidate{sum.document, sum.score});
                most = std::max<std::size_t>(most, sum.groups);
            }
        return out;
    }

    const Plan& plan_;
    std::span<const SegmentRef> segments_;
    std::size_t kept_max_;
    std::vector<Group> groups_;
    std::uint64_t all_ = 0;
    bool excludes_ = false;
};

} // namespace

Relaxed match_most(const Plan& plan, std::span<const SegmentRef> segments, std::size_t kept_max) {
    return Relaxer(plan, segments, kept_max).match();
}

} // namespace moisson::search
