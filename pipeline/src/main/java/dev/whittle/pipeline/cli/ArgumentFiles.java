package dev.whittle.pipeline.cli;

import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Arguments from a file, such as more names of images than a command line can have. {@code @FILE} stands for the lines
 * of FILE. Each line is one argument as it is, without quotes, and empty lines are left out. If there is no FILE, or
 * after {@code --}, the argument stays as it is. An image whose name begins with @ is given as {@code ./@name}.
 */
final class ArgumentFiles {
    /** A million names of images are shorter. A device or a file of images given by mistake may have no end. */
    private static final int MAX_BYTES = 1 << 26;

    /** No system has longer names of files, and no feature in JSON is as long. */
    private static final int MAX_LENGTH = 1 << 15;

    private ArgumentFiles() {}

    /**
     * @return the arguments, with the lines of files in place of these
     * @throws IOException if a file cannot be read or is no text in UTF-8
     */
    static String[] expanded(String... args) throws IOException {
        List<String> all = new ArrayList<>();
        boolean literal = false;
        for (String arg : args) {
            literal |= arg.equals("--");
            Path file = literal ? null : file(arg);
            if (file == null) {
                all.add(arg);
            } else {
                lines(file).filter(line -> !line.isEmpty()).forEach(all::add);
            }
        }
        return all.toArray(String[]::new);
    }

    /** The file that an argument names; null if it names none that exists. */
    private static Path file(String arg) {
        try {
            Path file = arg.length() > 1 && arg.startsWith("@") ? Path.of(arg.substring(1)) : null;
            return file != null && Files.exists(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Stream<String> lines(Path file) throws IOException {
        String hint = "; @FILE stands for the lines of a file, each of which is an argument; for a name that begins"
                + " with @ give ./@" + file.getFileName();
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, expected a file" + hint);
        }
        try {
            if (Files.size(RegularFile.require(file)) > MAX_BYTES) {
                throw new IOException(file + ": has more than " + (MAX_BYTES >> 20) + " MiB");
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) {
                throw new CharacterCodingException();
            }
            List<String> lines = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > MAX_LENGTH) {
                    throw new IOException(String.format(
                            Locale.ROOT,
                            "%s:%d: has %,d characters, expected at most %,d",
                            file,
                            i + 1,
                            lines.get(i).length(),
                            MAX_LENGTH));
                }
            }
            return lines.stream();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is no text in UTF-8" + hint, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": cannot be read: permission denied" + hint, e);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + hint, e);
        }
    }
}
