// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A dump on its way into its directory: written aside, then there at once. Blocking. Throws
// std::system_error when the disk refuses.
#pragma once

#include "views/dump_shelf.hpp"

#include <string>

namespace moisson::opendata {

// Holds the directory for one writer of all processes, on whatever machine, that share it: a lock
// on a file, which ends with its process. Who holds it first clears away what a killed one left.
class DumpFolder {
public:
    // Makes the directory when it is not there. `name`: see views::dump_name.
    DumpFolder(std::string directory, std::string name);
    DumpFolder(const DumpFolder&) = delete;
    DumpFolder& operator=(const DumpFolder&) = delete;
    // What was not published goes.
    ~DumpFolder();

    // False: another process writes a dump; nothing else may be called then.
    bool is_ours() const { return is_ours_; }
    std::string path_of(std::string_view file) const;
    // Manifest, sync, rename, sync: from here on readers see it. The oldest beyond `keep` go.
    void publish(const views::Dump& dump, int keep);

private:
    void take_lock();
    void clear_remains() const;

    std::string directory_;
    std::string name_;
    std::string aside_;
    int lock_ = -1;
    bool is_ours_ = false;
};

} // namespace moisson::opendata
