package dev.whittle.feature.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is written completely or not at all. It is written under another name in the same folder and then moved.
 * A reader never sees an incomplete file, and an earlier file stays until the move. Not thread-safe.
 *
 * <p>An interrupt of the thread does not stop the writing. The thread stays interrupted.
 *
 * <p>If writing fails, the message of the {@link IOException} is one line with the name of the file and the reason.
 */
public final class AtomicFile implements Closeable {
    /** How many other writers of the same file there may be, or unfinished files of writers that were killed. */
    private static final int MOST_WRITERS = 1000;

    /** The files being written, for {@link #removeUnfinished}. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path target;
    private final Path temporary;
    /** Not a channel, since an interrupt of the thread would close it. */
    private final RandomAccessFile file;

    private boolean committed;

    /** Writes the contents. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file completely, or not at all if {@code body} throws anything. The stream is buffered.
     *
     * @throws IOException if {@code target} cannot be written, with its name; an exception of {@code body} is passed on
     *     unchanged
     */
    public static void write(Path target, Body body) throws IOException {
        try (AtomicFile file = new AtomicFile(target);
                OutputStream out = file.stream()) {
            body.writeTo(out);
            out.flush();
            file.commit();
        }
    }

    /** Opens a file in the folder of {@code target}. {@link #close} removes it if {@link #commit} was not called. */
    public AtomicFile(Path target) throws IOException {
        this.target = target;
        if (Files.isDirectory(target)) {
            throw new IOException("Cannot write " + target + ": it is a folder");
        }
        try {
            temporary = create();
            file = new RandomAccessFile(temporary.toFile(), "rw");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Creates a file with an unused name, so that two writers cannot mix their bytes. */
    private Path create() throws IOException {
        for (int n = 0; ; n++) {
            Path beside = target.resolveSibling(target.getFileName() + "." + n + ".tmp");
            // Both under one lock, so that removeUnfinished cannot miss a file that exists already.
            synchronized (OPEN) {
                try {
                    // Not Files.createTempFile, whose files only their owner may read.
                    Files.createFile(beside);
                    OPEN.add(beside);
                    return beside;
                } catch (FileAlreadyExistsException e) {
                    if (n == MOST_WRITERS) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Writes all that remains in the buffer, which has an array, at the end of the file. */
    public void append(ByteBuffer bytes) throws IOException {
        try {
            put(bytes);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Overwrites the bytes from {@code position} on with all that remains in the buffer, which has an array. */
    public void overwrite(long position, ByteBuffer bytes) throws IOException {
        try {
            file.seek(position);
            put(bytes);
            file.seek(file.length());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
    }

    /** Moves the file to its place. */
    public void commit() throws IOException {
        try {
            file.getFD().sync(); // or a power cut after the move could leave a file of zeros
            file.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            committed = true;
            OPEN.remove(temporary);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            file.close();
            Files.deleteIfExists(temporary);
            OPEN.remove(temporary);
        }
    }

    /**
     * Removes the files that are being written now. A program calls it that ends without reaching {@link #close}, such
     * as an interrupted command line. The library itself sets no shutdown hook.
     */
    public static void removeUnfinished() {
        synchronized (OPEN) {
            OPEN.forEach(path -> path.toFile().delete());
        }
    }

    private OutputStream stream() {
        return new OutputStream() {
            private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

            @Override
            public void write(int b) throws IOException {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                buffer.put((byte) b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > buffer.remaining()) {
                    flush();
                }
                if (length > buffer.capacity()) {
                    append(ByteBuffer.wrap(bytes, offset, length));
                } else {
                    buffer.put(bytes, offset, length);
                }
            }

            @Override
            public void flush() throws IOException {
                append(buffer.flip());
                buffer.clear();
            }
        };
    }

    private IOException failure(IOException e) {
        String reason;
        if (e instanceof NoSuchFileException) {
            reason = "there is no folder " + target.toAbsolutePath().getParent();
        } else if (e instanceof AccessDeniedException) {
            reason = "no permission to write to folder "
                    + target.toAbsolutePath().getParent();
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            reason = f.getReason();
        } else {
            reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        return new IOException("Cannot write " + target + ": " + reason, e);
    }
}
