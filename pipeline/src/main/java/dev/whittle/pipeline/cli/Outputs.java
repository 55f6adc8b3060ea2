package dev.whittle.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** Files that a command is to write, and those that it reads. */
final class Outputs {
    private Outputs() {}

    /**
     * Refuses to replace a file that is read: what the user gave would be lost. Another name of the same file, by links
     * or {@code ..}, is the same file.
     *
     * @param read files that are read; those that do not exist are left to who reads them
     * @param written files to be written
     */
    static void check(CommandLine command, Collection<Path> read, List<Path> written) throws IOException {
        Set<Path> replaced = new LinkedHashSet<>();
        for (Path file : written) {
            if (Files.isRegularFile(file)) {
                replaced.add(file.toRealPath());
            }
        }
        if (replaced.isEmpty()) {
            return;
        }
        for (Path file : read) {
            if (Files.isRegularFile(file) && replaced.contains(file.toRealPath())) {
                throw new CommandLine.ParameterException(
                        command, "--out would replace " + file + ", which is read; give --out another name");
            }
        }
    }
}
