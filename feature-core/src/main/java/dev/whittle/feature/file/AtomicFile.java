package dev.whittle.feature.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is there as a whole or not at all: written beside its place under another name, then moved. A reader never
 * sees half of it, and whatever stood there before stays until the move. Not thread-safe.
 *
 * <p>Errors of writing are an {@link IOException} whose message is one line with the name of the file and the reason.
 */
public final class AtomicFile implements Closeable {
    /** How many others may be at work on one file, or have left their beginnings behind when they were killed. */
    private static final int MOST_WRITERS = 1000;

    /** What an interrupt, at which the virtual machine ends, must remove. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> OPEN.forEach(path -> path.toFile().delete())));
    }

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean committed;

    /** What writes the contents. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file as a whole: if {@code body} fails, with whatever, nothing of it remains. The stream is buffered.
     *
     * @throws IOException naming {@code target} if it cannot be written; a failure of {@code body} itself is passed on as it is
     */
    public static void write(Path target, Body body) throws IOException {
        try (AtomicFile file = new AtomicFile(target);
                OutputStream out = file.stream()) {
            body.writeTo(out);
            out.flush();
            file.commit();
        }
    }

    /** Opens a file beside {@code target}; without {@link #commit}, {@link #close} removes it again. */
    public AtomicFile(Path target) throws IOException {
        this.target = target;
        if (Files.isDirectory(target)) {
            throw new IOException("Cannot write " + target + ": it is a folder");
        }
        // A name that nobody has, so that two writers cannot mix their bytes.
        FileChannel opened = null;
        Path beside = target;
        for (int n = 0; opened == null; n++) {
            beside = target.resolveSibling(target.getFileName() + "." + n + ".tmp");
            try {
                // Not Files.createTempFile, whose files only their owner may read.
                opened = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                if (n == MOST_WRITERS) {
                    throw failure(e);
                }
            } catch (IOException e) {
                throw failure(e);
            }
        }
        channel = opened;
        temporary = beside;
        OPEN.add(temporary);
    }

    /** Writes all that remains in the buffer at the end of the file. */
    public void append(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Writes all that remains in the buffer over what stands at {@code position}. */
    public void overwrite(long position, ByteBuffer bytes) throws IOException {
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Moves the file to its place. */
    public void commit() throws IOException {
        try {
            channel.force(true); // or a power cut after the move could leave a file of zeros
            channel.close();
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
            channel.close();
            Files.deleteIfExists(temporary);
            OPEN.remove(temporary);
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
