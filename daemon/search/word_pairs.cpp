// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Some thousand documents at a time: where their frequent words stand is put in order by document
// and place, then neighbours are read. What was found is packed until the last document is read.
#include "search/word_pairs.hpp"

#include "search/segment.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>

namespace moisson::search {

namespace {

constexpr std::uint32_t pair_chunk = 16'384;

std::vector<std::uint32_t> frequent_terms(const Postings& postings, std::uint32_t documents) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t term = 0; term < postings.terms(); ++term)
        if (std::uint64_t{postings.df(term)} * WordPairs::share >= documents)
            out.push_back(term);
    if (out.size() > WordPairs::words_max) {
        std::stable_sort(out.begin(), out.end(), [&postings](std::uint32_t a, std::uint32_t b) {
            return postings.df(a) > postings.df(b);
        });
        out.resize(WordPairs::words_max);
        std::sort(out.begin(), out.end());
    }
    return out;
}

// Where a frequent word stands in a document; they sort by place.
struct Spot {
    std::uint16_t place = 0;
    std::uint8_t word = 0;
    std::uint8_t impact = 0;
};

// Ascending documents with fields and impact, two or three bytes each.
class PackedPostings {
public:
    std::uint32_t size() const { return size_; }
    void add(const Posting& posting) {
        std::uint64_t rest = (std::uint64_t{posting.document - next_} << 2) | posting.fields;
        for (; rest >= 0x80; rest >>= 7)
            bytes_.push_back(static_cast<std::uint8_t>((rest & 0x7F) | 0x80));
        bytes_.push_back(static_cast<std::uint8_t>(rest));
        bytes_.push_back(posting.impact);
        next_ = posting.document + 1;
        ++size_;
    }
    void unpack(std::vector<Posting>& out) const {
        std::uint32_t next = 0;
        const std::uint8_t* at = bytes_.data();
        for (std::uint32_t left = size_; left > 0; --left) {
            std::uint64_t packed = *at & 0x7FU;
            for (unsigned shift = 7; (*at++ & 0x80) != 0; shift += 7)
                packed |= std::uint64_t{*at & 0x7FU} << shift;
            Posting& posting = out.emplace_back();
            posting.document = next + static_cast<std::uint32_t>(packed >> 2);
            posting.fields = static_cast<std::uint8_t>(packed & 3);
            posting.impact = *at++;
            next = posting.document + 1;
        }
    }

private:
    std::vector<std::uint8_t> bytes_;
    std::uint32_t next_ = 0;
    std::uint32_t size_ = 0;
};

class PairFinder {
public:
    explicit PairFinder(const Segment& segment)
        : segment_(segment), terms_(frequent_terms(segment.postings, segment.size())),
          list_of_pair_(terms_.size() * terms_.size(), StringTable::absent), left_(terms_.size()) {
        walks_.reserve(terms_.size());
        for (const std::uint32_t term : terms_)
            walks_.emplace_back(segment.postings, term);
        std::iota(left_.begin(), left_.end(), std::uint8_t{0});
        std::stable_sort(left_.begin(), left_.end(), [this](std::uint8_t a, std::uint8_t b) {
            return df(a) > df(b);
        });
    }

    WordPairs find() {
        for (std::uint32_t begin = 0; begin < segment_.size() && !left_.empty();) {
            const std::uint32_t end = begin + std::min(pair_chunk, segment_.size() - begin);
            gather(begin, end);
            for (std::uint32_t document = begin; document < end; ++document)
                read_document(document, spots_of(document - begin));
            shed();
            begin = end;
        }
        return table();
    }

private:
    struct Walk {
        Walk(const Postings& postings, std::uint32_t term) : cursor(postings, term) {}
        PostingCursor cursor;
        std::size_t at = 0;
    };
    struct Gathered {
        std::uint32_t document = 0; // of the chunk
        Spot spot;
    };

    std::uint32_t df(std::size_t word) const { return segment_.postings.df(terms_[word]); }
    std::uint32_t& list_of(std::size_t first, std::size_t second) {
        return list_of_pair_[first * terms_.size() + second];
    }

    // The spots of a chunk, by document and place.
    void gather(std::uint32_t begin, std::uint32_t end) {
        gathered_.clear();
        begins_.assign(end - begin + 1, 0);
        for (const std::uint8_t word : left_)
            gather_word(word, begin, end);
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
        next_.assign(begins_.begin(), begins_.end() - 1);
        spots_.resize(gathered_.size());
        for (const Gathered& one : gathered_)
            spots_[next_[one.document]++] = one.spot;
    }

    void gather_word(std::uint8_t word, std::uint32_t begin, std::uint32_t end) {
        Walk& walk = walks_[word];
        PostingCursor& cursor = walk.cursor;
        while (true) {
            if (walk.at == cursor.size()) {
                if (!cursor.next_block(0))
                    return;
                walk.at = 0;
            }
            const std::uint32_t document = cursor.document(walk.at);
            if (document >= end)
                return;
            const std::uint8_t impact = cursor.impact(walk.at);
            const auto places = cursor.places(walk.at++);
            for (const Place place : places)
                gathered_.push_back(Gathered{document - begin, Spot{place, word, impact}});
            begins_[document - begin + 1] += static_cast<std::uint32_t>(places.size());
        }
    }

    std::span<Spot> spots_of(std::uint32_t document) {
        return std::span(spots_).subspan(
            begins_[document],
            begins_[document + 1] - begins_[document]
        );
    }

    void read_document(std::uint32_t document, std::span<Spot> spots) {
        std::sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) {
            return a.place < b.place;
        });
        found_.clear();
        for (std::size_t i = 1; i < spots.size(); ++i) {
            const Spot& first = spots[i - 1];
            const Spot& second = spots[i];
            if (second.place != first.place + 1)
                continue;
            std::uint32_t& list = list_of(first.word, second.word);
            if (list == StringTable::absent) {
                list = static_cast<std::uint32_t>(lists_.size());
                lists_.emplace_back();
            }
            const bool by_first = df(first.word) >= df(second.word);
            found_.push_back(FoundPair{
                list,
                by_first ? first.impact : second.impact,
                fields_at(document, first.place)});
        }
        std::sort(found_.begin(), found_.end(), [](const FoundPair& a, const FoundPair& b) {
            return a.list < b.list;
        });
        for (std::size_t i = 0; i < found_.size();) {
            Posting posting;
            posting.document = document;
            posting.impact = found_[i].impact;
            const std::uint32_t list = found_[i].list;
            for (; i < found_.size() && found_[i].list == list; ++i)
                posting.fields = static_cast<std::uint8_t>(posting.fields | found_[i].fields);
            lists_[list].add(posting);
            ++postings_;
        }
    }

    std::uint8_t fields_at(std::uint32_t document, Place place) const {
        if (place < segment_.title_ends[document])
            return in_title;
        return place < segment_.publisher_ends[document] ? in_publisher : std::uint8_t{0};
    }

    // Leaves the rarest words out while there is more than may be: texts that half of a catalogue
    // shares are long.
    void shed() {
        const std::uint64_t most = WordPairs::postings_per_document_max * segment_.size();
        for (; postings_ > most; left_.pop_back())
            for (std::size_t other = 0; other < terms_.size(); ++other) {
                drop(list_of(left_.back(), other));
                drop(list_of(other, left_.back()));
            }
    }

    void drop(std::uint32_t& list) {
        if (list == StringTable::absent)
            return;
        postings_ -= lists_[list].size();
        lists_[list] = PackedPostings();
        list = StringTable::absent;
    }

    WordPairs table() {
        std::sort(left_.begin(), left_.end());
        std::vector<std::uint32_t> words;
        for (const std::uint8_t word : left_)
            words.push_back(terms_[word]);
        std::vector<std::uint32_t> keys;
        Postings packed;
        std::vector<Posting> postings;
        for (std::uint32_t i = 0; i < left_.size(); ++i)
            for (std::uint32_t j = 0; j < left_.size(); ++j) {
                const std::uint32_t list = list_of(left_[i], left_[j]);
                if (list == StringTable::absent)
                    continue;
                postings.clear();
                lists_[list].unpack(postings);
                lists_[list] = PackedPostings();
                keys.push_back(i * static_cast<std::uint32_t>(left_.size()) + j);
                packed.add_term(postings, {});
            }
        packed.finish();
        keys.shrink_to_fit();
        return WordPairs(std::move(words), std::move(keys), std::move(packed));
    }

    struct FoundPair {
        std::uint32_t list = 0;
        std::uint8_t impact = 0;
        std::uint8_t fields = 0;
    };

    const Segment& segment_;
    const std::vector<std::uint32_t> terms_;
    std::vector<Walk> walks_;
    std::vector<std::uint32_t> list_of_pair_;
    std::vector<PackedPostings> lists_;
    // Words that are not left out, by postings, most first.
    std::vector<std::uint8_t> left_;
    std::uint64_t postings_ = 0;
    // Of a chunk: as read, where each document begins, put in order.
    std::vector<Gathered> gathered_;
    std::vector<std::uint32_t> begins_;
    std::vector<std::uint32_t> next_;
    std::vector<Spot> spots_;
    std::vector<FoundPair> found_;
};

} // namespace

WordPairs find_pairs(const Segment& segment) {
    return PairFinder(segment).find();
}

WordPairs::Found WordPairs::find(std::uint32_t first, std::uint32_t second) const {
    const auto number_of = [this](std::uint32_t term) {
        const auto at = std::lower_bound(words_.begin(), words_.end(), term);
        return at != words_.end() && *at == term ? static_cast<std::uint32_t>(at - words_.begin())
                                                 : StringTable::absent;
    };
    const std::uint32_t before = number_of(first);
    const std::uint32_t behind = number_of(second);
    Found out;
    out.known = before != StringTable::absent && behind != StringTable::absent;
    if (!out.known)
        return out;
    const std::uint32_t key = before * static_cast<std::uint32_t>(words_.size()) + behind;
    const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
    if (at != keys_.end() && *at == key)
        out.list = static_cast<std::uint32_t>(at - keys_.begin());
    return out;
}

std::size_t WordPairs::memory_bytes() const {
    return (words_.capacity() + keys_.capacity()) * 4 + postings_.memory_bytes();
}

void WordPairs::write(SnapshotWriter& out) const {
    out.array(words_);
    out.array(keys_);
    if (!keys_.empty())
        postings_.write(out);
}

WordPairs WordPairs::read(SnapshotReader& in) {
    WordPairs pairs;
    pairs.words_ = in.array<std::uint32_t>();
    pairs.keys_ = in.array<std::uint32_t>();
    if (!pairs.keys_.empty())
        pairs.postings_ = Postings::read(in);
    return pairs;
}

bool WordPairs::is_sound(std::uint32_t terms, std::uint32_t documents) const {
    const auto ascending = [](const std::vector<std::uint32_t>& list) {
        return std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) == list.end();
    };
    if (words_.size() > words_max || !ascending(words_) || !all_below(words_, terms) ||
        !ascending(keys_) || !all_below(keys_, words_.size() * words_.size()))
        return false;
    return keys_.empty() || (postings_.terms() == keys_.size() && postings_.is_sound(documents));
}

} // namespace moisson::search
