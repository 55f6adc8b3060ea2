package dev.whittle.pipeline.cli;

import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
     * @param written files to be written; one whose name ends in .csv may be beside the one that the user named, so it
     *     is replaced only if it begins as those that this command writes
     * @param heading how they begin; null where the user names every file
     */
    static void check(CommandLine command, Collection<Path> read, List<Path> written, String heading)
            throws IOException {
        Set<Path> replaced = new LinkedHashSet<>();
        for (Path file : written) {
            if (Files.isRegularFile(file)) {
                replaced.add(file.toRealPath());
            }
        }
        for (Path file : written) {
            requireOwn(command, file, heading);
        }
        if (replaced.isEmpty()) {
            return;
        }
        for (Path file : read) {
            if (Files.isRegularFile(file) && replaced.contains(file.toRealPath())) {
                throw new CommandLine.ParameterException(
                        command, "--out would replace " + file + ", which is read; give --out another name or folder");
            }
        }
    }

    /** A list of the user's own, such as labels.csv beside labels.npy, is kept. */
    private static void requireOwn(CommandLine command, Path file, String heading) throws IOException {
        if (heading == null || !FileNames.hasEnding(file, ".csv") || !Files.isRegularFile(file)) {
            return;
        }
        byte[] start = heading.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = RegularFile.stream(file)) {
            if (!Arrays.equals(start, in.readNBytes(start.length))) {
                throw new CommandLine.ParameterException(
                        command,
                        "--out would replace " + file + ", which does not begin with '" + heading
                                + "', so this command did not write it; give --out another name or folder");
            }
        }
    }
}
