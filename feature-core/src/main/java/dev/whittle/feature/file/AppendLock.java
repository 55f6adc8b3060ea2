package dev.whittle.feature.file;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Which object may append to a {@link RecordFile}. Among processes a lock of a file decides, and within this one a
 * table. By the rules of POSIX a process loses its lock of a file as soon as it closes any channel of that file. So the
 * file of the lock is no other than that, and it is not opened a second time while this process holds the lock.
 */
final class AppendLock {
    private static final Map<Path, AppendLock> HELD = new HashMap<>();

    private final FileChannel channel;
    /** Null, or without an object, where the one that appended was left without being closed. */
    private WeakReference<Object> owner;

    private AppendLock(FileChannel channel, Object owner) {
        this.channel = channel;
        this.owner = new WeakReference<>(owner);
    }

    /**
     * Takes a lock. Returns whether {@code owner} has it now; another object may have it, of this process or another.
     *
     * @throws IOException if the file cannot be written, or its file system has no locks
     */
    static boolean take(Path file, Object owner) throws IOException {
        Path path = path(file);
        synchronized (HELD) {
            AppendLock held = HELD.get(path);
            if (held != null) {
                boolean free = held.owner.get() == null;
                if (free) {
                    held.owner = new WeakReference<>(owner);
                }
                return free;
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            boolean taken = false;
            try {
                taken = channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                // The same class in another class loader holds it.
            } finally {
                if (taken) {
                    HELD.put(path, new AppendLock(channel, owner));
                } else {
                    channel.close();
                }
            }
            return taken;
        }
    }

    /** Gives a lock back, if {@code owner} has it. */
    static void giveBack(Path file, Object owner) throws IOException {
        Path path = path(file);
        synchronized (HELD) {
            AppendLock held = HELD.get(path);
            if (held != null && held.owner.get() == owner) {
                HELD.remove(path);
                held.channel.close();
            }
        }
    }

    /** The same for all names of the file. */
    private static Path path(Path file) throws IOException {
        return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    }
}
