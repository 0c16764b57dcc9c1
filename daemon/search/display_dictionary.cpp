// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/display_dictionary.hpp"

#include "core/assert.hpp"
#include "core/result.hpp"

#include <zdict.h>
#include <zstd.h>

#include <new>

namespace moisson::search {

namespace {

constexpr int level = 6;
constexpr std::size_t dictionary_bytes = 112 << 10;
// Of a block: one record may be longer than the others together. More is damage.
constexpr std::size_t block_bytes_max = 64 << 20;

struct Release {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
    void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};
template <class T>
using Held = std::unique_ptr<T, Release>;

template <class T>
Held<T> made(T* one) {
    if (one == nullptr)
        throw std::bad_alloc();
    return Held<T>(one);
}

// Of this thread: a new one for each block costs more than the block.
ZSTD_CCtx* compressor() {
    thread_local const Held<ZSTD_CCtx> context = made(ZSTD_createCCtx());
    return context.get();
}
ZSTD_DCtx* decompressor() {
    thread_local const Held<ZSTD_DCtx> context = made(ZSTD_createDCtx());
    return context.get();
}

} // namespace

struct DisplayDictionary::Tables {
    Held<ZSTD_CDict> packing;
    Held<ZSTD_DDict> unpacking;
};

DisplayDictionary::DisplayDictionary(std::string bytes)
    : bytes_(std::move(bytes)), tables_(std::make_unique<Tables>()) {
    tables_->packing = made(ZSTD_createCDict(bytes_.data(), bytes_.size(), level));
    tables_->unpacking = made(ZSTD_createDDict(bytes_.data(), bytes_.size()));
}
DisplayDictionary::~DisplayDictionary() = default;

std::shared_ptr<const DisplayDictionary>
DisplayDictionary::train(const std::vector<std::string>& records) {
    std::string samples;
    std::vector<std::size_t> sizes;
    for (const std::string& record : records) {
        samples += record;
        sizes.push_back(record.size());
    }
    std::string bytes(dictionary_bytes, '\0');
    const std::size_t size = ZDICT_trainFromBuffer(
        bytes.data(),
        bytes.size(),
        samples.data(),
        sizes.data(),
        static_cast<unsigned>(sizes.size())
    );
    bytes.resize(ZDICT_isError(size) == 0 ? size : 0);
    return read(std::move(bytes));
}

std::shared_ptr<const DisplayDictionary> DisplayDictionary::read(std::string bytes) {
    if (ZDICT_getDictID(bytes.data(), bytes.size()) == 0)
        return nullptr;
    return std::shared_ptr<const DisplayDictionary>(new DisplayDictionary(std::move(bytes)));
}

std::size_t DisplayDictionary::memory_bytes() const {
    return bytes_.capacity() + ZSTD_sizeof_CDict(tables_->packing.get()) +
           ZSTD_sizeof_DDict(tables_->unpacking.get());
}

std::string DisplayPacker::pack(std::string_view block, const DisplayDictionary* dictionary) {
    std::string out(ZSTD_compressBound(block.size()), '\0');
    const std::size_t size = dictionary != nullptr ? ZSTD_compress_usingCDict(
                                                         compressor(),
                                                         out.data(),
                                                         out.size(),
                                                         block.data(),
                                                         block.size(),
                                                         dictionary->tables_->packing.get()
                                                     )
                                                   : ZSTD_compressCCtx(
                                                         compressor(),
                                                         out.data(),
                                                         out.size(),
                                                         block.data(),
                                                         block.size(),
                                                         ZSTD_CLEVEL_DEFAULT
                                                     );
    MOISSON_ASSERT(!ZSTD_isError(size));
    out.resize(size);
    return out;
}

void DisplayPacker::unpack(
    std::string_view packed,
    const DisplayDictionary* dictionary,
    std::string& block
) {
    const std::size_t wanted = unpacked_size(packed);
    if (wanted > block_bytes_max)
        throw ErrorException(Error(Code::table_damaged, "display block"));
    block.resize(wanted);
    const std::size_t got = dictionary != nullptr ? ZSTD_decompress_usingDDict(
                                                        decompressor(),
                                                        block.data(),
                                                        block.size(),
                                                        packed.data(),
                                                        packed.size(),
                                                        dictionary->tables_->unpacking.get()
                                                    )
                                                  : ZSTD_decompressDCtx(
                                                        decompressor(),
                                                        block.data(),
                                                        block.size(),
                                                        packed.data(),
                                                        packed.size()
                                                    );
    if (ZSTD_isError(got) != 0U || got != block.size())
        throw ErrorException(Error(Code::table_damaged, "display block"));
}

std::size_t DisplayPacker::unpacked_size(std::string_view packed) {
    return static_cast<std::size_t>(ZSTD_getFrameContentSize(packed.data(), packed.size()));
}

} // namespace moisson::search
