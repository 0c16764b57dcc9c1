// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents -> segment: words are counted per document, postings sorted by term once at the end.
#include "search/analyser.hpp"
#include "search/ranking.hpp"
#include "search/segment_parts.hpp"

#include <algorithm>
#include <numeric>

namespace moisson::search {

namespace {

StringTable stems_of(const StringTable& terms) {
    Stemmer stemmer;
    StringTable out;
    for (std::uint32_t term = 0; term < terms.size(); ++term)
        out.add(stemmer.stem(terms[term]));
    return out;
}

class SegmentBuilder {
public:
    explicit SegmentBuilder(const DisplayOptions& display) : display_(display) {}

    void add(const IndexDocument& document) {
        add_words(document);
        add_columns(document);
        ++count_;
    }

    std::shared_ptr<const Segment> finish() {
        fill_postings();
        fill_stems(*segment_, stems_of(segment_->terms));
        for (std::size_t i = 0; i < facet_count; ++i)
            segment_->facets[i] = facets_[i].finish();
        segment_->display = display_.finish();
        shrink_columns(*segment_);
        fill_orders(*segment_);
        fill_derived(*segment_);
        return segment_;
    }

private:
    // A word of the document at hand.
    struct Counted {
        std::uint32_t term = 0;
        std::array<double, field_count> frequency{};
        // In order. What is no part of a phrase has none.
        std::vector<Place> places;
    };
    struct RawPosting {
        std::uint32_t term = 0;
        Posting posting;
    };

    // Lines are values of their own, but for the description, which is one text.
    template <class Visit>
    static void for_texts(std::string_view text, Field field, Visit visit) {
        if (field == Field::description)
            return visit(text);
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            visit(text.substr(begin, end - begin));
            begin = end + 1;
        }
    }

    // Number of words of the field; `next` is the first free place.
    double add_field(Field field, std::string_view text, std::uint32_t& next) {
        std::size_t count = 0;
        for_texts(text, field, [&](std::string_view part) {
            words_.clear();
            split_words(part, words_);
            count += words_.size();
            std::uint32_t last = next;
            for (const Word& word : words_) {
                Counted& counted = counted_of(term(word.text));
                counted.frequency[static_cast<std::size_t>(field)] += 1;
                const std::uint32_t place = next + word.position;
                if (!word.compound && field != Field::distributions && place < places_max) {
                    counted.places.push_back(static_cast<Place>(place));
                    last = place + 1;
                }
            }
            next = std::min(last + 1, places_max);
        });
        return static_cast<double>(count);
    }

    void add_words(const IndexDocument& document) {
        counted_count_ = 0;
        std::array<double, field_count> lengths{};
        std::array<Place, field_count> ends{};
        std::uint32_t next = 0;
        for (std::size_t field = 0; field < field_count; ++field) {
            lengths[field] = add_field(static_cast<Field>(field), document.texts[field], next);
            ends[field] = static_cast<Place>(next);
        }
        segment_->title_ends.push_back(ends[static_cast<std::size_t>(Field::title)]);
        segment_->publisher_ends.push_back(ends[static_cast<std::size_t>(Field::publisher)]);
        for (std::uint32_t i = 0; i < counted_count_; ++i)
            add_posting(counted_[i], lengths);
    }

    // By term; what a document before left behind names another term, or lies behind the last.
    Counted& counted_of(std::uint32_t term) {
        if (term >= counted_at_.size())
            counted_at_.resize(texts_.size());
        std::uint32_t& at = counted_at_[term];
        if (at < counted_count_ && counted_[at].term == term)
            return counted_[at];
        at = counted_count_++;
        if (at == counted_.size())
            counted_.emplace_back();
        Counted& fresh = counted_[at];
        fresh.term = term;
        fresh.frequency.fill(0);
        fresh.places.clear();
        return fresh;
    }

    void add_posting(const Counted& counted, const std::array<double, field_count>& lengths) {
        RawPosting raw{counted.term, Posting()};
        raw.posting.document = count_;
        raw.posting.first = static_cast<std::uint32_t>(places_.size());
        raw.posting.count = static_cast<std::uint16_t>(counted.places.size());
        places_.insert(places_.end(), counted.places.begin(), counted.places.end());
        raw.posting.impact = ranking::impact(ranking::word_weight(counted.frequency, lengths));
        if (counted.frequency[static_cast<std::size_t>(Field::title)] > 0)
            raw.posting.fields |= in_title;
        if (counted.frequency[static_cast<std::size_t>(Field::publisher)] > 0)
            raw.posting.fields |= in_publisher;
        raw_.push_back(raw);
    }

    void add_columns(const IndexDocument& document) {
        segment_->ids.push_back(document.display.id.uuid);
        segment_->slugs.push_back(HashedText{text_hash(document.display.slug), count_});
        for (const std::uint32_t hash : document.title_hashes)
            segment_->titles.push_back(HashedText{hash, count_});
        for (std::size_t i = 0; i < facet_count; ++i) {
            const bool labelled = static_cast<Facet>(i) == Facet::organization;
            std::vector<std::uint32_t> values;
            for (const std::string& value : document.facets[i])
                values.push_back(facets_[i].value(
                    value,
                    labelled ? std::string_view(document.organization_label) : ""
                ));
            facets_[i].add_document(facets_[i].set(std::move(values)));
        }
        segment_->modified.push_back(document.modified);
        segment_->created.push_back(document.created);
        segment_->first_seen.push_back(document.first_seen);
        segment_->changed.push_back(document.changed);
        segment_->expected.push_back(document.freshness.expected);
        segment_->late.push_back(document.freshness.late);
        segment_->very_late.push_back(document.freshness.very_late);
        segment_->popularity.push_back(document.popularity_code);
        segment_->copies.push_back(document.copy ? 1 : 0);
        segment_->quality.push_back(document.quality);
        segment_->periods.add(document.periods);
        segment_->boxes.add(document.boxes);
        segment_->distributions.push_back(static_cast<std::uint16_t>(
            std::min<std::int64_t>(document.display.distributions, 65535)
        ));
        segment_->title_keys.add(document.title_key);
        display_.add(document.display);
    }

    std::uint32_t term(const std::string& text) {
        // Most words are known: emplace() would make a node for each before it looks.
        const auto [at, inserted] =
            term_of_text_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
        if (inserted)
            texts_.push_back(at->first);
        return at->second;
    }

    void fill_postings() {
        const std::vector<std::uint32_t> order = sorted_order(texts_);
        std::vector<std::uint32_t> begin(texts_.size() + 1, 0);
        for (const RawPosting& raw : raw_)
            ++begin[raw.term + 1];
        std::partial_sum(begin.begin(), begin.end(), begin.begin());
        std::vector<Posting> sorted(raw_.size());
        std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
        for (const RawPosting& raw : raw_)
            sorted[next[raw.term]++] = raw.posting;
        for (const std::uint32_t term : order) {
            segment_->terms.add(texts_[term]);
            segment_->postings.add_term(
                std::span(sorted).subspan(begin[term], begin[term + 1] - begin[term]),
                places_
            );
        }
        segment_->postings.finish();
    }

    std::shared_ptr<Segment> segment_ = std::make_shared<Segment>();
    std::array<FacetColumnBuilder, facet_count> facets_;
    DisplayStore::Builder display_;
    TextMap<std::uint32_t> term_of_text_;
    // Keys of the map, which stay where they are.
    std::vector<std::string_view> texts_;
    std::vector<RawPosting> raw_;
    std::vector<Place> places_;
    // The first `counted_count_` are those of the document at hand.
    std::vector<Counted> counted_;
    std::uint32_t counted_count_ = 0;
    std::vector<std::uint32_t> counted_at_;
    std::vector<Word> words_;
    std::uint32_t count_ = 0;
};

} // namespace

std::shared_ptr<const Segment>
build_segment(std::span<const store::CatalogEntry* const> entries, const DisplayOptions& display) {
    SegmentBuilder builder(display);
    for (const store::CatalogEntry* const entry : entries)
        builder.add(make_document(*entry));
    return builder.finish();
}

} // namespace moisson::search
