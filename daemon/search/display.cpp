// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Compact encoding of display records and their zstd blocks.
#include "search/display.hpp"

#include "core/assert.hpp"
#include "core/result.hpp"
#include "search/snapshot_io.hpp"

#include <algorithm>
#include <functional>

namespace moisson::search {

namespace {

// Between the store and a snapshot.
constexpr std::size_t piece_bytes = 1 << 20;
// Without a dictionary a block holds what its records have in common.
constexpr std::size_t block_bytes = 16 * 1024;
constexpr std::size_t dictionary_block_bytes = 4 * 1024;
constexpr int plain_level = 3;
constexpr int dictionary_level = 6;
constexpr std::size_t dictionary_bytes_max = 112 * 1024;
// Of a block: one record may be longer than the others together. More is damage.
constexpr std::size_t block_bytes_max = 64 << 20;
// Days from 1 January of the year 1 to that of 1970: what we store is positive.
constexpr std::int64_t days_before_1970 = 719'162;
// As many after it as there are: what an instant holds, and more than any date we keep.
constexpr std::uint64_t days_max = 36'500'000;

void put_display_number(std::string& out, std::uint64_t number) {
    while (number >= 0x80) {
        out += static_cast<char>((number & 0x7F) | 0x80);
        number >>= 7;
    }
    out += static_cast<char>(number);
}

void put_text(std::string& out, std::string_view text) {
    put_display_number(out, text.size());
    out += text;
}

void put_lang_text(std::string& out, const LangText& text) {
    put_text(out, text.lang);
    put_text(out, text.text);
    out += text.machine_translated ? '\1' : '\0';
}

void put_texts(std::string& out, const LocalizedText& texts) {
    put_display_number(out, texts.size());
    for (const LangText& text : texts)
        put_lang_text(out, text);
}

void put_list(std::string& out, const std::vector<std::string>& list) {
    put_display_number(out, list.size());
    for (const std::string& item : list)
        put_text(out, item);
}

void put_instant(std::string& out, Instant instant) {
    const auto count = static_cast<std::uint64_t>(instant.time_since_epoch().count());
    for (int shift = 0; shift < 64; shift += 8)
        out += static_cast<char>((count >> shift) & 0xFF);
}

void put_date(std::string& out, const std::optional<PartialDate>& date) {
    out += date ? static_cast<char>(1 + static_cast<int>(date->precision)) : '\0';
    if (date)
        put_instant(out, date->instant);
}

// Dates of freshness are whole days.
void put_day(std::string& out, const std::optional<Instant>& date) {
    // 0 is none.
    const std::int64_t days =
        date ? std::chrono::floor<std::chrono::days>(*date).time_since_epoch().count() +
                   days_before_1970
             : 0;
    put_display_number(out, static_cast<std::uint64_t>(std::max<std::int64_t>(days, 0)));
}

void put_freshness(std::string& out, const FreshnessDates& dates) {
    out += static_cast<char>(dates.basis);
    out += static_cast<char>(dates.evidence);
    put_day(out, dates.counted_from);
    put_day(out, dates.expected_at);
    put_day(out, dates.late_at);
    put_day(out, dates.very_late_at);
}

class Source {
public:
    explicit Source(std::string_view bytes) : bytes_(bytes) {}

    std::uint8_t byte() {
        if (at_ >= bytes_.size())
            throw ErrorException(Error(Code::table_damaged, "display record"));
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }
    std::uint64_t number() {
        std::uint64_t out = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t part = byte();
            out |= static_cast<std::uint64_t>(part & 0x7F) << shift;
            if (part < 0x80)
                return out;
        }
        throw ErrorException(Error(Code::table_damaged, "display record"));
    }
    std::string_view view() {
        const std::uint64_t size = number();
        if (size > bytes_.size() - at_)
            throw ErrorException(Error(Code::table_damaged, "display record"));
        at_ += size;
        return bytes_.substr(at_ - size, size);
    }
    std::string text() { return std::string(view()); }
    LangText lang_text() {
        LangText out;
        out.lang = text();
        out.text = text();
        out.machine_translated = byte() != 0;
        return out;
    }
    LocalizedText texts() {
        LocalizedText out;
        for (std::uint64_t left = number(); left > 0; --left)
            out.push_back(lang_text());
        return out;
    }
    std::vector<std::string> list() {
        std::vector<std::string> out;
        for (std::uint64_t left = number(); left > 0; --left)
            out.push_back(text());
        return out;
    }
    Instant instant() {
        std::uint64_t count = 0;
        for (int shift = 0; shift < 64; shift += 8)
            count |= static_cast<std::uint64_t>(byte()) << shift;
        return Instant(Instant::duration(static_cast<std::int64_t>(count)));
    }
    std::optional<PartialDate> date() {
        const std::uint8_t precision = byte();
        if (precision == 0)
            return std::nullopt;
        PartialDate out;
        out.precision = static_cast<DatePrecision>(precision - 1);
        out.instant = instant();
        return out;
    }
    std::optional<Instant> day() {
        const std::uint64_t days = number();
        if (days == 0)
            return std::nullopt;
        if (days > days_max)
            throw ErrorException(Error(Code::table_damaged, "display record"));
        return Instant(std::chrono::days(static_cast<std::int64_t>(days) - days_before_1970));
    }
    FreshnessDates freshness() {
        FreshnessDates out;
        out.basis = static_cast<FreshnessBasis>(byte());
        out.evidence = static_cast<UpdateEvidence>(byte());
        out.counted_from = day();
        out.expected_at = day();
        out.late_at = day();
        out.very_late_at = day();
        return out;
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

} // namespace

std::shared_ptr<const ZstdDictionary> train_display(const std::vector<std::string_view>& records) {
    return display_dictionary(train_zstd(records, dictionary_bytes_max));
}

std::shared_ptr<const ZstdDictionary> display_dictionary(std::string bytes) {
    return ZstdDictionary::make(std::move(bytes), dictionary_level);
}

std::string encode(const DisplayRecord& record) {
    std::string out;
    out.append(reinterpret_cast<const char*>(record.id.uuid.bytes.data()), 16);
    put_text(out, record.slug);
    put_text(out, record.portal_key);
    out += static_cast<char>(record.state);
    put_texts(out, record.title);
    put_lang_text(out, record.excerpt);
    put_texts(out, record.publisher);
    put_text(out, record.publisher_slug);
    put_list(out, record.countries);
    put_list(out, record.themes);
    put_list(out, record.formats);
    put_list(out, record.keywords);
    put_text(out, record.licence);
    put_text(out, record.licence_title);
    out += record.openness;
    put_text(out, record.access);
    put_text(out, record.landing_page);
    put_date(out, record.modified);
    put_date(out, record.issued);
    out += record.first_seen ? '\1' : '\0';
    if (record.first_seen)
        put_instant(out, *record.first_seen);
    put_display_number(out, static_cast<std::uint64_t>(record.distributions));
    put_display_number(out, static_cast<std::uint64_t>(record.popularity));
    put_freshness(out, record.freshness);
    return out;
}

std::string_view slug_of(std::string_view bytes) {
    Source in(bytes);
    for (std::size_t i = 0; i < Uuid().bytes.size(); ++i)
        in.byte();
    return in.view();
}

DisplayRecord decode_display(std::string_view bytes) {
    Source in(bytes);
    DisplayRecord out;
    for (std::uint8_t& byte : out.id.uuid.bytes)
        byte = in.byte();
    out.slug = in.text();
    out.portal_key = in.text();
    out.state = static_cast<RecordState>(in.byte());
    out.title = in.texts();
    out.excerpt = in.lang_text();
    out.publisher = in.texts();
    out.publisher_slug = in.text();
    out.countries = in.list();
    out.themes = in.list();
    out.formats = in.list();
    out.keywords = in.list();
    out.licence = in.text();
    out.licence_title = in.text();
    out.openness = static_cast<char>(in.byte());
    out.access = in.text();
    out.landing_page = in.text();
    out.modified = in.date();
    out.issued = in.date();
    if (in.byte() != 0)
        out.first_seen = in.instant();
    out.distributions = static_cast<std::int64_t>(in.number());
    out.popularity = static_cast<std::int64_t>(in.number());
    out.freshness = in.freshness();
    return out;
}

void DisplayStore::Builder::add(const DisplayRecord& record) {
    add_encoded(encode(record));
}

void DisplayStore::Builder::add_encoded(std::string_view bytes) {
    if (block_.empty())
        block_first_.push_back(count_);
    put_text(block_, bytes);
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
        Source in(bytes_);
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
    DisplayWriter bytes(options.folder);
    std::string piece;
    for (auto left = size; left > 0; left -= piece.size()) {
        piece.resize(std::min<std::uint64_t>(left, piece_bytes));
        in.bytes(piece.data(), piece.size());
        bytes.append(piece);
    }
    store.bytes_ = bytes.finish();
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
