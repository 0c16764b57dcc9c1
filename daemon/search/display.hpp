// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a result shows, owned by the index so that reads go on without a database (decision 13).
// Records are kept as zstd blocks per segment, in memory or in a file, and written with the
// snapshot: of about 16 kB, or of 6 kB once there is a dictionary of what they have in common.
#pragma once

#include "core/time.hpp"
#include "core/zstd.hpp"
#include "model/date.hpp"
#include "model/freshness.hpp"
#include "model/ids.hpp"
#include "model/record_state.hpp"
#include "model/text.hpp"
#include "search/display_bytes.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::search {

// The short form of a dataset.
struct DisplayRecord {
    // Not in the display store: the index has a column of it, and it does not pack.
    DatasetId id;
    std::string slug;
    std::string portal_key;
    RecordState state = RecordState::active;
    LocalizedText title;
    // Plain text, at most display_excerpt_bytes, of the description in its best language.
    LangText excerpt;
    LocalizedText publisher;
    std::string publisher_slug;
    std::vector<std::string> countries;
    std::vector<std::string> themes;
    // Format codes, each once, in order of appearance.
    std::vector<std::string> formats;
    std::vector<std::string> keywords;
    std::string licence;
    std::string licence_title;
    char openness = 'U';
    std::string access;
    std::string landing_page;
    std::optional<PartialDate> modified;
    std::optional<PartialDate> issued;
    std::optional<Instant> first_seen;
    std::int64_t distributions = 0;
    std::int64_t popularity = 0;
    FreshnessDates freshness;
    // 0 to 100, nothing when never scored. Not in the display store: the index has a column of it.
    std::optional<int> quality;

    bool operator==(const DisplayRecord&) const = default;
};

inline constexpr std::size_t display_excerpt_bytes = 420;

// How a store is made.
struct DisplayOptions {
    // See DisplayWriter.
    std::string folder;
    // Null: none yet.
    std::shared_ptr<const ZstdDictionary> dictionary;
    // Records of a merge from which on one is learnt.
    std::size_t dictionary_from = 20'000;
};

// Of encoded records; null when nothing can be learnt from them.
std::shared_ptr<const ZstdDictionary> train_display(const std::vector<std::string_view>& records);
// Null when the bytes are none.
std::shared_ptr<const ZstdDictionary> display_dictionary(std::string bytes);

// Immutable once built; safe from any thread.
class DisplayStore {
public:
    class Builder {
    public:
        explicit Builder(DisplayOptions options = {})
            : bytes_(std::move(options.folder)), dictionary_(std::move(options.dictionary)) {}
        void add(const DisplayRecord& record);
        // Of a record that was already encoded (merge).
        void add_encoded(std::string_view bytes);
        // All records of a block of another store with the same dictionary, as they are.
        void add_block(const DisplayStore& from, std::size_t block);
        DisplayStore finish();

    private:
        friend class DisplayStore;
        void flush();
        DisplayWriter bytes_;
        std::shared_ptr<const ZstdDictionary> dictionary_;
        std::vector<std::uint32_t> block_offsets_;
        std::vector<std::uint32_t> block_first_;
        std::string block_;
        std::uint32_t count_ = 0;
    };

    // Decompresses each block once while documents are asked in ascending order.
    class Reader {
    public:
        explicit Reader(const DisplayStore& store) : store_(&store) {}
        std::string_view encoded(std::uint32_t document);
        // Without what the store does not hold.
        DisplayRecord record(std::uint32_t document);

    private:
        const DisplayStore* store_;
        std::size_t block_ = static_cast<std::size_t>(-1);
        std::string packed_;
        std::string bytes_;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> records_;
    };

    std::uint32_t size() const { return count_; }
    const std::shared_ptr<const ZstdDictionary>& dictionary() const { return dictionary_; }
    std::size_t blocks() const { return block_first_.size(); }
    // Documents of a block: the first, and the first of the next one.
    std::pair<std::uint32_t, std::uint32_t> documents_of(std::size_t block) const {
        const std::size_t next = block + 1;
        return {block_first_[block], next < blocks() ? block_first_[next] : count_};
    }
    // Worth copying as it is: smaller ones are put together when they are merged, or a catalogue
    // that changes one dataset at a time would end as blocks of one record.
    bool is_filled(std::size_t block) const;
    // Of the process and of the file.
    std::size_t bytes() const { return bytes_.size(); }
    std::size_t memory_bytes() const;

    void write(class SnapshotWriter& out) const;
    // `options`: with the dictionary of what was written, if it had any.
    static DisplayStore read(class SnapshotReader& in, DisplayOptions options);
    // Whether its blocks lie where they should and hold so many records; they are not unpacked:
    // who reads one that is damaged is told so.
    bool is_sound(std::uint32_t documents) const;

private:
    std::string_view block(std::size_t block, std::string& buffer) const;

    DisplayBytes bytes_;
    std::shared_ptr<const ZstdDictionary> dictionary_;
    std::vector<std::uint32_t> block_offsets_;
    std::vector<std::uint32_t> block_first_;
    std::uint32_t count_ = 0;
};

std::string encode(const DisplayRecord& record);
// Of an encoded record, within its bytes.
std::string_view slug_of(std::string_view bytes);
// Throws ErrorException(TABLE_DAMAGED) on bytes that `encode` did not write.
DisplayRecord decode_display(std::string_view bytes);

} // namespace moisson::search
