package dev.whittle.feature.file;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is written completely or not at all. It is written under another name in the same folder and then moved.
 * A reader never sees an incomplete file, and an earlier file stays until the move. Not thread-safe.
 *
 * <p>A link stays, and the file that it leads to is replaced. A device and a pipe are never replaced: the contents are
 * written into them at {@link #commit}, from a file in the system's temporary folder that only its owner may read. They
 * are appended to a file that a process has open, such as that of {@code /dev/stdout}.
 *
 * <p>An interrupt of the thread does not stop the writing. The thread stays interrupted.
 *
 * <p>If writing fails, the message of the {@link IOException} is one line with the name of the file and the reason.
 */
public final class AtomicFile implements Closeable {
    /** How many other writers of the same file there may be, or unfinished files of writers that were killed. */
    private static final int MOST_WRITERS = 1000;

    /** How many links may lead from one to the next, as in Linux. */
    private static final int MOST_LINKS = 40;

    /** How long a thread waits for the end of the program, in milliseconds. */
    private static final long ENDING_MILLIS = 10_000;

    /** The files being written, for {@link #removeUnfinished}. Also the monitor for what it must not miss. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** Whether {@link #removeUnfinished} was called. */
    private static boolean ending;

    /** As it was given, for messages. */
    private final Path given;
    /** What is replaced or written into: what the given path leads to if it is a link. */
    private final Path target;
    /** Whether the temporary file is in the system's temporary folder, as the target is written into. */
    private final boolean isElsewhere;

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

    /**
     * Opens a temporary file: in the folder of the file to be replaced, or for a device or a pipe in the system's
     * temporary folder. {@link #close} removes it if {@link #commit} was not called.
     */
    public AtomicFile(Path target) throws IOException {
        given = target;
        if (Files.isDirectory(target)) {
            throw new IOException("Cannot write " + target + ": it is a folder");
        }
        try {
            this.target = behindLinks(target);
            isElsewhere = isWrittenInto(this.target);
            // Under one lock, so that removeUnfinished cannot miss a file that exists already.
            synchronized (OPEN) {
                waitIfEnding();
                temporary = isElsewhere ? createInTemporaryFolder() : createBeside(this.target);
                OPEN.add(temporary);
                file = new RandomAccessFile(temporary.toFile(), "rw");
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The path that a link leads to in the end, whether or not there is a file. Links to open files are kept. */
    private static Path behindLinks(Path path) throws IOException {
        Path at = path;
        for (int links = 0; Files.isSymbolicLink(at) && !isOpenFile(at); links++) {
            if (links == MOST_LINKS) {
                throw new IOException("its links lead in a circle");
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    /**
     * Whether a link is one of Linux for a file that a process has open. The path that it names may be another file by
     * now, and replacing that would take it from the program that has it open.
     */
    private static boolean isOpenFile(Path link) throws IOException {
        Path folder = link.toAbsolutePath().getParent().toRealPath();
        return folder.startsWith("/proc") && folder.endsWith("fd");
    }

    /** Whether there is something that is not replaced: a device, a pipe, or an open file. */
    private static boolean isWrittenInto(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    }

    /** Creates a file with a random name that only its owner may read, as others can write to this folder. */
    private static Path createInTemporaryFolder() throws IOException {
        return Files.createTempFile("whittle-", ".tmp");
    }

    /** Creates a file with an unused name, so that two writers cannot mix their bytes. */
    private static Path createBeside(Path target) throws IOException {
        for (int n = 0; ; n++) {
            Path beside = target.resolveSibling(target.getFileName() + "." + n + ".tmp");
            try {
                // Not Files.createTempFile, whose files only their owner may read.
                return Files.createFile(beside);
            } catch (FileAlreadyExistsException e) {
                if (n == MOST_WRITERS) {
                    throw e;
                }
            }
        }
    }

    /** Else this thread would begin a file that nobody removes, or find that its own was removed. */
    private static void waitIfEnding() throws IOException {
        synchronized (OPEN) {
            if (ending) {
                try {
                    OPEN.wait(ENDING_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("the program is ending");
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

    /** Moves the file to its place, or writes its contents into a device, a pipe or an open file. */
    public void commit() throws IOException {
        try {
            file.getFD().sync(); // or a power cut after the move could leave a file of zeros
            file.close();
            // Looked at again, as hours may have passed.
            if (isElsewhere || isWrittenInto(target)) {
                copy();
            } else {
                synchronized (OPEN) {
                    waitIfEnding();
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            committed = true;
            OPEN.remove(temporary);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Not by channels, which an interrupt would close. What an open file has already is kept. */
    private void copy() throws IOException {
        try (InputStream in = new FileInputStream(temporary.toFile());
                OutputStream out = new FileOutputStream(target.toFile(), Files.isRegularFile(target))) {
            in.transferTo(out);
        }
        Files.delete(temporary);
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
     * as an interrupted command line. The library itself sets no shutdown hook. Threads that begin or finish a file
     * afterwards wait for the end of the program.
     */
    public static void removeUnfinished() {
        synchronized (OPEN) {
            ending = true;
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
        if (e instanceof NoSuchFileException missing) {
            reason = "there is no folder " + folder(missing);
        } else if (e instanceof AccessDeniedException denied) {
            reason = "no permission to write to folder " + folder(denied);
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            reason = f.getReason();
        } else {
            reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        return new IOException("Cannot write " + given + ": " + reason, e);
    }

    /** The folder of the file that could not be made, which may be the temporary one. */
    private static Path folder(FileSystemException e) {
        return Path.of(e.getFile()).toAbsolutePath().getParent();
    }
}
