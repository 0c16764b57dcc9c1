// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Segments -> one segment without the dead: dictionaries are merged term by term, impacts copied.
#include "search/jobs.hpp"
#include "search/segment_parts.hpp"

#include <algorithm>
#include <array>

namespace moisson::search {

namespace {

// New numbers of the live documents of one segment.
struct Part {
    explicit Part(const Segment& of) : segment(&of), number(of.size(), StringTable::absent) {}

    const Segment* segment;
    std::vector<std::uint32_t> number; // StringTable::absent when dead
};

// Where the terms of a part are merged.
struct TermWalk {
    explicit TermWalk(const Part& of) : part(&of), cursor(of.segment->postings) {}

    const Part* part;
    std::uint32_t term = 0;
    PostingCursor cursor;
};

std::vector<Part> number_documents(std::span<const SegmentRef> refs, std::uint32_t& count) {
    std::vector<Part> parts;
    for (const SegmentRef& ref : refs) {
        Part& part = parts.emplace_back(*ref.segment);
        for (std::uint32_t document = 0; document < ref.segment->size(); ++document)
            if (!is_dead(*ref.dead, document))
                part.number[document] = count++;
    }
    return parts;
}

// The walks whose next term is the smallest of all; none at the end.
void find_smallest(std::vector<TermWalk>& walks, std::vector<TermWalk*>& holders) {
    holders.clear();
    std::string_view smallest;
    for (TermWalk& walk : walks) {
        const StringTable& terms = walk.part->segment->terms;
        if (walk.term == terms.size())
            continue;
        const std::string_view term = terms[walk.term];
        const int order = holders.empty() ? -1 : term.compare(smallest);
        if (order > 0)
            continue;
        if (order < 0) {
            holders.clear();
            smallest = term;
        }
        holders.push_back(&walk);
    }
}

// Returns the stem of each term, which the parts know: stemming is most of the work on a term.
StringTable merge_terms(Segment& out, const std::vector<Part>& parts) {
    std::vector<const Postings*> merged;
    std::vector<TermWalk> walks;
    walks.reserve(parts.size());
    for (const Part& part : parts) {
        merged.push_back(&part.segment->postings);
        walks.emplace_back(part);
    }
    out.postings.reserve(merged);
    StringTable stems;
    std::vector<TermWalk*> holders;
    std::vector<Posting> postings;
    std::vector<Place> places;
    while (true) {
        find_smallest(walks, holders);
        if (holders.empty())
            break;
        const Segment& first = *holders.front()->part->segment;
        const std::uint32_t first_term = holders.front()->term;
        postings.clear();
        places.clear();
        for (TermWalk* const holder : holders) {
            const Part& part = *holder->part;
            PostingCursor& cursor = holder->cursor;
            cursor.seek(holder->term);
            while (cursor.next_block(0))
                for (std::size_t i = 0; i < cursor.size(); ++i) {
                    const auto number = part.number[cursor.document(i)];
                    if (number == StringTable::absent)
                        continue;
                    const auto own = cursor.places(i);
                    postings.push_back(Posting{
                        number,
                        cursor.impact(i),
                        cursor.fields(i),
                        static_cast<std::uint16_t>(own.size()),
                        static_cast<std::uint32_t>(places.size())});
                    places.insert(places.end(), own.begin(), own.end());
                }
            ++holder->term;
        }
        if (!postings.empty()) {
            out.terms.add(first.terms[first_term]);
            stems.add(first.stems[first.stem_of_term[first_term]]);
            out.postings.add_term(postings, places);
        }
    }
    out.postings.finish();
    return stems;
}

FacetColumn merge_facet(const std::vector<Part>& parts, std::size_t facet) {
    FacetColumnBuilder builder;
    for (const Part& part : parts) {
        const FacetColumn& column = part.segment->facets[facet];
        std::vector<std::uint32_t> set_number(column.sets(), StringTable::absent);
        std::vector<std::uint32_t> value_number(column.values.size(), StringTable::absent);
        for (std::uint32_t document = 0; document < part.number.size(); ++document) {
            if (part.number[document] == StringTable::absent)
                continue;
            std::uint32_t& set = set_number[column.set_of_document[document]];
            if (set == StringTable::absent) {
                std::vector<std::uint32_t> values;
                for (const std::uint32_t value : column.set(column.set_of_document[document])) {
                    std::uint32_t& number = value_number[value];
                    if (number == StringTable::absent)
                        number = builder.value(column.values[value], column.labels[value]);
                    values.push_back(number);
                }
                set = builder.set(std::move(values));
            }
            builder.add_document(set);
        }
    }
    return builder.finish();
}

// Sorted later, with all the others.
void renumber(const std::vector<HashedText>& from, const Part& part, std::vector<HashedText>& out) {
    for (const HashedText& text : from)
        if (const std::uint32_t number = part.number[text.document]; number != StringTable::absent)
            out.push_back(HashedText{text.hash, number});
}

// Records that a dictionary is learnt from: every so many of those that live.
constexpr std::uint32_t dictionary_samples = 4'000;

std::shared_ptr<const ZstdDictionary>
learn_dictionary(const std::vector<Part>& parts, std::uint32_t count) {
    const std::uint32_t step = std::max<std::uint32_t>(count / dictionary_samples, 1);
    std::vector<std::string> samples;
    for (const Part& part : parts) {
        DisplayStore::Reader reader(part.segment->display);
        for (std::uint32_t document = 0; document < part.number.size(); ++document)
            if (const std::uint32_t number = part.number[document];
                number != StringTable::absent && number % step == 0)
                samples.emplace_back(reader.encoded(document));
    }
    return train_display(std::vector<std::string_view>(samples.begin(), samples.end()));
}

// Filled blocks of which every record lives are not unpacked.
void merge_display(
    Segment& out,
    const std::vector<Part>& parts,
    std::uint32_t count,
    DisplayOptions options
) {
    if (!options.dictionary && count >= options.dictionary_from)
        options.dictionary = learn_dictionary(parts, count);
    DisplayStore::Builder display(options);
    for (const Part& part : parts) {
        const DisplayStore& from = part.segment->display;
        const bool same = from.dictionary() == options.dictionary;
        DisplayStore::Reader reader(from);
        for (std::size_t block = 0; block < from.blocks(); ++block) {
            const auto [first, end] = from.documents_of(block);
            const auto begin = part.number.begin() + first;
            const auto last = part.number.begin() + end;
            if (same && std::find(begin, last, StringTable::absent) == last &&
                from.is_filled(block)) {
                display.add_block(from, block);
                continue;
            }
            for (std::uint32_t document = first; document < end; ++document)
                if (part.number[document] != StringTable::absent)
                    display.add_encoded(reader.encoded(document));
        }
    }
    out.display = display.finish();
}

void reserve_columns(Segment& out, const std::vector<Part>& parts, std::uint32_t count) {
    std::size_t titles = 0;
    std::size_t title_bytes = 0;
    for (const Part& part : parts) {
        titles += part.segment->titles.size();
        title_bytes += part.segment->title_keys.text_bytes();
    }
    out.slugs.reserve(count);
    out.titles.reserve(titles);
    out.ids.reserve(count);
    for (std::vector<Minutes>* const dates :
         {&out.modified,
          &out.created,
          &out.first_seen,
          &out.changed,
          &out.expected,
          &out.late,
          &out.very_late})
        dates->reserve(count);
    for (std::vector<std::uint8_t>* const codes : {&out.popularity, &out.copies, &out.quality})
        codes->reserve(count);
    out.distributions.reserve(count);
    out.title_ends.reserve(count);
    out.publisher_ends.reserve(count);
    out.title_keys.reserve(count, title_bytes);
}

void merge_columns(Segment& out, const std::vector<Part>& parts, std::uint32_t count) {
    reserve_columns(out, parts, count);
    for (const Part& part : parts) {
        const Segment& from = *part.segment;
        renumber(from.slugs, part, out.slugs);
        renumber(from.titles, part, out.titles);
        for (std::uint32_t document = 0; document < from.size(); ++document) {
            if (part.number[document] == StringTable::absent)
                continue;
            out.ids.push_back(from.ids[document]);
            out.modified.push_back(from.modified[document]);
            out.created.push_back(from.created[document]);
            out.first_seen.push_back(from.first_seen[document]);
            out.changed.push_back(from.changed[document]);
            out.expected.push_back(from.expected[document]);
            out.late.push_back(from.late[document]);
            out.very_late.push_back(from.very_late[document]);
            out.popularity.push_back(from.popularity[document]);
            out.copies.push_back(from.copies[document]);
            out.quality.push_back(from.quality[document]);
            out.periods.add(from.periods.of(document));
            out.boxes.add(from.boxes.of(document));
            out.distributions.push_back(from.distributions[document]);
            out.title_ends.push_back(from.title_ends[document]);
            out.publisher_ends.push_back(from.publisher_ends[document]);
            out.title_keys.add(from.title_keys[document]);
        }
    }
    shrink_columns(out);
}

// Smaller merges take milliseconds: not worth a thread.
constexpr std::uint32_t parallel_merge_min = 4'000;

} // namespace

std::shared_ptr<const Segment>
merge_segments(std::span<const SegmentRef> refs, const DisplayOptions& display, unsigned threads) {
    std::uint32_t count = 0;
    const std::vector<Part> parts = number_documents(refs, count);
    if (count == 0)
        return nullptr;
    auto out = std::make_shared<Segment>();
    const auto both = [workers = count < parallel_merge_min ? 1 : threads](Job one, Job other) {
        run_jobs(std::array<Job, 2>{std::move(one), std::move(other)}, workers);
    };
    // Halves read the parts and what is complete, and each writes members of its own. Columns come
    // after the terms, whose end is the peak of memory.
    both(
        [&out, &parts] { fill_stems(*out, merge_terms(*out, parts)); },
        [&out, &parts, &display, count] {
            for (std::size_t facet = 0; facet < facet_count; ++facet)
                out->facets[facet] = merge_facet(parts, facet);
            merge_display(*out, parts, count, display);
        }
    );
    merge_columns(*out, parts, count);
    both(
        [&out] { out->pairs = find_pairs(*out); },
        [&out] {
            fill_orders(*out);
            fill_derived(*out);
        }
    );
    return out;
}

} // namespace moisson::search
