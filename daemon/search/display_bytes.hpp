// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DisplayBytes: the compressed blocks of a display store, in memory while they are few, else in a
// file without a name, which goes with the last who holds it, or in the snapshot they were read of.
// Blocks are read with pread: a damaged disk is an error of one answer, where a mapped page would
// end the process.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace moisson::search {

// Bytes that are kept in memory before a file is made.
inline constexpr std::size_t display_memory_max = 4 << 20;

class DisplayFile;

// Immutable; any thread.
class DisplayBytes {
public:
    // So many bytes of an open file from `begin` on, which stay what they are. The descriptor goes
    // with the last who holds it.
    static DisplayBytes of_file(int descriptor, std::size_t begin, std::size_t size);

    std::size_t size() const { return size_; }
    std::size_t memory_bytes() const { return memory_.capacity(); }
    bool in_file() const { return file_ != nullptr; }
    // In memory, or read into `buffer`. Throws ErrorException(TABLE_DAMAGED) when the disk refuses.
    std::string_view read(std::size_t begin, std::size_t size, std::string& buffer) const;

private:
    friend class DisplayWriter;
    std::string memory_;
    std::shared_ptr<const DisplayFile> file_;
    std::size_t size_ = 0;
};

class DisplayWriter {
public:
    // The file is made in `folder`; empty: all stays in memory, as it does when the disk refuses.
    explicit DisplayWriter(std::string folder);

    void append(std::string_view bytes);
    std::size_t size() const { return written_ + memory_.size(); }
    DisplayBytes finish();

private:
    bool spill();
    void give_up();

    std::string folder_;
    // What is not in the file yet.
    std::string memory_;
    std::shared_ptr<DisplayFile> file_;
    std::size_t written_ = 0;
};

} // namespace moisson::search
