package dev.whittle.feature.file;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Whether Java can represent the name of a file. On Linux a file name is a sequence of bytes, and Java decodes it with
 * the encoding of the locale: under {@code LC_ALL=C} and in many containers this is ASCII. Then "grün" is no longer
 * "grün", two names may become one, and results would depend on the locale.
 */
public final class FileNames {
    private static final String CURE = "set a locale with UTF-8 before Java starts, such as LC_ALL=C.UTF-8";

    /** What is wrong with a name that is no text, in words. */
    public static final String NOT_UTF_8 = "its name is not in UTF-8, so Whittle cannot represent it; rename it";

    private FileNames() {}

    /** The path of a text, as a user writes it. It need not exist. */
    public static Path path(String text) throws IOException {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException(explained(e), e);
        }
        check(path);
        return path;
    }

    /**
     * Checks that the name of a file is known exactly. Names of ASCII always are.
     *
     * @throws IOException if the locale's encoding is not UTF-8 and the path has other characters than ASCII, or if
     *     the name on the disk is not in UTF-8
     */
    public static void check(Path path) throws IOException {
        check(path, encoding());
    }

    /** The message of a text that is no path. If the locale is the reason, it says what to do. */
    public static String explained(InvalidPathException e) {
        return encoding().equals(StandardCharsets.UTF_8)
                ? "'" + e.getInput() + "' is not the name of a file: " + e.getReason()
                : otherEncoding(e.getInput(), encoding());
    }

    static void check(Path path, Charset encoding) throws IOException {
        if (!isKnown(path, encoding)) {
            throw new IOException(path + ": " + NOT_UTF_8);
        }
    }

    /**
     * Whether the name of a file is known exactly, or else {@link #NOT_UTF_8}.
     *
     * @throws IOException if the locale's encoding is not UTF-8 and the path has other characters than ASCII: then many
     *     names would be unknown that are good
     */
    public static boolean isKnown(Path path) throws IOException {
        return isKnown(path, encoding());
    }

    private static boolean isKnown(Path path, Charset encoding) throws IOException {
        String text = path.toString();
        if (isAscii(text)) {
            return true;
        }
        if (!encoding.equals(StandardCharsets.UTF_8)) {
            throw new IOException(otherEncoding(text, encoding));
        }
        return isSame(path, text);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** Whether the name of a file ends so, in capitals or not. */
    public static boolean hasEnding(Path file, String ending) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** Two paths are the same if their bytes are. Java decodes bytes that are not in UTF-8 as U+FFFD. */
    private static boolean isSame(Path path, String text) {
        try {
            return path.getFileSystem().getPath(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String otherEncoding(String text, Charset encoding) {
        return text + ": this name has characters beyond ASCII, but the encoding of file names is " + encoding.name()
                + ", which is not UTF-8; " + CURE;
    }

    /** The encoding of file names. Windows has names of characters, not of bytes, and loses none. */
    private static Charset encoding() {
        return System.getProperty("os.name").startsWith("Windows")
                ? StandardCharsets.UTF_8
                : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
