package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.Visible;
import java.io.FilterOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Standard output or standard error: in UTF-8, whatever the locale, so that a table has the same bytes as in a file. A
 * {@link PrintWriter} gives no error if it cannot be written, as on a full disk; so the failure is kept. Control
 * characters in names are shown by their numbers; files have them as they are.
 */
final class Console {
    private final PrintWriter writer;
    /** Null if all was written. */
    private IOException failure;

    Console(OutputStream stream) {
        Writer utf8 = new OutputStreamWriter(new Watched(stream), StandardCharsets.UTF_8);
        writer = new PrintWriter(new Shown(utf8), true);
    }

    /** Shows control characters in names, which would be commands to a terminal. */
    private static final class Shown extends FilterWriter {
        Shown(Writer writer) {
            super(writer);
        }

        @Override
        public void write(int c) throws IOException {
            write(String.valueOf((char) c));
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            write(new String(text, offset, length));
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            out.write(Visible.text(text.substring(offset, offset + length)));
        }
    }

    /** Keeps the first failure. */
    private final class Watched extends FilterOutputStream {
        Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }

    PrintWriter writer() {
        return writer;
    }

    /**
     * Writes what is left.
     *
     * @throws IOException if that or anything before could not be written
     */
    void finish() throws IOException {
        writer.flush();
        if (failure != null) {
            throw new IOException("Standard output cannot be written: " + failure.getMessage(), failure);
        }
    }
}
