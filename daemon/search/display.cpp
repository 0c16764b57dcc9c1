// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Display records in zstd blocks.
#include "search/display.hpp"

#include "core/assert.hpp"
#include "core/result.hpp"
#include "search/display_coding.hpp"
#include "search/snapshot_io.hpp"

#include <algorithm>
#include <functional>

namespace moisson::search {

namespace {

// Between the store and a snapshot.
constexpr std::size_t piece_bytes = 1 << 20;
// Without a dictionary a block holds what its records have in common.
constexpr std::size_t block_bytes = 16 * 1024;
constexpr std::size_t dictionary_block_bytes = 6 * 1024;
constexpr int plain_level = 3;
constexpr int dictionary_level = 6;
constexpr std::size_t dictionary_bytes_max = 112 * 1024;
// Of a block: one record may be longer than the others together. More is damage.
constexpr std::size_t block_bytes_max = 64 << 20;

// A snapshot is replaced, never written to: what is large stays in it as long as it is shown.
DisplayBytes left_in_place(SnapshotReader& in, std::uint64_t size, int descriptor) {
    DisplayBytes out = DisplayBytes::of_file(descriptor, in.position(), size);
    in.skip(size);
    return out;
}

DisplayBytes copied(SnapshotReader& in, std::uint64_t size, std::string folder) {
    DisplayWriter out(std::move(folder));
    std::string piece;
    for (auto left = size; left > 0; left -= piece.size()) {
        piece.resize(std::min<std::uint64_t>(left, piece_bytes));
        in.bytes(piece.data(), piece.size());
        out.append(piece);
    }
    return out.finish();
}

} // namespace

std::shared_ptr<const ZstdDictionary> train_display(const std::vector<std::string_view>& records) {
    return display_dictionary(train_zstd(records, dictionary_bytes_max));
}

std::shared_ptr<const ZstdDictionary> display_dictionary(std::string bytes) {
    return ZstdDictionary::make(std::move(bytes), dictionary_level);
}

void DisplayStore::Builder::add(const DisplayRecord& record) {
    add_encoded(encode(record));
}

void DisplayStore::Builder::add_encoded(std::string_view bytes) {
    if (block_.empty())
        block_first_.push_back(count_);
    put_display_text(block_, bytes);
    ++count_;
    if (block_.size() >= (dictionary_ ? dictionary_block_bytes : block_bytes))
        flush();
}

void DisplayStore::Builder::flush() {
    if (block_.empty())
        return;
    block_offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_.append(dictionary_ ? zstd_pack(block_, *dictionary_) : zstd_pack(block_, plain_level));
    // Block offsets are 32 bits: 4 GB of compressed records, far above the documents we hold.
    MOISSON_ASSERT(bytes_.size() < 0xFFFFFFFFU);
    block_.clear();
}

void DisplayStore::Builder::add_block(const DisplayStore& from, std::size_t block) {
    flush();
    const auto [first, end] = from.documents_of(block);
    block_first_.push_back(count_);
    block_offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    std::string buffer;
    bytes_.append(from.block(block, buffer));
    MOISSON_ASSERT(bytes_.size() < 0xFFFFFFFFU);
    count_ += end - first;
}

DisplayStore DisplayStore::Builder::finish() {
    flush();
    DisplayStore store;
    block_offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    store.bytes_ = bytes_.finish();
    store.block_offsets_ = std::move(block_offsets_);
    store.block_first_ = std::move(block_first_);
    store.count_ = count_;
    store.dictionary_ = dictionary_;
    return store;
}

std::string_view DisplayStore::block(std::size_t block, std::string& buffer) const {
    const std::size_t begin = block_offsets_[block];
    return bytes_.read(begin, block_offsets_[block + 1] - begin, buffer);
}

bool DisplayStore::is_filled(std::size_t block) const {
    std::string buffer;
    const std::size_t filled = dictionary_ ? dictionary_block_bytes : block_bytes;
    return zstd_unpacked_size(this->block(block, buffer)) >= filled / 2;
}

std::string_view DisplayStore::Reader::encoded(std::uint32_t document) {
    MOISSON_ASSERT(document < store_->count_);
    const auto& first = store_->block_first_;
    const auto after = std::upper_bound(first.begin(), first.end(), document);
    const auto block = static_cast<std::size_t>(after - first.begin()) - 1;
    if (block != block_) {
        const std::string_view packed = store_->block(block, packed_);
        const ZstdDictionary* const dictionary = store_->dictionary_.get();
        if (zstd_unpack(packed, dictionary, block_bytes_max, bytes_) != ZstdFault::none)
            throw ErrorException(Error(Code::table_damaged, "display block"));
        records_.clear();
        DisplaySource in(bytes_);
        const auto [begin, end] = store_->documents_of(block);
        for (std::uint32_t i = begin; i < end; ++i) {
            const std::string_view record = in.view();
            records_.emplace_back(
                static_cast<std::uint32_t>(record.data() - bytes_.data()),
                static_cast<std::uint32_t>(record.size())
            );
        }
        block_ = block;
    }
    const auto [offset, size] = records_[document - first[block]];
    return std::string_view(bytes_).substr(offset, size);
}

DisplayRecord DisplayStore::Reader::record(std::uint32_t document) {
    return decode_display(encoded(document));
}

std::size_t DisplayStore::memory_bytes() const {
    return bytes_.memory_bytes() + (block_offsets_.capacity() + block_first_.capacity()) * 4;
}

void DisplayStore::write(SnapshotWriter& out) const {
    out.value(static_cast<std::uint8_t>(dictionary_ ? 1 : 0));
    out.value(static_cast<std::uint64_t>(bytes_.size()));
    std::string buffer;
    for (std::size_t at = 0; at < bytes_.size(); at += piece_bytes) {
        const std::size_t size = std::min(piece_bytes, bytes_.size() - at);
        out.bytes(bytes_.read(at, size, buffer).data(), size);
    }
    out.array(block_offsets_);
    out.array(block_first_);
    out.value(count_);
}

DisplayStore DisplayStore::read(SnapshotReader& in, DisplayOptions options) {
    DisplayStore store;
    if (in.value<std::uint8_t>() != 0)
        store.dictionary_ = std::move(options.dictionary);
    const auto size = in.value<std::uint64_t>();
    const bool large = size >= display_memory_max && !options.folder.empty();
    const int descriptor = large ? in.another_descriptor() : -1;
    store.bytes_ = descriptor >= 0 ? left_in_place(in, size, descriptor)
                                   : copied(in, size, std::move(options.folder));
    store.block_offsets_ = in.array<std::uint32_t>();
    store.block_first_ = in.array<std::uint32_t>();
    store.count_ = in.value<std::uint32_t>();
    return store;
}

bool DisplayStore::is_sound(std::uint32_t documents) const {
    const bool rising =
        std::adjacent_find(block_first_.begin(), block_first_.end(), std::greater_equal<>()) ==
        block_first_.end();
    return count_ == documents && documents > 0 && rising && !block_first_.empty() &&
           block_first_.front() == 0 && block_first_.back() < documents &&
           are_offsets(block_offsets_, block_first_.size(), bytes_.size());
}

} // namespace moisson::search
