// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Streams of the snapshot over stdio: buffered, so that a snapshot never needs the memory of a
// copy.
#include "search/snapshot_io.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace moisson::search {

namespace {
// Titles of what was withdrawn since may still be in it: nobody else's to read.
constexpr ::mode_t snapshot_mode = 0640;

struct FileCloser {
    void operator()(std::FILE* file) const {
        if (file != nullptr)
            std::fclose(file);
    }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

struct HashState {
    XXH3_state_t* state = XXH3_createState();
    HashState() {
        if (state == nullptr)
            throw std::bad_alloc();
        XXH3_64bits_reset(state);
    }
    HashState(const HashState&) = delete;
    HashState& operator=(const HashState&) = delete;
    ~HashState() { XXH3_freeState(state); }
};

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}
} // namespace

struct SnapshotWriter::State {
    File file;
    HashState hash;
};

SnapshotWriter::SnapshotWriter(const std::string& path) : state_(std::make_unique<State>()) {
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, snapshot_mode);
    if (descriptor < 0)
        fail("snapshot");
    state_->file.reset(::fdopen(descriptor, "wb"));
    if (!state_->file) {
        const int cause = errno;
        ::close(descriptor);
        errno = cause;
        fail("snapshot");
    }
    // Also of a file that an earlier attempt left, whatever the umask.
    if (::fchmod(descriptor, snapshot_mode) != 0)
        fail("snapshot");
}

SnapshotWriter::~SnapshotWriter() = default;

void SnapshotWriter::bytes(const void* data, std::size_t size) {
    if (size == 0)
        return;
    XXH3_64bits_update(state_->hash.state, data, size);
    if (std::fwrite(data, 1, size, state_->file.get()) != size)
        fail("snapshot");
}

void SnapshotWriter::text(const std::string& bytes_of_text) {
    value(static_cast<std::uint64_t>(bytes_of_text.size()));
    bytes(bytes_of_text.data(), bytes_of_text.size());
}

void SnapshotWriter::finish() {
    const std::uint64_t sum = XXH3_64bits_digest(state_->hash.state);
    if (std::fwrite(&sum, 1, sizeof(sum), state_->file.get()) != sizeof(sum))
        fail("snapshot");
    if (std::fflush(state_->file.get()) != 0 || ::fsync(::fileno(state_->file.get())) != 0)
        fail("snapshot");
    if (std::fclose(state_->file.release()) != 0)
        fail("snapshot");
}

struct SnapshotReader::State {
    File file;
    HashState hash;
    std::uint64_t whole = 0;
    std::uint64_t left = 0;
};

SnapshotReader::SnapshotReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SnapshotReader::~SnapshotReader() = default;

Result<std::unique_ptr<SnapshotReader>> SnapshotReader::open(const std::string& path) {
    auto state = std::make_unique<State>();
    state->file.reset(std::fopen(path.c_str(), "rbe"));
    if (!state->file)
        return Error(Code::not_found, "snapshot");
    std::FILE* const file = state->file.get();
    if (std::fseek(file, 0, SEEK_END) != 0)
        return Error(Code::table_damaged, "snapshot: not a file");
    const long size = std::ftell(file);
    if (size < 8)
        return Error(Code::table_damaged, "snapshot: too short");
    std::rewind(file);
    state->whole = static_cast<std::uint64_t>(size) - 8;
    state->left = state->whole;
    return std::unique_ptr<SnapshotReader>(new SnapshotReader(std::move(state)));
}

void SnapshotReader::check_room(std::uint64_t count, std::size_t size) const {
    if (count > state_->left / size)
        throw ErrorException(Error(Code::table_damaged, "snapshot: array beyond the end"));
}

void SnapshotReader::bytes(void* data, std::size_t size) {
    if (size == 0)
        return;
    check_room(size, 1);
    if (std::fread(data, 1, size, state_->file.get()) != size)
        throw ErrorException(Error(Code::table_damaged, "snapshot: unreadable"));
    XXH3_64bits_update(state_->hash.state, data, size);
    state_->left -= size;
}

void SnapshotReader::skip(std::uint64_t size) {
    std::vector<char> piece(std::min<std::uint64_t>(size, piece_bytes));
    for (std::uint64_t done = 0; done < size; done += piece.size()) {
        piece.resize(std::min<std::uint64_t>(size - done, piece_bytes));
        bytes(piece.data(), piece.size());
    }
}

std::uint64_t SnapshotReader::position() const {
    return state_->whole - state_->left;
}

int SnapshotReader::another_descriptor() const {
    return ::fcntl(::fileno(state_->file.get()), F_DUPFD_CLOEXEC, 0);
}

Result<void> SnapshotReader::finish() {
    if (state_->left > 0)
        return Error(Code::table_damaged, "snapshot: too long");
    std::uint64_t sum = 0;
    if (std::fread(&sum, 1, sizeof(sum), state_->file.get()) != sizeof(sum) ||
        sum != XXH3_64bits_digest(state_->hash.state))
        return Error(Code::table_damaged, "snapshot: wrong checksum");
    return {};
}

std::string SnapshotReader::text() {
    const auto size = value<std::uint64_t>();
    check_room(size, 1);
    std::string out(size, '\0');
    bytes(out.data(), size);
    return out;
}

} // namespace moisson::search
