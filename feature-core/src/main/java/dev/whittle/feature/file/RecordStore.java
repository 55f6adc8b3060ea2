package dev.whittle.feature.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records that are kept in a few files of a folder, to be found by a key. A record is there completely or not at all: a
 * damaged one, or one that was cut off, counts as absent. Several threads may use a store, and several processes its
 * folder. What another process adds is seen by the next object that is made.
 *
 * <p>A store that cannot be read has no records, and one that cannot be written takes none. Neither is an error; {@link
 * #failure} tells of the second. Files are not forced to the disk: after a power cut checksums are wrong, and the
 * records are absent.
 */
public final class RecordStore {
    /** How many files a full store has at least. {@link #trim} deletes whole files. */
    private static final int FILES = 8;

    private final Path folder;
    private final long maxBytes;
    /** The cost of the records that this object found or put, each counted once. */
    private final AtomicLong used = new AtomicLong();

    /** Null until it is read. */
    private Map<String, RecordFile.Entry> records;
    /** Those that are open to append; the last one is appended to. */
    private final List<RecordFile> appended = new ArrayList<>();

    /** Why nothing more is put; null while it can be written. */
    private volatile IOException failure;

    /**
     * @param folder is created when the first record is put
     * @param maxBytes how many bytes {@link #trim} leaves at most, and how many this object uses: records beyond are
     *     not put, so that they do not displace those that are found. Small records count more than their bytes, since
     *     their keys are held in memory
     */
    public RecordStore(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /**
     * The record with a key; null if there is none.
     *
     * @param key 64 hex digits
     */
    public RecordFile.Entry find(String key) {
        RecordFile.Entry found = records().get(key);
        if (found != null && found.use()) {
            used.addAndGet(cost(found));
        }
        return found;
    }

    /**
     * Reads the body of a record into arrays, which must have its length together. Returns false if it is damaged or
     * can no longer be read; then it is absent from now on.
     */
    public boolean read(RecordFile.Entry found, byte[]... into) {
        try {
            if (found.read(into)) {
                return true;
            }
        } catch (IOException e) {
            // Another process deleted the file, or it cannot be read.
        }
        if (records().remove(found.key(), found)) {
            used.addAndGet(-cost(found));
        }
        return false;
    }

    private static long cost(RecordFile.Entry record) {
        return RecordFile.cost(record.headLength(), record.length());
    }

    /** Keeps a record, if there is room and no record with this key. */
    public void put(String key, byte[] head, ByteBuffer... body) {
        if (failure != null || records().containsKey(key)) {
            return;
        }
        long cost = RecordFile.cost(head.length, RecordFile.length(body));
        if (used.addAndGet(cost) > maxBytes) {
            used.addAndGet(-cost);
            return;
        }
        try {
            RecordFile.Entry put = toAppend().append(key, head, body);
            put.use();
            records().put(key, put);
        } catch (ClosedChannelException e) {
            // Another thread ended appending by trim, or this one was interrupted. This record is not kept.
            used.addAndGet(-cost);
        } catch (IOException e) {
            // The disk may be full, or its file system has no locks.
            used.addAndGet(-cost);
            failure = e;
        }
    }

    /** Why records are no longer put; null if they are. */
    public IOException failure() {
        return failure;
    }

    /** The file to append to: the newest one, if it has room and no other process appends to it, or else a new one. */
    private synchronized RecordFile toAppend() throws IOException {
        RecordFile last = appended.isEmpty() ? null : appended.get(appended.size() - 1);
        if (last != null && !last.isOpen()) {
            last.close();
        } else if (last != null && last.appendedCost() <= maxBytes / FILES) {
            return last;
        }
        Files.createDirectories(folder);
        List<RecordFile> files = appended.isEmpty() ? files() : List.of();
        RecordFile file = files.isEmpty() ? null : files.get(files.size() - 1);
        if (file == null || file.cost() > maxBytes / FILES || !file.openToAppend()) {
            do {
                file = new RecordFile(Files.createTempFile(folder, "", RecordFile.DATA));
            } while (!file.openToAppend());
        }
        appended.add(file);
        return file;
    }

    private synchronized Map<String, RecordFile.Entry> records() {
        if (records == null) {
            records = new ConcurrentHashMap<>();
            // Of two records with one key the newer counts: the older may be damaged.
            for (RecordFile file : files()) {
                try {
                    file.readIndex(entry -> records.put(entry.key(), entry));
                } catch (IOException e) {
                    // Another process deleted it, or has not written its index yet.
                }
            }
        }
        return records;
    }

    /** All files, the oldest first. */
    private List<RecordFile> files() {
        record Aged(RecordFile file, long time) {}
        List<Aged> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + RecordFile.DATA)) {
            for (Path path : all) {
                RecordFile file = new RecordFile(path);
                files.add(new Aged(file, file.time()));
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // There is no folder yet.
        }
        files.sort(Comparator.comparingLong(Aged::time).thenComparing(aged -> aged.file.name()));
        return files.stream().map(Aged::file).toList();
    }

    /** Ends appending, and deletes the oldest files where there are more bytes than the folder may hold. */
    public synchronized void trim() {
        try {
            for (RecordFile file : appended) {
                file.close();
            }
            appended.clear();
            List<RecordFile> files = files();
            long cost = files.stream().mapToLong(RecordFile::cost).sum();
            for (RecordFile file : files) {
                if (cost <= maxBytes) {
                    return;
                }
                cost -= file.cost();
                file.delete();
            }
        } catch (IOException e) {
            // Another program uses the same files. The next call tries again.
        }
    }
}
